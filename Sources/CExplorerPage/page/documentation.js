// The documentation pane: types, fields and a search over all names and descriptions.
import { element } from "./dom.js";
import { named, typeText } from "./schema.js";

export class Documentation {
  constructor({ pane, search }) {
    Object.assign(this, { pane, search });
    this.schema = null;
    this.trail = [];
    search.addEventListener("input", () => this.show());
  }

  setSchema(schema) {
    this.schema = schema;
    this.trail = [];
    this.show();
  }

  open(name) {
    if (!this.schema?.type(name)) return;
    this.search.value = "";
    this.trail.push(name);
    this.show();
    this.pane.scrollTop = 0;
  }

  show() {
    const words = this.search.value.trim().toLowerCase();
    if (!this.schema) return this.pane.replaceChildren(element("p", { class: "quiet" }, "The schema shows here once the server lets it be read."));
    if (words) return this.pane.replaceChildren(...this.found(words));
    const name = this.trail.at(-1);
    this.pane.replaceChildren(...(name ? this.typePage(this.schema.type(name)) : this.start()));
  }

  start() {
    const roots = Object.entries(this.schema.roots).filter(([, name]) => name);
    const types = [...this.schema.types.values()].filter((type) => !type.name.startsWith("__")).sort((a, b) => a.name.localeCompare(b.name));
    return [
      element("h3", {}, "Start here"),
      element("ul", {}, ...roots.map(([operation, name]) => element("li", {}, `${operation}: `, this.link(name)))),
      element("h3", {}, "All types"),
      element("ul", { class: "columns" }, ...types.map((type) => element("li", {}, this.link(type.name)))),
    ];
  }

  typePage(type) {
    const parts = [this.back(), element("h3", {}, type.name, element("span", { class: "quiet" }, ` ${type.kind.toLowerCase().replace("_", " ")}`)), this.text(type.description)];
    if (type.interfaces?.length > 0) parts.push(element("p", {}, "Implements ", ...commas(type.interfaces.map((one) => this.link(one.name)))));
    if (type.isOneOf) parts.push(element("p", {}, "Exactly one of the fields is given."));
    if (type.possibleTypes?.length > 0) parts.push(element("h4", {}, "Possible types"), element("ul", {}, ...type.possibleTypes.map((one) => element("li", {}, this.link(one.name)))));
    for (const field of type.fields ?? type.inputFields ?? []) parts.push(this.fieldPart(field));
    for (const value of type.enumValues ?? []) parts.push(element("section", { class: value.isDeprecated ? "deprecated" : null }, element("h4", {}, element("code", {}, value.name)), this.text(value.description), this.deprecation(value)));
    return parts;
  }

  fieldPart(field) {
    const inputs = (field.args ?? []).map((one) => element("li", {}, element("code", {}, one.name), ": ", this.type(one.type), one.defaultValue === null || one.defaultValue === undefined ? null : element("code", {}, ` = ${one.defaultValue}`), one.description ? element("span", { class: "quiet" }, ` — ${one.description}`) : null));
    return element("section", { class: field.isDeprecated ? "deprecated" : null },
      element("h4", {}, element("code", {}, field.name), ": ", this.type(field.type), field.defaultValue === null || field.defaultValue === undefined ? null : element("code", {}, ` = ${field.defaultValue}`)),
      this.text(field.description), this.deprecation(field), inputs.length > 0 ? element("ul", {}, ...inputs) : null);
  }

  found(words) {
    const hits = [];
    for (const type of this.schema.types.values()) {
      if (type.name.startsWith("__")) continue;
      const weigh = (name, description) => (name.toLowerCase() === words ? 0 : name.toLowerCase().startsWith(words) ? 1 : name.toLowerCase().includes(words) ? 2 : description?.toLowerCase().includes(words) ? 3 : 9);
      hits.push({ weight: weigh(type.name, type.description), type, member: null });
      for (const member of type.fields ?? type.inputFields ?? type.enumValues ?? []) hits.push({ weight: weigh(member.name, member.description), type, member });
    }
    const shown = hits.filter((hit) => hit.weight < 9).sort((a, b) => a.weight - b.weight).slice(0, 80);
    if (shown.length === 0) return [element("p", { class: "quiet" }, "Nothing has this in its name or description.")];
    return [element("ul", { class: "hits" }, ...shown.map(({ type, member }) => element("li", {}, this.link(type.name), member ? element("code", {}, `.${member.name}`) : null, element("span", { class: "quiet" }, ` ${(member ?? type).description ?? ""}`))))];
  }

  back() {
    return element("button", { type: "button", class: "link", onclick: () => { this.trail.pop(); this.show(); } }, this.trail.length > 1 ? `‹ ${this.trail.at(-2)}` : "‹ All types");
  }

  link(name) {
    return element("button", { type: "button", class: "link type", onclick: () => this.open(name) }, name);
  }

  type(type) {
    const name = named(type);
    const [before, after] = typeText(type).split(name);
    return element("span", {}, before, this.link(name), after);
  }

  text(description) {
    return description ? element("p", {}, description) : null;
  }

  deprecation(one) {
    return one.isDeprecated ? element("p", { class: "warning" }, `Deprecated: ${one.deprecationReason}`) : null;
  }
}

function commas(nodes) {
  return nodes.flatMap((node, index) => (index > 0 ? [", ", node] : [node]));
}
