// The server's introspection as look-up tables.

const TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/** Asks for all that the editor and the documentation show. */
export const INTROSPECTION = `query Introspection { __schema {
  queryType { name } mutationType { name } subscriptionType { name }
  directives { name description locations isRepeatable args { ...Input } }
  types { kind name description specifiedByURL isOneOf interfaces { name } possibleTypes { name }
    enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
    inputFields(includeDeprecated: true) { ...Input }
    fields(includeDeprecated: true) { name description isDeprecated deprecationReason
      args(includeDeprecated: true) { ...Input } type { ${TYPE} } } } } }
fragment Input on __InputValue { name description defaultValue isDeprecated deprecationReason type { ${TYPE} } }`;

const META = {
  __typename: { name: "__typename", description: "The name of the object's type.", args: [], type: { kind: "NON_NULL", ofType: { kind: "SCALAR", name: "String" } } },
};

export class Schema {
  constructor(data) {
    const schema = data.__schema;
    this.types = new Map(schema.types.map((type) => [type.name, index(type)]));
    this.directives = new Map(schema.directives.map((one) => [one.name, one]));
    this.roots = {
      query: schema.queryType?.name ?? null,
      mutation: schema.mutationType?.name ?? null,
      subscription: schema.subscriptionType?.name ?? null,
    };
  }

  type(name) {
    return this.types.get(name) ?? null;
  }

  root(operation) {
    return this.type(this.roots[operation]);
  }

  /** The field of a type, `__typename` included; null where there is none. */
  field(type, name) {
    if (!type) return null;
    if (name === "__typename" && type.kind !== "SCALAR") return META.__typename;
    if (type.name === this.roots.query && (name === "__schema" || name === "__type")) {
      return { name, args: name === "__type" ? [{ name: "name", type: { kind: "NON_NULL", ofType: { kind: "SCALAR", name: "String" } } }] : [], type: { kind: "OBJECT", name: name === "__type" ? "__Type" : "__Schema" } };
    }
    return type.byName?.get(name) ?? null;
  }

  /** Whether an object of one type may be of the other. */
  overlaps(one, other) {
    const names = new Set(this.possible(one));
    return this.possible(other).some((name) => names.has(name));
  }

  possible(type) {
    return type.kind === "OBJECT" ? [type.name] : (type.possibleTypes ?? []).map((one) => one.name);
  }
}

function index(type) {
  return { ...type, byName: new Map((type.fields ?? type.inputFields ?? []).map((field) => [field.name, field])) };
}

/** The name inside of all lists and non-nulls. */
export function named(type) {
  let inner = type;
  while (inner.ofType) inner = inner.ofType;
  return inner.name;
}

/** `[Customer!]!` */
export function typeText(type) {
  if (type.kind === "NON_NULL") return `${typeText(type.ofType)}!`;
  if (type.kind === "LIST") return `[${typeText(type.ofType)}]`;
  return type.name;
}

export function isRequired(input) {
  return input.type.kind === "NON_NULL" && (input.defaultValue ?? null) === null;
}

export function isComposite(type) {
  return ["OBJECT", "INTERFACE", "UNION"].includes(type?.kind);
}
