// The legend, which is the filter of kinds as well, and the line that says what is filtered.
"use strict";

papergraph.legend = (() => {
  const { data, base, state, filters, facets } = papergraph;
  const { element } = base;
  const place = document.getElementById("legend");
  const line = document.getElementById("filtered");
  const status = document.getElementById("status");
  const kinds = data.raw.kinds.filter((kind) => kind.count > 0);
  const rows = kinds.map(row);

  function row({ key, count }) {
    const input = element("input", { type: "checkbox", class: "unseen", value: key, onchange: () => toggle(key, input.checked) });
    const many = element("span", { class: "count" });
    const name = element("span", { class: "name" }, data.KINDS[key].many);
    const label = element("label", { class: "kind" }, input, element("span", { class: `mark ${key.toLowerCase()}`, "aria-hidden": "true" }), name, many);
    return { key, count, input, many, label };
  }

  function toggle(key, shown) {
    const others = (state.get().kinds ?? state.KINDS).filter((kind) => kind !== key);
    const next = shown ? [...others, key] : others;
    state.update({ kinds: next.length === state.KINDS.length ? null : next });
  }

  function sync() {
    const [shown, left] = [state.get().kinds, facets.kinds()];
    for (const { key, count, input, many, label } of rows) {
      input.checked = !shown || shown.includes(key);
      const now = left.get(key);
      many.textContent = now.toLocaleString("en");
      label.title = `${now.toLocaleString("en")} of ${count.toLocaleString("en")} ${data.KINDS[key].many}; show or hide`;
    }
  }

  // -- what is filtered ----------------------------------------------------------------------------------------------

  const WORDS = {
    kinds: (keys) => `only ${kinds.filter((kind) => keys.includes(kind.key)).map((kind) => data.KINDS[kind.key].many).join(", ") || "nothing"}`,
    roles: (roles) => roles.map((role) => data.ROLES[role].of).join(" or "),
    confidence: (least) => `at least ${least} % sure`,
    community: (numbers) => numbers.map((number) => base.shorten(data.communities[number], 30)).join(" or "),
    years: ([from, to]) => (from === to ? `of ${from}` : [from ? `from ${from}` : "", to ? `to ${to}` : ""].filter(Boolean).join(" ")),
    code: () => "with code",
    papers: (least) => `named by ${least} papers or more`,
    connects: () => "only what connects",
  };

  function chip(key) {
    const text = WORDS[key](state.get()[key]);
    const drop = () => {
      state.update({ [key]: filters.empty[key] });
      (line.querySelector("button") ?? document.getElementById("filter-button")).focus();
    };
    return element("button", { type: "button", class: "drop", title: "Take this filter off", onclick: drop }, text, element("span", { "aria-hidden": "true" }, " ×"));
  }

  /** How much is left: "43 of 377 papers, 120 of 2,175 others". */
  function amount() {
    let [papers, others, allPapers] = [0, 0, 0];
    for (let node = 0; node < data.count; node += 1) {
      if (data.isPaper(node)) allPapers += 1;
      if (!filters.node(node)) continue;
      if (data.isPaper(node)) papers += 1;
      else others += 1;
    }
    if (!papers && !others) return "Nothing is left by these filters";
    return `${papers.toLocaleString("en")} of ${base.plural(allPapers, "paper")}, ${others.toLocaleString("en")} of ${base.plural(data.count - allPapers, "other node")}`;
  }

  function say() {
    const keys = filters.active();
    line.hidden = !keys.length;
    document.getElementById("filter-button").classList.toggle("on", keys.length > 0);
    if (!keys.length) return;
    const reset = element("button", { type: "button", class: "reset", onclick: () => { filters.reset(); document.getElementById("filter-button").focus(); } }, "Reset");
    line.replaceChildren(element("span", { class: "amount" }, amount()), ...keys.map(chip), reset);
  }

  function follow() {
    sync();
    say();
  }

  function start() {
    place.replaceChildren(...rows.map((item) => item.label));
    follow();
    filters.listen(() => {
      follow();
      status.textContent = line.hidden ? "All is shown" : amount();
    });
  }

  return { start };
})();
