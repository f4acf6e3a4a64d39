// Latencies: by percentile on an axis of nines, and their distribution.
import { axis, base, below, key, zoom, type ChartKind, type View } from "../chart";
import { policyAt } from "../data";
import { escapeHtml, quantity, tick } from "../format";
import { colourOf, dashOf, symbolOf } from "../look";
import { pointLabel, visiblePolicies, type State } from "../state";

type Histogram = [number, number][];

const shareAt = (nines: number) => 1 - 10 ** -nines;
const percent = (share: number) => `${+(100 * share).toPrecision(7)} %`;

/** The latency at each tenth of a nine, as far as there are operations to tell: nearest rank. */
export function byPercentile(histogram: Histogram, max: number | null): [number, number][] {
  const count = histogram.reduce((sum, [, n]) => sum + n, 0);
  const end = Math.min(Math.log10(Math.max(count, 2)), 6);
  const points: [number, number][] = [];
  let seen = 0;
  let bucket = 0;
  for (let nines = 0; nines <= end; nines += 0.05) {
    const rank = Math.max(Math.ceil(shareAt(nines) * count), 1);
    while (bucket < histogram.length && seen + histogram[bucket]![1] < rank) seen += histogram[bucket++]![1];
    if (bucket >= histogram.length) break;
    points.push([nines, Math.min(histogram[bucket]![0], max ?? Infinity)]);
  }
  return points;
}

export function cumulative(histogram: Histogram): [number, number][] {
  const count = histogram.reduce((sum, [, n]) => sum + n, 0);
  let seen = 0;
  return histogram.map(([middle, n]) => [middle, (seen += n) / count]);
}

function series(view: View, points: (state: State, policy: number) => [number, number][]): object[] {
  return visiblePolicies(view.state).flatMap((policy) => {
    const data = points(view.state, policy);
    return data.length === 0 ? [] : [{
      type: "line", name: view.state.data.policies[policy]!.label, data, symbol: symbolOf(policy), showSymbol: false, sampling: "none",
      lineStyle: { color: colourOf(view.colours, policy), type: dashOf(policy), width: 2 },
      itemStyle: { color: colourOf(view.colours, policy) },
    }];
  });
}

const seconds = (view: View) => ({ color: view.colours.soft, hideOverlap: true, formatter: (v: number) => quantity(v, "s") });

interface Hovered {
  seriesName: string;
  marker: string;
  value: [number, number];
}

function option(view: View, all: object[], x: object, y: object, line: (p: Hovered) => string, head: (x: number) => string) {
  if (all.length === 0) return null;
  const { legend, room } = key(view, visiblePolicies(view.state));
  return {
    ...base(view), legend, grid: below(view, room), xAxis: x, yAxis: y, dataZoom: zoom(view), series: all,
    tooltip: {
      ...(base(view)["tooltip"] as object), trigger: "axis", axisPointer: { type: "line", snap: false },
      formatter: (points: Hovered[]) => `<b>${head(points[0]!.value[0])}</b><br>` +
        points.map((p) => `${p.marker}${escapeHtml(p.seriesName)}: ${line(p)}`).join("<br>"),
    },
  };
}

const where = ({ state }: View) => `${pointLabel(state)}, a line for each policy.`;

export const percentiles: ChartKind = {
  id: "percentiles",
  height: (view) => 380 + key(view, visiblePolicies(view.state)).room,
  option: (view) => option(
    view,
    series(view, (state, p) => {
      const found = policyAt(state.data, state.point, p);
      return found ? byPercentile(found.latency.histogram, found.latency.max) : [];
    }),
    axis(view, "share of operations that are at most so slow", {
      type: "value", min: 0, max: "dataMax", interval: 1,
      axisLabel: { color: view.colours.soft, hideOverlap: true, formatter: (v: number) => (Number.isInteger(v) ? percent(shareAt(v)) : "") } }),
    axis(view, "latency", { type: "log", axisLabel: seconds(view) }, true),
    (p) => quantity(p.value[1], "s"),
    (x) => percent(Number(shareAt(x).toPrecision(6))),
  ),
  describe: (view) => `Latency by percentile${where(view)}`,
};

export const cdf: ChartKind = {
  id: "cdf",
  height: (view) => 340 + key(view, visiblePolicies(view.state)).room,
  option: (view) => option(
    view,
    series(view, (state, p) => {
      const found = policyAt(state.data, state.point, p);
      return found ? cumulative(found.latency.histogram) : [];
    }),
    axis(view, "latency", { type: "log", axisLabel: seconds(view), min: "dataMin", max: "dataMax" }),
    axis(view, "share of operations", { type: "value", min: 0, max: 1,
      axisLabel: { color: view.colours.soft, formatter: (v: number) => tick(v, "share") } }, true),
    (p) => quantity(p.value[1], "share"),
    (x) => quantity(x, "s"),
  ),
  describe: (view) => `Distribution of latencies${where(view)}`,
};
