// What did not fit into the file, asked of `papergraph serve` when it is needed. A page from disk asks nobody.
"use strict";

papergraph.remote = (() => {
  const { data, words } = papergraph;
  const isServed = data.raw.left.nodes > 0 && /^https?:$/.test(window.location.protocol);
  const asked = new Set();
  const listeners = [];

  /** Ask once, and take in the answer; again where the server could not be reached. */
  async function ask(address) {
    if (!isServed || !words.isComplete() || asked.has(address)) return;
    asked.add(address);
    const answer = await fetch(address).catch(() => null);
    if (answer === null) asked.delete(address);
    if (!answer?.ok) return;
    data.add(await answer.json());
    for (const listener of listeners) listener();
  }

  /** Fetch what is around a node. */
  const around = (id) => ask(`explorer/node.json?${new URLSearchParams({ id })}`);

  /** Fetch the nodes that have a name like this. */
  const called = (name) => ask(`explorer/names.json?${new URLSearchParams({ name })}`);

  /** Fetch what a state and an address name. */
  function follow(state) {
    for (const id of [state.node, ...(state.link ?? []), ...(state.compare ?? [])]) if (id) around(id);
    const named = /^#(?:node=)?((?:paper|entity|repository)\/[^&]+)/.exec(window.location.hash);
    if (named && state.node === null) around(papergraph.state.unescaped(named[1]));
  }

  /** Called when something has come. */
  const listen = (listener) => listeners.push(listener);

  return { isServed, called, follow, listen };
})();
