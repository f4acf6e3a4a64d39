// Numbers as a person reads them, like reports/detail/quantity.cpp.
import type { Unit } from "./data";

function scaled(value: number, scales: [number, string][], digits: number): string {
  const size = Math.abs(value) * 1.0005;
  const [divisor, suffix] = scales.find(([least]) => size >= least) ?? scales[scales.length - 1]!;
  return rounded(value / divisor, digits) + suffix;
}

function rounded(value: number, digits: number): string {
  if (value === 0) return "0";
  if (Math.abs(value - Math.round(value)) <= 1e-9 * Math.abs(value)) return String(Math.round(value));
  const decimals = digits - 1 - Math.floor(Math.log10(Math.abs(value) * 1.0005));
  return value.toFixed(Math.min(Math.max(decimals, 0), 9));
}

/** To so many significant digits, in a unit that suits it. */
export function quantity(value: number | null | undefined, unit: Unit, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  switch (unit) {
    case "s":
      return value === 0 ? "0 s" : scaled(value, [[1, " s"], [1e-3, " ms"], [1e-6, " µs"], [1e-9, " ns"]], digits);
    case "count":
      return Math.abs(value) >= 1e5 ? scaled(value, [[1e9, "G"], [1e6, "M"], [1e3, "k"]], digits) : rounded(value, digits);
    case "1/s":
      return Math.abs(value) >= 1e4 ? scaled(value, [[1e9, "G/s"], [1e6, "M/s"], [1e3, "k/s"]], digits) : rounded(value, digits) + "/s";
    case "share":
      return rounded(value * 100, digits) + " %";
    default:
      return rounded(value, digits);
  }
}

/** For the marks of an axis, which may lie close together: without zeros at the end of a fraction. */
export const tick = (value: number, unit: Unit): string =>
  quantity(value, unit, 6).replace(/(\.\d*?)0+(?=\D|$)/, "$1").replace(/\.(?=\D|$)/, "");

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** For the few places where the chart library takes HTML: tooltips. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => escapes[c]!);
