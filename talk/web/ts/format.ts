// Numbers as a reader sees them, digit for digit as the build writes them (talk/chart/format.py).

const MINUS = "−";
const DIGITS = 4; // significant ones
const MAX_DECIMALS = 6;
const HUGE = 1e15;
const CLOSE = 1e-9;
const BEYOND = 40; // digits after which no number of an ordinary size goes on

/**
 * How many decimals a column of these numbers has; null where each number needs its own.
 * Integers have none; otherwise the largest number gets four significant digits.
 */
export function decimalsFor(values: readonly (number | null)[]): number | null {
  const sizes = values.filter((value): value is number => !!value).map(Math.abs);
  if (sizes.every(isWhole)) return sizes.every((size) => size < HUGE) ? 0 : null;
  const largest = sizes.reduce((one, other) => Math.max(one, other), 0);
  const smallest = sizes.reduce((one, other) => Math.min(one, other), Infinity);
  const decimals = Math.max(0, DIGITS - 1 - exponent(largest));
  if (decimals > MAX_DECIMALS || smallest < Number(`1e-${decimals}`) || largest >= HUGE) return null;
  return needed(sizes, decimals);
}

/** The number with that many decimals, or four significant digits: `4,096`, `0.25`, `−3`, `1.2e−9`. */
export function showNumber(value: number, decimals: number | null = null): string {
  const size = Math.abs(value);
  if (decimals === null && value && !(size >= 1e-4 && size < HUGE)) return scientific(value);
  const digits = decimals ?? (isWhole(value) ? 0 : Math.max(0, DIGITS - 1 - exponent(size)));
  let text = grouped(fixed(size, digits));
  if (decimals === null) text = trimmed(text);
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** A number of that size with so many decimals; a tie goes to the even digit. */
function fixed(size: number, decimals: number): string {
  return evened(size.toFixed(decimals), size.toFixed(Math.min(100, decimals + BEYOND)), decimals);
}

function scientific(value: number): string {
  const [short = "", power = "0"] = Math.abs(value).toExponential(DIGITS - 1).split("e");
  const [long = "", same] = Math.abs(value).toExponential(DIGITS - 1 + BEYOND).split("e");
  const mantissa = same === power ? evened(short, long, DIGITS - 1) : short;
  return `${value < 0 ? MINUS : ""}${trimmed(mantissa)}e${Number(power)}`.replace("-", MINUS);
}

/** The text, one less in its last digit if it was rounded up from a tie to an odd one. */
function evened(text: string, exact: string, decimals: number): string {
  const rest = exact.slice(exact.indexOf(".") + 1 + decimals);
  const last = Number(text.slice(-1));
  return /^50*$/.test(rest) && last % 2 === 1 ? text.slice(0, -1) + (last - 1) : text;
}

function grouped(text: string): string {
  const [whole = "", rest] = text.split(".");
  const commas = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest === undefined ? commas : `${commas}.${rest}`;
}

function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function exponent(size: number): number {
  return size ? Number(size.toExponential().split("e")[1]) : 0;
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) <= CLOSE * Math.max(1, Math.abs(value));
}

/** As few decimals, up to that many, as show the same. */
function needed(sizes: readonly number[], decimals: number): number {
  for (let fewer = 0; fewer < decimals; fewer++) {
    const same = (size: number) => Math.abs(size - Number(size.toFixed(fewer))) < CLOSE * Math.max(1, size);
    if (sizes.every(same)) return fewer;
  }
  return decimals;
}
