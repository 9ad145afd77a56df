// Bars of two parts, earned and missed, as SVG that a screen reader and a printer can read too.
import { element, shape } from "./dom.js";
import { money, size } from "./amounts.js";

/**
 * Upright bars over days. Rows are { label, title, earned, missed } with exact texts.
 * The same rows stand in a table behind the picture.
 */
export function columns(rows, currency, name) {
  const width = 900;
  const height = 240;
  const left = 64;
  const bottom = 24;
  const top = 12;
  const highest = Math.max(...rows.map((row) => Math.max(size(row.earned), 0) + Math.max(size(row.missed), 0)), 0);
  const lowest = Math.min(...rows.map((row) => Math.min(size(row.earned), 0) + Math.min(size(row.missed), 0)), 0);
  const span = highest - lowest || 1;
  const y = (value) => top + ((highest - value) / span) * (height - top - bottom);
  const step = (width - left) / Math.max(rows.length, 1);
  const marks = ticks(lowest, highest).map((value) => shape("g", {}, shape("line", { class: "grid", x1: left, x2: width, y1: y(value), y2: y(value) }), shape("text", { class: "axis", x: left - 8, y: y(value) + 4, "text-anchor": "end" }, short(value))));
  const bars = rows.map((row, index) => {
    const x = left + index * step + step * 0.12;
    let up = 0;
    let down = 0;
    const part = (kind, value) => {
      const from = value >= 0 ? up : down;
      if (value >= 0) up += value;
      else down += value;
      const edges = [y(from), y(from + value)].sort((a, b) => a - b);
      return value === 0 ? null : shape("rect", { class: kind, x, width: step * 0.76, y: edges[0], height: Math.max(edges[1] - edges[0], 0.5) });
    };
    const isLabelled = rows.length <= 12 || index % Math.ceil(rows.length / 12) === 0;
    return shape("g", { class: "bar" }, shape("title", {}, `${row.title}: earned ${money(row.earned, currency)}, missed ${money(row.missed, currency)}`), shape("rect", { class: "hit", x: left + index * step, width: step, y: top, height: height - top - bottom }), part("earned", size(row.earned)), part("missed", size(row.missed)), isLabelled ? shape("text", { class: index % 2 === 0 ? "axis" : "axis minor", x: x + step * 0.38, y: height - 8, "text-anchor": "middle" }, row.label) : null);
  });
  return figure(shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name }, ...marks, ...bars), rows, currency, name);
}

/** Lying bars, the longest first: customers or reasons. Rows may have `open`, called when one is chosen. */
export function bars(rows, currency, name) {
  const longest = Math.max(...rows.map((row) => Math.abs(size(row.earned)) + Math.abs(size(row.missed))), 0) || 1;
  const list = rows.map((row) => {
    const earned = (Math.abs(size(row.earned)) / longest) * 100;
    const missed = (Math.abs(size(row.missed)) / longest) * 100;
    const picture = shape("svg", { class: "lying", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, shape("rect", { class: "earned", x: 0, y: 0, width: earned, height: 8 }), shape("rect", { class: "missed", x: earned, y: 0, width: missed, height: 8 }));
    return element("li", {}, row.open ? element("button", { type: "button", class: "link", onclick: row.open }, row.title) : element("span", {}, row.title),
      element("span", { class: "amount", title: `earned ${row.earned} ${currency}, missed ${row.missed} ${currency}` }, row.amount), picture, row.note ? element("span", { class: "quiet note" }, row.note) : null);
  });
  return element("ol", { class: "bars", "aria-label": name }, ...list);
}

function figure(picture, rows, currency, name) {
  const body = rows.map((row) => element("tr", {}, element("th", { scope: "row" }, row.title), element("td", { title: row.earned }, money(row.earned, currency)), element("td", { title: row.missed }, money(row.missed, currency))));
  return element("figure", {}, picture,
    element("figcaption", {}, element("span", { class: "key earned" }, "earned"), element("span", { class: "key missed" }, "missed, could be won back")),
    element("details", {}, element("summary", {}, "As a table"), element("table", {}, element("caption", {}, name), element("thead", {}, element("tr", {}, element("th", { scope: "col" }, ""), element("th", { scope: "col" }, "earned"), element("th", { scope: "col" }, "missed"))), element("tbody", {}, ...body))));
}

function ticks(lowest, highest) {
  const raw = (highest - lowest) / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= raw) ?? raw;
  const found = [];
  for (let value = Math.ceil(lowest / step) * step; value <= highest + step / 1000; value += step) found.push(value);
  return found;
}

function short(value) {
  return new Intl.NumberFormat(navigator.language, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}
