"""How fast placebo draws are, and how often their tests reject without an effect: ``make bench-placebo``.

Writes placebo.md beside itself. Panels have 286 units, 9 years and 18 treated units in three cohorts, as the zones of
the study `aipz`; outcomes are noise, correlated within units.

Speed: a draw of a column with 6 controls and errors clustered by unit, against the same regression by linearmodels'
PanelOLS, one thread each. Then 100,000 draws of it through the command, on 2 cores: from a finished panel and finished
scores to the draws, their p-values and the density in results/. And a draw by the estimators for staggered adoption,
with and without the controls, and of spatial models by five nearest neighbours, against the column that is fitted anew
on the drawn policy.

Size: 2,000 panels in which the noise of treated units is twice as large and the policy has no effect; the share of
panels with p of at most .05, each by 199 draws.
"""

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # read when numpy is imported
import numpy as np
import pandas as pd
from linearmodels import PanelOLS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
from did.staggered_columns import staggered_column
from estimation.least_squares import fit_sample, tidy
from estimation.spatial import estimates, fit_column
from estimation.weights import from_array
from placebo.distribution import permutation_p
from placebo.models import setting_of_model
from placebo.moving import observed
from placebo.neighbours import with_weights
from placebo.permutation import kinds_of, placebo_effects

UNITS, YEARS = 286, np.arange(2015, 2024)
COHORTS = {2019: 8, 2020: 6, 2021: 4}
CONTROLS = [f"x{number}" for number in range(6)]
DRAWS, FITS, PANELS, DRAWS_OF_A_PANEL, CORES = 100_000, 20, 2000, 199, 2
FASTER, SECONDS, SIZE = 300, 20, 0.08  # what has to be reached
MODEL = {
    "study": "benchmark", "placebo": "space", "name": "baseline.all", "estimator": "ols", "policy": "zone",
    "policies": ["zone"], "formula": f"score ~ zone + {' + '.join(CONTROLS)} | unit + year", "sample": None,
    "cluster": "unit", "missing": "drop", "weights": None, "ssc": "reghdfe", "draws": DRAWS, "strata": None,
}  # fmt: skip
STAGGERED = {
    "callaway_santanna": {"control": "never", "base": "varying", "method": "regression"},
    "sun_abraham": {},
    "imputation": {},
    "stacked": {"window": [-3, 2], "control": "not_yet", "weighted": True},
}
STUDY = f"""\
title: Benchmark
description: Zones without an effect.
unit: {{key: city}}
years: [{YEARS[0]}, {YEARS[-1]}]
panel:
  sources:
    - path: raw/cities.csv
      columns: {{land: {{}}, labour: {{}}, output: {{}}, zone: {{}}, {", ".join(f"{name}: {{}}" for name in CONTROLS)}}}
efficiency: {{inputs: [land, labour], desirable: [output]}}
policies:
  zone: {{variable: zone}}
tables:
  baseline: {{title: Zones, columns: {{all: "{MODEL["formula"]}"}}}}
placebo:
  space: {{of: baseline.all, draws: {DRAWS}}}
"""


def panel(seed: int, treated_noise: float = 1.0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    start = np.full(UNITS, np.inf)
    start[random.permutation(UNITS)[: sum(COHORTS.values())]] = np.repeat(list(COHORTS), list(COHORTS.values()))
    noise = (
        random.normal(size=(UNITS, YEARS.size)).cumsum(axis=1) * np.where(np.isinf(start), 1, treated_noise)[:, None]
    )
    frame = pd.DataFrame(
        {"unit": np.repeat([f"u{unit:03d}" for unit in range(UNITS)], YEARS.size), "year": np.tile(YEARS, UNITS)}
    )
    controls = {name: random.normal(size=len(frame)) for name in CONTROLS}
    zone = (start[:, None] <= YEARS).astype(float).ravel()
    return frame.assign(zone=zone, score=noise.ravel() + controls["x0"], **controls)


def faster() -> tuple[float, float]:
    """Seconds of CPU of a fit by PanelOLS and of a draw."""
    frame = panel(1)
    setting = setting_of_model(frame, MODEL)
    placebo_effects(setting, range(100), 1)
    began = time.process_time()
    draws = placebo_effects(setting, range(5000), 1)
    own = (time.process_time() - began) / 5000
    indexed = frame.set_index(["unit", "year"])
    spent = 0.0
    for draw in range(FITS):
        start = dict(zip(setting.sample.units, setting.courses[kinds_of(setting, draw, 1), 0], strict=True))
        zone = (frame["unit"].map(start) <= frame["year"]).astype(float).to_numpy()
        began = time.process_time()
        design = indexed[CONTROLS].assign(zone=zone)
        model = PanelOLS(indexed["score"], design, entity_effects=True, time_effects=True)
        fit = model.fit(cov_type="clustered", cluster_entity=True)
        spent += time.process_time() - began
        np.testing.assert_allclose(fit.params["zone"], draws.loc[draw, "estimate"], rtol=1e-9)
    return spent / FITS, own


def staggered() -> list[str]:
    """A line for each estimator for staggered adoption: CPU of a draw and of a refit, and their ratio."""
    frame, lines = panel(1), []
    for estimator, own in STAGGERED.items():
        for formula in ("score ~ zone | unit + year", MODEL["formula"]):
            model = MODEL | {"estimator": estimator, "formula": formula, "aggregate": "overall", "window": None} | own
            setting = setting_of_model(frame, model)
            began = time.process_time()
            draws = placebo_effects(setting, range(100), 1)
            own_time, spent = (time.process_time() - began) / 100, 0.0
            for draw in range(FITS):
                start = dict(zip(np.unique(frame["unit"]), setting.courses[kinds_of(setting, draw, 1), 0], strict=True))
                drawn = frame.assign(zone=(frame["unit"].map(start) <= frame["year"]).astype(float))
                began = time.process_time()
                table, _ = staggered_column(drawn, model)
                spent += (time.process_time() - began) / FITS
                np.testing.assert_allclose(table.loc[0, "estimate"], draws.loc[draw, "estimate"], rtol=1e-9)
            with_controls = ", 6 controls" if "x0" in formula else ""
            times = f"{1e3 * own_time:.1f} ms; refit {1e3 * spent:.1f} ms, {spent / own_time:.1f} times"
            lines.append(f"| a draw by {estimator}{with_controls}, CPU | {times} | |")
    return lines


def neighbours() -> list[str]:
    """A line for each spatial model: CPU of a draw and of a refit, and their ratio; then that of 500 draws of SDM."""
    frame, lines = panel(1), []
    place = np.random.default_rng(2).uniform(size=(UNITS, 2))
    away = np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1)) + 9 * np.eye(UNITS)
    near = from_array(np.unique(frame["unit"]), (away <= np.sort(away)[:, 4:5]).astype(float), "near", "row")
    for estimator in ("slx", "sar", "sdm"):
        own = {"estimator": estimator, "matrix": "near", "lags": None, "se": "cluster", "correction": "lee_yu"}
        (model,) = with_weights([MODEL | own | {"leave_out": [], "draws": 500}], {"near": near})
        began = time.process_time()
        setting = setting_of_model(frame, model)
        draws = placebo_effects(setting, range(500), 1)
        whole, spent = time.process_time() - began, 0.0
        for draw in range(FITS):
            start = dict(zip(np.unique(frame["unit"]), setting.courses[kinds_of(setting, draw, 1), 0], strict=True))
            drawn = frame.assign(zone=(frame["unit"].map(start) <= frame["year"]).astype(float))
            began = time.process_time()
            found = estimates(fit_column(drawn, {"near": near}, {"near": []}, model | {"matrix": "near"}))
            spent += (time.process_time() - began) / FITS
            np.testing.assert_allclose(found.loc[0, "estimate"], draws.loc[draw, "estimate"], rtol=1e-7)
        times = f"{2 * whole:.1f} ms; refit {1e3 * spent:.1f} ms, {500 * spent / whole:.1f} times"
        lines.append(f"| a draw by {estimator}, 6 controls, CPU | {times} | |")
    return [*lines, f"| 500 draws by sdm, 6 controls, CPU of one core | {whole:.1f} s | at most {SECONDS} s |"]


def through_the_command() -> tuple[float, float]:
    """Seconds by the clock, and of CPU on one core, of 100,000 draws by the command."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "raw").mkdir()
        (home / "config" / "studies").mkdir(parents=True)
        random = np.random.default_rng(1)
        frame = panel(1).drop(columns="score").rename(columns={"unit": "city"})
        frame = frame.assign(**{name: random.uniform(1, 2, len(frame)) for name in ("land", "labour", "output")})
        frame.to_csv(home / "raw" / "cities.csv", index=False)
        (home / "config" / "studies" / "benchmark.yaml").write_text(STUDY)
        (home / "config" / "config.yaml").write_text(f"studies: [benchmark]\nseed: 1\nplacebo: {{chunks: {CORES}}}\n")
        command = [str(Path(sys.executable).parent / "snakemake"), "--snakefile", str(ROOT / "Snakefile")]
        results = home / "results" / "benchmark"
        make(command, [results / "panel" / "panel.csv", results / "efficiency" / "scores.csv"], home)
        before, began = cpu(), time.perf_counter()
        make(command, [results / "placebo" / "space" / "baseline.all.json"], home)
        return time.perf_counter() - began, cpu() - before


def make(command: list[str], targets: list[Path], home: Path) -> None:
    paths = [str(target.relative_to(home)) for target in targets]
    subprocess.run([*command, "--cores", str(CORES), *paths], cwd=home, check=True, capture_output=True)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def size() -> dict[str, float]:
    """Shares of the panels without an effect that each test rejects at 5 %."""
    rejected = dict.fromkeys(("statistic", "estimate", "t"), 0)
    model = MODEL | {"formula": "score ~ zone | unit + year"}
    for seed in range(PANELS):
        frame = panel(seed, treated_noise=2.0)
        draws = placebo_effects(setting_of_model(frame, model), range(DRAWS_OF_A_PANEL), seed)
        found = tidy(fit_sample(observed(frame, model)[0], "reghdfe")).iloc[0]
        rejected["t"] += found["p_value"] <= 0.05
        for name in ("statistic", "estimate"):
            rejected[name] += permutation_p(found[name], draws[name].to_numpy()) <= 0.05
    return {name: number / PANELS for name, number in rejected.items()}


def main() -> None:
    slow, own = faster()
    further = [*staggered(), *neighbours()]
    clock, spent = through_the_command()
    load = os.getloadavg()[0]
    shares = size()
    lines = [
        "# Placebo draws: speed and size",
        "",
        "Made by `make bench-placebo`; what is measured is described in `benchmark_placebo.py`.",
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f} while the command ran: what else ran took most "
        "of both cores, if it is above 2.",
        "",
        "| | measured | wanted |",
        "|---|---|---|",
        f"| a fit by PanelOLS, CPU | {1e3 * slow:.1f} ms | |",
        f"| a draw, CPU | {1e6 * own:.0f} us | |",
        f"| ratio | {slow / own:,.0f} | at least {FASTER} |",
        *further,
        f"| {DRAWS:,d} draws through the command, {CORES} cores, by the clock | {clock:.1f} s | at most {SECONDS} s |",
        f"| the same, CPU of all jobs | {spent:.1f} s | |",
        f"| rejected at 5 % by p of the statistic, noise of treated units twice as large | {shares['statistic']:.3f} "
        f"| at most {SIZE} |",
        f"| rejected at 5 % by p of the coefficient | {shares['estimate']:.3f} | |",
        f"| rejected at 5 % by p of the t test | {shares['t']:.3f} | |",
        "",
        f"Monte-Carlo error of a share of .05 among {PANELS:,d} panels: {np.sqrt(0.05 * 0.95 / PANELS):.3f}.",
    ]
    (HERE / "placebo.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
