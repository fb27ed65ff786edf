// The state of the page, which is its address: what is shown, how it is filtered. All that changes goes through here.
"use strict";

papergraph.state = (() => {
  const { data } = papergraph;
  const TABLES = ["papers", "methods", "benchmarks", "models", "tasks", "metrics", "repositories", "results"];
  const VIEWS = ["map", ...TABLES, "matrix", "compare"];
  const KINDS = data.raw.kinds.map((kind) => kind.key);
  const ROLES = Object.keys(data.ROLES);
  const NONE = "none";
  const NOTHING = Object.freeze([]);
  const listeners = [];
  let cached = null;

  // Each key has its value when the address does not name it, and a way to read and to write it. What `read` does not
  // understand is undefined.
  const keys = new Map();

  /** Add a key, so that a module can keep its own choice in the address: `define("rows", choice(["a", "b"], "a"))`. */
  function define(key, codec) {
    keys.set(key, codec);
    cached = null;
  }

  const escaped = (text) => text.replace(/[&,#\s]/g, encodeURIComponent);
  const unescaped = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const items = (text) => text.split(",").filter(Boolean);
  const all = (values) => (values.length && values.every((value) => value !== undefined) ? Object.freeze(values) : undefined);

  /** The node of an id, however its letters are percent-encoded. */
  function idOf(text) {
    const plain = unescaped(text);
    return [text, plain, encodeURI(plain)].find((id) => data.numberOf.has(id));
  }

  const node = { empty: null, read: idOf, write: (id) => (id === null ? null : escaped(id)) };
  const nodes = (least, most) => ({
    empty: null,
    read: (text) => (items(text).length >= least && items(text).length <= most ? all(items(text).map(idOf)) : undefined),
    write: (ids) => (ids === null || !ids.length ? null : ids.map(escaped).join(",")),
  });
  const choice = (values, empty) => ({
    empty,
    read: (text) => values.find((value) => String(value) === text),
    write: (value) => (value === empty ? null : String(value)),
  });
  const choices = (values, name = String) => ({
    empty: null,
    read: (text) => (text === NONE ? NOTHING : all([...new Set(items(text).map((item) => values.find((value) => name(value) === item.toLowerCase())))])),
    write: (list) => (list === null ? null : values.filter((value) => list.includes(value)).map(name).join(",") || NONE),
  });
  const number = (least, most, empty = least) => ({
    empty,
    read: (text) => (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined),
    write: (value) => (value === empty ? null : String(value)),
  });
  const flag = { empty: false, flag: true, read: (text) => ({ yes: true, no: false })[text], write: (value) => (value ? "" : null) };
  const words = { empty: null, read: (text) => (/^[\w.-]{1,80}$/.test(text) ? text : undefined), write: (text) => text || null };
  const years = {
    empty: null,
    read: (text) => {
      const [, from, to] = /^(\d{4})?-(\d{4})?$/.exec(text) ?? [];
      return from || to ? Object.freeze([from ? Number(from) : null, to ? Number(to) : null]) : undefined;
    },
    write: (range) => (range === null || (range[0] ?? range[1]) === null ? null : `${range[0] ?? ""}-${range[1] ?? ""}`),
  };

  /** Two papers, or two entities: only these have a link. */
  function alike(ids) {
    const [left, right] = (ids ?? []).map((id) => data.numberOf.get(id));
    const fits = ids && left !== right && (data.isPaper(left) ? data.isPaper(right) : data.isEntity(left) && data.isEntity(right));
    return fits ? ids : undefined;
  }

  define("node", node);
  define("link", { ...nodes(2, 2), read: (text) => alike(nodes(2, 2).read(text)) });
  define("view", choice(VIEWS, "map"));
  define("sort", words);
  define("compare", nodes(1, 2));
  define("steps", choice([1, 2], 2));
  define("more", number(0, 99));
  define("kinds", choices(KINDS, (kind) => kind.toLowerCase()));
  define("roles", choices(ROLES));
  define("confidence", number(0, 100));
  define("community", choices(data.communities.map((_, index) => index)));
  define("years", years);
  define("code", flag);
  define("papers", number(0, 999_999));
  define("connects", flag);
  define("drawn", number(0, data.raw.most));

  /** `key=value`; a lone word is a flag, or else a node. */
  function pair(part) {
    const cut = part.indexOf("=");
    if (/^\w+=/.test(part) && (keys.has(part.slice(0, cut)) || idOf(part) === undefined)) return [part.slice(0, cut), part.slice(cut + 1)];
    return keys.get(part)?.flag ? [part, "yes"] : ["node", part];
  }

  /** What an address says, and a sentence for each thing in it that the page does not know. */
  function parse(hash) {
    const [found, problems] = [{}, []];
    for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
      const [key, text] = pair(part);
      const value = keys.get(key)?.read(text);
      if (value !== undefined) found[key] = value;
      else problems.push(problem(key, unescaped(text)));
    }
    return { found, problems };
  }

  function problem(key, text) {
    const shown = papergraph.base.shorten(text, 80);
    if (key === "node") return `The address names “${shown}”, which is not in this graph. Here is the overview.`;
    return `The address says “${papergraph.base.shorten(key, 40)}=${shown}”, which this page does not know. That part is left out.`;
  }

  function read() {
    const { hash } = window.location;
    if (cached?.hash !== hash) {
      const { found, problems } = parse(hash);
      const empty = Object.fromEntries([...keys].map(([key, codec]) => [key, codec.empty]));
      cached = { hash, state: Object.freeze({ ...empty, ...found }), problems };
    }
    return cached;
  }

  const get = () => read().state;

  /** The value of a key that the address does not name. */
  const empty = (key) => keys.get(key).empty;

  /** The sentences about what the address asks for in vain. */
  const problems = () => read().problems;

  /** The address of the present state with some changes: `#node=entity/gsm8k&roles=introduces`, or nothing. */
  function address(changes = {}) {
    const next = changed(get(), changes);
    const parts = [];
    for (const [key, codec] of keys) {
      const text = codec.write(next[key]);
      if (text !== null) parts.push(text === "" ? key : `${key}=${text}`);
    }
    return parts.length ? `#${parts.join("&")}` : "";
  }

  /** Another node or link begins with its strongest neighbours; a node and a link are not shown at once. */
  function changed(state, changes) {
    const unknown = Object.keys(changes).find((key) => !keys.has(key));
    if (unknown) throw new Error(`The state has no “${unknown}”; it has ${[...keys.keys()].join(", ")}.`);
    const other = {};
    if ("node" in changes && changes.node !== state.node) Object.assign(other, { link: null, more: 0 });
    if (changes.link) Object.assign(other, { node: null, more: 0 });
    return { ...state, ...other, ...changes };
  }

  function update(changes, { replace = false } = {}) {
    const before = read();
    const hash = address(changes);
    if (hash === before.hash || (hash === address() && !before.problems.length)) return;
    window.history[replace ? "replaceState" : "pushState"](null, "", hash || window.location.pathname + window.location.search);
    tell(before.state);
  }

  function tell(previous) {
    told = window.location.hash;
    const state = get();
    for (const listener of listeners) listener(state, previous);
  }

  /** Read the address anew, as when nodes have been added that it may name. */
  function refresh() {
    const previous = get();
    cached = null;
    tell(previous);
  }

  /** Called with the new state and the one before, whenever the state changes. */
  const listen = (listener) => listeners.push(listener);

  let told = window.location.hash;
  function onAddress() {
    if (told === window.location.hash) return;
    const previous = cached?.state ?? get();
    tell(previous);
  }

  /** A link inside the page changes what it names and leaves the rest: filters stay. */
  function onLink(event) {
    const anchor = event.target.closest?.('a[href^="#"]');
    if (!anchor || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    update(parse(anchor.getAttribute("href")).found);
  }

  window.addEventListener("popstate", onAddress);
  window.addEventListener("hashchange", onAddress);
  document.addEventListener("click", onLink);

  return { get, update, listen, refresh, address, problems, unescaped, empty, define, choice, choices, number, flag, words, TABLES, KINDS, ROLES };
})();
