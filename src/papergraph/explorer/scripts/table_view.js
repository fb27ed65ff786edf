// The tables beside the map: a page of rows at a time, sorted by any column, and all of them as a CSV file.
"use strict";

papergraph.tableView = (() => {
  const { data, base, panel, rows, state, words } = papergraph;
  const { element } = base;
  const PAGE = 100;
  const status = document.getElementById("status");
  let place = null;
  let table = null;
  let page = 0;
  let drawn = null;
  let found = [];
  let texts = new Map();

  /** Follow the state; what only says which node is chosen leaves rows, focus and scrolling as they are. */
  function update(now) {
    if (table !== now.view) [table, page, drawn, texts] = [now.view, 0, null, new Map()];
    const settings = JSON.stringify({ ...now, node: null, link: null, more: null });
    if (drawn === settings) return markChosen();
    const fresh = drawn === null;
    drawn = settings;
    return fresh ? draw() : redraw();
  }

  // The words by which the rows are narrowed are part of the address.
  state.define("find", { empty: null, read: (text) => state.unescaped(text).slice(0, 200) || undefined, write: (text) => (text ? encodeURIComponent(text) : null) });

  /** The words of a row, spelled so that they meet what is typed. */
  function textOf(row) {
    if (!texts.has(row)) texts.set(row, base.fold(rows.text(table, row)));
    return texts.get(row);
  }

  /** Rows of the table under the filters and the words looked for, in the order asked for. */
  function read() {
    const { find, sort } = state.get();
    const sought = base.fold(find ?? "").split(" ");
    const named = rows.found(table).filter((row) => !find || sought.every((word) => textOf(row).includes(word)));
    found = rows.sorted(named, rows.order(table, sort));
    page = Math.min(page, Math.max(0, Math.ceil(found.length / PAGE) - 1));
  }

  function draw() {
    read();
    place.replaceChildren(tabs(), head(), element("div", { class: "scroll rows", tabindex: "0", role: "region", "aria-label": `Table of ${table}` }, grid()), pager());
  }

  /** Draw the rows anew, and leave the fields above them as they are. */
  function redraw() {
    read();
    const field = place.querySelector(".narrow");
    if (field !== document.activeElement) field.value = state.get().find ?? "";
    place.querySelector(".rows").replaceChildren(grid());
    place.querySelector(".pager").replaceWith(pager());
    place.querySelector(".total").textContent = amount();
    status.textContent = amount();
  }

  function markChosen() {
    const chosen = `#${state.get().node}`;
    for (const line of place.querySelectorAll("tbody tr")) line.classList.toggle("chosen", line.querySelector("th a")?.getAttribute("href") === chosen);
  }

  function tabs() {
    const tab = (name) => element("a", { href: `#view=${name}`, "aria-current": name === table ? "page" : null }, name);
    return element("nav", { class: "tabs", "aria-label": "Tables" }, state.TABLES.filter((name) => rows.total(name) > 0 || name === table).map(tab));
  }

  function amount() {
    const all = rows.total(table);
    return found.length === all ? base.plural(all, ...nouns()) : `${found.length.toLocaleString("en")} of ${base.plural(all, ...nouns())}`;
  }

  function nouns() {
    if (table === "results") return ["result", "results"];
    const { one, many } = data.KINDS[rows.KIND_OF[table]];
    return [one, many];
  }

  function head() {
    const hint = { papers: "Title, or what it names", results: "Name or title" }[table] ?? "Name";
    const search = (event) => { page = 0; state.update({ find: event.target.value || null }, { replace: true }); };
    return element(
      "div",
      { class: "above" },
      element("p", { class: "total" }, amount()),
      element("input", { type: "search", class: "narrow", value: state.get().find, placeholder: hint, "aria-label": `Narrow the ${table}: ${hint.toLowerCase()}`, oninput: search }),
      element("button", { type: "button", class: "more", onclick: save }, "Save as CSV"),
    );
  }

  /** Save once all words are there, which takes a moment after the page is opened. */
  function save() {
    if (!words.isComplete()) return words.listen(save);
    const columns = rows.columns(table);
    papergraph.export.saveCsv(`${data.raw.title} ${table}`, columns.map((column) => column.title), found.map((row) => columns.map((column) => column.value(row))));
    status.textContent = `Saved ${base.plural(found.length, "row")}`;
  }

  function grid() {
    const columns = rows.columns(table).filter((column) => !column.file);
    if (!found.length) return element("p", { class: "quiet none" }, state.get().find ? `No ${nouns()[0]} with these words.` : `No ${nouns()[0]} passes the filters.`);
    const order = rows.order(table, state.get().sort);
    const lines = found.slice(page * PAGE, (page + 1) * PAGE).map((row) => line(row, columns));
    return element(
      "table",
      { class: "data" },
      element("caption", { class: "unseen" }, `${table}, ${amount()}`),
      element("thead", {}, element("tr", {}, columns.map((column) => titleOf(column, order)))),
      element("tbody", {}, lines),
    );
  }

  function titleOf(column, order) {
    const current = order.column === column;
    const turn = () => sortBy(`${column.key}.${(current ? !order.down : column.number) ? "down" : "up"}`, column.key);
    const arrow = current ? (order.down ? "▼" : "▲") : "";
    return element(
      "th",
      { scope: "col", class: column.number ? "number" : null, "aria-sort": current ? (order.down ? "descending" : "ascending") : null },
      element("button", { type: "button", "data-key": column.key, onclick: turn }, column.title, element("span", { class: "arrow", "aria-hidden": "true" }, arrow)),
    );
  }

  function sortBy(sort, key) {
    page = 0;
    state.update({ sort }, { replace: true });
    place.querySelector(`th button[data-key="${key}"]`)?.focus();
  }

  function line(row, columns) {
    const chosen = columns.some((column) => column.key === "name" && data.id[column.node(row)] === state.get().node);
    return element("tr", { class: chosen ? "chosen" : null }, columns.map((column) => cell(row, column)));
  }

  function cell(row, column) {
    const value = column.value(row);
    if (column.key === "name") return element("th", { scope: "row" }, panel.nodeLink(column.node(row)));
    if (column.node) return element("td", {}, column.node(row) >= 0 ? panel.nodeLink(column.node(row), base.shorten(value, 90)) : "");
    if (column.url) return element("td", {}, base.link(value));
    if (column.key === "value") return element("td", { class: "number" }, element("strong", {}, data.results[row].value));
    if (column.number) return element("td", { class: "number" }, value === null || value === 0 ? element("span", { class: "nothing" }, value === null ? "–" : "0") : column.year ? String(value) : value.toLocaleString("en"));
    return element("td", {}, base.shorten(column.shown ? column.shown(value) : String(value), 90));
  }

  function pager() {
    const last = Math.ceil(found.length / PAGE) - 1;
    const turn = (to) => () => {
      page = to;
      redraw();
      place.querySelector(".rows").scrollTop = 0;
      place.querySelector(".rows").focus({ preventScroll: true });
    };
    const button = (text, to, possible) => element("button", { type: "button", class: "more", disabled: !possible, onclick: turn(to) }, text);
    if (last < 1) return element("div", { class: "pager" });
    const text = `${(page * PAGE + 1).toLocaleString("en")} to ${Math.min(found.length, (page + 1) * PAGE).toLocaleString("en")} of ${found.length.toLocaleString("en")}`;
    return element("div", { class: "pager", role: "group", "aria-label": "Pages of the table" }, button("First", 0, page > 0), button("Previous", page - 1, page > 0), element("span", {}, text), button("Next", page + 1, page < last), button("Last", last, page < last));
  }

  papergraph.views.register("tables", { show: (container) => { [place, drawn] = [container, null]; }, update });
  return { save };
})();
