// What is wrong with a document, while it is typed. The server has the last word; this says the common mistakes at once.
import { parse } from "./parser.js";
import { isComposite, isRequired, named, typeText } from "./schema.js";

/** Problems with `message`, `start`, `end` (offsets), in the order of the text. */
export function validate(text, schema) {
  const document = parse(text);
  if (document.problems.length > 0 || !schema) return document.problems;
  const check = new Check(document, schema);
  check.run();
  return check.problems.sort((a, b) => a.start - b.start);
}

/** Up to three names that are nearly the one that was written. */
export function nearly(name, names) {
  const limit = Math.floor(name.length * 0.4) + 1;
  return names
    .map((other) => [distance(name.toLowerCase(), other.toLowerCase()), other])
    .filter(([steps]) => steps <= limit)
    .sort((a, b) => a[0] - b[0])
    .slice(0, 3)
    .map(([, other]) => other);
}

function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

function suggestion(name, names) {
  const found = nearly(name, names);
  return found.length === 0 ? "" : ` Did you mean ${found.map((one) => `"${one}"`).join(", ")}?`;
}

class Check {
  constructor(document, schema) {
    this.document = document;
    this.schema = schema;
    this.problems = [];
    this.fragments = new Map(document.definitions.filter((one) => one.kind === "fragment" && one.name).map((one) => [one.name.text, one]));
  }

  tell(message, place) {
    this.problems.push({ message, start: place.start, end: place.end });
  }

  run() {
    const operations = this.document.definitions.filter((one) => one.kind === "operation");
    const anonymous = operations.find((one) => !one.name);
    if (anonymous && operations.length > 1) this.tell("This anonymous operation must be the only defined operation.", { start: anonymous.start, end: anonymous.start + 1 });
    const spread = new Set();
    for (const definition of this.document.definitions) {
      if (definition.kind === "fragment") {
        this.selections(definition, this.typeNamed(definition.on), { definition, spread });
        continue;
      }
      const root = this.schema.root(definition.operation);
      if (!root) {
        this.tell(`Schema is not configured for ${definition.operation}s.`, { start: definition.start, end: definition.start + definition.operation.length });
        continue;
      }
      const used = new Set();
      const context = { definition, spread, used, names: new Set(definition.variables.map((one) => one.name)) };
      for (const variable of definition.variables) this.variable(variable);
      this.selections(definition, root, context);
      this.usedThrough(definition.selections, used, new Set());
      for (const variable of definition.variables) {
        if (!used.has(variable.name)) this.tell(`Variable "$${variable.name}" is never used.`, variable);
      }
    }
    for (const [name, fragment] of this.fragments) {
      if (!spread.has(name)) this.tell(`Fragment "${name}" is never used.`, fragment.name);
    }
  }

  typeNamed(token) {
    if (!token) return null;
    const type = this.schema.type(token.text);
    if (!type) this.tell(`Unknown type "${token.text}".${suggestion(token.text, [...this.schema.types.keys()])}`, token);
    else if (!isComposite(type)) this.tell(`Fragment cannot condition on non composite type "${token.text}".`, token);
    return isComposite(type) ? type : null;
  }

  variable(variable) {
    const name = variable.type.text.replace(/[[\]!]/g, "");
    const type = this.schema.type(name);
    if (!type) this.tell(`Unknown type "${name}".${suggestion(name, [...this.schema.types.keys()])}`, variable.type);
    else if (isComposite(type)) this.tell(`Variable "$${variable.name}" cannot be non-input type "${variable.type.text}".`, variable.type);
  }

  selections(owner, type, context) {
    if (!type) return;
    for (const selection of owner.selections) {
      this.directives(selection.directives ?? [], context);
      if (selection.kind === "field") this.field(selection, type, context);
      if (selection.kind === "inline") {
        const inner = selection.on ? this.typeNamed(selection.on) : type;
        if (inner && !this.schema.overlaps(inner, type)) this.tell(`Fragment cannot be spread here as objects of type "${type.name}" can never be of type "${inner.name}".`, selection.on);
        this.selections(selection, inner, context);
      }
      if (selection.kind === "spread") {
        context.spread.add(selection.name);
        if (!this.fragments.has(selection.name)) this.tell(`Unknown fragment "${selection.name}".`, selection);
      }
    }
  }

  field(selection, type, context) {
    const field = this.schema.field(type, selection.name);
    if (!field) {
      this.tell(`Cannot query field "${selection.name}" on type "${type.name}".${suggestion(selection.name, [...type.byName.keys()])}`, selection);
      return;
    }
    this.arguments(selection.arguments.list, field.args, `field "${type.name}.${field.name}"`, selection, context);
    const inner = this.schema.type(named(field.type));
    if (isComposite(inner)) {
      if (!selection.block) this.tell(`Field "${field.name}" of type "${typeText(field.type)}" must have a selection of subfields. Did you mean "${field.name} { ... }"?`, selection);
      else this.selections(selection.block, inner, context);
    } else if (selection.block) {
      this.tell(`Field "${field.name}" must not have a selection since type "${typeText(field.type)}" has no subfields.`, selection);
    }
  }

  directives(list, context) {
    for (const directive of list) {
      const known = this.schema.directives.get(directive.name);
      if (!known) this.tell(`Unknown directive "@${directive.name}".`, directive);
      else this.arguments(directive.arguments.list, known.args, `directive "@${directive.name}"`, directive, context);
    }
  }

  arguments(given, known, owner, place, context) {
    for (const argument of given) {
      const definition = known.find((one) => one.name === argument.name);
      if (!definition) this.tell(`Unknown argument "${argument.name}" on ${owner}.${suggestion(argument.name, known.map((one) => one.name))}`, argument);
      else if (argument.value) this.value(argument.value, definition.type, context);
    }
    for (const definition of known) {
      if (isRequired(definition) && !given.some((one) => one.name === definition.name)) {
        this.tell(`Argument "${definition.name}" of type "${typeText(definition.type)}" is required, but it was not provided.`, place);
      }
    }
  }

  value(value, type, context) {
    if (value.kind === "variable") {
      const name = value.text.slice(1);
      context.used?.add(name);
      if (context.names && !context.names.has(name)) this.tell(`Variable "$${name}" is not defined.`, value);
      return;
    }
    if (type.kind === "NON_NULL") {
      if (value.kind === "name" && value.text === "null") this.tell(`Expected value of non-null type "${typeText(type)}" not to be null.`, value);
      else this.value(value, type.ofType, context);
      return;
    }
    if (value.kind === "name" && value.text === "null") return;
    if (type.kind === "LIST") {
      for (const item of value.kind === "list" ? value.items : [value]) if (item) this.value(item, type.ofType, context);
      return;
    }
    const inner = this.schema.type(type.name);
    if (inner?.kind === "ENUM") {
      const names = inner.enumValues.map((one) => one.name);
      if (value.kind !== "name" || !names.includes(value.text)) this.tell(`Value "${value.text ?? ""}" does not exist in "${inner.name}" enum.${suggestion(value.text ?? "", names)}`, value);
    } else if (inner?.kind === "INPUT_OBJECT") this.input(value, inner, context);
    else if (value.kind === "object" || value.kind === "list") {
      if (inner?.name !== "JSON") this.tell(`${inner?.name ?? "This"} cannot represent a list or an object.`, value);
    }
  }

  input(value, type, context) {
    if (value.kind !== "object") {
      this.tell(`Expected value of type "${type.name}" to be an object.`, value);
      return;
    }
    for (const field of value.fields) {
      const definition = type.byName.get(field.name);
      if (!definition) this.tell(`Field "${field.name}" is not defined by type "${type.name}".${suggestion(field.name, [...type.byName.keys()])}`, field);
      else if (field.value) this.value(field.value, definition.type, context);
    }
    for (const definition of type.byName.values()) {
      if (isRequired(definition) && !value.fields.some((one) => one.name === definition.name)) {
        this.tell(`Field "${type.name}.${definition.name}" of required type "${typeText(definition.type)}" was not provided.`, value);
      }
    }
    if (type.isOneOf && value.fields.length !== 1) this.tell(`OneOf Input Object "${type.name}" must specify exactly one key.`, value);
  }

  /** Variables that fragments use count for the operations that spread them. */
  usedThrough(selections, used, seen) {
    const note = (value) => {
      if (!value) return;
      if (value.kind === "variable") used.add(value.text.slice(1));
      for (const item of value.items ?? []) note(item);
      for (const field of value.fields ?? []) note(field.value);
    };
    for (const selection of selections) {
      for (const directive of selection.directives ?? []) for (const one of directive.arguments.list) note(one.value);
      for (const argument of selection.arguments?.list ?? []) note(argument.value);
      if (selection.block) this.usedThrough(selection.block.selections, used, seen);
      if (selection.kind === "inline") this.usedThrough(selection.selections, used, seen);
      if (selection.kind === "spread" && !seen.has(selection.name)) {
        seen.add(selection.name);
        this.usedThrough(this.fragments.get(selection.name)?.selections ?? [], used, seen);
      }
    }
  }
}
