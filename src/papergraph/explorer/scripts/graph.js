// The drawing: vis-network with positions computed beforehand; an overview, and a focus on one node's neighbourhood.
"use strict";

papergraph.graph = (() => {
  const { data, theme, ego, filters, state } = papergraph;
  const { x, y, size, community } = data.raw.nodes;
  const shapes = data.raw.kinds.map((kind) => kind.shape);
  const MOST = data.raw.most;
  const FADED = 0.12;
  const FEW_LINES = 300;

  const container = document.getElementById("graph");
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const view = { limit: data.raw.first, focus: null, other: null, found: null, drawn: [], places: new Map(), bounds: null, touched: false };
  let network = null;
  let onPick = () => {};

  function start(pick) {
    onPick = pick;
    const { drawing } = data.raw;
    view.drawn = drawing.nodes.map((item) => item.id);
    view.places = new Map(drawing.nodes.map((item) => [item.id, item]));
    nodes.add(drawing.nodes.map((item) => ({ ...item, ...coloursOf(item.id) })));
    edges.add(drawing.edges.map(styledEdge));
    network = new vis.Network(container, { nodes, edges }, drawing.options);
    network.on("click", onClick);
    network.on("doubleClick", onDoubleClick);
    network.on("hoverNode", ({ node }) => { container.style.cursor = "pointer"; papergraph.labels.hover(node); });
    network.on("blurNode", () => { container.style.cursor = ""; papergraph.labels.hover(null); });
    network.on("hoverEdge", ({ edge }) => { if (typeof edge === "number") papergraph.labels.hoverLine(edge); });
    network.on("blurEdge", () => papergraph.labels.hoverLine(null));
    for (const event of ["zoom", "dragEnd"]) network.on(event, () => { view.touched = true; });
    papergraph.labels.attach(network, view);
    container.firstElementChild.tabIndex = -1;
    theme.onChange(() => draw());
    fit();
  }

  // A click moves the map, so the second click of a double click would fall on whatever has come under the pointer.
  const DOUBLE = 400;
  let clicked = -DOUBLE;
  function onClick({ nodes: picked, edges: lines, event }) {
    const { timeStamp } = event.srcEvent;
    if (timeStamp - clicked < DOUBLE) return;
    clicked = timeStamp;
    if (picked.length) onPick(picked[0]);
    else if (!lines.length) onPick(null);
    else if (view.focus !== null) onPick(farEnd(edges.get(lines[0])));
  }

  /** Where a line leads to, away from the centre. */
  const farEnd = (line) => (isCentre(line.from) ? line.to : line.from);

  /** The chosen node comes to the middle; elsewhere the map comes nearer. */
  function onDoubleClick({ pointer }) {
    if (view.focus === null) steer(pointer.canvas, Math.min(4, network.getScale() * 1.8));
    else fit();
  }

  const isCentre = (number) => number === view.focus || number === view.other;

  function coloursOf(node) {
    const colours = theme.get();
    const colour = colours.kinds[data.kindOf(node)];
    const border = isCentre(node) ? colours.text : colours.outline;
    const state = { background: colour, border };
    return { color: { ...state, highlight: state, hover: { background: colour, border: colours.text } } };
  }

  /** In a neighbourhood the centre stands out and the others stay small enough for their row. */
  function radius(number) {
    if (view.focus === null) return size[number];
    return isCentre(number) ? 20 : Math.min(size[number], 12);
  }

  function node(number, place, opacity = 1) {
    const kind = data.raw.nodes.kind[number];
    return { id: number, x: place.x, y: place.y, size: radius(number), shape: shapes[kind], opacity, ...coloursOf(number) };
  }

  /** Rare things tie strongly, hubs weakly: the width and strength of a line say which. */
  function styledEdge(edge) {
    const rarity = typeof edge.id === "number" ? data.edges[edge.id].rarity : 80;
    const colours = theme.get();
    const inFocus = view.focus !== null;
    const within = community[edge.from] === community[edge.to];
    const opacity = inFocus ? (edge.near ? 0.75 : 0.22) : !within ? 0.17 : rarity > 55 ? 0.6 : 0.35;
    const width = inFocus ? (edge.near ? 1.5 : 1) : rarity > 55 ? 1.1 : 0.6;
    const colour = inFocus && edge.near ? colours.accent : colours.edge;
    return { ...edge, width, color: { color: colour, hover: colour, highlight: colour, opacity } };
  }

  function overview() {
    view.found = null;
    const drawn = papergraph.backbone.strongest(Math.min(view.limit, MOST), view.limit > data.raw.first);
    const shown = new Set(drawn);
    const found = linesAmong(shown);
    const own = data.links.filter((link) => shown.has(link.paper) && shown.has(link.repository));
    const lines = [
      ...found.map((edge) => ({ id: edge.number, from: edge.paper, to: edge.entity })),
      ...own.map((link) => ({ id: `link-${link.paper}-${link.repository}`, from: link.paper, to: link.repository })),
    ];
    view.drawn = drawn;
    view.places = papergraph.placing.places(drawn);
    show([...view.places].map(([number, place]) => node(number, place)), lines);
  }

  /** The strong edges; where filters leave few, all of these. */
  function linesAmong(shown) {
    const all = data.edges.filter((edge) => filters.edge(edge.number) && shown.has(edge.paper) && shown.has(edge.entity));
    return filters.active().length && all.length <= FEW_LINES + shown.size ? all : all.filter((edge) => edge.strong);
  }

  function neighbourhood() {
    const found = view.other === null ? ego.neighbourhood(view.focus, view) : ego.between(view.focus, view.other);
    view.found = found;
    const origin = { x: x[view.focus], y: y[view.focus] };
    const places = ego.places(found, origin, { width: container.clientWidth, height: container.clientHeight });
    const background = Array.from({ length: Math.min(data.raw.first, data.count) }, (_, number) => number)
      .filter((number) => !places.has(number) && filters.node(number) && farFrom(number, places));
    view.drawn = [...places.keys()];
    view.places = places;
    show(
      [...background.map((number) => node(number, { x: x[number], y: y[number] }, FADED)), ...[...places].map(([number, place]) => node(number, place))],
      found.edges.filter((edge) => places.has(edge.from) && places.has(edge.to)),
    );
  }

  /** Faded nodes stay out of the neighbourhood's own ground. */
  function farFrom(number, places) {
    for (const place of places.values()) if (Math.abs(place.x - x[number]) < 60 && Math.abs(place.y - y[number]) < 30) return false;
    return true;
  }

  function show(wanted, lines) {
    const keep = new Set(wanted.map((item) => item.id));
    papergraph.labels.reset();
    const unique = [...new Map(lines.map((line) => [line.id, line])).values()];
    edges.clear();
    nodes.remove(nodes.getIds().filter((id) => !keep.has(id)));
    nodes.update(wanted);
    edges.add(unique.map(styledEdge));
  }

  function draw() {
    if (view.focus === null) overview();
    else neighbourhood();
  }

  /** Draw what the state says, all of it in view, unless the reader has moved the map and the node is the same. */
  function follow(now) {
    const [focus, other] = now.link ? now.link.map((id) => data.numberOf.get(id)) : [now.node === null ? null : data.numberOf.get(now.node), null];
    const drawn = JSON.stringify([focus, other, now.drawn, now.steps, now.more, filters.KEYS.map((key) => now[key])]);
    if (drawn === view.follows) return;
    const { steps, more } = now;
    const fits = view.focus !== focus || view.other !== other || !view.touched;
    Object.assign(view, { focus, other, steps, more, limit: now.drawn || data.raw.first, follows: drawn });
    draw();
    network.selectNodes([focus, other].filter((number) => number !== null), false);
    if (fits) fit();
  }

  /** The room for the map has changed. */
  function resized() {
    network.setSize("100%", "100%");
    if (!container.clientWidth) return;
    draw();
    fit();
  }

  /** Show all that is drawn in full strength, with room for the names on either side. */
  function fit() {
    if (!view.drawn.length) return;
    const places = [...view.places.values()];
    const [xs, ys] = [places.map((place) => place.x), places.map((place) => place.y)];
    const box = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
    const room = view.focus === null ? { left: margin(), right: margin() } : roomForNames(box);
    const scale = scaleFor(box, room);
    const middle = (box.left + box.right) / 2 + (room.right - room.left) / 2 / scale;
    const half = container.clientWidth / 2 / scale;
    view.bounds = view.focus === null ? { left: middle - half, right: middle + half, scale } : null;
    papergraph.labels.reset();
    view.touched = false;
    move({ x: middle, y: (box.top + box.bottom) / 2 - overhead() / 2 / scale }, scale);
  }

  /** What stands over the top of the map, in pixels: names of regions, or where the reader is. */
  const overhead = () => (view.focus === null ? 16 : view.other === null ? 76 : 44);

  const margin = () => Math.min(84, container.clientWidth * 0.09);

  function roomForNames(box) {
    const most = container.clientWidth * (container.clientWidth < 600 ? 0.38 : 0.27);
    const { left, right } = papergraph.labels.overhang(scaleFor(box, { left: 100, right: 100 }), box);
    return { left: Math.min(most, left + 14), right: Math.min(most, right + 14) };
  }

  function scaleFor(box, room) {
    const width = Math.max(80, container.clientWidth - room.left - room.right);
    const height = Math.max(80, container.clientHeight - 84 - overhead());
    const most = view.focus === null ? 1.5 : 1;
    return Math.min(width / Math.max(box.right - box.left, 1), height / Math.max(box.bottom - box.top, 1), most);
  }

  function move(position, scale) {
    const animation = theme.reducedMotion() || !papergraph.ready ? false : { duration: 260, easingFunction: "easeInOutQuad" };
    network.moveTo({ position, scale, animation });
  }

  /** Move the map as the reader asks. */
  function steer(position, scale = network.getScale(), animated = true) {
    view.touched = true;
    if (animated) move(position, scale);
    else network.moveTo({ position });
  }

  const zoom = (factor) => steer(network.getViewPosition(), Math.min(4, Math.max(0.05, network.getScale() * factor)));

  function showCommunity(number) {
    const members = Array.from({ length: data.raw.first }, (_, index) => index).filter((index) => community[index] === number);
    const mean = (column) => members.reduce((sum, index) => sum + column[index], 0) / members.length;
    if (members.length) steer({ x: mean(x), y: mean(y) }, 1.3);
  }

  return { start, follow, fit, resized, steer, isCentre, pick: (number) => onPick(number), zoom, showCommunity, radius, view, most: MOST, network: () => network, nodes, edges };
})();
