// The editor: a text area over its coloured copy, with a list of completions at the cursor.

import { paint } from "./highlight.js";
import { suggestions, wordBefore } from "./suggestions.js";

export class Editor {
  constructor(box, facts, run) {
    this.facts = facts;
    this.area = box.querySelector("textarea");
    this.copy = box.querySelector("pre");
    this.code = box.querySelector("code");
    this.list = box.querySelector("ul");
    this.keywords = new Set(facts.keywords);
    this.options = [];
    this.chosen = 0;
    this.asked = 0;
    this.run = run;
    this.area.addEventListener("input", () => this.changed());
    this.area.addEventListener("scroll", () => this.scrolled());
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("blur", () => this.close());
    this.area.addEventListener("click", () => this.close());
    this.list.addEventListener("mousedown", (event) => this.picked(event));
  }

  get text() {
    return this.area.value;
  }

  set text(value) {
    this.area.value = value;
    paint(this.code, value, this.keywords);
    this.close();
  }

  // Put the cursor where an error is; line and column count from 1.
  point(line, column) {
    const lines = this.text.split("\n");
    const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    this.area.focus();
    this.area.setSelectionRange(at, Math.min(this.text.length, at + 1));
  }

  changed() {
    paint(this.code, this.text, this.keywords);
    const found = wordBefore(this.text, this.area.selectionStart);
    if (found && found.word.length > 0) this.complete();
    else this.close();
  }

  scrolled() {
    this.copy.scrollTop = this.area.scrollTop;
    this.copy.scrollLeft = this.area.scrollLeft;
  }

  async complete() {
    const asked = ++this.asked;
    const found = wordBefore(this.text, this.area.selectionStart);
    const options = found ? await suggestions(this.facts, this.text, found.word) : [];
    if (asked !== this.asked) return;
    this.options = options;
    this.chosen = 0;
    this.show(found);
  }

  show(found) {
    this.list.replaceChildren(...this.options.map((one, place) => this.option(one, place)));
    this.list.hidden = this.options.length === 0;
    this.area.setAttribute("aria-expanded", String(!this.list.hidden));
    if (this.list.hidden) return this.close();
    const { left, top } = this.place(found.start);
    this.list.style.left = `${Math.max(0, Math.min(left, this.area.clientWidth - this.list.offsetWidth))}px`;
    this.list.style.top = `${top}px`;
    this.choose(0);
  }

  option(one, place) {
    const item = document.createElement("li");
    const note = document.createElement("small");
    item.id = `completion-${place}`;
    item.role = "option";
    note.textContent = one.note;
    item.append(one.text, note);
    return item;
  }

  // Where a character lies in the box, measured in the coloured copy.
  place(offset) {
    const range = document.createRange();
    const walker = document.createTreeWalker(this.code, NodeFilter.SHOW_TEXT);
    let left = offset;
    let node = walker.nextNode();
    while (node && left > node.length) {
      left -= node.length;
      node = walker.nextNode();
    }
    if (!node) return { left: 0, top: 0 };
    range.setStart(node, left);
    const here = range.getBoundingClientRect();
    const box = this.area.getBoundingClientRect();
    return { left: here.left - box.left, top: here.bottom - box.top + 4 };
  }

  choose(place) {
    this.chosen = (place + this.options.length) % this.options.length;
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.chosen)));
    this.list.children[this.chosen].scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", `completion-${this.chosen}`);
  }

  close() {
    this.asked += 1;
    this.list.hidden = true;
    this.options = [];
    this.area.setAttribute("aria-expanded", "false");
    this.area.removeAttribute("aria-activedescendant");
  }

  picked(event) {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) this.accept(this.options[[...this.list.children].indexOf(item)]);
  }

  accept(option) {
    const { start } = wordBefore(this.text, this.area.selectionStart);
    this.area.setRangeText(option.text, start, this.area.selectionStart, "end");
    paint(this.code, this.text, this.keywords);
    this.close();
    if (option.more) this.complete();
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.close();
      this.run();
    } else if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      this.complete();
    } else if (this.options.length > 0) {
      this.keyInList(event);
    }
  }

  keyInList(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.choose(this.chosen + moves[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.accept(this.options[this.chosen]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }
}
