// The words of the papers, which are packed in blocks: unpacked once the first view is drawn, a block at a time.
"use strict";

papergraph.words = (() => {
  const { data } = papergraph;
  const packed = [...document.querySelectorAll("script.words")];
  const listeners = [];
  let complete = false;

  async function unpack(block) {
    const bytes = Uint8Array.from(atob(block.textContent), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(stream).json();
  }

  /** Let the browser draw and answer in between. */
  const pause = () => new Promise((done) => { setTimeout(done); });

  async function start() {
    for (const block of packed) {
      for (const item of await unpack(block)) data.say(item);
      block.remove();
      await pause();
    }
    complete = true;
    for (const listener of listeners) listener();
    document.documentElement.dataset.complete = String(Math.round(performance.now()));
  }

  /** Called when all words are there. */
  const listen = (listener) => listeners.push(listener);

  return { start, listen, isComplete: () => complete };
})();
