// Contention over simulated time: panels above each other with one cursor, faults shaded.
import { axis, base, key, zoom, type ChartKind, type View } from "../chart";
import { metricOf, policyAt, type PolicyResult, type Unit } from "../data";
import { escapeHtml, quantity, tick } from "../format";
import { colourOf, dashOf, symbolOf } from "../look";
import { pointLabel, visiblePolicies, type State } from "../state";

interface Panel {
  name: string;
  label: string;
  unit: Unit;
}

const panelHeight = 120;
const gap = 38;

function panels(state: State): Panel[] {
  const known: Panel[] = [
    { name: "conflict_rate", label: "conflict_rate", unit: metricOf(state.data, "conflict_rate").unit },
    { name: "retrying", label: "retrying", unit: "count" },
    { name: "goodput", label: "goodput", unit: "1/s" },
    { name: "latency.p99", label: "latency.p99", unit: "s" },
    { name: "thrash", label: "thrash", unit: "share" },
  ];
  const any = (name: string) => state.data.policies.some((_, p) =>
    policyAt(state.data, state.point, p)?.series[name]?.some((v) => v !== null && (name !== "thrash" || v > 0)));
  return known.filter((p) => any(p.name));
}

function points(result: PolicyResult | undefined, name: string): [number, number | null][] {
  const { start = 0, step = 1 } = result?.series ?? {};
  return (result?.series[name] ?? []).map((value, i) => [start + (i + 0.5) * step, value]);
}

function end(state: State): number {
  return Math.max(...state.data.policies.map((_, p) => {
    const series = policyAt(state.data, state.point, p)?.series;
    return (series?.start ?? 0) + (series?.step ?? 0) * (series?.["goodput"]?.length ?? 0);
  }));
}

/** The faults, as shaded stretches behind the lines of each panel. */
function faults(view: View, panel: number): object {
  const { data } = view.state;
  const last = end(view.state);
  return {
    type: "line", xAxisIndex: panel, yAxisIndex: panel, data: [], silent: true,
    markArea: {
      silent: true, itemStyle: { color: view.colours.fault, opacity: 0.12 },
      label: { show: panel === 0, color: view.colours.text, fontSize: 11, position: "insideTopLeft" },
      data: data.faults.map((f) => [{ name: f.kind, xAxis: f.from }, { xAxis: Math.min(f.to ?? last, last) }]),
    },
  };
}

function lines(view: View, panel: Panel, index: number): object[] {
  return visiblePolicies(view.state).map((policy) => ({
    type: "line", name: view.state.data.policies[policy]!.label, xAxisIndex: index, yAxisIndex: index,
    data: points(policyAt(view.state.data, view.state.point, policy), panel.name), symbol: symbolOf(policy), showSymbol: false,
    connectNulls: false,
    lineStyle: { color: colourOf(view.colours, policy), type: dashOf(policy), width: 1.75 },
    itemStyle: { color: colourOf(view.colours, policy) },
  }));
}

export const time: ChartKind = {
  id: "time",
  height: (view) => 56 + key(view, visiblePolicies(view.state)).room + panels(view.state).length * (panelHeight + gap),
  option(view) {
    const shown = panels(view.state);
    if (shown.length === 0) return null;
    const { colours: c, width } = view;
    const axes = shown.map((_, i) => i);
    const [from, to] = [Math.min(...view.state.data.policies.map((_, p) => policyAt(view.state.data, view.state.point, p)?.series.start ?? 0)), end(view.state)];
    const last = shown.length - 1;
    const { legend, room } = key(view, visiblePolicies(view.state));
    return {
      ...base(view),
      legend,
      axisPointer: { link: [{ xAxisIndex: "all" }], lineStyle: { color: c.soft } },
      title: [],
      grid: shown.map((_, i) => ({ left: width < 500 ? 58 : 76, right: 24, top: 32 + room + i * (panelHeight + gap), height: panelHeight })),
      xAxis: shown.map((_, i) => axis(view, i === last ? "simulated time" : "", {
        type: "value", gridIndex: i, min: from, max: to, splitLine: { show: false },
        axisLabel: { show: i === last, color: c.soft, hideOverlap: true, formatter: (v: number) => tick(v, "s") } })),
      yAxis: shown.map((p, i) => axis(view, p.label, {
        type: "value", gridIndex: i, min: 0, ...(p.unit === "share" ? { max: 1, interval: 0.5 } : { splitNumber: 3 }), nameLocation: "end", nameGap: 14,
        nameTextStyle: { color: c.text, fontSize: 12, align: "left", padding: [0, 0, 0, width < 500 ? -50 : -66] },
        axisLabel: { color: c.soft, formatter: (v: number) => tick(v, p.unit) } }, true)),
      dataZoom: zoom(view, { xAxisIndex: axes }),
      tooltip: {
        ...(base(view)["tooltip"] as object), trigger: "axis",
        formatter: (all: { axisIndex: number; seriesName: string; marker: string; value: [number, number | null] }[]) => {
          const seen = all.filter((p) => p.value);
          if (seen.length === 0) return "";
          const panel = shown[seen[0]!.axisIndex]!;
          return `<b>${panel.label} at ${quantity(seen[0]!.value[0], "s")}</b><br>` + seen
            .filter((p) => p.axisIndex === seen[0]!.axisIndex)
            .map((p) => `${p.marker}${escapeHtml(p.seriesName)}: ${quantity(p.value[1], panel.unit)}`).join("<br>");
        },
      },
      series: shown.flatMap((p, i) => [faults(view, i), ...lines(view, p, i)]),
    };
  },
  describe({ state }) {
    const shaded = state.data.faults.map((f) => `${f.kind} from ${quantity(f.from, "s")}${f.to === null ? " on" : ` to ${quantity(f.to, "s")}`}`);
    return `${panels(state).map((p) => p.label).join(", ")} over simulated time${pointLabel(state)}. ` +
      (shaded.length ? `Faults: ${shaded.join("; ")}.` : "No faults.");
  },
};
