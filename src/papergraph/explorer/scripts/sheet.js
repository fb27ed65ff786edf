// The panel on a narrow screen: a sheet from below that is low, half up or all the way up, by its grip.
"use strict";

papergraph.sheet = (() => {
  const side = document.getElementById("side");
  const grip = document.getElementById("grip");
  const LEVELS = ["low", "half", "full"];
  const WORDS = { low: "Details are folded; open them", half: "Details are half open; open them all", full: "Details are open; fold them" };
  const DRAG = 30;
  let level = "half";
  let from = null;

  function set(next) {
    level = next;
    side.dataset.level = level;
    grip.setAttribute("aria-label", WORDS[level]);
    grip.setAttribute("aria-expanded", String(level !== "low"));
  }

  const by = (steps) => set(LEVELS[Math.max(0, Math.min(LEVELS.length - 1, LEVELS.indexOf(level) + steps))]);

  /** A drag moves the sheet by one level, or two if it is long; a press goes round. */
  function release(event) {
    if (from === null) return;
    const way = from - event.clientY;
    from = null;
    if (Math.abs(way) > DRAG) by(Math.sign(way) * (Math.abs(way) > window.innerHeight / 3 ? 2 : 1));
    else press();
  }

  const press = () => (level === "full" ? set("low") : by(1));

  /** What was chosen is shown, at least its head. */
  const show = () => { if (level === "low") set("half"); };

  /** Room for what is beside the panel. */
  const fold = () => set("low");

  function start() {
    set(level);
    grip.addEventListener("pointerdown", (event) => { from = event.clientY; grip.setPointerCapture(event.pointerId); });
    grip.addEventListener("pointerup", release);
    grip.addEventListener("pointercancel", () => { from = null; });
    grip.addEventListener("click", (event) => { if (event.detail === 0) press(); });
  }

  return { start, show, fold };
})();
