// Tokens to a tree that keeps going after mistakes, so that completion works in half-written documents.
import { isUnfinished, significant } from "./lexer.js";

const OPERATIONS = ["query", "mutation", "subscription"];

/**
 * { definitions, problems }. A definition is { kind: "operation" | "fragment", operation, name, on, variables,
 * directives, selections, start, end }; a selection { kind: "field" | "spread" | "inline", … }; every node has offsets.
 * Only the first problem of a document is told: what follows it is mostly noise.
 */
export function parse(text) {
  const parser = new Parser(text);
  return { definitions: parser.document(), problems: parser.problems.slice(0, 1) };
}

class Parser {
  constructor(text) {
    this.list = significant(text);
    this.end = text.length;
    this.at = 0;
    this.problems = [];
  }

  get token() {
    return this.list[this.at] ?? { kind: "end", text: "", start: this.end, end: this.end };
  }

  problem(message, token = this.token) {
    this.problems.push({ message: `Syntax Error: ${message}`, start: token.start, end: Math.max(token.end, token.start + 1) });
  }

  next() {
    const token = this.token;
    if (isUnfinished(token)) this.problem("Unterminated string.", token);
    if (token.kind === "wrong") this.problem(`Unexpected character: "${token.text}".`, token);
    this.at += 1;
    return token;
  }

  is(text) {
    return this.token.text === text && this.token.kind !== "string" && this.token.kind !== "block";
  }

  take(text) {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  expect(text) {
    if (this.take(text)) return true;
    this.problem(this.token.kind === "end" ? `Expected "${text}", found <EOF>.` : `Expected "${text}", found "${this.token.text}".`);
    return false;
  }

  name() {
    if (this.token.kind === "name") return this.next();
    this.problem(this.token.kind === "end" ? "Expected Name, found <EOF>." : `Expected Name, found "${this.token.text}".`);
    return null;
  }

  document() {
    const definitions = [];
    while (this.token.kind !== "end") {
      const before = this.at;
      const definition = this.definition();
      if (definition) definitions.push(definition);
      if (this.at === before) {
        if (!definition) this.problem(`Unexpected "${this.token.text}".`);
        this.at += 1;
      }
    }
    return definitions;
  }

  definition() {
    if (this.token.kind === "string" || this.token.kind === "block") this.next();
    const start = this.token.start;
    if (this.is("{")) {
      return this.finish({ kind: "operation", operation: "query", name: null, variables: [], directives: [], start }, this.selections());
    }
    if (this.token.kind === "name" && OPERATIONS.includes(this.token.text)) {
      const operation = this.next().text;
      const name = this.token.kind === "name" ? this.next() : null;
      const variables = this.is("(") ? this.variables() : [];
      const directives = this.directives();
      return this.finish({ kind: "operation", operation, name, variables, directives, start }, this.selections());
    }
    if (this.is("fragment")) {
      this.next();
      const name = this.name();
      const on = this.expect("on") ? this.name() : null;
      const directives = this.directives();
      return this.finish({ kind: "fragment", name, on, variables: [], directives, start }, this.selections());
    }
    return null;
  }

  finish(definition, block) {
    return Object.assign(definition, { selections: block.selections, open: block.open, end: block.end });
  }

  variables() {
    this.next();
    const found = [];
    while (this.token.kind !== "end" && !this.is(")")) {
      if (this.token.kind !== "variable") {
        this.problem(`Expected "$", found "${this.token.text}".`);
        break;
      }
      const token = this.next();
      this.expect(":");
      const type = this.type();
      const value = this.take("=") ? this.value() : null;
      found.push({ name: token.text.slice(1), type, value, start: token.start, end: token.end, directives: this.directives() });
    }
    this.expect(")");
    return found;
  }

  /** Text of a type as it was written, without spaces. */
  type() {
    const start = this.token.start;
    let text = "";
    if (this.take("[")) {
      text = `[${this.type().text}`;
      this.expect("]");
      text += "]";
    } else text = this.name()?.text ?? "";
    if (this.take("!")) text += "!";
    return { text, start, end: this.list[this.at - 1]?.end ?? start };
  }

  directives() {
    const found = [];
    while (this.token.kind === "directive") {
      const token = this.next();
      found.push({ name: token.text.slice(1), start: token.start, end: token.end, arguments: this.arguments() });
    }
    return found;
  }

  arguments() {
    if (!this.is("(")) return { list: [], open: null, close: null };
    const open = this.next().end;
    const list = [];
    while (this.token.kind !== "end" && !this.is(")") && !this.is("{") && !this.is("}")) {
      const name = this.name();
      if (!name) {
        this.at += 1;
        continue;
      }
      const value = this.expect(":") ? this.value() : null;
      list.push({ name: name.text, start: name.start, end: name.end, value });
    }
    const close = this.token.start;
    this.expect(")");
    return { list, open, close };
  }

  value() {
    const token = this.token;
    if (this.take("[")) {
      const items = [];
      while (this.token.kind !== "end" && !this.is("]") && !this.is(")")) items.push(this.value());
      this.expect("]");
      return { kind: "list", items, start: token.start, end: this.list[this.at - 1].end };
    }
    if (this.take("{")) {
      const fields = [];
      while (this.token.kind !== "end" && !this.is("}") && !this.is(")")) {
        const name = this.name();
        if (!name) {
          this.at += 1;
          continue;
        }
        fields.push({ name: name.text, start: name.start, end: name.end, value: this.expect(":") ? this.value() : null });
      }
      const close = this.token.end;
      this.expect("}");
      return { kind: "object", fields, start: token.start, end: close };
    }
    const kind = { string: "string", block: "string", number: "number", variable: "variable", name: "name" }[token.kind];
    if (!kind) {
      this.problem(token.kind === "end" ? "Unexpected <EOF>." : `Unexpected "${token.text}".`);
      if (!this.is(")") && !this.is("}")) this.at += 1;
      return null;
    }
    this.next();
    return { kind, text: token.text, start: token.start, end: token.end };
  }

  selections() {
    const open = this.token.start;
    if (!this.expect("{")) return { selections: [], open: null, end: open };
    const selections = [];
    while (this.token.kind !== "end" && !this.is("}")) {
      const before = this.at;
      selections.push(this.selection());
      if (this.at === before) {
        this.problem(`Expected Name, found "${this.token.text}".`);
        this.at += 1;
      }
    }
    if (selections.length === 0 && this.is("}")) this.problem('Expected Name, found "}".');
    const end = this.token.end;
    this.expect("}");
    return { selections: selections.filter(Boolean), open, end };
  }

  selection() {
    const start = this.token.start;
    if (this.take("...")) {
      if (this.token.kind === "name" && !this.is("on")) {
        const name = this.next();
        return { kind: "spread", name: name.text, start, end: name.end, directives: this.directives() };
      }
      const on = this.take("on") ? this.name() : null;
      const directives = this.directives();
      const block = this.selections();
      return { kind: "inline", on, directives, start, ...block };
    }
    if (this.token.kind !== "name") return null;
    let name = this.next();
    let alias = null;
    if (this.take(":")) {
      alias = name;
      name = this.name() ?? { text: "", start: alias.end, end: alias.end };
    }
    const field = { kind: "field", alias, name: name.text, start: name.start, end: name.end, arguments: this.arguments() };
    field.directives = this.directives();
    Object.assign(field, this.is("{") ? { block: this.selections() } : { block: null });
    return field;
  }
}
