"""Holds every figure of `contend compare` against scipy's, from the result files that it compared.

    compare_test.py EXECUTABLE

Two versions of a policy are run with one seed (compared pair by pair) and with another (Welch). From the
values of single replications in the files scipy makes the test, the interval by Student and the bootstrap's,
numpy the effect; Holm's correction is written out below. Status 77 where scipy is not installed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy
    from scipy import stats
except ImportError:
    print("Python has no scipy here, so its figures were not held against those of real runs")
    sys.exit(77)

METRICS = ["appends", "makespan", "latency.p99", "conflict_rate", "wasted_work", "fairness_gini", "commits"]
REPLICATIONS = 40


def run(executable, folder, seed, base):
    subprocess.run(
        [executable, "run", "aws-backoff", "--quiet", "--replications", str(REPLICATIONS), "--seed", str(seed)]
        + ["--policy", "full", "--set", '/sweep={"/workload/writers":[10,20]}', "--out", folder]
        + ["--set", f"/policies/full/backoff/jitter/base={base}"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return json.loads(Path(folder, "result.json").read_text())


def compared(executable, baseline, candidate):
    flags = [flag for metric in METRICS for flag in ("--metric", metric)]
    done = subprocess.run(
        [executable, "compare", baseline, candidate, "--format", "json", *flags], capture_output=True
    )
    assert done.returncode in (0, 11), done.stderr
    return json.loads(done.stdout)


def values_of(policy, metric):
    """Of each replication; those that are all alike are not in the file."""
    if metric in policy.get("values", {}):
        return numpy.array(policy["values"][metric])
    assert policy["metrics"][metric]["stddev"] == 0
    return numpy.full(REPLICATIONS, policy["metrics"][metric]["mean"])


class Checked:
    def __init__(self):
        self.figures = 0

    def near(self, what, ours, theirs, relative, absolute=0.0):
        self.figures += 1
        assert abs(ours - theirs) <= relative * abs(theirs) + absolute, f"{what}: {ours}, but scipy: {theirs}"


def bootstrap_level(standard_error, resampled_error, degrees):
    """Hesterberg's widened level, as scipy takes it."""
    t = stats.t.ppf(0.975, degrees)
    return 1 - 2 * stats.norm.cdf(-standard_error / resampled_error * t)


def check_paired(checked, what, ours, before, after):
    differences = after - before
    if numpy.ptp(differences) == 0:
        checked.near(f"{what}: p", ours["p"], 1 if differences[0] == 0 else 2.0 ** (1 - len(before)), 0)
        return
    # To the seven digits of the values.
    test = stats.ttest_rel(after, before)
    checked.near(f"{what}: p", ours["p"], test.pvalue, 2e-4, 1e-12)
    n = len(differences)
    error = differences.std(ddof=1) / numpy.sqrt(n)
    by_scipy = stats.bootstrap(
        (differences,), numpy.mean, method="BCa", n_resamples=20000, random_state=1,
        confidence_level=bootstrap_level(error, differences.std() / numpy.sqrt(n), n - 1),
    ).confidence_interval  # fmt: skip
    # Both are drawn: 2,000 resamples leave their ends uncertain by some hundredths of their width.
    for end, theirs in zip(ours["ci95"], by_scipy):
        checked.near(f"{what}: interval", end, theirs, 0, 0.25 * error)


def check_welch(checked, what, ours, a, b):
    test = stats.ttest_ind_from_stats(
        b["mean"], b["stddev"], b["replications"], a["mean"], a["stddev"], a["replications"], equal_var=False
    )
    checked.near(f"{what}: p", ours["p"], test.pvalue, 1e-6, 1e-15)


def check(checked, comparison, baseline, candidate):
    p_values = []
    corrected = []
    for pair, point_before, point_after in zip(comparison["policies"], baseline["points"], candidate["points"]):
        before, after = point_before["policies"][0], point_after["policies"][0]
        for metric in METRICS:
            ours = pair["metrics"][metric]
            what = f"{metric} at {pair['sweep']}"
            a, b = before["metrics"][metric], after["metrics"][metric]
            x, y = values_of(before, metric), values_of(after, metric)
            checked.near(f"{what}: difference", ours["difference"], b["mean"] - a["mean"], 1e-12)
            checked.near(f"{what}: mean of values", y.mean(), b["mean"], 1e-6)
            spread = numpy.sqrt((x.var(ddof=1) + y.var(ddof=1)) / 2)
            if spread > 0:
                checked.near(f"{what}: effect", ours["effect"], (y.mean() - x.mean()) / spread, 1e-4, 1e-6)
            if comparison["paired"]:
                check_paired(checked, what, ours, x, y)
            elif spread > 0:
                check_welch(checked, what, ours, a, b)
            p_values.append(ours["p"])
            corrected.append(ours["p_holm"])
    check_holm(checked, p_values, corrected)


def check_holm(checked, p_values, corrected):
    """What is the same in every replication, of which p is 1, is no question and not counted."""
    corrected = [c for p, c in zip(p_values, corrected) if p < 1]
    p_values = [p for p in p_values if p < 1]
    so_far = 0.0
    for rank, index in enumerate(numpy.argsort(p_values, kind="stable")):
        so_far = max(so_far, min(1.0, (len(p_values) - rank) * p_values[index]))
        checked.near("Holm", corrected[index], so_far, 1e-12)


def main():
    executable = str(Path(sys.argv[1]).resolve())
    checked = Checked()
    with tempfile.TemporaryDirectory() as folder:
        baseline = run(executable, f"{folder}/baseline", 1, "5ms")
        for seed, paired in ((1, True), (2, False)):
            name = f"{folder}/candidate{seed}"
            candidate = run(executable, name, seed, "4.5ms")
            comparison = compared(executable, f"{folder}/baseline", name)
            assert comparison["paired"] is paired
            check(checked, comparison, baseline, candidate)
    print(f"{checked.figures} figures agree with scipy's")


if __name__ == "__main__":
    main()
