// The present view of the map as a picture: SVG drawn from the data, or PNG from the canvas.
"use strict";

papergraph.picture = (() => {
  const { data, theme, base } = papergraph;
  const SVG = "http://www.w3.org/2000/svg";
  const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

  function shape(tag, attributes, text = null) {
    const node = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(key, String(value));
    if (text !== null) node.textContent = base.clean(text);
    return node;
  }

  const round = (number) => Math.round(number * 10) / 10;
  const path = (points) => `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}Z`;
  const regular = (count, radius, turn = 0) => Array.from({ length: count }, (_, place) => {
    const angle = turn + (2 * Math.PI * place) / count;
    return [radius(place) * Math.cos(angle), radius(place) * Math.sin(angle)];
  });

  /** The outline of each shape about the origin, of the size that vis-network draws. */
  const OUTLINES = {
    hexagon: (r) => regular(6, () => r),
    diamond: (r) => [[0, r], [r, 0], [0, -r], [-r, 0]],
    square: (r) => [[-r, -r], [r, -r], [r, r], [-r, r]],
    triangle: (r) => triangle(r, -1),
    triangleDown: (r) => triangle(r, 1),
    star: (r) => regular(10, (place) => (place % 2 ? 0.5 : 1.3) * r * 0.82, -Math.PI / 2).map(([x, y]) => [x, y + 0.1 * r]),
  };

  function triangle(radius, way) {
    const r = radius * 1.15;
    const low = (Math.sqrt(3) / 3) * r;
    const high = Math.sqrt(r * r * 4 - r * r) - low;
    const shift = 0.275 * r * -way;
    return [[0, way * high + shift], [r, -way * low + shift], [-r, -way * low + shift]];
  }

  function drawnNode({ id, shape: form, size, color, opacity = 1 }, at, scale) {
    const radius = size * scale;
    const style = { fill: color.background, stroke: color.border, "stroke-width": 1, opacity: opacity < 1 ? opacity : null };
    const node = form === "dot"
      ? shape("circle", { cx: round(at.x), cy: round(at.y), r: round(radius), ...style })
      : shape("path", { d: path(OUTLINES[form](radius).map(([x, y]) => [at.x + x, at.y + y])), ...style });
    node.append(shape("title", {}, `${data.name[id]} (${data.KINDS[data.kindOf(id)].one})`));
    return node;
  }

  function drawnEdge(edge, from, to, scale) {
    const { color, width = 1, dashes } = edge;
    return shape("line", {
      x1: round(from.x), y1: round(from.y), x2: round(to.x), y2: round(to.y), stroke: color.color, "stroke-opacity": color.opacity,
      "stroke-width": round(Math.max(0.3, width * scale)), "stroke-dasharray": dashes ? "5 5" : null,
    });
  }

  function drawnName(label, origin, scale) {
    const colours = theme.get();
    const quiet = !label.region && data.isPaper(label.number) && label.number !== papergraph.graph.view.focus;
    const [, weight, size] = /^(\d+) ([\d.]+)px/.exec(label.font ?? "600 13px");
    return shape("text", {
      x: round(origin.x + label.x * scale + label.dx), y: round(origin.y + label.y * scale + label.dy), "font-size": size, "font-weight": weight,
      fill: label.region ? colours.regionText : quiet ? colours.soft : colours.text, stroke: colours.background, "stroke-width": 3,
      "stroke-opacity": 0.85, "paint-order": "stroke", "stroke-linejoin": "round", "dominant-baseline": "middle",
    }, label.text);
  }

  function drawnRegion({ colour, points }, origin, scale) {
    const fill = theme.get().regions[colour];
    const places = points.map((point) => [origin.x + point.x * scale, origin.y + point.y * scale]);
    return shape("path", { d: path(places), fill, stroke: fill, "stroke-width": round(64 * scale), "stroke-linejoin": "round" });
  }

  /** The view as an SVG document: grounds, edges, nodes, names, as they stand on the screen. */
  function svg() {
    const { graph, labels } = papergraph;
    const network = graph.network();
    const { clientWidth: width, clientHeight: height } = document.getElementById("graph");
    const [scale, origin] = [network.getScale(), network.canvasToDOM({ x: 0, y: 0 })];
    const at = ({ x, y }) => ({ x: origin.x + x * scale, y: origin.y + y * scale });
    const root = shape("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "font-family": FONT });
    root.append(shape("title", {}, document.title), shape("rect", { width, height, fill: theme.get().background }));
    if (graph.view.focus === null) root.append(...papergraph.ground.regions(graph.view.drawn).map((region) => drawnRegion(region, origin, scale)));
    const near = ({ x, y }) => x > -60 && y > -60 && x < width + 60 && y < height + 60;
    const nodes = new Map(graph.nodes.get().map((node) => [node.id, { node, at: at(node) }]));
    for (const edge of graph.edges.get()) {
      const [from, to] = [nodes.get(edge.from)?.at, nodes.get(edge.to)?.at];
      if (from && to && (near(from) || near(to))) root.append(drawnEdge(edge, from, to, scale));
    }
    for (const { node, at: place } of nodes.values()) if (near(place)) root.append(drawnNode(node, place, scale));
    for (const label of labels.placed()?.found ?? []) root.append(drawnName(label, origin, scale));
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
  }

  /** The canvas on its ground, as it stands on the screen: a promise of a PNG. */
  function png() {
    const canvas = document.querySelector("#graph canvas");
    const copy = base.element("canvas", { width: canvas.width, height: canvas.height });
    const context = copy.getContext("2d");
    context.fillStyle = theme.get().background;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
    return new Promise((resolve) => copy.toBlob(resolve, "image/png"));
  }

  const name = (ending) => papergraph.export.fileName(document.title, ending);
  const saveSvg = () => papergraph.export.save(name("svg"), new Blob([svg()], { type: "image/svg+xml" }));
  const savePng = async () => papergraph.export.save(name("png"), await png());

  const button = (ending, action) => base.element("button", { type: "button", id: `save-${ending.toLowerCase()}`, "aria-label": `Save the map as ${ending}`, title: `Save the map as ${ending}`, onclick: action }, ending);
  document.getElementById("canvas").append(base.element("div", { id: "pictures", role: "group", "aria-label": "Save the map" }, button("PNG", savePng), button("SVG", saveSvg)));

  return { svg, png };
})();
