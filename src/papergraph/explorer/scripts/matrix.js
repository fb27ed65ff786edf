// Counts of papers that name both of two entities, as a matrix; and which of its empty cells are the likeliest to be tried.
"use strict";

papergraph.matrix = (() => {
  const { data, rows } = papergraph;

  /** For each paper under the filters, its entities of two kinds; those that it only mentions are left out unless asked for. */
  function byPaper(rowKind, columnKind, mere) {
    const found = new Map();
    for (const edge of data.edges) {
      const kind = data.kindOf(edge.entity);
      if ((kind !== rowKind && kind !== columnKind) || !rows.passes(edge) || (!mere && edge.role === "mentions")) continue;
      if (!rows.passing(edge.entity)) continue;
      if (!found.has(edge.paper)) found.set(edge.paper, { rows: new Set(), columns: new Set() });
      const item = found.get(edge.paper);
      if (kind === rowKind) item.rows.add(edge.entity);
      if (kind === columnKind) item.columns.add(edge.entity);
    }
    return found;
  }

  /** Entities with their number of papers, most first. */
  function counted(papers, side) {
    const counts = new Map();
    for (const item of papers.values()) for (const entity of item[side]) counts.set(entity, (counts.get(entity) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([entity, count]) => ({ entity, count }));
  }

  /** `{rows, columns, cells, most, untried}`: `cells[row][column]` papers name both; `untried`: columns that stand with no row at all. */
  function count({ rowKind, columnKind, size, mere = false }) {
    const papers = byPaper(rowKind, columnKind, mere);
    const [allRows, allColumns] = [counted(papers, "rows"), counted(papers, "columns")];
    const [shownRows, shownColumns] = [allRows.slice(0, size), allColumns.slice(0, size)];
    const place = new Map(shownRows.map((item, index) => [item.entity, index]));
    const across = new Map(shownColumns.map((item, index) => [item.entity, index]));
    const cells = shownRows.map(() => shownColumns.map(() => 0));
    const tried = new Set();
    for (const item of papers.values()) {
      for (const column of item.columns) {
        const others = [...item.rows].filter((row) => row !== column);
        if (others.length) tried.add(column);
        for (const row of others) if (place.has(row) && across.has(column)) cells[place.get(row)][across.get(column)] += 1;
      }
    }
    return {
      rows: shownRows, columns: shownColumns, cells, allRows: allRows.length, allColumns: allColumns.length, papers: papers.size,
      most: Math.max(0, ...cells.flat()), untried: allColumns.filter((item) => !tried.has(item.entity)),
    };
  }

  /** How alike two rows are: the cosine of their counts. */
  function likeness(left, right) {
    const dot = (a, b) => a.reduce((sum, value, index) => sum + value * b[index], 0);
    const product = Math.sqrt(dot(left, left) * dot(right, right));
    return product ? dot(left, right) / product : 0;
  }

  /** Empty cells, the likeliest first: `{row, column, score, by}`, where rows that are like this one are filled (`by`, nearest first). */
  function gaps({ rows: shown, columns, cells }, most = 8) {
    const found = [];
    const alike = cells.map((row) => cells.map((other) => likeness(row, other)));
    cells.forEach((row, index) => row.forEach((value, across) => {
      if (value || shown[index].entity === columns[across].entity) return;
      const by = cells.map((other, place) => ({ place, score: other[across] && place !== index ? alike[index][place] : 0 })).filter((item) => item.score > 0);
      by.sort((a, b) => b.score - a.score || a.place - b.place);
      const score = by.reduce((sum, item) => sum + item.score, 0);
      if (by.length > 1) found.push({ row: index, column: across, score, by: by.map((item) => item.place) });
    }));
    return found.sort((a, b) => b.score - a.score || a.row - b.row || a.column - b.column).slice(0, most);
  }

  return { count, gaps };
})();
