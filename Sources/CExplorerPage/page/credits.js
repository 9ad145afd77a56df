// The credits view: what a month earned and missed, and why, by day, customer and reason.
import { count, money, share } from "./amounts.js";
import { bars, columns } from "./chart.js";
import { ask } from "./client.js";
import { element } from "./dom.js";

const REPORT = `query CreditsView($month: Month!, $filter: CreditFilter, $parts: CreditDimension!, $locale: Locale) {
  credits(period: {month: $month}, filter: $filter) {
    totals { currency list net earned missed lines eligibleLines disagreeingLines }
    billing { currency list net earned missed lines }
    days: by(dimension: DAY, first: 31, orderBy: {by: KEY, direction: ASC}) { nodes { key totals { earned missed } } }
    parts: by(dimension: $parts, first: 15, orderBy: {by: MISSED}) { totalCount nodes { key label(locale: $locale) object { id } totals { earned missed lines } } }
    reasons: by(dimension: REASON, first: 30, orderBy: {by: MISSED}) { nodes { key label(locale: $locale) totals { list earned missed lines } } }
    incomplete { kind text(locale: $locale) lines }
  }
}`;

const MONTHS = `query CreditsMonths { months }`;

export class CreditsView {
  constructor({ pane, onQuery }) {
    Object.assign(this, { pane, onQuery });
    this.month = null;
    this.customer = null;
    this.turn = 0;
  }

  async open() {
    if (this.months) return this.show();
    try {
      this.months = (await ask(MONTHS)).months;
      this.month = this.months[0] ?? null;
      await this.show();
    } catch (error) {
      this.months = null;
      this.tell(error.message);
    }
  }

  /** Forgets what an earlier key was shown. */
  reset() {
    this.months = null;
    this.customer = null;
    this.pane.replaceChildren();
  }

  tell(message) {
    this.pane.replaceChildren(element("p", { role: "alert", class: "warning" }, message));
  }

  async show() {
    if (!this.month) return this.tell("No usage was imported yet: creditgraph import FILE…");
    const turn = (this.turn += 1);
    const filter = this.customer ? { customer: { id: this.customer.id } } : null;
    const variables = { month: this.month, filter, parts: this.customer ? "SUBSCRIPTION" : "CUSTOMER", locale: navigator.language };
    this.pane.setAttribute("aria-busy", "true");
    try {
      const { credits } = await ask(REPORT, variables);
      if (turn === this.turn) this.draw(credits, variables);
    } catch (error) {
      if (turn === this.turn) this.pane.replaceChildren(this.head(variables), element("p", { role: "alert", class: "warning" }, error.message));
    } finally {
      this.pane.removeAttribute("aria-busy");
    }
  }

  draw(report, variables) {
    const { totals } = report;
    const currency = totals.currency;
    const parts = [this.head(variables), this.cards(totals),
      element("h2", {}, "By day"),
      columns(report.days.nodes.map((one) => ({ label: String(Number(one.key.slice(8))), title: one.key, ...one.totals })), currency, `Credit by day of ${this.month}`),
      element("div", { class: "halves" },
        element("section", {}, element("h2", {}, "Why"), this.reasons(report.reasons.nodes, currency)),
        element("section", {}, element("h2", {}, this.customer ? "Subscriptions, most missed first" : "Customers, most missed first"), this.parts(report.parts, currency))),
      this.billing(report.billing), this.incomplete(report.incomplete)];
    this.pane.replaceChildren(...parts.filter(Boolean));
  }

  head(variables) {
    const at = this.months.indexOf(this.month);
    const step = (by, text, name) => element("button", { type: "button", "aria-label": name, disabled: !this.months[at + by], onclick: () => this.choose(this.months[at + by]) }, text);
    const picker = element("select", { "aria-label": "Month", onchange: (event) => this.choose(event.target.value) }, ...this.months.map((one) => element("option", { value: one, selected: one === this.month }, monthName(one))));
    return element("header", { class: "credits-head" }, element("h1", {}, this.customer ? this.customer.name : "Partner earned credit"),
      element("div", { class: "tools" }, step(1, "‹", "Earlier month"), picker, step(-1, "›", "Later month"),
        this.customer ? element("button", { type: "button", onclick: () => { this.customer = null; this.show(); } }, "All customers") : null,
        element("button", { type: "button", onclick: () => this.onQuery(REPORT, variables) }, "Show the query"),
        element("button", { type: "button", onclick: () => print() }, "Print")));
  }

  choose(month) {
    this.month = month;
    this.show();
  }

  cards(totals) {
    const card = (name, text, exact, kind, note) => element("div", { class: `card ${kind}` }, element("dt", {}, name), element("dd", { title: exact }, text), element("dd", { class: "quiet" }, note));
    return element("dl", { class: "cards" },
      card("Earned", money(totals.earned, totals.currency), totals.earned, "earned", `${share(totals.earned, totals.list)} of list`),
      card("Missed", money(totals.missed, totals.currency), totals.missed, "missed", "for want of access"),
      card("List", money(totals.list, totals.currency), totals.list, "", `net ${money(totals.net, totals.currency)}`),
      card("Lines", count(totals.lines), String(totals.lines), "", `${count(totals.eligibleLines)} earn, ${count(totals.disagreeingLines)} differ from Microsoft's file`));
  }

  reasons(nodes, currency) {
    return bars(nodes.map((one) => ({ title: one.label, earned: one.totals.earned, missed: one.totals.missed, amount: one.key === "OK_ELIGIBLE" ? money(one.totals.earned, currency) : money(one.totals.missed, currency), note: `${count(one.totals.lines)} lines, list ${money(one.totals.list, currency)}` })), currency, "Credit by reason");
  }

  parts(groups, currency) {
    const rows = groups.nodes.map((one) => ({
      title: one.label, earned: one.totals.earned, missed: one.totals.missed, amount: `${money(one.totals.missed, currency)} missed`, note: `${money(one.totals.earned, currency)} earned`,
      open: one.object && !this.customer ? () => { this.customer = { id: one.object.id, name: one.label }; this.show(); } : null,
    }));
    const rest = groups.totalCount - rows.length;
    return element("div", {}, bars(rows, currency, this.customer ? "Credit by subscription" : "Credit by customer"), rest > 0 ? element("p", { class: "quiet" }, `and ${count(rest)} more; the explorer pages through all.`) : null);
  }

  billing(list) {
    const rows = list.map((one) => element("tr", {}, element("th", { scope: "row" }, one.currency), ...["list", "net", "earned", "missed"].map((field) => element("td", { title: one[field] }, money(one[field], one.currency))), element("td", {}, count(one.lines))));
    return element("section", {}, element("h2", {}, "As invoiced, by billing currency"), element("div", { class: "scrolls" }, element("table", {}, element("thead", {}, element("tr", {}, ...["Currency", "List", "Net", "Earned", "Missed", "Lines"].map((name) => element("th", { scope: "col" }, name)))), element("tbody", {}, ...rows))));
  }

  incomplete(list) {
    if (list.length === 0) return null;
    return element("section", { class: "warning" }, element("h2", {}, "Not known, and so not checked"), element("ul", {}, ...list.map((one) => element("li", {}, `${one.text} (${count(one.lines)} lines)`))));
  }
}

function monthName(month) {
  return new Intl.DateTimeFormat(navigator.language, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`));
}
