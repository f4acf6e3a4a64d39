// Each policy by two metrics at one point of the sweep; the Pareto front is marked.
import { axis, base, metricChoice, zoom, type ChartKind, type View } from "../chart";
import { estimateAt, metricOf, type Estimate, type Metric } from "../data";
import { escapeHtml, quantity, tick } from "../format";
import { colourOf, symbolOf } from "../look";
import { pointLabel, visiblePolicies, type State } from "../state";

const chosen = { x: "", y: "" };

/** What may stand on an axis: where more or less is better, and values differ. */
function choices(state: State): string[] {
  const known = state.data.metrics.filter((m) => m.better !== "neither").map((m) => m.name);
  return known.filter((name) =>
    state.data.policies.some((_, p) => (estimateAt(state.data, state.point, p, name)?.[0] ?? null) !== null));
}

const first = (from: string[], ...wanted: string[]) => wanted.find((w) => from.includes(w)) ?? from[0] ?? "";

interface Item {
  policy: number;
  x: Estimate;
  y: Estimate;
}

function items(state: State): Item[] {
  return visiblePolicies(state).flatMap((policy) => {
    const x = estimateAt(state.data, state.point, policy, chosen.x);
    const y = estimateAt(state.data, state.point, policy, chosen.y);
    return x && y && x[0] !== null && y[0] !== null ? [{ policy, x, y }] : [];
  });
}

const sides = ["top", "bottom", "right", "left"] as const;

/** Where each name stands, so that those of neighbours are apart. */
function labelPlaces(all: Item[], width: number): Map<Item, (typeof sides)[number]> {
  const span = (values: number[]) => Math.max(Math.max(...values, 0) - Math.min(...values, 0), Number.MIN_VALUE);
  const [wide, high] = [span(all.map((i) => i.x[0]!)), span(all.map((i) => i.y[0]!))];
  const near = (a: Item, b: Item) => Math.abs(a.x[0]! - b.x[0]!) / wide < 120 / width && Math.abs(a.y[0]! - b.y[0]!) / high < 0.12;
  const places = new Map<Item, (typeof sides)[number]>();
  for (const item of all) {
    const taken = [...places].filter(([other]) => near(item, other)).map(([, side]) => side);
    places.set(item, sides.find((side) => !taken.includes(side)) ?? "top");
  }
  return places;
}

const noWorse = (a: number, b: number, m: Metric) => (m.better === "lower" ? a <= b : a >= b);

export function paretoFront(all: Item[], mx: Metric, my: Metric): Item[] {
  const beats = (a: Item, b: Item) =>
    noWorse(a.x[0]!, b.x[0]!, mx) && noWorse(a.y[0]!, b.y[0]!, my) && (a.x[0] !== b.x[0] || a.y[0] !== b.y[0]);
  return all.filter((b) => !all.some((a) => beats(a, b))).sort((a, b) => a.x[0]! - b.x[0]!);
}

const good = (m: Metric) => (m.better === "lower" ? "lower is better" : "higher is better");

function axisOf(view: View, m: Metric, vertical: boolean): object {
  const name = view.width < 500 ? m.name : `${m.name} (${good(m)})`;
  return axis(view, name, {
    type: "value", scale: true, boundaryGap: ["12%", "12%"], splitNumber: view.width < 500 ? 3 : 5,
    min: ({ min, max }: { min: number; max: number }) => (min >= 0 && min < max * 0.6 ? 0 : null),
    axisLabel: { color: view.colours.soft, hideOverlap: true, formatter: (v: number) => tick(v, m.unit) },
    splitLine: { show: true, lineStyle: { color: view.colours.grid } },
  }, vertical);
}

/** The interval in both directions. */
const whiskers = (all: Item[], view: View) => ({
  type: "custom", silent: true, clip: true, data: all.map((i) => [i.x[0], i.y[0], i.x[2], i.x[3], i.y[2], i.y[3], i.policy]),
  encode: { x: 0, y: 1 },
  renderItem(_: unknown, api: { value(i: number): number; coord(p: number[]): number[] }) {
    const value = (i: number) => api.value(i);
    const stroke = colourOf(view.colours, value(6));
    const line = (from: number[], to: number[]) => {
      const [x1, y1] = api.coord(from);
      const [x2, y2] = api.coord(to);
      return { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: 1.5 } };
    };
    const children = [];
    if (Number.isFinite(value(2))) children.push(line([value(2), value(1)], [value(3), value(1)]));
    if (Number.isFinite(value(4))) children.push(line([value(0), value(4)], [value(0), value(5)]));
    return { type: "group", children };
  },
});

export const tradeOff: ChartKind = {
  id: "trade-off",
  height: () => 420,
  option(view) {
    const { state, colours: c } = view;
    const mx = metricOf(state.data, chosen.x);
    const my = metricOf(state.data, chosen.y);
    const all = items(state);
    if (all.length === 0) return null;
    const front = paretoFront(all, mx, my);
    const places = labelPlaces(all, view.width);
    const interval = (e: Estimate, m: Metric) =>
      quantity(e[0], m.unit) + (e[2] === null ? "" : ` (${quantity(e[2], m.unit)} to ${quantity(e[3], m.unit)})`);
    return {
      ...base(view),
      xAxis: axisOf(view, mx, false),
      yAxis: axisOf(view, my, true),
      dataZoom: zoom(view),
      tooltip: {
        ...(base(view)["tooltip"] as object), trigger: "item",
        formatter: ({ data }: { data: { item?: Item } }) => !data.item ? "" :
          `<b>${escapeHtml(state.data.policies[data.item.policy]!.label)}</b><br>${mx.name}: ${interval(data.item.x, mx)}` +
          `<br>${my.name}: ${interval(data.item.y, my)}` + (front.includes(data.item) ? "<br>on the Pareto front" : ""),
      },
      series: [
        { type: "line", silent: true, symbol: "none", z: 1, lineStyle: { color: c.soft, type: "dashed", width: 1 },
          data: front.map((i) => [i.x[0], i.y[0]]) },
        whiskers(all, view),
        { type: "scatter", symbol: "circle", symbolSize: 26, silent: true, z: 1, data: front.map((i) => [i.x[0], i.y[0]]),
          itemStyle: { color: "transparent", borderColor: c.soft, borderWidth: 1.5 } },
        { type: "scatter", z: 3,
          data: all.map((item) => ({
            value: [item.x[0], item.y[0]], item, symbol: symbolOf(item.policy), symbolSize: 12,
            itemStyle: { color: colourOf(c, item.policy) },
            label: { show: true, position: places.get(item)!, distance: 14, color: c.text, formatter: () => state.data.policies[item.policy]!.label },
          })),
        },
      ],
    };
  },
  describe({ state }) {
    const front = paretoFront(items(state), metricOf(state.data, chosen.x), metricOf(state.data, chosen.y));
    return `${chosen.y} against ${chosen.x}${pointLabel(state)}. On the Pareto front: ` +
      front.map((i) => state.data.policies[i.policy]!.label).join(", ") + ".";
  },
  controls(into, redraw, state) {
    const names = choices(state);
    chosen.x = state.data.columns.includes("makespan") ? first(names, "appends") : first(names, "appends_per_commit");
    chosen.y = first(names, ...(state.data.columns.includes("makespan") ? ["makespan"] : ["goodput"]));
    for (const which of ["y", "x"] as const)
      metricChoice(into, which === "y" ? "Up" : "Across", names, chosen[which], (name) => {
        chosen[which] = name;
        redraw();
      });
  },
};
