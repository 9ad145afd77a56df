// The explorer tab: editor, variables, headers, answer, history and examples.
import { RequestError, hasKey, send } from "./client.js";
import { Documentation } from "./documentation.js";
import { byId, element } from "./dom.js";
import { Editor } from "./editor.js";
import { EXAMPLES } from "./examples.js";
import { entries, forget, remember, title } from "./history.js";
import { parse } from "./parser.js";
import { INTROSPECTION, Schema } from "./schema.js";

const DRAFT = "creditgraph-draft";

export class Explorer {
  constructor() {
    this.editor = new Editor({ area: byId("query"), colours: byId("colours"), list: byId("completions"), problems: byId("problems"), onChange: () => this.changed(), onRun: () => this.run() });
    this.documentation = new Documentation({ pane: byId("documentation"), search: byId("search") });
    this.running = null;
    this.month = null;
    byId("run").addEventListener("click", () => this.run());
    byId("stop").addEventListener("click", () => this.running?.abort());
    byId("copy").addEventListener("click", () => navigator.clipboard?.writeText(byId("answer").textContent));
    byId("variables").addEventListener("input", () => this.changed());
    byId("examples").replaceChildren(element("option", { value: "" }, "Examples"), ...EXAMPLES.map((one, index) => element("option", { value: index }, one.title)));
    byId("examples").addEventListener("change", (event) => this.example(event.target));
    byId("history").addEventListener("change", (event) => this.recall(event.target));
    this.showHistory();
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
    this.load(draft?.query ?? EXAMPLES[0].query, draft?.variables ?? "");
  }

  /** Reads the schema with the key that is set. */
  async connect() {
    this.editor.setSchema(null);
    this.documentation.setSchema(null);
    if (!hasKey()) return this.say("Give an API key to begin: creditgraph key new --name me --roles ADMIN_AGENT");
    try {
      const { answer } = await send({ query: INTROSPECTION });
      if (!answer.data) throw new RequestError(answer.errors?.[0]?.message ?? "The schema cannot be read.", 0);
      const schema = new Schema(answer.data);
      this.editor.setSchema(schema);
      this.documentation.setSchema(schema);
      this.say("");
      this.month = (await send({ query: "query NewestMonth { months }" })).answer.data?.months[0] ?? null;
      if (byId("variables").value === "") this.fillVariables(EXAMPLES.find((one) => one.query === this.editor.text));
    } catch (error) {
      this.say(error.message);
    }
  }

  load(query, variables) {
    byId("variables").value = variables;
    this.editor.text = query;
  }

  changed() {
    sessionStorage.setItem(DRAFT, JSON.stringify({ query: byId("query").value, variables: byId("variables").value }));
    const names = parse(byId("query").value).definitions.filter((one) => one.kind === "operation" && one.name).map((one) => one.name.text);
    const select = byId("operation");
    const chosen = select.value;
    select.replaceChildren(...names.map((name) => element("option", { value: name, selected: name === chosen }, name)));
    select.hidden = names.length < 2;
  }

  example(select) {
    const example = EXAMPLES[Number(select.value)];
    select.value = "";
    this.load(example.query, "");
    this.fillVariables(example);
  }

  fillVariables(example) {
    if (!example || !this.month) return;
    byId("variables").value = JSON.stringify(example.variables(this.month), null, 2);
    this.changed();
  }

  recall(select) {
    if (select.value === "forget") {
      forget();
      this.showHistory();
    } else {
      const entry = entries()[Number(select.value)];
      if (entry) this.load(entry.query, entry.variables);
    }
    select.value = "";
  }

  showHistory() {
    const list = entries();
    const rows = list.map((one, index) => element("option", { value: index }, `${title(one.query)} · ${new Date(one.at).toLocaleString()}`));
    byId("history").replaceChildren(element("option", { value: "" }, `History (${list.length})`), ...rows, ...(list.length > 0 ? [element("option", { value: "forget" }, "Forget all")] : []));
  }

  /** The text of a box as a JSON object; says where it is none. */
  object(id, name) {
    const text = byId(id).value.trim();
    if (text === "") return {};
    try {
      const value = JSON.parse(text);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    } catch (error) {
      throw new RequestError(`${name} are not JSON: ${error.message}`, 0);
    }
    throw new RequestError(`${name} must be a JSON object: {"name": value}`, 0);
  }

  async run() {
    this.running?.abort();
    const abort = new AbortController();
    this.running = abort;
    byId("run").hidden = true;
    byId("stop").hidden = false;
    this.say("Running …");
    try {
      const request = { query: this.editor.text, variables: this.object("variables", "Variables") };
      const operation = byId("operation");
      if (!operation.hidden && operation.value) request.operationName = operation.value;
      const result = await send(request, { headers: this.object("headers", "Headers"), signal: abort.signal });
      byId("answer").textContent = pretty(result.text);
      const errors = result.answer.errors?.length ?? 0;
      this.say(`${result.status} · ${result.milliseconds.toFixed(0)} ms · ${new Intl.NumberFormat(navigator.language).format(result.bytes)} bytes${errors > 0 ? ` · ${errors} error${errors > 1 ? "s" : ""}` : ""}`);
      remember(request.query, byId("variables").value);
      this.showHistory();
    } catch (error) {
      this.say(error.name === "AbortError" ? "Stopped." : error.message);
    } finally {
      if (this.running === abort) {
        this.running = null;
        byId("run").hidden = false;
        byId("stop").hidden = true;
      }
    }
  }

  say(text) {
    byId("status").textContent = text;
  }
}

/** Indented without reading numbers, so that what is shown is what the server sent. */
export function pretty(text) {
  let depth = 0;
  let out = "";
  const line = () => `\n${"  ".repeat(depth)}`;
  for (const [part] of text.matchAll(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (part === "{" || part === "[") {
      depth += 1;
      out += part + line();
    } else if (part === "}" || part === "]") {
      depth -= 1;
      out = /[{[]\s*$/.test(out) ? out.trimEnd() + part : out + line() + part;
    } else if (part === ",") out += part + line();
    else if (part === ":") out += ": ";
    else out += part;
  }
  return out;
}
