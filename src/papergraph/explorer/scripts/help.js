// The keys of the page in a dialog, and a short tour on the first visit.
"use strict";

papergraph.help = (() => {
  const { base, memory, state } = papergraph;
  const { element } = base;
  const dialog = document.getElementById("help");
  const tour = document.getElementById("tour");
  const KEYS = [
    ["Anywhere", [
      [["/"], "search"],
      [["f"], "open or close the filters"],
      [["?"], "these keys"],
      [["Esc"], "close what is open; back to the overview"],
      [["Alt", "←"], "back to what you saw before, as in any browser"],
    ]],
    ["In the search", [
      [["↓", "↑"], "choose"],
      [["Enter"], "go there"],
    ]],
    ["On the map", [
      [["←", "→", "↑", "↓"], "go to the next node this way; it is read out"],
      [["Enter"], "open that node"],
      [["Shift", "arrow"], "move the map"],
      [["+", "−", "0"], "zoom in, zoom out, show all"],
      [["1", "2"], "a neighbourhood of one step, of two"],
      [["m"], "more neighbours"],
    ]],
  ];
  const STEPS = [
    ["search", "Search", "Type a method, a benchmark, a model or a few words of a title. Slips are forgiven."],
    ["graph", "The map", "Each shape is a paper or something that papers share. Click one: its neighbourhood unfolds, and the panel shows the sentences that say so. Double click to have it in the middle."],
    ["filter-button", "Filters", "Choose kinds here, and roles, years, confidence or communities beside the map. The counts say what each choice leaves."],
    ["help-button", "Keys", "All of this works by keyboard. Press ? for the keys. The address holds what you see: copy it to send a view."],
  ];
  let shown = 0;

  function row([keys, text]) {
    return element("tr", {}, element("th", { scope: "row" }, keys.map((key) => element("kbd", {}, key))), element("td", {}, text));
  }

  function build() {
    dialog.replaceChildren(
      element("header", {}, element("h2", { id: "help-title" }, "Keys"), element("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => dialog.close() }, "×")),
      ...KEYS.map(([title, rows]) => element("section", {}, element("h3", {}, title), element("table", {}, element("tbody", {}, rows.map(row))))),
      element("button", { type: "button", class: "more", onclick: () => { dialog.close(); begin(); } }, "Take the tour"),
    );
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }

  // -- the tour ------------------------------------------------------------------------------------------------------

  function begin() {
    shown = 0;
    tour.hidden = false;
    step();
    tour.querySelector(".next").focus();
  }

  function step() {
    const [target, title, text] = STEPS[shown];
    point(target);
    const last = shown === STEPS.length - 1;
    tour.replaceChildren(
      element("h2", {}, title),
      element("p", {}, text),
      element(
        "footer",
        {},
        element("span", { class: "count" }, `${shown + 1} of ${STEPS.length}`),
        last ? null : element("button", { type: "button", class: "skip", onclick: end }, "Skip"),
        element("button", { type: "button", class: "next", onclick: last ? end : advance }, last ? "Done" : "Next"),
      ),
    );
  }

  function advance() {
    shown += 1;
    step();
    tour.querySelector(".next").focus();
  }

  function point(target) {
    for (const item of document.querySelectorAll(".pointed")) item.classList.remove("pointed");
    document.getElementById(target)?.classList.add("pointed");
  }

  function end() {
    const inside = tour.contains(document.activeElement);
    tour.hidden = true;
    point(null);
    memory.remember("tour", "over");
    if (inside) document.getElementById("search").focus();
  }

  /** On the first visit, unless somebody sent a view. */
  function start() {
    build();
    document.getElementById("help-button").addEventListener("click", () => dialog.showModal());
    tour.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end();
    });
    if (state.address() === "" && memory.recall("tour") === null) {
      tour.hidden = false;
      step();
    }
  }

  return { start, open: () => dialog.showModal(), isOpen: () => dialog.open };
})();
