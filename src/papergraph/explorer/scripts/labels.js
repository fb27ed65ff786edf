// Names on the drawing: as on a map, the more important first, none over another.
"use strict";

papergraph.labels = (() => {
  const { data, theme, base, ground } = papergraph;
  const { size } = data.raw.nodes;
  const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
  const CELL = 48;
  const FOREMOST = 6;
  const FEW = 120;
  const MAY_COVER_DOTS = 11;
  let network = null;
  let view = null;
  let hovered = null;
  let pointed = null;
  let line = null;
  let placed = null;

  function attach(drawing, state) {
    [network, view] = [drawing, state];
    network.on("beforeDrawing", (context) => { if (view.focus === null) ground.draw(context, view.drawn); });
    network.on("afterDrawing", drawLabels);
  }

  function reset() {
    [placed, hovered, pointed, line] = [null, null, null, null];
  }

  function hover(number) {
    if (hovered !== number) {
      hovered = number;
      network.redraw();
    }
  }

  /** Say what a line means: which paper does what with which entity. */
  function hoverLine(edge) {
    line = edge;
    network.redraw();
  }

  /** Show where the keyboard is. */
  function point(number) {
    pointed = number;
    network.redraw();
  }

  // -- names ---------------------------------------------------------------------------------------------------------

  /** A set of boxes in which overlaps are found by cell. */
  function boxes() {
    const cells = new Map();
    const each = (box, visit) => {
      for (let column = Math.floor(box.left / CELL); column <= box.right / CELL; column += 1) {
        for (let row = Math.floor(box.top / CELL); row <= box.bottom / CELL; row += 1) {
          if (visit(`${column},${row}`)) return true;
        }
      }
      return false;
    };
    const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom && a.owner !== b.owner;
    return {
      add: (box) => each(box, (key) => { if (!cells.has(key)) cells.set(key, []); cells.get(key).push(box); return false; }),
      free: (box) => !each(box, (key) => (cells.get(key) ?? []).some((other) => meets(box, other))),
    };
  }

  /** Decide, for one zoom level, which names are shown and where; screen pixels relative to the node. */
  function place(context, scale) {
    const taken = boxes();
    const [shapes, dots] = [boxes(), boxes()];
    const found = [];
    for (const number of view.drawn) (data.isPaper(number) ? dots : shapes).add(nodeBox(number, view.places.get(number), scale));
    byImportance().forEach((number, place) => {
      if (place === FOREMOST && view.focus === null) found.push(...placeRegions(context, scale, taken));
      const label = fitted(context, number, scale, [taken, shapes, dots], place < FOREMOST);
      if (label) found.push(label);
    });
    return { scale, found };
  }

  /** How far the names stand out to the left and right of a box, in screen pixels, at a zoom level. */
  function overhang(scale, box) {
    const { found } = place(document.createElement("canvas").getContext("2d"), scale);
    const left = found.map((label) => box.left * scale - (label.x * scale + label.dx));
    const right = found.map((label) => label.x * scale + label.dx + label.width - box.right * scale);
    return { left: Math.max(20, ...left), right: Math.max(20, ...right) };
  }

  function nodeBox(number, at, scale) {
    const radius = papergraph.graph.radius(number) * scale * (data.isPaper(number) ? 0.6 : 0.9);
    return { left: at.x * scale - radius, right: at.x * scale + radius, top: at.y * scale - radius, bottom: at.y * scale + radius, owner: number };
  }

  function placeRegions(context, scale, taken) {
    context.font = `600 13px ${FONT}`;
    const wide = network.canvas.frame.clientWidth < 600 ? 22 : 38;
    return ground.regions(view.drawn).sort((a, b) => b.count - a.count).flatMap(({ middle, top, label }) => {
      const text = named(label, wide);
      const width = context.measureText(text).width;
      for (const lift of [44, 60, 28]) {
        const shift = nudge(middle * scale - width / 2, middle * scale + width / 2, scale);
        const box = { left: middle * scale + shift - width / 2 - 4, right: middle * scale + shift + width / 2 + 4, top: top * scale - lift * Math.max(0.5, scale) - 8, owner: -1 };
        box.bottom = box.top + 18;
        if (!taken.free({ ...box, owner: -2 })) continue;
        taken.add({ ...box, owner: -3 });
        return [{ text, region: true, x: middle, y: top, dx: shift - width / 2, dy: box.top + 9 - top * scale, width }];
      }
      return [];
    });
  }

  /** As many of the names as there is room for, none cut in two unless it is the only one. */
  function named(label, length) {
    const names = label.split(" · ");
    while (names.length > 1 && names.join(" · ").length > length) names.pop();
    return base.shorten(names.join(" · "), length);
  }

  function byImportance() {
    const weight = (number) => (papergraph.graph.isCentre(number) ? 1e6 : 0) + size[number] * (data.isPaper(number) ? 1 : 3);
    return [...view.drawn].sort((a, b) => weight(b) - weight(a) || a - b);
  }

  function fontOf(number) {
    if (papergraph.graph.isCentre(number)) return `700 15px ${FONT}`;
    if (view.focus !== null) return `400 ${data.isPaper(number) ? 12 : 13}px ${FONT}`;
    const pixels = data.isPaper(number) ? 12 : Math.min(15, 11.5 + size[number] / 8);
    return `${size[number] > 13 && !data.isPaper(number) ? 600 : 400} ${pixels}px ${FONT}`;
  }

  function fitted(context, number, scale, [taken, shapes, dots], foremost) {
    const at = view.places.get(number);
    if (view.focus === null && data.isPaper(number) && scale < 0.8 && view.drawn.length > FEW) return null;
    const narrow = network.canvas.frame.clientWidth < 600;
    const length = papergraph.graph.isCentre(number) ? (narrow ? 22 : 32) : narrow ? 17 : data.isPaper(number) ? 30 : 32;
    const font = fontOf(number);
    context.font = font;
    const text = within(context, data.name[number], length, (view.places.get(number).room ?? Infinity) * scale);
    const width = context.measureText(text).width;
    const reach = papergraph.graph.radius(number) * scale + 4;
    const choices = offsets(number, width, reach).map(([dx, dy]) => {
      const left = at.x * scale + dx;
      const top = at.y * scale + dy - 8;
      return { dx, dy, box: { left: left - 2, right: left + width + 2, top, bottom: top + 16, owner: number } };
    });
    const open = choices.filter(({ box }) => inBounds(box, scale) && taken.free(box));
    const clear = open.filter(({ box }) => shapes.free(box));
    const mayCover = size[number] >= MAY_COVER_DOTS || papergraph.graph.isCentre(number);
    const best = clear.find(({ box }) => dots.free(box)) ?? (mayCover ? clear[0] : undefined) ?? (foremost ? open[0] : undefined);
    if (!best) return null;
    taken.add({ ...best.box, owner: -4 - number });
    return { number, text, font, x: at.x, y: at.y, dx: best.dx, dy: best.dy, width };
  }

  /** While the whole map is in view, no name runs out of it. */
  function inBounds(box, scale) {
    const { bounds } = view;
    return !bounds || scale > bounds.scale * 1.05 || (box.left > bounds.left * scale + 6 && box.right < bounds.right * scale - 6);
  }

  /** The way sideways that keeps a box in bounds. */
  function nudge(left, right, scale) {
    const { bounds } = view;
    if (!bounds || scale > bounds.scale * 1.05) return 0;
    return Math.max(0, bounds.left * scale + 8 - left) - Math.max(0, right - bounds.right * scale + 8);
  }

  function within(context, name, length, room) {
    let text = base.shorten(name, length);
    for (let cut = Math.min(length, text.length) - 2; cut > 6 && context.measureText(text).width > room; cut -= 2) text = base.shorten(name, cut);
    return text;
  }

  function offsets(number, width, reach) {
    const side = view.places.get(number).side ?? 0;
    const right = [reach, 0];
    const left = [-reach - width, 0];
    const below = [-width / 2, reach + 7];
    const above = [-width / 2, -reach - 7];
    if (papergraph.graph.isCentre(number) || view.places.get(number).above) return [above, below];
    return side > 0 ? [right] : side < 0 ? [left] : [right, below, above, left, ...corners(width, reach)];
  }

  function corners(width, reach) {
    const [across, up] = [reach * 0.7, reach * 0.7 + 5];
    return [[across, up], [across, -up], [-across - width, up], [-across - width, -up]];
  }

  function drawLabels(context) {
    const scale = network.getScale();
    const ratio = context.getTransform().a / scale;
    const origin = network.canvasToDOM({ x: 0, y: 0 });
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.lineJoin = "round";
    if (!placed || Math.abs(placed.scale / scale - 1) > 0.02) placed = place(context, scale);
    const screen = network.canvas.frame;
    for (const label of placed.found) {
      const left = origin.x + label.x * scale + label.dx;
      const top = origin.y + label.y * scale + label.dy;
      if (left > screen.clientWidth || left + label.width < 0 || top < -10 || top > screen.clientHeight + 10) continue;
      write(context, label, left, top);
    }
    if (pointed !== null) ring(context, pointed, scale, origin);
    if (line !== null && hovered === null) writeLine(context, scale, origin);
    for (const number of new Set([hovered, pointed])) if (number !== null) writeInFull(context, number, scale, origin);
    context.restore();
  }

  function write(context, label, left, top) {
    const colours = theme.get();
    context.font = label.region ? `600 13px ${FONT}` : label.font;
    context.strokeStyle = colours.background;
    context.fillStyle = label.region ? colours.regionText : data.isPaper(label.number) && !papergraph.graph.isCentre(label.number) ? colours.soft : colours.text;
    context.lineWidth = 3;
    context.globalAlpha = 0.85;
    context.strokeText(label.text, left, top);
    context.globalAlpha = 1;
    context.fillText(label.text, left, top);
  }

  /** The node under the pointer, or where the keyboard is, is named in full. */
  function writeInFull(context, number, scale, origin) {
    const at = network.getPositions([number])[number];
    if (at) plate(context, base.shorten(data.name[number], 70), origin.x + at.x * scale, origin.y + at.y * scale - papergraph.graph.radius(number) * scale - 20);
  }

  function writeLine(context, scale, origin) {
    const { paper, entity, role, confidence } = data.edges[line];
    const ends = network.getPositions([paper, entity]);
    if (!ends[paper] || !ends[entity]) return;
    const sure = confidence === null ? "" : ` · ${confidence} % sure`;
    const text = `${base.shorten(data.name[paper], 36)} ${data.ROLES[role].of} ${base.shorten(data.name[entity], 30)}${sure}`;
    const middle = (key) => origin[key] + ((ends[paper][key] + ends[entity][key]) / 2) * scale;
    plate(context, text, middle("x"), middle("y") - 20);
  }

  /** A text on a plate of its own, inside the map. */
  function plate(context, text, middle, top) {
    const colours = theme.get();
    context.font = `600 13px ${FONT}`;
    const width = context.measureText(text).width;
    const left = Math.max(6, Math.min(network.canvas.frame.clientWidth - width - 14, middle - width / 2));
    context.fillStyle = colours.text;
    context.beginPath();
    context.roundRect(left - 8, top - 12, width + 16, 24, 6);
    context.fill();
    context.fillStyle = colours.background;
    context.fillText(text, left, top);
  }

  function ring(context, number, scale, origin) {
    const at = network.getPositions([number])[number];
    if (!at) return;
    context.strokeStyle = theme.get().accent;
    context.lineWidth = 3;
    context.beginPath();
    context.arc(origin.x + at.x * scale, origin.y + at.y * scale, papergraph.graph.radius(number) * scale + 6, 0, 2 * Math.PI);
    context.stroke();
  }

  return { attach, reset, hover, hoverLine, point, overhang, placed: () => placed };
})();
