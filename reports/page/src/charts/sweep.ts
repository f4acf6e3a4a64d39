// A metric along the swept parameter: means, confidence bands, crossings, where the recommendation flips.
import { axis, base, key, metricChoice, scaleChoice, zoom, type ChartKind, type Scale, type View } from "../chart";
import { estimateAt, metricOf, type Metric } from "../data";
import { escapeHtml, quantity, tick } from "../format";
import { colourOf, dashOf, symbolOf } from "../look";
import { visiblePolicies, type State } from "../state";

let metric = "";
let scale: Scale = "auto";

/** The number that a swept value stands for: itself, "5ms" in seconds, "50/s"; nothing for a word. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return null;
  const units: Record<string, number> = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, "/s": 1, "%": 0.01 };
  const found = /^([\d.eE+-]+)(ns|us|ms|s|m|h|\/s|%)$/.exec(value);
  return found ? Number(found[1]) * units[found[2]!]! : null;
}

interface Spot {
  x: number;
  mean: number;
  low: number;
  high: number;
}

/** The places of the points on the axis, and whether they are numbers. */
function places(state: State): { at: number[]; numeric: boolean } {
  const numbers = state.data.points.map((p) => numberOf(Object.values(p.sweep)[0]));
  const numeric = numbers.every((n): n is number => n !== null && Number.isFinite(n));
  return { at: numeric ? numbers : numbers.map((_, i) => i), numeric };
}

function curve(state: State, policy: number, at: number[]): Spot[] {
  return at
    .flatMap((x, point) => {
      const e = estimateAt(state.data, point, policy, metric);
      return e && e[0] !== null ? [{ x, mean: e[0], low: e[2] ?? e[0], high: e[3] ?? e[0] }] : [];
    })
    .sort((a, b) => a.x - b.x);
}

interface Crossing {
  x: number;
  y: number;
  from: number;
  to: number;
}

/** Where another policy takes the best place: on straight lines between the points. */
export function crossings(curves: Map<number, Spot[]>, m: Metric): Crossing[] {
  const sign = m.better === "lower" ? 1 : m.better === "higher" ? -1 : 0;
  if (sign === 0) return [];
  const at = (spots: Spot[], x: number): number | null => {
    const next = spots.findIndex((s) => s.x >= x);
    if (next < 0) return null;
    const b = spots[next]!;
    if (b.x === x) return b.mean;
    const a = spots[next - 1];
    return a ? a.mean + ((b.mean - a.mean) * (x - a.x)) / (b.x - a.x) : null;
  };
  const all = [...new Set([...curves.values()].flatMap((spots) => spots.map((s) => s.x)))].sort((a, b) => a - b);
  const best = (x: number) => {
    let found: { policy: number; value: number } | null = null;
    for (const [policy, spots] of curves) {
      const value = at(spots, x);
      if (value !== null && (!found || sign * value < sign * found.value)) found = { policy, value };
    }
    return found;
  };
  const crossed: Crossing[] = [];
  all.slice(1).forEach((x2, i) => {
    const x1 = all[i]!;
    const [from, to] = [best(x1), best(x2)];
    if (!from || !to || from.policy === to.policy) return;
    const [a, b] = [curves.get(from.policy)!, curves.get(to.policy)!];
    const [a1, a2, b1, b2] = [at(a, x1), at(a, x2), at(b, x1), at(b, x2)];
    if (a1 === null || a2 === null || b1 === null || b2 === null || a1 === b1) return;
    const share = (b1 - a1) / (b1 - a1 + a2 - b2);
    if (!(share > 0 && share < 1)) return;
    crossed.push({ x: x1 + share * (x2 - x1), y: a1 + share * (a2 - a1), from: from.policy, to: to.policy });
  });
  return crossed;
}

function band(view: View, policy: number, spots: Spot[]): object[] {
  if (spots.every((s) => s.low === s.high)) return [];
  const colour = colourOf(view.colours, policy);
  return [{
    type: "custom", silent: true, z: 1, data: [spots.map((s) => s.x)], encode: { x: 0, y: [] },
    renderItem(_: unknown, api: { coord(p: number[]): number[] }) {
      const points = [...spots.map((s) => [s.x, s.high]), ...[...spots].reverse().map((s) => [s.x, s.low])];
      return { type: "polygon", shape: { points: points.map((p) => api.coord(p)) }, style: { fill: colour, opacity: 0.16 } };
    },
  }];
}

function flips(view: View, at: number[]): object[] {
  const { flips: all } = view.state.data;
  return all.map((f, i) => ({
    xAxis: useLogarithm(at, 30) ? Math.sqrt(at[f.after]! * at[f.after + 1]!) : (at[f.after]! + at[f.after + 1]!) / 2,
    // In three rows, since flips may lie close together.
    label: { formatter: () => (view.width < 600 ? "" : `→ ${f.to || "level"}`), position: "end", rotate: 0,
             offset: [0, -13 * (i % 3)], color: view.colours.text, fontSize: 11, distance: 3 },
  }));
}

function useLogarithm(values: number[], factor: number): boolean {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least > 0 && most / least > factor;
}

export const sweep: ChartKind = {
  id: "sweep",
  height: (view) => 440 + key(view, visiblePolicies(view.state)).room,
  option(view) {
    const { state, colours: c } = view;
    const m = metricOf(state.data, metric);
    const { at, numeric } = places(state);
    const curves = new Map(visiblePolicies(state).map((p) => [p, curve(state, p, at)] as const));
    const crossed = crossings(curves, m);
    const means = [...curves.values()].flatMap((spots) => spots.map((s) => s.low));
    const logarithmic = scale === "log" ? means.every((v) => v > 0) : scale === "auto" && m.unit !== "share" && useLogarithm(means, 100);
    const unit = Object.values(state.data.points[0]!.sweep).every((v) => typeof v === "string" && /\d(ns|us|ms|s|m|h)$/.test(v)) ? "s" : "count";
    const label = (p: number) => state.data.policies[p]!.label;
    const { legend, room } = key(view, visiblePolicies(state));
    return {
      ...base(view),
      legend,
      grid: { ...(base(view)["grid"] as object), top: room + (state.data.flips.length > 0 && view.width >= 600 ? 24 + 13 * Math.min(state.data.flips.length, 3) : 24) },
      xAxis: axis(view, state.data.axis ?? "point", {
        type: numeric && useLogarithm(at, 30) ? "log" : "value", scale: true, min: "dataMin", max: "dataMax",
        ...(numeric ? {} : { interval: 1 }),
        axisLabel: { color: c.soft, hideOverlap: true,
          formatter: (v: number) => numeric ? tick(v, unit) : (state.data.points[v]?.label.split(" = ")[1] ?? "") },
      }),
      yAxis: axis(view, m.name, {
        type: logarithmic ? "log" : "value", scale: m.unit === "share",
        axisLabel: { color: c.soft, hideOverlap: true, formatter: (v: number) => tick(v, m.unit) } }, true),
      dataZoom: zoom(view),
      tooltip: {
        ...(base(view)["tooltip"] as object), trigger: "axis", axisPointer: { type: "line", lineStyle: { color: c.soft } },
        formatter: (all: { seriesName: string; marker: string; data: { spot?: Spot } }[]) =>
          all.filter((s) => s.data.spot).map((s, i) => {
            const spot = s.data.spot!;
            const head = i === 0 ? `<b>${escapeHtml(state.data.axis ?? "")} = ${quantity(spot.x, unit)}</b><br>` : "";
            return `${head}${s.marker}${escapeHtml(s.seriesName)}: ${quantity(spot.mean, m.unit)} (${quantity(spot.low, m.unit)} to ${quantity(spot.high, m.unit)})`;
          }).join("<br>"),
      },
      series: [
        ...[...curves].flatMap(([policy, spots]) => [
          ...band(view, policy, spots),
          { type: "line", name: label(policy), symbol: symbolOf(policy), symbolSize: 8, z: 2, showAllSymbol: true,
            lineStyle: { color: colourOf(c, policy), type: dashOf(policy), width: 2 }, itemStyle: { color: colourOf(c, policy) },
            data: spots.map((spot) => ({ value: [spot.x, spot.mean], spot })) },
        ]),
        { type: "scatter", z: 4, symbolSize: 18, data: crossed.map((x) => ({ value: [x.x, x.y], x })), silent: true,
          itemStyle: { color: "transparent", borderColor: c.text, borderWidth: 1.5 },
          label: { show: view.width >= 600, position: "bottom", color: c.text, fontSize: 11,
            formatter: ({ data }: { data: { x: Crossing } }) => `${label(data.x.to)} from ${quantity(data.x.x, unit)}` },
          markLine: { silent: true, symbol: "none", lineStyle: { color: c.soft, type: "dashed" }, data: flips(view, at) } },
      ],
    };
  },
  describe({ state }) {
    const flipped = state.data.flips.map((f) => `${f.from || "none"} to ${f.to || "none"} after ${state.data.points[f.after]!.label}`);
    return `${metric} along ${state.data.axis}, a line for each policy. ` +
      (flipped.length ? `The recommendation flips: ${flipped.join("; ")}.` : "The recommendation does not change.");
  },
  controls(into, redraw, state) {
    const names = state.data.metrics.map((m) => m.name).filter((name) =>
      state.data.policies.some((_, p) => state.data.points.some((__, i) => (estimateAt(state.data, i, p, name)?.[0] ?? null) !== null)));
    metric = state.data.columns[0] ?? names[0] ?? "";
    metricChoice(into, "Metric", names, metric, (name) => {
      metric = name;
      redraw();
    });
    scaleChoice(into, (chosenScale) => {
      scale = chosenScale;
      redraw();
    });
  },
};
