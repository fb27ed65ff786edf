// The filters beside the view: choices with what each would leave, as they combine.
"use strict";

papergraph.filterPanel = (() => {
  const { data, base, state, filters, facets, graph } = papergraph;
  const { element } = base;
  const FEW = 6;
  const place = document.getElementById("filters");
  const button = document.getElementById("filter-button");
  const controls = [];

  /** A part of the panel; `sync` brings it up to date. */
  function group(title, content, sync = () => {}) {
    controls.push(sync);
    return element("fieldset", {}, element("legend", {}, title), content);
  }

  function toggle(label, change) {
    const input = element("input", { type: "checkbox", onchange: () => change(input.checked) });
    const count = element("span", { class: "count" });
    const row = element("label", { class: "choice" }, input, element("span", { class: "name" }, label), count);
    return { row, set: (checked, many) => { input.checked = checked; count.textContent = many === undefined ? "" : many.toLocaleString("en"); } };
  }

  /** Any number of values of one key: none chosen means all. */
  function several(key, title, values, labelOf, countsOf) {
    const change = (value) => (checked) => {
      const chosen = state.get()[key] ?? [];
      const next = checked ? [...chosen, value] : chosen.filter((item) => item !== value);
      state.update({ [key]: next.length ? next : null });
    };
    const items = values.map((value) => ({ value, ...toggle(labelOf(value), change(value)) }));
    const rows = element("div", { class: "choices" }, items.map((item) => item.row));
    return group(title, [rows, items.length > FEW + 2 ? folded(items.slice(FEW)) : null], () => {
      const [chosen, counts] = [state.get()[key] ?? [], countsOf()];
      for (const item of items) item.set(chosen.includes(item.value), counts.get(item.value) ?? 0);
    });
  }

  function folded(items) {
    for (const item of items) item.row.hidden = true;
    const more = element("button", { type: "button", class: "more" }, `Show ${items.length} more`);
    more.addEventListener("click", () => {
      for (const item of items) item.row.hidden = false;
      more.remove();
      items[0].row.querySelector("input").focus();
    });
    return more;
  }

  /** A slider that writes what it says, and the state once it is let go. */
  function slider(key, { name, least, most, step = 1, say, value = (now) => now[key], write = (number) => number }) {
    const output = element("output", {});
    const input = element("input", { type: "range", min: least, max: most, step, "aria-label": name });
    input.addEventListener("input", () => { output.textContent = say(Number(input.value)); });
    input.addEventListener("change", () => state.update({ [key]: write(Number(input.value)) }));
    const sync = () => {
      input.value = value(state.get());
      output.textContent = say(Number(input.value));
      input.setAttribute("aria-valuetext", output.textContent);
    };
    return { row: element("div", { class: "slide" }, output, input), sync };
  }

  function confidence() {
    const say = (number) => (number ? `at least ${number} % sure` : "any");
    const { row, sync } = slider("confidence", { name: "Least confidence in percent", least: 0, most: 100, step: 5, say });
    return group("Confidence", row, sync);
  }

  function papers() {
    const most = data.raw.nodes.papers.reduce((found, papers) => Math.max(found, papers), 2);
    const say = (number) => (number > 1 ? `named by ${number} papers or more` : "any number");
    const write = (number) => (number > 1 ? number : 0);
    const { row, sync } = slider("papers", { name: "Least number of papers of an entity", least: 1, most: Math.min(most, 50), say, write });
    return group("Papers of an entity", row, sync);
  }

  function years() {
    const known = [...new Set(data.id.map((_, node) => data.details[node].year).filter(Boolean))].sort();
    if (known.length < 2) return null;
    const bars = known.map((year) => ({ year, bar: element("span", { class: "bar" }) }));
    const select = (label, end) => {
      const options = [element("option", { value: "" }, "any"), ...known.map((year) => element("option", { value: year }, String(year)))];
      const change = (event) => {
        const range = [...(state.get().years ?? [null, null])];
        range[end] = event.target.value ? Number(event.target.value) : null;
        state.update({ years: range[0] ?? range[1] ? range : null });
      };
      return element("label", {}, `${label} `, element("select", { onchange: change }, options));
    };
    const ends = [select("from", 0), select("to", 1)];
    const chart = element("div", { class: "bars", "aria-hidden": "true" }, bars.map((item) => item.bar));
    const scale = element("div", { class: "scale", "aria-hidden": "true" }, [known[0], known.at(-1)].map((year) => element("span", {}, String(year))));
    return group("Year", [chart, scale, element("div", { class: "range" }, ends)], () => syncYears(bars, ends));
  }

  function syncYears(bars, ends) {
    const range = state.get().years ?? [null, null];
    const counts = facets.years();
    const most = Math.max(1, ...bars.map(({ year }) => counts.get(year) ?? 0));
    for (const { year, bar } of bars) {
      bar.style.height = `${(100 * (counts.get(year) ?? 0)) / most}%`;
      bar.title = `${year}: ${base.plural(counts.get(year) ?? 0, "paper")}`;
      bar.classList.toggle("out", year < (range[0] ?? year) || year > (range[1] ?? year));
    }
    ends.forEach((end, index) => { end.querySelector("select").value = range[index] ?? ""; });
  }

  function only() {
    const code = toggle("papers with code", (checked) => state.update({ code: checked }));
    const connects = toggle("what connects papers", (checked) => state.update({ connects: checked }));
    const some = data.links.some((link) => data.hasCode(link.paper));
    return group("Only", [some ? code.row : null, connects.row], () => {
      code.set(state.get().code, facets.code());
      connects.set(state.get().connects);
    });
  }

  /** How many nodes are drawn: the strongest at first, more when asked. */
  function drawn() {
    const { first } = data.raw;
    const most = Math.min(graph.most, data.count);
    if (most <= first) return null;
    const { row, sync } = slider("drawn", {
      name: "How many nodes are drawn", least: first, most,
      say: (number) => `the ${number.toLocaleString("en")} strongest of ${data.count.toLocaleString("en")} nodes`,
      value: (now) => now.drawn || first,
      write: (number) => (number === first ? 0 : number),
    });
    return group("Drawn on the map", row, sync);
  }

  function build() {
    const named = data.communities.map((_, index) => index);
    place.replaceChildren(
      element("header", {}, element("h2", {}, "Filters"), element("button", { type: "button", class: "close", "aria-label": "Close the filters", onclick: () => open(false) }, "×")),
      several("roles", "Role in the paper", state.ROLES, (role) => data.ROLES[role].of, facets.roles),
      ...[confidence(), years(), only(), papers()].filter(Boolean),
      ...(named.length > 1 ? [several("community", "Community", named, (index) => data.communities[index], facets.communities)] : []),
      ...[drawn()].filter(Boolean),
    );
  }

  function sync() {
    if (!place.hidden) for (const control of controls) control();
  }

  function open(wanted) {
    place.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
    sync();
    (wanted ? place.querySelector(".close") : button).focus();
    papergraph.graph.resized();
  }

  function start() {
    build();
    button.addEventListener("click", () => open(place.hidden));
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      open(false);
    });
    state.listen(sync);
  }

  return { start, open };
})();
