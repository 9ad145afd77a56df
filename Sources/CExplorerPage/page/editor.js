// A text area with colours behind it, a list of completions, and problems underlined.
import { complete } from "./complete.js";
import { byId, element } from "./dom.js";
import { tokens } from "./lexer.js";
import { validate } from "./validate.js";

const PAIRS = { "{": "}", "(": ")", "[": "]", '"': '"' };

export class Editor {
  constructor({ area, colours, list, problems, onChange, onRun }) {
    Object.assign(this, { area, colours, list, problemList: problems, onChange, onRun });
    this.schema = null;
    this.items = [];
    this.chosen = 0;
    area.addEventListener("input", (event) => this.changed(event));
    area.addEventListener("scroll", () => this.follow());
    area.addEventListener("keydown", (event) => this.key(event));
    area.addEventListener("blur", () => this.hide());
    area.addEventListener("click", () => this.hide());
  }

  get text() {
    return this.area.value;
  }

  set text(value) {
    this.area.value = value;
    this.changed(null);
  }

  setSchema(schema) {
    this.schema = schema;
    this.show();
  }

  changed(event) {
    this.show();
    this.onChange();
    const typed = event?.inputType === "insertText" && /[\w$@.]/.test(event.data ?? "");
    if (typed || (event && this.items.length > 0)) this.suggest();
    else this.hide();
  }

  show() {
    this.problems = validate(this.text, this.schema);
    const marks = this.problems.slice(0, 50);
    this.colours.replaceChildren(...tokens(this.text).map((token) => {
      const problem = marks.find((one) => one.start < token.end && token.start < one.end);
      const kind = token.kind === "name" ? nameKind(this.text, token) : token.kind;
      if (token.kind === "space" && !problem) return document.createTextNode(token.text);
      return element("span", { class: `t-${kind}${problem ? " problem" : ""}` }, token.text);
    }), "\n");
    this.problemList.replaceChildren(...marks.slice(0, 8).map((one) => element("li", {}, element("button", { type: "button", onclick: () => this.jump(one) }, `${place(this.text, one.start)}  ${one.message}`))));
    this.follow();
  }

  jump(problem) {
    this.area.focus();
    this.area.setSelectionRange(problem.start, problem.end);
  }

  follow() {
    this.colours.scrollTop = this.area.scrollTop;
    this.colours.scrollLeft = this.area.scrollLeft;
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.hide();
      this.onRun();
      return;
    }
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      this.suggest();
      return;
    }
    if (this.items.length > 0) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.choose((this.chosen + step + this.items.length) % this.items.length);
        return;
      }
      if (event.key === "Enter" || event.key === "Tab") {
        event.preventDefault();
        this.accept(this.items[this.chosen]);
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        this.hide();
        return;
      }
    }
    if (event.key === "Enter") this.newLine(event);
    // Escape, then Tab, leaves the editor: no trap for the keyboard.
    else if (event.key === "Escape") this.leaves = true;
    else if (event.key === "Tab" && !event.shiftKey && !this.leaves) {
      event.preventDefault();
      this.insert("  ");
    } else if (PAIRS[event.key] && this.area.selectionStart === this.area.selectionEnd && /^(\s|$|[)\]}])/.test(this.text.slice(this.area.selectionEnd))) {
      event.preventDefault();
      this.insert(event.key + PAIRS[event.key], 1);
    }
    if (event.key !== "Escape") this.leaves = false;
  }

  newLine(event) {
    event.preventDefault();
    const at = this.area.selectionStart;
    const line = this.text.slice(this.text.lastIndexOf("\n", at - 1) + 1, at);
    const indent = /^ */.exec(line)[0];
    const isOpen = /[{([]\s*$/.test(line);
    const closes = isOpen && /^\s*[})\]]/.test(this.text.slice(at).split("\n")[0]);
    const first = `\n${indent}${isOpen ? "  " : ""}`;
    // The spaces that a completion left between two braces go.
    if (closes) this.area.setSelectionRange(at - /[^\S\n]*$/.exec(this.text.slice(0, at))[0].length, at + /^[^\S\n]*/.exec(this.text.slice(at))[0].length);
    this.insert(closes ? `${first}\n${indent}` : first, first.length);
  }

  /** Goes through the browser, so that undo works. */
  insert(text, caret = text.length) {
    const start = this.area.selectionStart;
    if (!document.execCommand("insertText", false, text)) this.area.setRangeText(text, start, this.area.selectionEnd, "end");
    this.area.setSelectionRange(start + caret, start + caret);
    this.changed(null);
  }

  suggest() {
    const { from, to, items } = complete(this.text, this.area.selectionStart, this.schema);
    const written = this.text.slice(from, to);
    if (items.length === 0 || (items.length === 1 && items[0].text === written)) return this.hide();
    Object.assign(this, { items, from, to });
    this.list.replaceChildren(...items.map((item, index) => element("li", { role: "option", id: `completion-${index}`, class: item.isDeprecated ? "deprecated" : null, onmousedown: (event) => { event.preventDefault(); this.accept(item); } },
      element("span", { class: "completion-name" }, item.text), element("span", { class: "completion-type" }, item.detail ?? ""))));
    const caret = this.caret(from);
    this.list.style.left = `${caret.left}px`;
    this.list.style.top = `${caret.top}px`;
    this.list.hidden = false;
    this.area.setAttribute("aria-expanded", "true");
    this.choose(0);
  }

  /** Where a character stands: lines are all of one height and characters of one width. */
  caret(offset) {
    const lines = this.text.slice(0, offset).split("\n");
    const style = getComputedStyle(this.area);
    const probe = byId("character");
    const width = probe.getBoundingClientRect().width / probe.textContent.length;
    const left = parseFloat(style.paddingLeft) + lines.at(-1).length * width - this.area.scrollLeft;
    const top = parseFloat(style.paddingTop) + lines.length * parseFloat(style.lineHeight) - this.area.scrollTop;
    return { left: Math.min(left, this.area.clientWidth - 260), top };
  }

  choose(index) {
    this.list.children[this.chosen]?.removeAttribute("aria-selected");
    this.chosen = index;
    const row = this.list.children[index];
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", row.id);
    byId("completion-note").textContent = this.items[index].description ?? "";
  }

  accept(item) {
    const text = item.insert ?? item.text;
    this.area.focus();
    this.area.setSelectionRange(this.from, this.to);
    const inner = text.indexOf("{  }");
    const argument = text.indexOf(": ");
    const caret = argument >= 0 ? argument + 2 : inner >= 0 ? inner + 2 : text.endsWith("{}") ? text.length - 1 : text.length;
    this.insert(text, caret);
    this.hide();
  }

  hide() {
    this.items = [];
    this.list.hidden = true;
    this.area.setAttribute("aria-expanded", "false");
    this.area.removeAttribute("aria-activedescendant");
    byId("completion-note").textContent = "";
  }
}

const KEYWORDS = new Set(["query", "mutation", "subscription", "fragment", "on", "true", "false", "null"]);

function nameKind(text, token) {
  if (KEYWORDS.has(token.text)) return "keyword";
  if (/^\s*:/.test(text.slice(token.end, token.end + 40))) return "argument";
  return /^[A-Z][A-Z0-9_]+$/.test(token.text) ? "enum" : "name";
}

/** `3:14` of an offset. */
export function place(text, offset) {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${before.at(-1).length + 1}`;
}
