// Places in the overview: as computed beforehand; what filters bring in comes near to what it is tied to.
"use strict";

papergraph.placing = (() => {
  const { data, filters } = papergraph;
  const { x, y, size } = data.raw.nodes;
  const CELL = 26;
  const ROUNDS = 3;
  const REACH = 40;
  const SPIRAL = spiral();

  function spiral() {
    const cells = [];
    for (let column = -REACH; column <= REACH; column += 1) for (let row = -REACH; row <= REACH; row += 1) cells.push([column, row]);
    const far = ([column, row]) => column * column + row * row;
    return cells.sort((a, b) => far(a) - far(b) || a[0] - b[0] || a[1] - b[1]);
  }

  /** The place of each node; those of the first view always stand where they stood. */
  function places(drawn) {
    const found = new Map(drawn.map((node) => [node, { x: x[node], y: y[node] }]));
    const guests = filters.current().narrowed ? drawn.filter((node) => node >= data.raw.first) : [];
    for (let round = 0; round < ROUNDS; round += 1) for (const node of guests) found.set(node, middle(node, found));
    return guests.length ? apart(drawn, found) : found;
  }

  /** In the middle of what a node is tied to on the map. */
  function middle(node, found) {
    const tied = data.edgesOf[node].filter((edge) => filters.edge(edge.number)).map((edge) => found.get(edge.paper === node ? edge.entity : edge.paper));
    const linked = data.linksOf[node].map((link) => found.get(link.paper === node ? link.repository : link.paper));
    const near = [...tied, ...linked].filter(Boolean);
    if (!near.length) return found.get(node);
    const mean = (key) => near.reduce((sum, place) => sum + place[key], 0) / near.length;
    return { x: mean("x"), y: mean("y") };
  }

  /** Each guest in the free cell nearest to its place. */
  function apart(drawn, found) {
    const taken = new Set();
    const key = (column, row) => `${column},${row}`;
    const cellOf = (place) => [Math.round(place.x / CELL), Math.round(place.y / CELL)];
    for (const node of drawn) if (node < data.raw.first) block(taken, found.get(node), size[node]);
    for (const node of drawn.filter((other) => other >= data.raw.first)) {
      const [column, row] = cellOf(found.get(node));
      const free = SPIRAL.find(([across, down]) => !taken.has(key(column + across, row + down))) ?? [0, 0];
      const [to, line] = [column + free[0], row + free[1]];
      taken.add(key(to, line));
      found.set(node, { x: to * CELL + ((line & 1) * CELL) / 2, y: line * CELL });
    }
    return found;
  }

  function block(taken, place, radius) {
    const reach = radius + CELL / 2;
    for (let column = Math.ceil((place.x - reach) / CELL) - 1; column * CELL <= place.x + reach; column += 1) {
      for (let row = Math.ceil((place.y - reach) / CELL); row * CELL <= place.y + reach; row += 1) {
        const shift = ((row & 1) * CELL) / 2;
        if (Math.hypot(column * CELL + shift - place.x, row * CELL - place.y) < reach) taken.add(`${column},${row}`);
      }
    }
  }

  return { places };
})();
