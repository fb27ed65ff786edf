// Colours come from the style sheet, so that light, dark and print stand in one place; a button chooses between them.
"use strict";

papergraph.theme = (() => {
  const { memory } = papergraph;
  const QUERY = "(prefers-color-scheme: dark)";
  const CHOICES = { auto: { media: QUERY, scheme: "light dark", icon: "◐" }, light: { media: "not all", scheme: "light", icon: "☼" }, dark: { media: "all", scheme: "dark", icon: "☾" } };
  const system = window.matchMedia(QUERY);
  const rule = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).find((item) => item.media?.mediaText === QUERY);
  const listeners = [];
  let choice = memory.recall("theme") in CHOICES ? memory.recall("theme") : "auto";
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

  /** The dark colours hold where the system asks for them, always, or never. */
  function apply() {
    const { media, scheme } = CHOICES[choice];
    rule.media.mediaText = media;
    document.documentElement.style.colorScheme = scheme;
    read();
    for (const listener of listeners) listener();
  }

  function start(button) {
    const show = () => {
      button.textContent = CHOICES[choice].icon;
      button.setAttribute("aria-label", `Colours: ${choice === "auto" ? "as the system" : choice}; change`);
      button.title = button.getAttribute("aria-label");
    };
    button.addEventListener("click", () => {
      const names = Object.keys(CHOICES);
      choice = names[(names.indexOf(choice) + 1) % names.length];
      memory.remember("theme", choice);
      apply();
      show();
    });
    show();
  }

  system.addEventListener("change", apply);
  apply();
  return {
    start,
    get: () => colours,
    onChange: (listener) => listeners.push(listener),
    reducedMotion: () => window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
})();
