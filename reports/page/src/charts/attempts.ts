// What became of first, second, … attempts of one policy.
import { axis, base, choice, policyChoice, type ChartKind } from "../chart";
import { policyAt } from "../data";
import { quantity, tick } from "../format";
import { pointLabel } from "../state";

const fates = [
  ["committed", "committed"], ["conflicts", "conflict: tried again"], ["failed", "failed: tried again"],
  ["refused", "refused by a guard"], ["abandoned", "abandoned"],
] as const;

const measures = ["automatic", "operations", "share of the attempts"] as const;
let measure: (typeof measures)[number] = "automatic";

/** Shares where the last bar, which stands for all beyond, would dwarf the others. */
function asShares(sums: number[]): boolean {
  if (measure !== "automatic") return measure !== "operations";
  return (sums.at(-1) ?? 0) > 1.5 * (sums[0] ?? 0);
}

export const attempts: ChartKind = {
  id: "attempts",
  height: () => 380,
  option(view) {
    const { state, colours: c } = view;
    const seen = policyAt(state.data, state.point, state.policy)?.attempts;
    if (!state.data.policies.some((_, p) => policyAt(state.data, state.point, p)?.attempts)) return null;
    const count = seen?.["committed"]?.length ?? 0;
    const sums = Array.from({ length: count }, (_, i) => fates.reduce((sum, [name]) => sum + (seen?.[name]?.[i] ?? 0), 0));
    const shares = asShares(sums);
    const happened = fates.map(([name, label], i) => ({ name, label, colour: c.fates[i]! })).filter(({ name }) => seen?.[name]?.some((n) => n > 0));
    return {
      ...base(view),
      aria: { decal: { show: true } },
      grid: { left: view.width < 500 ? 62 : 84, right: 16, top: 56, bottom: 48 },
      legend: { top: 0, left: 0, textStyle: { color: c.text, fontSize: 12 }, itemWidth: 22 },
      xAxis: axis(view, "attempt", { type: "category",
        data: Array.from({ length: count }, (_, i) => (i === 15 ? "16+" : String(i + 1))) }),
      yAxis: axis(view, shares ? "share of the attempts" : "operations", { type: "value", ...(shares ? { max: 1 } : {}), nameGap: view.width < 500 ? 46 : 62,
        axisLabel: { color: c.soft, formatter: (v: number) => tick(v, shares ? "share" : "count") } }, true),
      tooltip: {
        ...(base(view)["tooltip"] as object), trigger: "axis", axisPointer: { type: "shadow" },
        formatter: (all: { dataIndex: number; name: string; marker: string; seriesName: string; seriesIndex: number }[]) => {
          const i = all[0]!.dataIndex;
          return `<b>attempt ${all[0]!.name}</b><br>` + all.map((p) => {
            const n = seen![happened[p.seriesIndex]!.name]![i]!;
            return `${p.marker}${p.seriesName}: ${quantity(n, "count")} (${quantity(sums[i] ? n / sums[i]! : 0, "share")})`;
          }).join("<br>");
        },
      },
      series: happened.map(({ name, label, colour }) => ({
        type: "bar", name: label, stack: "all", barCategoryGap: "25%", itemStyle: { color: colour },
        data: seen![name]!.map((n, i) => (shares ? (sums[i] ? n / sums[i]! : 0) : n)) })),
    };
  },
  describe({ state }) {
    const seen = policyAt(state.data, state.point, state.policy)?.attempts;
    const parts = fates.map(([name, label]) => `${label} ${seen?.[name]?.join(", ") ?? ""}`);
    return `${state.data.policies[state.policy]!.label}${pointLabel(state)}, by attempt: ${parts.join("; ")}.`;
  },
  controls(into, redraw, state) {
    policyChoice(into, state);
    choice(into, "As", [...measures], 0, (i) => {
      measure = measures[i]!;
      redraw();
    });
  },
};
