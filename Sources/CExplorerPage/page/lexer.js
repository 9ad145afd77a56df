// GraphQL text to tokens, for colours, completion and checks. Never throws: what is no token comes as kind "wrong".
// Source: GraphQL specification September 2025, section 2.1.

const PATTERN = new RegExp(
  [
    String.raw`(?<space>[\s,\uFEFF]+)`,
    String.raw`(?<comment>#[^\n\r]*)`,
    String.raw`(?<block>"""(?:\\"""|[^])*?(?:"""|$))`,
    String.raw`(?<string>"(?:\\.|[^"\\\n\r])*(?:"|(?=[\n\r]|$)))`,
    String.raw`(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)`,
    String.raw`(?<variable>\$[A-Za-z_]\w*)`,
    String.raw`(?<directive>@[A-Za-z_]\w*)`,
    String.raw`(?<name>[A-Za-z_]\w*)`,
    String.raw`(?<mark>\.\.\.|[!$&()\[\]{}:=|@])`,
    String.raw`(?<wrong>[^])`,
  ].join("|"),
  "gu",
);

/** Tokens with `kind`, `text`, `start` and `end` (UTF-16 offsets), spaces and comments included. */
export function tokens(text) {
  const found = [];
  for (const match of text.matchAll(PATTERN)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    found.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** The tokens that count. */
export function significant(text) {
  return tokens(text).filter((token) => token.kind !== "space" && token.kind !== "comment");
}

/** Whether a string token lacks its end. */
export function isUnfinished(token) {
  if (token.kind === "block") return token.text.length < 6 || !token.text.endsWith('"""');
  return token.kind === "string" && (token.text.length < 2 || !token.text.endsWith('"'));
}
