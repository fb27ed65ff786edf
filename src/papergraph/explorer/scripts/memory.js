// What the page remembers from one visit to the next, where the browser lets it: the colours, and that the tour is over.
"use strict";

papergraph.memory = (() => {
  const PREFIX = "papergraph.";

  /** What was remembered, or null where the browser keeps nothing for a page from disk. */
  function recall(key) {
    try {
      return window.localStorage.getItem(PREFIX + key);
    } catch {
      return null;
    }
  }

  function remember(key, value) {
    try {
      window.localStorage.setItem(PREFIX + key, value);
    } catch {
      // Without storage the choice holds until the page is left.
    }
  }

  return { recall, remember };
})();
