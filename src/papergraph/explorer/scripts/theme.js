// Colours come from the style sheet, so that light, dark and print stand in one place.
"use strict";

papergraph.theme = (() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let colours = {};

  function read() {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(`--${name}`).trim();
    colours = {
      kinds: Object.fromEntries(Object.keys(papergraph.data.KINDS).map((kind) => [kind, get(kind.toLowerCase())])),
      regions: Array.from({ length: 6 }, (_, index) => get(`region-${index}`)),
      background: get("canvas"), text: get("text"), soft: get("soft"), edge: get("edge"), accent: get("accent"),
      outline: get("outline"), regionText: get("region-text"),
    };
  }

  read();
  return {
    get: () => colours,
    onChange: (listener) => dark.addEventListener("change", () => { read(); listener(); }),
    reducedMotion: () => window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
})();
