// What could stand at the cursor: fields, arguments, values, types, fragments, directives, variables.
import { significant } from "./lexer.js";
import { parse } from "./parser.js";
import { isComposite, isRequired, named, typeText } from "./schema.js";

const KEYWORDS = ["query", "mutation", "subscription", "fragment"];

/**
 * { from, to, items } for the offset; items are { text, detail, description, isDeprecated }, the likely ones first.
 * `from` to `to` is the word that an item replaces.
 */
export function complete(text, offset, schema) {
  const before = /[$@]?\w*$/.exec(text.slice(0, offset))[0];
  const after = /^\w*/.exec(text.slice(offset))[0];
  const from = offset - before.length;
  const items = suggestions(text, from, before, schema)
    .filter((item) => matches(item.text, before))
    .sort((a, b) => rank(a, before) - rank(b, before));
  return { from, to: offset + after.length, items: items.slice(0, 60) };
}

function matches(name, written) {
  return name.toLowerCase().includes(written.toLowerCase());
}

function rank(item, written) {
  return (item.text.toLowerCase().startsWith(written.toLowerCase()) ? 0 : 1) + (item.isDeprecated ? 2 : 0);
}

function suggestions(text, from, written, schema) {
  if (!schema || isInText(text, from)) return [];
  // The word at the cursor is taken out, so that half a word never breaks the tree around it.
  const whole = `${text.slice(0, from)}${" ".repeat(written.length)}${text.slice(from + written.length)}`;
  const document = parse(whole);
  const last = significant(text.slice(0, from)).at(-1);
  if (last?.text === "on") return typeItems(schema, isComposite);
  const definition = document.definitions.find((one) => one.start <= from && (from < one.end || one === document.definitions.at(-1)));
  const isOutside = !definition || from <= definition.start || (definition.open !== null && definition.end <= from && balance(text.slice(0, from)) === 0);
  if (isOutside) return KEYWORDS.map((keyword) => ({ text: keyword, detail: "" }));
  if (written.startsWith("$") || last?.text === "$") return definition.variables.map((one) => ({ text: `$${one.name}`, detail: one.type.text }));
  if (written.startsWith("@")) return directiveItems(schema);
  if (definition.open === null || from <= definition.open) return isTypePlace(last) ? typeItems(schema, (type) => !isComposite(type)) : [];
  const root = definition.kind === "fragment" ? schema.type(definition.on?.text) : schema.root(definition.operation);
  return inside(definition, root, from, { schema, definition, document, last });
}

function isTypePlace(last) {
  return last?.text === ":" || last?.text === "[";
}

/** Whether the place is inside of a comment or a string. */
function isInText(text, offset) {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).replace(/"(?:\\.|[^"\\])*"/g, "");
  return line.includes("#") || (line.match(/"/g) ?? []).length % 2 === 1;
}

function balance(text) {
  let depth = 0;
  for (const token of significant(text)) depth += token.text === "{" ? 1 : token.text === "}" ? -1 : 0;
  return depth;
}

function inside(owner, type, at, context) {
  for (const selection of owner.selections) {
    if (selection.kind === "field") {
      const field = context.schema.field(type, selection.name);
      const { open, close } = selection.arguments;
      if (open !== null && open <= at && at <= close) return argumentItems(selection.arguments.list, field?.args ?? [], at, context);
      if (selection.block && selection.block.open !== null && selection.block.open < at && at < selection.block.end) {
        return inside(selection.block, field && context.schema.type(named(field.type)), at, context);
      }
    }
    if (selection.kind === "inline" && selection.open !== null && selection.open < at && at < selection.end) {
      return inside(selection, selection.on ? context.schema.type(selection.on.text) : type, at, context);
    }
  }
  if (context.last?.text === "...") return fragmentItems(context.document, type, context.schema);
  return fieldItems(type, context.schema);
}

function fieldItems(type, schema) {
  if (!type) return [];
  const fields = (type.fields ?? []).map((field) => {
    const inner = schema.type(named(field.type));
    const needed = field.args.filter(isRequired).map((one) => `${one.name}: `);
    return {
      text: field.name,
      insert: `${field.name}${needed.length > 0 ? `(${needed.join(", ")})` : ""}${isComposite(inner) ? " {  }" : ""}`,
      detail: typeText(field.type),
      description: field.description,
      isDeprecated: field.isDeprecated,
    };
  });
  return [...fields, { text: "__typename", detail: "String!", description: "The name of the object's type." }];
}

function argumentItems(given, known, at, context) {
  const current = given.find((one) => one.end <= at && (!one.value || at <= one.value.end + 1) && (one.value === null || one.end < at));
  const definition = current && context.last?.text !== "," && known.find((one) => one.name === current.name);
  if (definition && (context.last?.text === ":" || context.last?.text === "[" || current.value?.kind === "object")) return valueItems(current.value, definition.type, at, context);
  return known
    .filter((one) => !given.some((other) => other.name === one.name && other.value))
    .map((one) => ({ text: one.name, insert: `${one.name}: `, detail: typeText(one.type), description: one.description }));
}

function valueItems(value, type, at, context) {
  let inner = context.schema.type(named(type));
  if (value?.kind === "object" && inner?.kind === "INPUT_OBJECT" && value.start < at) {
    const field = value.fields.find((one) => one.end <= at && one.value && one.value.start <= at && at <= one.value.end);
    const definition = field && inner.byName.get(field.name);
    if (definition) return valueItems(field.value, definition.type, at, context);
    const open = value.fields.find((one) => one.end <= at && !one.value);
    if (open && context.last?.text === ":") inner = context.schema.type(named(inner.byName.get(open.name)?.type ?? { name: "" }));
    else return [...inner.byName.values()].map((one) => ({ text: one.name, insert: `${one.name}: `, detail: typeText(one.type), description: one.description }));
  }
  const variables = context.definition.variables.map((one) => ({ text: `$${one.name}`, detail: one.type.text }));
  if (inner?.kind === "ENUM") return [...inner.enumValues.map((one) => ({ text: one.name, detail: inner.name, description: one.description, isDeprecated: one.isDeprecated })), ...variables];
  if (inner?.name === "Boolean") return [{ text: "true", detail: "Boolean" }, { text: "false", detail: "Boolean" }, ...variables];
  if (inner?.kind === "INPUT_OBJECT") return [{ text: "{", insert: "{}", detail: inner.name, description: inner.description }, ...variables];
  return variables;
}

function fragmentItems(document, type, schema) {
  const fragments = document.definitions
    .filter((one) => one.kind === "fragment" && one.name && one.on)
    .filter((one) => type && schema.type(one.on.text) && schema.overlaps(type, schema.type(one.on.text)))
    .map((one) => ({ text: one.name.text, detail: one.on.text }));
  return [...fragments, { text: "on", insert: "on ", detail: "type condition" }];
}

function directiveItems(schema) {
  return [...schema.directives.values()]
    .filter((one) => one.locations.some((place) => ["FIELD", "INLINE_FRAGMENT", "FRAGMENT_SPREAD", "QUERY"].includes(place)))
    .map((one) => ({ text: `@${one.name}`, insert: `@${one.name}${one.args.some(isRequired) ? `(${one.args.filter(isRequired).map((arg) => `${arg.name}: `).join(", ")})` : ""}`, detail: "", description: one.description }));
}

function typeItems(schema, isWanted) {
  return [...schema.types.values()].filter((type) => isWanted(type) && !type.name.startsWith("__")).map((type) => ({ text: type.name, detail: type.kind.toLowerCase(), description: type.description }));
}
