// The map by keyboard: arrow keys go from node to node, Enter opens one, Shift and arrows move the map.
"use strict";

papergraph.cursor = (() => {
  const { data, state, graph, labels } = papergraph;
  const place = document.getElementById("graph");
  const status = document.getElementById("status");
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const STEP = 60;
  let at = null;

  /** The node that lies nearest in a direction; what lies aside counts as farther. */
  function next([across, down]) {
    const from = graph.view.places.get(at) ?? graph.network().getViewPosition();
    let [best, nearest] = [null, Infinity];
    for (const [node, to] of graph.view.places) {
      const [x, y] = [to.x - from.x, to.y - from.y];
      const ahead = x * across + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * across);
      if (node === at || ahead <= 0 || aside > 2 * ahead) continue;
      if (ahead + 2 * aside < nearest) [best, nearest] = [node, ahead + 2 * aside];
    }
    return best;
  }

  function step(direction) {
    if (!graph.view.places.has(at)) at = null;
    const found = next(direction);
    if (found === null) return say("No node farther this way");
    at = found;
    labels.point(at);
    bringIntoView(graph.view.places.get(at));
    return say(`${data.name[at]}, ${data.KINDS[data.kindOf(at)].one}`);
  }

  const say = (text) => { status.textContent = text; };

  function bringIntoView({ x, y }) {
    const shown = graph.network().canvasToDOM({ x, y });
    const edge = 70;
    const inside = shown.x > edge && shown.y > edge && shown.x < place.clientWidth - edge && shown.y < place.clientHeight - edge;
    if (!inside) graph.steer({ x, y }, undefined, false);
  }

  function pan([across, down]) {
    const { x, y } = graph.network().getViewPosition();
    const scale = graph.network().getScale();
    graph.steer({ x: x + (across * STEP) / scale, y: y + (down * STEP) / scale }, undefined, false);
  }

  const actions = {
    "+": () => graph.zoom(1.4),
    "=": () => graph.zoom(1.4),
    "-": () => graph.zoom(1 / 1.4),
    "0": () => graph.fit(),
    "1": () => state.update({ steps: 1 }),
    "2": () => state.update({ steps: 2 }),
    m: () => document.querySelector('#reach [data-reach="more"]')?.click(),
    Enter: () => { if (graph.view.places.has(at)) graph.pick(at); },
  };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in ARROWS) (event.shiftKey ? pan : step)(ARROWS[event.key]);
    else if (event.key in actions) actions[event.key]();
    else return;
    event.preventDefault();
  }

  function leave() {
    at = null;
    labels.point(null);
  }

  function start() {
    place.addEventListener("keydown", onKey);
    place.addEventListener("blur", leave);
  }

  return { start, at: () => at };
})();
