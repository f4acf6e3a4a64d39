// One chart: takes the place of the still picture, follows the reader's choices, the theme and the
// width. What is drawn is said by charts/*.ts.
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent, AxisPointerComponent, DataZoomComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import type { EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { colours, type Colours } from "./look";
import type { State } from "./state";

echarts.use([
  AriaComponent, AxisPointerComponent, BarChart, CustomChart, DataZoomComponent, GridComponent, LegendComponent,
  LineChart, MarkAreaComponent, MarkLineComponent, ScatterChart, SVGRenderer, TooltipComponent,
]);

export type Option = EChartsCoreOption;

export interface View {
  state: State;
  colours: Colours;
  width: number;
}

export interface ChartKind {
  id: string;
  height(view: View): number;
  /** null: there is nothing to show for what the reader has chosen. */
  option(view: View): Option | null;
  /** What the chart shows, for those who cannot see it. */
  describe(view: View): string;
  /** Adds what this chart lets one choose. */
  controls?(into: HTMLElement, redraw: () => void, state: State): void;
}

/** What all charts have in common. */
export function base({ colours: c, width }: View): Option {
  return {
    animation: false,
    textStyle: { fontFamily: c.font, color: c.text },
    tooltip: {
      confine: true, backgroundColor: c.panel, borderColor: c.line, textStyle: { color: c.text, fontSize: 13 },
      extraCssText: "font-variant-numeric: tabular-nums; max-width: 90vw; white-space: normal;",
    },
    grid: { left: width < 500 ? 58 : 76, right: 24, top: 24, bottom: 62 },
  };
}

/** The policies above their lines, so that a picture of this chart alone says which is which, and the room that they
 * take. Where there is none to spare, the bar at the top must do. */
export function key({ state, colours: c, width }: View, policies: number[]): { legend: object; room: number } {
  const labels = policies.map((p) => state.data.policies[p]!.label);
  if (width < 500) return { legend: { show: false }, room: 0 };
  const [icon, gap, line] = [30, 16, 20];
  let [rows, filled] = [1, 0];
  for (const label of labels) {
    const wide = icon + gap + 7 * label.length;
    if (filled > 0 && filled + wide > width - 100) [rows, filled] = [rows + 1, 0];
    filled += wide;
  }
  return {
    legend: { show: true, data: labels, top: 0, left: 72, right: 24, padding: [5, 0, 0, 0], itemWidth: icon, itemHeight: 10, itemGap: gap - 6,
              selectedMode: false, textStyle: { color: c.text, fontSize: 12 } },
    room: rows * line,
  };
}

/** The place of the lines, below their key. */
export const below = (view: View, room: number): object => ({ ...(base(view)["grid"] as object), top: 24 + room });

export function axis({ colours: c }: View, name: string, more: object, vertical = false): object {
  return {
    name, nameLocation: "middle", nameGap: vertical ? 56 : 28, nameTextStyle: { color: c.text, fontSize: 12 },
    axisLabel: { color: c.soft, hideOverlap: true, fontSize: 12 }, axisLine: { lineStyle: { color: c.soft } },
    splitLine: { show: vertical, lineStyle: { color: c.grid } }, axisTick: { lineStyle: { color: c.line } },
    ...more,
  };
}

/** Zoom with the wheel (and Ctrl, so that the page still scrolls), by dragging, and with a slider. */
export function zoom(view: View, axes: object = { xAxisIndex: 0 }): object[] {
  const { colours: c } = view;
  return [
    { type: "inside", ...axes, zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false, filterMode: "none" },
    {
      type: "slider", ...axes, height: 14, bottom: 6, filterMode: "none", showDetail: false, brushSelect: false,
      borderColor: c.line, fillerColor: c.accent + "30", handleStyle: { color: c.panel, borderColor: c.soft },
      dataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } },
      selectedDataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } }, moveHandleSize: 0,
    },
  ];
}

/** Draws the chart where the page has a place for it. */
export function mount(kind: ChartKind, state: State): void {
  const figure = document.getElementById("chart-" + kind.id);
  if (!figure) return;
  const place = figure.querySelector<HTMLElement>(".drawing")!;
  place.replaceChildren();
  figure.querySelectorAll<HTMLElement>(".live").forEach((e) => (e.hidden = false));
  const instance = echarts.init(place, null, { renderer: "svg", width: place.clientWidth || 600, height: 300 });
  const draw = () => {
    const view: View = { state, colours: colours(), width: state.paper ?? (place.clientWidth || 600) };
    const option = kind.option(view);
    figure.hidden = option === null;
    if (!option) return;
    instance.resize({ width: view.width, height: kind.height(view) });
    const description = kind.describe(view);
    instance.setOption({ ...option, aria: { enabled: true, label: { description }, ...(option["aria"] as object) } }, true);
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", description);
  };
  kind.controls?.(figure.querySelector<HTMLElement>(".controls")!, draw, state);
  draw();
  state.listen(draw);
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth === width) return;
    width = place.clientWidth;
    draw();
  }).observe(place);
}

/** A choice between texts, as a labelled select. */
export function choice(into: HTMLElement, label: string, texts: string[], chosen: number, on: (i: number) => void): HTMLSelectElement {
  const wrapped = document.createElement("label");
  wrapped.append(label);
  const select = document.createElement("select");
  texts.forEach((text, i) => select.append(new window.Option(text, String(i), i === chosen, i === chosen)));
  select.addEventListener("change", () => on(Number(select.value)));
  wrapped.append(select);
  into.append(wrapped);
  return select;
}

export type Scale = "auto" | "linear" | "log";

export function scaleChoice(into: HTMLElement, on: (scale: Scale) => void): void {
  const scales: Scale[] = ["auto", "linear", "log"];
  choice(into, "Scale", ["automatic", "linear", "logarithmic"], 0, (i) => on(scales[i]!));
}

/** A choice of a metric, with a link to what it is. */
export function metricChoice(into: HTMLElement, label: string, names: string[], chosen: string, on: (name: string) => void): void {
  const link = document.createElement("a");
  const update = (name: string) => {
    link.href = `#g-${name}`;
    link.title = `What ${name} is`;
  };
  choice(into, label, names, names.indexOf(chosen), (i) => {
    update(names[i]!);
    on(names[i]!);
  });
  link.textContent = "?";
  link.setAttribute("aria-label", `What the metric of "${label}" is`);
  update(chosen);
  into.append(link);
}

/** A choice of the policy that is shown, the same in all charts of a single policy. */
export function policyChoice(into: HTMLElement, state: State): void {
  const select = choice(into, "Policy", state.data.policies.map((p) => p.label), state.policy, (i) => {
    state.policy = i;
    state.changed();
  });
  state.listen(() => (select.value = String(state.policy)));
}
