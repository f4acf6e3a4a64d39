// The page's data as reports/html/data.hpp writes it, and the result document made of it again.

export type Estimate = [mean: number | null, stddev: number | null, low: number | null, high: number | null, n: number];

export interface Attempt {
  writer: number;
  attempt: number;
  read: number;
  append: number;
  outcome: "committed" | "conflict" | "failed";
  lost_to?: number;
}

export interface PolicyResult {
  name: string;
  m: (Estimate | null)[];
  latency: { histogram: [number, number][]; count: number; max: number | null };
  series: { start?: number; step?: number } & Record<string, (number | null)[]>;
  attempts?: Record<string, number[]>;
  writers?: { count: number; commits: number[]; lorenz: number[] };
  worst_moment?: { actor: number; from: number; to: number; conflicts: number; attempts: Attempt[] };
}

export interface Result {
  scenario: Record<string, unknown>;
  points: { sweep: Record<string, unknown>; policies: PolicyResult[] }[];
  [member: string]: unknown;
}

export interface Run {
  label: string;
  names: string[];
  reduced: number;
  result: Result;
}

export type Unit = "count" | "share" | "ratio" | "1/s" | "s" | "index";

export interface Metric {
  name: string;
  unit: Unit;
  better: "lower" | "higher" | "neither";
}

export interface Data {
  runs: Run[];
  policies: { label: string; run: number; name: string }[];
  points: { label: string; sweep: Record<string, unknown> }[];
  axis: string | null;
  metrics: Metric[];
  columns: string[];
  faults: { kind: string; from: number; to: number | null }[];
  flips: { after: number; from: string; to: string }[];
}

export function readData(): Data {
  return JSON.parse(document.getElementById("data")!.textContent!) as Data;
}

/** What a policy (by its place in data.policies) came to at a point; undefined where it did not run. */
export function policyAt(data: Data, point: number, policy: number): PolicyResult | undefined {
  const { run, name } = data.policies[policy]!;
  const wanted = JSON.stringify(data.points[point]!.sweep);
  const at = data.runs[run]!.result.points.find((p) => JSON.stringify(p.sweep) === wanted);
  return at?.policies.find((p) => p.name === name);
}

export function estimateAt(data: Data, point: number, policy: number, metric: string): Estimate | undefined {
  const found = policyAt(data, point, policy);
  const index = data.runs[data.policies[policy]!.run]!.names.indexOf(metric);
  return (index >= 0 && found?.m[index]) || undefined;
}

export function metricOf(data: Data, name: string): Metric {
  // "latency.p99{group:users}" is latency.p99 of some of the writers.
  const whole = name.replace(/\{.*\}$/, "");
  const found = data.metrics.find((m) => m.name === whole);
  return found ? { ...found, name } : { name, unit: "count", better: "neither" };
}

/** The result file again, in the order of its members; marked where the page holds less than all of it. */
export function resultDocument(run: Run): unknown {
  const points = run.result.points.map((point) => ({
    sweep: point.sweep,
    policies: point.policies.map(({ name, m, ...rest }) => ({
      name,
      metrics: Object.fromEntries(
        run.names.flatMap((metric, i) => {
          const e = m[i];
          if (!e) return [];
          const [mean, stddev, low, high, replications] = e;
          return [[metric, { mean, stddev, ci95: low === null ? null : [low, high], replications }]];
        }),
      ),
      ...rest,
    })),
  }));
  const full = { ...run.result, points };
  return run.reduced === 0 ? full : { ...full, reduced: "thinned out for the page; result.json beside it has everything" };
}

function field(value: unknown): string {
  const text = value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows of summary.csv. */
export function summaryCsv(data: Data, run: Run): string {
  const axes = [...new Set(run.result.points.flatMap((p) => Object.keys(p.sweep)))];
  const rows = [[...axes, "policy", "metric", "unit", "mean", "stddev", "ci95_low", "ci95_high", "replications"]];
  for (const point of run.result.points)
    for (const policy of point.policies)
      run.names.forEach((metric, i) => {
        const e = policy.m[i];
        if (e) rows.push([...axes.map((a) => field(point.sweep[a])), field(policy.name), field(metric),
                          metricOf(data, metric).unit, ...e.map(field)]);
      });
  return rows.map((row) => row.join(",") + "\n").join("");
}
