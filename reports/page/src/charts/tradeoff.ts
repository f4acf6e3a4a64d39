// Each policy by two metrics at one point of the sweep; the Pareto front is marked.
import { axis, base, metricChoice, scaleChoice, zoom, type ChartKind, type Scale, type View } from "../chart";
import { estimateAt, metricOf, type Estimate, type Metric } from "../data";
import { escapeHtml, quantity, tick } from "../format";
import { colourOf, symbolOf } from "../look";
import { pointLabel, visiblePolicies, type State } from "../state";

const chosen = { x: "", y: "" };
let scale: Scale = "auto";
const height = 420;

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

/** Whether an axis of these values had better be logarithmic: all but one would lie on each other. */
function isLogarithmic(values: number[], m: Metric): boolean {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (scale !== "auto") return scale === "log" && least > 0;
  return m.unit !== "share" && least > 0 && most / least > 20;
}

/** From 0 to 1 along the axis, about as the chart will have it. */
function along(values: number[], logarithmic: boolean): (v: number) => number {
  const placed = logarithmic ? values.map(Math.log10) : values;
  const [least, most] = [Math.min(...placed), Math.max(...placed)];
  const spare = 0.12 * (most - least || 1);
  const low = logarithmic ? Math.floor(least) : least >= 0 && least < most * 0.6 ? 0 : least - spare;
  const high = logarithmic ? Math.ceil(most) : most + spare;
  return (v) => ((logarithmic ? Math.log10(v) : v) - low) / (high - low || 1);
}

const sides = ["top", "bottom", "right", "left"] as const;
type Side = (typeof sides)[number];
type Box = [left: number, top: number, right: number, bottom: number];
const meet = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

function labelBox(side: Side, x: number, y: number, wide: number): Box {
  if (side === "right") return [x + 14, y - 7, x + 14 + wide, y + 7];
  if (side === "left") return [x - 14 - wide, y - 7, x - 14, y + 7];
  return side === "top" ? [x - wide / 2, y - 30, x + wide / 2, y - 15] : [x - wide / 2, y + 15, x + wide / 2, y + 30];
}

/** Where each name stands, so that it meets no mark, no other name, and no axis. */
function labelPlaces(view: View, all: Item[], x: (v: number) => number, y: (v: number) => number): Map<Item, Side> {
  const left = view.width < 500 ? 58 : 76;
  const [wide, high] = [view.width - left - 24, height - 24 - 62];
  const at = (i: Item): [number, number] => [left + wide * x(i.x[0]!), 24 + high * (1 - y(i.y[0]!))];
  const marks = all.map((i): Box => [at(i)[0] - 13, at(i)[1] - 13, at(i)[0] + 13, at(i)[1] + 13]);
  const frame = (b: Box) => b[0] < left || b[2] > view.width || b[3] > height - 60;
  const placed: Box[] = [];
  const places = new Map<Item, Side>();
  for (const item of all) {
    const text = 6.6 * view.state.data.policies[item.policy]!.label.length;
    const trouble = (side: Side) => {
      const box = labelBox(side, ...at(item), text);
      return 3 * Number(frame(box)) + 2 * placed.filter((other) => meet(box, other)).length +
        marks.filter((mark, i) => all[i] !== item && meet(box, mark)).length;
    };
    const best = sides.reduce((a, b) => (trouble(b) < trouble(a) ? b : a));
    placed.push(labelBox(best, ...at(item), text));
    places.set(item, best);
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

function axisOf(view: View, m: Metric, logarithmic: boolean, vertical: boolean): object {
  const name = view.width < 500 ? m.name : `${m.name} (${good(m)})`;
  return axis(view, name, {
    ...(logarithmic ? { type: "log" } : {
      type: "value", scale: true, boundaryGap: ["12%", "12%"], splitNumber: view.width < 500 ? 3 : 5,
      min: ({ min, max }: { min: number; max: number }) => (min >= 0 && min < max * 0.6 ? 0 : null),
    }),
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
  height: () => height,
  option(view) {
    const { state, colours: c } = view;
    const mx = metricOf(state.data, chosen.x);
    const my = metricOf(state.data, chosen.y);
    const all = items(state);
    if (all.length === 0) return null;
    const front = paretoFront(all, mx, my);
    const [xs, ys] = [all.map((i) => i.x[0]!), all.map((i) => i.y[0]!)];
    const [logX, logY] = [isLogarithmic(xs, mx), isLogarithmic(ys, my)];
    const places = labelPlaces(view, all, along(xs, logX), along(ys, logY));
    const interval = (e: Estimate, m: Metric) =>
      quantity(e[0], m.unit) + (e[2] === null ? "" : ` (${quantity(e[2], m.unit)} to ${quantity(e[3], m.unit)})`);
    return {
      ...base(view),
      xAxis: axisOf(view, mx, logX, false),
      yAxis: axisOf(view, my, logY, true),
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
    const drained = names.includes("makespan");  // of this point: others of the sweep may have an end, or none
    chosen.x = first(names, drained ? "appends" : "appends_per_commit");
    chosen.y = first(names, drained ? "makespan" : "goodput");
    for (const which of ["y", "x"] as const)
      metricChoice(into, which === "y" ? "Up" : "Across", names, chosen[which], (name) => {
        chosen[which] = name;
        redraw();
      });
    scaleChoice(into, (chosenScale) => {
      scale = chosenScale;
      redraw();
    });
  },
};
