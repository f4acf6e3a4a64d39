// The worst moment of one policy: writers as lanes, attempts as bars, from each commit an arrow to
// the conflicts that it made.
import { axis, base, policyChoice, zoom, type ChartKind, type View } from "../chart";
import { policyAt, type Attempt, type PolicyResult } from "../data";
import { quantity } from "../format";

type Moment = NonNullable<PolicyResult["worst_moment"]>;

const laneHeight = 22;
const fateOf: Record<Attempt["outcome"], number> = { committed: 0, conflict: 1, failed: 3 };

const momentOf = ({ state }: Pick<View, "state">): Moment | undefined =>
  policyAt(state.data, state.point, state.policy)?.worst_moment;

/** Writers in the order in which they are first seen. */
function lanes(moment: Moment): number[] {
  return [...new Set(moment.attempts.map((a) => a.writer))];
}

interface Api {
  value(i: number): number;
  coord(p: number[]): [number, number];
}

function bars(view: View, moment: Moment, all: number[]): object {
  const colour = (a: Attempt) => view.colours.fates[fateOf[a.outcome]]!;
  return {
    type: "custom", z: 3, encode: { x: [0, 1], y: 2 }, clip: true,
    data: moment.attempts.map((a) => ({ value: [a.read, a.append, all.indexOf(a.writer)], attempt: a })),
    renderItem({ dataIndex }: { dataIndex: number }, api: Api) {
      const a = moment.attempts[dataIndex]!;
      const [x1, y] = api.coord([api.value(0), api.value(2)]);
      const [x2] = api.coord([api.value(1), api.value(2)]);
      const fill = colour(a);
      const bar = { type: "rect", shape: { x: x1, y: y - 3, width: Math.max(x2 - x1, 1), height: 6, r: 2 }, style: { fill, opacity: 0.45 } };
      const end = a.outcome === "committed"
        ? { type: "circle", shape: { cx: x2, cy: y, r: 5 }, style: { fill } }
        : { type: "path", shape: { pathData: "M-4,-4L4,4M-4,4L4,-4", x: -4, y: -4, width: 8, height: 8 }, x: x2, y,
            style: { stroke: fill, lineWidth: 2.2, fill: "none" } };
      return { type: "group", children: [bar, end] };
    },
  };
}

function arrows(view: View, moment: Moment, all: number[]): object {
  const links = moment.attempts.flatMap((a) => {
    const winner = a.lost_to === undefined ? undefined : moment.attempts[a.lost_to];
    return winner ? [[winner.append, all.indexOf(winner.writer), a.append, all.indexOf(a.writer)]] : [];
  });
  return {
    type: "custom", z: 2, silent: true, clip: true, encode: { x: [0, 2], y: [1, 3] }, data: links,
    renderItem(_: unknown, api: Api) {
      const [x1, y1] = api.coord([api.value(0), api.value(1)]);
      const [x2, y2] = api.coord([api.value(2), api.value(3)]);
      return { type: "bezierCurve", shape: { x1, y1, x2, y2, cpx1: (x1 + x2) / 2, cpy1: y1, cpx2: (x1 + x2) / 2, cpy2: y2 },
               style: { stroke: view.colours.soft, lineWidth: 1, opacity: 0.55, fill: "none" } };
    },
  };
}

export const moment: ChartKind = {
  id: "moment",
  height: (view) => 96 + lanes(momentOf(view) ?? { actor: 0, from: 0, to: 0, conflicts: 0, attempts: [] }).length * laneHeight,
  option(view) {
    const { state, colours: c } = view;
    if (!state.data.policies.some((_, p) => policyAt(state.data, state.point, p)?.worst_moment)) return null;
    const worst = momentOf(view);
    const all = worst ? lanes(worst) : [];
    return {
      ...base(view),
      grid: { left: view.width < 500 ? 74 : 96, right: 24, top: 16, bottom: 62 },
      xAxis: axis(view, "simulated time", { type: "value", scale: true, splitLine: { show: true, lineStyle: { color: c.grid } },
        axisLabel: { color: c.soft, hideOverlap: true, formatter: (v: number) => `${+v.toFixed(4)} s` } }),
      yAxis: axis(view, "", { type: "category", inverse: true, data: all.map((w) => `writer ${w}`),
        axisLabel: { color: c.soft, fontSize: 11, interval: 0 }, splitLine: { show: true, lineStyle: { color: c.grid } } }, true),
      dataZoom: zoom(view),
      tooltip: {
        ...(base(view)["tooltip"] as object), trigger: "item",
        formatter: ({ data }: { data: { attempt?: Attempt } }) => {
          const a = data.attempt;
          if (!a) return "";
          const winner = a.lost_to === undefined ? undefined : worst!.attempts[a.lost_to];
          return `<b>writer ${a.writer}, attempt ${a.attempt}: ${a.outcome}</b><br>read ${a.read.toFixed(4)} s, append ${a.append.toFixed(4)} s ` +
            `(window ${quantity(a.append - a.read, "s")})` + (winner ? `<br>lost to writer ${winner.writer}, who committed at ${winner.append.toFixed(4)} s` : "");
        },
      },
      series: worst ? [arrows(view, worst, all), bars(view, worst, all)] : [],
    };
  },
  describe(view) {
    const worst = momentOf(view);
    const label = view.state.data.policies[view.state.policy]!.label;
    if (!worst) return `${label} met no conflict, or its worst moment was left out for size.`;
    return `${label}: ${worst.conflicts} conflicts from ${quantity(worst.from, "s")} to ${quantity(worst.to, "s")}; ` +
      `shown are ${worst.attempts.length} attempts on actor ${worst.actor} by ${lanes(worst).length} writers.`;
  },
  controls: (into, _, state) => policyChoice(into, state),
};
