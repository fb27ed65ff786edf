// Clocks inside the page: from a key to its suggestions, from a click to its neighbourhood, from a frame to the next.
({
  keystrokes: [],
  clicked: null,
  drawn: null,
  frames: null,

  /** Note how long after a key the list of suggestions has changed and is about to be painted. */
  watchSearch() {
    let pressed = null;
    document.getElementById("search").addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
    const changed = () => {
      const since = pressed;
      if (since !== null) requestAnimationFrame(() => this.keystrokes.push(performance.now() - since));
      pressed = null;
    };
    new MutationObserver(changed).observe(document.getElementById("suggestions"), { childList: true });
  },

  /** Note how long after a click the neighbourhood of the clicked node had been drawn. */
  watchClick() {
    const { network, view } = papergraph.graph;
    const click = (event) => { this.clicked = event.timeStamp; };
    document.getElementById("graph").addEventListener("pointerup", click, true);
    network().on("afterDrawing", () => {
      if (this.clicked !== null && view.focus !== null) this.drawn ??= performance.now() - this.clicked;
    });
  },

  /** Where the first nodes are that can be hit where they stand. */
  targets(many) {
    const { network, view } = papergraph.graph;
    const box = document.getElementById("graph").getBoundingClientRect();
    const found = [];
    for (const [number, place] of view.places) {
      const at = network().canvasToDOM(place);
      const inside = at.x > 0 && at.y > 0 && at.x < box.width && at.y < box.height;
      const [x, y] = [box.left + at.x, box.top + at.y];
      const hit = inside && network().getNodeAt(at) === number && document.elementFromPoint(x, y)?.closest("#graph");
      if (hit && found.push([x, y]) === many) break;
    }
    return found;
  },

  startFrames() {
    const frames = [];
    let last = null;
    const note = (now) => {
      if (last !== null) frames.push(now - last);
      last = now;
      if (this.frames === frames) requestAnimationFrame(note);
    };
    this.frames = frames;
    requestAnimationFrame(note);
  },

  stopFrames() {
    const found = this.frames;
    this.frames = null;
    return found;
  },

  /** Draw as many nodes as may be, if the page lets its reader. */
  drawMost() {
    const most = Math.min(papergraph.graph.most, papergraph.data.count);
    const slider = document.querySelector(`input[type=range][max="${most}"]`);
    if (!slider) return;
    slider.value = most;
    for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, { bubbles: true }));
  },
})
