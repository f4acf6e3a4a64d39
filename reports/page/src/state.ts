// What the reader has chosen: the point of the sweep, the policies that are shown, the theme.
import type { Data } from "./data";

export type Theme = "auto" | "light" | "dark";

export interface State {
  readonly data: Data;
  point: number;
  hidden: Set<number>;
  theme: Theme;
  /** While the page is printed: how wide charts are on the paper. */
  paper: number | null;
  /** The policy that charts of a single policy show. */
  policy: number;
  /** Calls whoever listens: something has changed. */
  changed(): void;
  listen(listener: () => void): void;
}

export function makeState(data: Data): State {
  const listeners: (() => void)[] = [];
  return {
    data,
    point: data.points.length - 1,
    hidden: new Set(),
    theme: "auto",
    paper: null,
    policy: 0,
    changed: () => listeners.forEach((listener) => listener()),
    listen: (listener) => void listeners.push(listener),
  };
}

/** " at writers = 10"; nothing where there is no sweep. */
export function pointLabel(state: State): string {
  const { label } = state.data.points[state.point]!;
  return label ? ` at ${label}` : "";
}

export function visiblePolicies(state: State): number[] {
  return state.data.policies.map((_, i) => i).filter((i) => !state.hidden.has(i));
}
