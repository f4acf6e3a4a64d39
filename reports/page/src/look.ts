// How a policy looks everywhere: colour, symbol and dashes by its place, as in reports/html/svg.cpp.

const symbols = [
  "circle", "rect", "triangle", "diamond",
  "path://M-1.3,-4 h2.6 v2.8 h2.8 v2.6 h-2.8 v2.8 h-2.6 v-2.8 h-2.8 v-2.6 h2.8 z",
];
// One for each colour, since most lines have no symbols.
const dashes: ("solid" | number[])[] = [
  "solid", [7, 4], [2, 3], [9, 3, 2, 3], [22, 5], [9, 3, 2, 3, 2, 3], [4, 2, 4, 7], [1, 5], [13, 3, 5, 3], [2, 2, 2, 7],
];

export interface Colours {
  text: string;
  soft: string;
  line: string;
  grid: string;
  panel: string;
  fault: string;
  accent: string;
  policies: string[];
  fates: string[];
  font: string;
}

/** The colours of the theme as it is now: one declaration, in style.css. */
export function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const named = (name: string) => style.getPropertyValue("--" + name).trim();
  const several = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => named(prefix + i));
  return {
    text: named("text"), soft: named("soft"), line: named("line"), grid: named("grid"), panel: named("panel"),
    fault: named("fault"), accent: named("accent"), policies: several("c", 10), fates: several("f", 5),
    font: getComputedStyle(document.body).fontFamily,
  };
}

export const colourOf = (c: Colours, policy: number): string => c.policies[policy % c.policies.length]!;
export const symbolOf = (policy: number): string => symbols[policy % symbols.length]!;
export const dashOf = (policy: number): "solid" | number[] => dashes[policy % dashes.length]!;
