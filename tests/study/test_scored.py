"""Tables of what efficiency makes: each fault has its message, and each script what it needs."""

import pytest


def table(body, more=""):
    return f"  t:\n    title: T\n    {body}\n{more}"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("kind: sensitivity", "needs `efficiency.scores`, which the study does not have"),
        ("kind: productivity\n    index: ml", "there is no index of `efficiency.productivity` `ml`; did"),
        ("kind: group_means\n    by: zoen", "`tables.t.by`: no variable of the panel is `zoen`; did you mean `zone`?"),
        ("kind: slacks\n    by: score", "`tables.t.by`: no variable of the panel is `score`; allowed"),
        ("kind: group_means\n    of: grain", "`tables.t.of`: there is no score `grain`; allowed: `score`"),
        ("kind: ranking\n    of: score\n    intervals: true", "`intervals` are those of `score` in a year"),
        ("kind: ranking\n    of: rain\n    years: 2012\n    intervals: true", "`intervals` are those of `score` in"),
        (
            "kind: ranking\n    of: score\n    years: 2012\n    intervals: true",
            "`tables.t.intervals`: needs `efficiency.bootstrap`, which the study does not have",
        ),
        ("kind: means\n    of: score + gran", "`tables.t.of`: unknown variable `gran`; did you mean `grain`?"),
        ("kind: means\n    of: score\n    by: zoen", "`tables.t.by`: unknown variable `zoen`; did you mean `zone`?"),
        ("kind: means\n    of: score\n    by: {cuts: [2, 1]}", "`cuts` [2.0, 1.0] do not increase"),
        ("kind: means\n    of: score\n    by: 3", "`tables.t.by` is 3"),
        ("kind: means\n    of: score\n    years: 2030", "2030 is not in the `years` 2010 to 2019"),
        ("kind: ranking\n    of: scor", "`tables.t.of`: unknown variable `scor`; did you mean `score`?"),
        ("kind: ranking\n    of: score\n    top: 0", "`tables.t.top` is 0: input should be greater than or equal to 1"),
        ("kind: dagum\n    of: score", "key `tables.t.by` is missing"),
        ("kind: convergence\n    measure: sigma\n    interval: 2", "`interval` and `controls` are keys of"),
        ("kind: convergence\n    controls: rian", "`tables.t.controls`: unknown variable `rian`; did you mean `rain`?"),
        ("kind: convergence\n    controls: log(rian)", "`tables.t.controls`: unknown variable `rian`; did you mean"),
        ("kind: convergence\n    controls: zone::-3", "`tables.t.controls`"),
        ("kind: transitions\n    of: score\n    classes: 1", "`classes` are 1; a matrix has from 2 to 10"),
        ("kind: transitions\n    of: score\n    classes: many", "`tables.t.classes` is 'many'"),
        ("kind: slacks\n    of: grain", "`tables.t.of`: there is no score `grain`; allowed: `score`"),
        ("kind: targets", "key `tables.t.unit` is missing"),
        ("kind: targets\n    unit: 110000", "the key 110000 is a number; keys are text: write it in quotes"),
    ],
)
def test_each_fault_has_its_message(smallest, said, body, words):
    lines = said(smallest(table(body)))
    assert any(words in line for line in lines), lines
    assert all(line.startswith("study.yaml:") for line in lines)


SCORES = "[grain], scores: {all: {}, own: {group: zone}, pure: {returns_to_scale: vrs}, far: {group: zone, window: 2}}}"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("kind: technology_gap\n    of: won", "`tables.t.of`: there is no score `won`; did you mean `own`?"),
        ("kind: technology_gap\n    of: pure",
         "`tables.t.of`: needs two scores that are the same but for `group`, `pure` with `group` and `score` without; "
         "they differ in `returns_to_scale` (crs and vrs) too"),
        ("kind: technology_gap\n    of: score\n    meta: own", "`score` with `group` and `own` without"),
        ("kind: technology_gap\n    of: far", "they differ in `window` (none and 2) too"),
        ("kind: scale\n    vrs: own",
         "but for `returns_to_scale`, `own` with `returns_to_scale` not `crs` and `score` "
         "with `crs`; they differ in `group` (none and zone) too"),
        ("kind: scale\n    vrs: score\n    crs: pure",
         "`score` with `returns_to_scale` not `crs` and `pure` with `crs`"),
        ("kind: scale\n    vrs: score", "needs two scores that are the same but for `returns_to_scale`"),
        ("kind: scale\n    vrs: pure\n    by: zoen", "`tables.t.by`: no variable of the panel is `zoen`"),
    ],
)  # fmt: skip
def test_two_scores_of_a_ratio_differ_in_one_key(smallest, said, body, words):
    lines = said(smallest(table(body)).replace("[grain]}", SCORES))
    assert any(words in line for line in lines), lines


def test_the_table_of_indicators_is_about_the_first_score(smallest, planned):
    text = smallest(table("kind: indicators")).replace("[grain]}", "[grain], scores: {one: {inputs: [land]}, two: {}}}")
    entry = planned(text)["grids"]["indicators"]["t"]
    assert entry["files"] == {"descriptives": "results/fields/panel/descriptives.csv"}
    assert entry["settings"] == {"inputs": ["land"], "desirable": ["grain"], "undesirable": []}


def test_a_ratio_is_given_both_scores(smallest, planned):
    text = smallest(table("kind: technology_gap\n    of: own"), "  s: {kind: scale, title: S, vrs: pure}\n")
    grids = planned(text.replace("[grain]}", SCORES))["grids"]
    home = "results/fields/efficiency"
    gap, scale = grids["technology_gap"]["t"], grids["scale"]["s"]
    assert gap["settings"] == {"of": "own", "meta": "score", "group": "zone"}
    assert gap["files"]["scores"] == [f"{home}/scores.csv", f"{home}/scores/own/scores.csv"]
    assert scale["settings"] == {"vrs": "pure", "crs": "score", "by": "year"}
