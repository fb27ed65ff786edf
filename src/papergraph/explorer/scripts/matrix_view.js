// The matrix: who was tried where. Counts in the cells, each of which opens its papers; empty cells say where nobody has been.
"use strict";

papergraph.matrixView = (() => {
  const { data, base, panel, matrix, state } = papergraph;
  const { element } = base;
  const ROWS = ["METHOD", "MODEL", "BENCHMARK", "TASK", "METRIC"];
  const SIZES = [10, 20, 30, 40];
  let place = null;
  let at = [0, 0];
  let drawn = null;

  state.define("rows", state.choice(ROWS.map((kind) => kind.toLowerCase()), "method"));
  state.define("columns", state.choice(ROWS.map((kind) => kind.toLowerCase()), "benchmark"));
  state.define("size", state.choice(SIZES, 20));
  state.define("mere", state.flag);

  function settings() {
    const { rows, columns, size, mere } = state.get();
    return { rowKind: kindOf(rows), columnKind: kindOf(columns), size, mere };
  }
  const kindOf = (text) => ROWS.find((kind) => kind.toLowerCase() === text);
  const many = (kind) => data.KINDS[kind].many;

  /** Follow the state; another node or link chosen leaves cells and focus as they are. */
  function update(now) {
    const next = JSON.stringify({ ...now, node: null, link: null, more: null });
    if (drawn === next) return;
    drawn = next;
    draw();
  }

  function draw() {
    const wanted = settings();
    const found = matrix.count(wanted);
    const filled = found.rows.length && found.columns.length;
    const gaps = filled ? matrix.gaps(found) : [];
    at = [Math.min(at[0], found.rows.length - 1), Math.min(at[1], found.columns.length - 1)].map((number) => Math.max(0, number));
    const parts = filled ? [caption(found, wanted, gaps), table(found, wanted, gaps), gapList(found, wanted, gaps), untried(found, wanted)] : [element("p", { class: "quiet none" }, `Under these filters no ${data.KINDS[found.rows.length ? wanted.columnKind : wanted.rowKind].one} is named.`)];
    const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
    place.replaceChildren(controls(wanted), element("div", { class: "scroll matrix" }, parts.flat().filter(Boolean)));
    if (focused) document.getElementById(focused)?.focus();
  }

  // -- what is shown -------------------------------------------------------------------------------------------------

  function controls({ rowKind, columnKind, size, mere }) {
    const kinds = ROWS.map((kind) => ({ value: kind.toLowerCase(), text: many(kind) }));
    return element(
      "div",
      { class: "above" },
      select("Rows", "rows", kinds, rowKind.toLowerCase()),
      select("Columns", "columns", kinds, columnKind.toLowerCase()),
      select("Of each, the top", "size", SIZES.map((value) => ({ value, text: String(value) })), size),
      element("label", {}, element("input", { id: "matrix-mere", type: "checkbox", checked: mere, onchange: (event) => change({ mere: event.target.checked }) }), " count mere mentions too"),
      element("button", { type: "button", class: "more", onclick: save }, "Save as CSV"),
    );
  }

  function select(label, key, options, current) {
    const choose = (event) => change({ [key]: options.map((option) => option.value).find((value) => String(value) === event.target.value) });
    const choices = options.map(({ value, text }) => element("option", { value, selected: value === current }, text));
    return element("label", {}, `${label} `, element("select", { id: `matrix-${key}`, onchange: choose }, choices));
  }

  const change = (changes) => state.update(changes, { replace: true });

  function caption(found, { rowKind, columnKind }, gaps) {
    const of = (shown, all, kind) => (shown < all ? `the ${shown} of ${all.toLocaleString("en")} ${many(kind)} with most papers` : base.plural(all, data.KINDS[kind].one, many(kind)));
    return element("p", { class: "quiet" }, `In how many papers both stand: ${of(found.rows.length, found.allRows, rowKind)} by ${of(found.columns.length, found.allColumns, columnKind)}. Choose a cell for its papers and sentences.${gaps.length ? " A cell with “?” is empty, though likely: why stands below the table." : ""}${without(found, rowKind, columnKind)}`);
  }

  function without({ untried: { length } }, rowKind, columnKind) {
    if (!length) return "";
    return ` ${base.plural(length, data.KINDS[columnKind].one, many(columnKind))} ${length === 1 ? "stands" : "stand"} with no ${data.KINDS[rowKind].one} at all, named below.`;
  }

  function table(found, { rowKind, columnKind }, gaps) {
    const likely = new Set(gaps.map((gap) => `${gap.row} ${gap.column}`));
    const corner = element("td", { class: "corner" });
    const heads = found.columns.map(({ entity }) => element("th", { scope: "col" }, element("div", {}, panel.nodeLink(entity, base.shorten(panel.nameOf(entity), 28)))));
    const lines = found.rows.map(({ entity }, row) => element(
      "tr",
      {},
      element("th", { scope: "row" }, panel.nodeLink(entity, base.shorten(panel.nameOf(entity), 34))),
      found.columns.map((item, column) => cell(found, row, column, likely.has(`${row} ${column}`))),
    ));
    const name = `${many(rowKind)} by ${many(columnKind)}; arrow keys move from cell to cell`;
    return element("table", { class: "cells", "aria-label": name, onkeydown: onKey }, element("thead", {}, element("tr", {}, corner, heads)), element("tbody", {}, lines));
  }

  function cell(found, row, column, likely) {
    const [left, right] = [found.rows[row].entity, found.columns[column].entity];
    if (left === right) return element("td", { class: "same" });
    const value = found.cells[row][column];
    const strength = value ? 12 + Math.round((58 * Math.log(1 + value)) / Math.log(1 + found.most)) : 0;
    const label = `${panel.nameOf(left)} and ${panel.nameOf(right)}: ${value ? base.plural(value, "paper") : likely ? "no paper, though others like it were tried" : "no paper"}`;
    const here = at[0] === row && at[1] === column;
    const attributes = { class: likely ? "likely" : null, "data-row": row, "data-column": column, tabindex: here ? "0" : "-1", "aria-label": label, title: label };
    const inside = panel.go({ link: [left, right] }, value ? String(value) : likely ? "?" : "·", attributes);
    return element("td", { class: value ? "filled" : "empty", style: value ? `--strength: ${strength}%` : null }, inside);
  }

  function gapList(found, { columnKind }, gaps) {
    const item = ({ row, column, by }) => {
      const others = by.slice(0, 2).map((other, index) => [index ? " and " : "", panel.plainLink(found.rows[other].entity)]);
      return [panel.nodeLink(found.rows[row].entity), " and ", panel.plainLink(found.columns[column].entity), element("div", { class: "line why" }, others, `, which share ${many(columnKind)} with it, have papers there; it has none.`)];
    };
    return panel.section("Empty, though likely", panel.list(gaps, item, 8));
  }

  function untried({ untried: found }, { rowKind, columnKind }) {
    const title = `${many(columnKind)[0].toUpperCase()}${many(columnKind).slice(1)} that stand in no paper with any ${data.KINDS[rowKind].one} (${found.length})`;
    const item = ({ entity, count }) => [panel.nodeLink(entity), element("span", { class: "count" }, base.plural(count, "paper"))];
    return panel.section(title, panel.list(found, item, 12));
  }

  // -- keyboard and file ---------------------------------------------------------------------------------------------

  /** Arrow keys, Home and End move among the cells, as in a grid; Tab leaves it. */
  function onKey(event) {
    const { row, column } = event.target.closest("[data-row]")?.dataset ?? {};
    const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -1e3], End: [0, 1e3] };
    if (row === undefined || !(event.key in steps)) return;
    event.preventDefault();
    let [down, across] = [Number(row), Number(column)];
    const cells = [...place.querySelectorAll("[data-row]")];
    const most = (key) => Math.max(...cells.map((item) => Number(item.dataset[key])));
    const next = (from, step, limit) => Math.max(0, Math.min(limit, from + step));
    const [stepDown, stepAcross] = steps[event.key];
    [down, across] = [next(down, stepDown, most("row")), next(across, stepAcross, most("column"))];
    const target = cells.find((item) => Number(item.dataset.row) === down && Number(item.dataset.column) === across);
    if (!target) return;
    event.target.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
    at = [down, across];
  }

  function save() {
    const wanted = settings();
    const found = matrix.count(wanted);
    const titles = [many(wanted.rowKind), ...found.columns.map(({ entity }) => panel.nameOf(entity))];
    const lines = found.rows.map(({ entity }, row) => [panel.nameOf(entity), ...found.cells[row]]);
    papergraph.export.saveCsv(`${data.raw.title} ${many(wanted.rowKind)} by ${many(wanted.columnKind)}`, titles, lines);
  }

  papergraph.views.register("matrix", { show: (container) => { [place, drawn] = [container, null]; }, update });
  return { save };
})();
