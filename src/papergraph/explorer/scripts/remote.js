// What did not fit into the file, asked of `papergraph serve` when it is needed. A page from disk asks nobody.
"use strict";

papergraph.remote = (() => {
  const { data } = papergraph;
  const isServed = data.raw.left.nodes > 0 && /^https?:$/.test(window.location.protocol);

  return { isServed };
})();
