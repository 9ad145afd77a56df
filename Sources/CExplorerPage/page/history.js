// The last documents, kept in this browser. Never a key, a header or an answer.

const PLACE = "creditgraph-history";
const LIMIT = 30;

/** Newest first: { query, variables, at }. */
export function entries() {
  try {
    const list = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(list) ? list.filter((one) => typeof one?.query === "string") : [];
  } catch {
    return [];
  }
}

export function remember(query, variables) {
  const kept = entries().filter((one) => one.query !== query || one.variables !== variables);
  save([{ query, variables, at: new Date().toISOString() }, ...kept].slice(0, LIMIT));
}

export function forget() {
  localStorage.removeItem(PLACE);
}

function save(list) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(list));
  } catch {
    // A full or forbidden storage costs the history, nothing else.
  }
}

/** One line that tells a document from others: its operation's name, or its first field. */
export function title(query) {
  const name = /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(query)?.[1];
  return name ?? /\{\s*(\w+)/.exec(query)?.[1] ?? "empty";
}
