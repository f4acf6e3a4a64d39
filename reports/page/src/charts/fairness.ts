// How the writers shared the commits: Lorenz curves, and the commits of each writer.
import { axis, base, below, key, zoom, type ChartKind, type View } from "../chart";
import { policyAt } from "../data";
import { escapeHtml, quantity, tick } from "../format";
import { colourOf, dashOf, symbolOf } from "../look";
import { pointLabel, visiblePolicies } from "../state";

function curves(view: View, which: "commits" | "lorenz", step?: string): object[] {
  const { state, colours: c } = view;
  return visiblePolicies(state).flatMap((policy) => {
    const values = policyAt(state.data, state.point, policy)?.writers?.[which];
    if (!values) return [];
    return [{
      type: "line", name: state.data.policies[policy]!.label, symbol: symbolOf(policy), showSymbol: false, step,
      data: values.map((value, i) => [i / (values.length - 1), value]),
      lineStyle: { color: colourOf(c, policy), type: dashOf(policy), width: 2 }, itemStyle: { color: colourOf(c, policy) },
    }];
  });
}

const share = (view: View) => ({ color: view.colours.soft, hideOverlap: true, formatter: (v: number) => tick(v, "share") });

function option(view: View, lines: object[], more: object[], name: string, unit: "share" | "count", max?: number) {
  if (lines.length === 0) return null;
  const { legend, room } = key(view, visiblePolicies(view.state));
  return {
    ...base(view),
    legend,
    grid: below(view, room),
    xAxis: axis(view, view.width < 500 ? "share of writers" : "share of writers, those with the fewest commits first",
                { type: "value", min: 0, max: 1, axisLabel: share(view) }),
    yAxis: axis(view, name, { type: "value", min: 0, max,
      axisLabel: { color: view.colours.soft, formatter: (v: number) => tick(v, unit) } }, true),
    dataZoom: zoom(view),
    tooltip: {
      ...(base(view)["tooltip"] as object), trigger: "axis",
      formatter: (points: { seriesName: string; marker: string; value: [number, number] }[]) =>
        `<b>${quantity(points[0]!.value[0], "share")} of the writers</b><br>` +
        points.map((p) => `${p.marker}${escapeHtml(p.seriesName)}: ${quantity(p.value[1], unit)}`).join("<br>"),
    },
    series: [...lines, ...more],
  };
}

export const lorenz: ChartKind = {
  id: "lorenz",
  height: (view) => 360 + key(view, visiblePolicies(view.state)).room,
  option: (view) => option(view, curves(view, "lorenz"), [{
    type: "line", silent: true, symbol: "none", name: "all alike", data: [[0, 0], [1, 1]], tooltip: { show: false },
    lineStyle: { color: view.colours.soft, width: 1, type: "solid" }, itemStyle: { color: view.colours.soft },
  }], "share of commits", "share", 1),
  describe: ({ state }) => `Lorenz curves of commits over writers${pointLabel(state)}.`,
};

export const writers: ChartKind = {
  id: "writers",
  height: (view) => 300 + key(view, visiblePolicies(view.state)).room,
  option: (view) => option(view, curves(view, "commits"), [], "commits of a writer", "count"),
  describe: ({ state }) => `Commits of each writer, in ascending order${pointLabel(state)}.`,
};
