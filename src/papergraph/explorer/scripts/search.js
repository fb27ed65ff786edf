// Search over names, aliases and titles: exact and leading matches first, then inside words, then near misses.
"use strict";

papergraph.search = (() => {
  const { data, base, remote } = papergraph;
  const { element } = base;
  const SHOWN = 9;
  const input = document.getElementById("search");
  const list = document.getElementById("suggestions");
  const status = document.getElementById("status");
  const HEAD = 24;
  const NOTHING = "Nothing by that name";
  const index = [];
  let covered = 0;
  let waiting = null;
  let found = [];
  let active = -1;
  let onPick = () => {};

  /** All names, folded; made when they are first needed, or when there is time, and for nodes that come later. */
  function names() {
    for (; covered < data.count; covered += 1) index.push(...entriesOf(covered));
    return index;
  }

  const entriesOf = (node) => [data.name[node], ...(data.details[node].aliases ?? [])].map((text, place) => entry(node, text, place > 0));

  function entry(node, text, alias) {
    const folded = base.fold(text);
    const starts = [folded, ...folded.split(" ").slice(1, 8)];
    return { node, text, folded, dense: folded.replaceAll(" ", ""), alias, starts, letters: starts.map(lettersOf) };
  }

  /** The letters and digits of the beginning of a text as bits, other characters by what is left of their code. */
  function lettersOf(text) {
    let bits = 0;
    for (let place = 0; place < text.length && place < HEAD; place += 1) bits |= 1 << (text.charCodeAt(place) & 31);
    return bits;
  }

  /** The best nodes for a query, each once. */
  function search(typed, limit = SHOWN) {
    const folded = base.fold(typed);
    if (!folded) return [];
    const query = { text: folded, words: folded.split(" "), dense: folded.replaceAll(" ", ""), letters: lettersOf(folded) };
    const best = new Map();
    for (const item of names()) keep(best, item, score(item, query));
    if (best.size === 0 && folded.length > 3) {
      for (const item of names()) keep(best, item, nearMiss(item, query));
    }
    const order = (a, b) => b.score - a.score || a.entry.node - b.entry.node;
    return [...best.values()].sort(order).slice(0, limit).map((item) => item.entry);
  }

  function keep(best, entry, points) {
    if (points <= 0) return;
    const total = points - (entry.alias ? 0.5 : 0) - (data.isPaper(entry.node) ? 1 : 0) + Math.min(0.9, data.paperCount(entry.node) / 100);
    if ((best.get(entry.node)?.score ?? 0) < total) best.set(entry.node, { entry, score: total });
  }

  function score({ folded, dense }, query) {
    if (folded === query.text) return 10;
    if (folded.startsWith(query.text)) return 8;
    if (folded.includes(` ${query.text}`)) return 6;
    if (query.words.length > 1 && query.words.every((word) => folded.startsWith(word) || folded.includes(` ${word}`))) return 5;
    if (folded.includes(query.text)) return 3.5;
    return query.text.length > 2 && dense.includes(query.dense) ? 3 : 0;
  }

  /** Up to two slips in the beginning of the text, or of one of its words; each slip can hide one letter at most. */
  function nearMiss({ starts, letters }, query) {
    const { text } = query;
    const allowed = text.length > 6 ? 2 : 1;
    for (let place = 0; place < starts.length; place += 1) {
      const start = starts[place];
      if (text.length < HEAD && many(query.letters & ~letters[place]) > allowed) continue;
      if (start[0] !== text[0] && start[0] !== text[1] && start[1] !== text[0] && start[1] !== text[1]) continue;
      const slips = distance(start.slice(0, text.length + 1), text, allowed);
      if (slips <= allowed) return 3 - slips;
    }
    return 0;
  }

  function many(bits) {
    let count = 0;
    for (let left = bits; left; left &= left - 1) count += 1;
    return count;
  }

  /** Edits from `query` to the nearest beginning of `text` (optimal string alignment), given up above `allowed`. */
  function distance(text, query, allowed) {
    let [older, last] = [null, Array.from({ length: text.length + 1 }, (_, place) => place)];
    for (let row = 1; row <= query.length; row += 1) {
      const next = [row];
      let least = row;
      for (let column = 1; column <= text.length; column += 1) {
        const same = query[row - 1] === text[column - 1];
        next[column] = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
        const swapped = row > 1 && column > 1 && query[row - 1] === text[column - 2] && query[row - 2] === text[column - 1];
        if (swapped) next[column] = Math.min(next[column], older[column - 2] + 1);
        least = Math.min(least, next[column]);
      }
      if (least > allowed) return allowed + 1;
      [older, last] = [last, next];
    }
    return Math.min(...last);
  }

  function typed() {
    show();
    clearTimeout(waiting);
    if (remote.isServed && input.value.trim().length > 1) waiting = setTimeout(() => remote.called(input.value.trim()), 150);
  }

  /** The suggestions anew when more names have come. */
  function refresh() {
    if (!list.hidden) show();
  }

  function show() {
    found = search(input.value);
    active = found.length ? 0 : -1;
    list.replaceChildren(...(input.value.trim() && !found.length ? [element("li", { class: "none", role: "option", "aria-disabled": "true" }, NOTHING)] : found.map(option)));
    open(input.value.trim() !== "");
    mark();
    announce();
  }

  /** Tell those who do not see the list how much is in it. */
  function announce() {
    if (list.hidden) status.textContent = "";
    else status.textContent = found.length ? base.plural(found.length, "suggestion") : NOTHING;
  }

  function option(entry, place) {
    const kind = data.kindOf(entry.node);
    const alias = entry.alias ? element("span", { class: "alias" }, ` also ${base.shorten(entry.text, 40)}`) : null;
    const many = data.isEntity(entry.node) ? base.plural(data.paperCount(entry.node), "paper") : data.KINDS[kind].one;
    return element(
      "li",
      { id: `option-${place}`, role: "option", onpointerdown: (event) => { event.preventDefault(); pick(place); } },
      element("span", { class: `mark ${kind.toLowerCase()}`, "aria-hidden": "true" }),
      element("span", { class: "name" }, base.shorten(data.name[entry.node], 90), alias),
      element("span", { class: "note" }, data.isEntity(entry.node) ? `${data.KINDS[kind].one} · ${many}` : many),
    );
  }

  function open(state) {
    list.hidden = !state;
    input.setAttribute("aria-expanded", String(state));
  }

  function mark() {
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    if (active >= 0 && !list.hidden) input.setAttribute("aria-activedescendant", `option-${active}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function pick(place) {
    if (!found[place]) return;
    open(false);
    input.value = data.name[found[place].node];
    input.select();
    onPick(found[place].node);
  }

  function onKey(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && found.length) {
      if (list.hidden) open(true);
      active = (active + steps[event.key] + found.length) % found.length;
      mark();
    } else if (event.key === "Enter") pick(active);
    else if (event.key === "Escape" && !list.hidden) {
      open(false);
      event.stopPropagation();
    } else return;
    event.preventDefault();
  }

  function start(picked) {
    onPick = picked;
    input.addEventListener("input", typed);
    input.addEventListener("keydown", onKey);
    input.addEventListener("focus", () => { if (input.value) input.select(); });
    input.addEventListener("blur", () => open(false));
  }

  return { start, search, input, prepare: names, refresh };
})();
