"""Writes the reference figures that tests/measure/scipy_figures.cpp holds ours against.

    figures.py > tests/measure/reference/scipy_figures.json

Samples are drawn with a fixed seed and rounded, then scipy makes the tests, Student's interval, and the
bootstrap's (BCa, 100,000 resamples) at Hesterberg's widened level; numpy the effect. Made with scipy 1.10.1.
"""

import json

import numpy
from scipy import stats

RESAMPLES = 100_000


def samples(random):
    """Pairs of samples as metrics have them: (name, baseline, candidate, whether they pair)."""
    common = random.normal(100, 5, 30)
    yield "normal, paired", common + random.normal(0, 1, 30), common + random.normal(0.5, 1, 30), True
    yield "normal, unpaired", random.normal(100, 5, 30), random.normal(103, 9, 24), False
    yield "skewed, paired", random.lognormal(0, 1, 60), random.lognormal(0.3, 1, 60), True
    yield "skewed, unpaired", random.lognormal(0, 0.8, 40), random.lognormal(0.3, 0.8, 80), False
    yield "whole numbers, paired", random.poisson(3, 50), random.poisson(4, 50), True
    yield "few, paired", random.normal(1, 0.1, 12), random.normal(1.1, 0.1, 12), True
    yield "very different, unpaired", random.normal(0.001, 1e-5, 20), random.normal(0.002, 1e-5, 20), False
    yield "two each, unpaired", numpy.array([1.0, 2.0]), numpy.array([2.0, 4.5]), False


def test_of(x, y, paired):
    """p-value and Student's interval of the difference of means."""
    if paired:
        error, degrees = stats.sem(y - x), len(x) - 1
        p_value = stats.ttest_rel(y, x).pvalue
    else:
        a, b = stats.sem(x) ** 2, stats.sem(y) ** 2
        error = numpy.sqrt(a + b)
        degrees = (a + b) ** 2 / (a**2 / (len(x) - 1) + b**2 / (len(y) - 1))
        p_value = stats.ttest_ind(y, x, equal_var=False).pvalue
    return p_value, stats.t.interval(0.95, degrees, loc=y.mean() - x.mean(), scale=error)


def bootstrap_of(differences):
    n = len(differences)
    widened = numpy.sqrt(n / (n - 1)) * stats.t.ppf(0.975, n - 1)
    return stats.bootstrap(
        (differences,),
        numpy.mean,
        method="BCa",
        confidence_level=1 - 2 * stats.norm.cdf(-widened),
        n_resamples=RESAMPLES,
        batch=1000,
        random_state=1,
    ).confidence_interval


def case(name, x, y, paired):
    x, y = numpy.round(x, 6), numpy.round(y, 6)
    p_value, interval = test_of(x, y, paired)
    made = {
        "name": name,
        "paired": paired,
        "baseline": x.tolist(),
        "candidate": y.tolist(),
        "p": p_value,
        "student": list(interval),
        "effect": (y.mean() - x.mean()) / numpy.sqrt((x.var(ddof=1) + y.var(ddof=1)) / 2),
    }
    if paired:
        made["bootstrap"] = list(bootstrap_of(y - x))
    return made


def main():
    cases = [case(*one) for one in samples(numpy.random.default_rng(1))]
    print("[\n" + ",\n".join(map(json.dumps, cases)) + "\n]")


if __name__ == "__main__":
    main()
