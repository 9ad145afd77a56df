// Amounts are texts of exact decimals. They are shown by exact formatting; a binary number is made only for the length
// of a bar, never for what is read.

const FORMATS = new Map();

/** `1,234.57 USD` in the reader's language; the exact text belongs into a title beside it. */
export function money(text, currency) {
  return `${decimal(text, 2)} ${currency}`;
}

export function decimal(text, digits) {
  if (!FORMATS.has(digits)) FORMATS.set(digits, new Intl.NumberFormat(navigator.language, { minimumFractionDigits: digits, maximumFractionDigits: digits, roundingMode: "halfEven" }));
  return FORMATS.get(digits).format(text);
}

export function count(number) {
  return new Intl.NumberFormat(navigator.language).format(number);
}

/** Part of a whole in percent, with one digit: a ratio for the eye, not an amount. */
export function share(part, whole) {
  const total = Number(whole);
  if (total === 0) return "–";
  return new Intl.NumberFormat(navigator.language, { style: "percent", maximumFractionDigits: 1 }).format(Number(part) / total);
}

/** For the length of a bar only. */
export function size(text) {
  return Number(text);
}
