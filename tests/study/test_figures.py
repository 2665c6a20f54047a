"""Figures: told apart by their kind, what they name is looked up."""

import pytest

DYNAMICS = "  dynamics: {title: t, estimator: event_study, columns: {score: score ~ zone | unit + year}}\n"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("A caption", "`figures.f` is 'A caption'; it must be a block with `kind`, one of event_study, placebo"),
        ("{kind: trnd, of: score, caption: c}", "`figures.f.kind` is 'trnd'; did you mean `trend`?"),
        ("{of: score, caption: c}", "key `figures.f.kind` is missing; allowed: `event_study`, `placebo`"),
        ("{kind: trend, of: score}", "key `figures.f.caption` is missing"),
        ("{kind: trend, of: scor, caption: c}", "`figures.f.of`: unknown variable `scor`; did you mean `score`?"),
        ("{kind: trend, of: score, by: zoen, caption: c}", "`figures.f.by`: unknown variable `zoen`"),
        ("{kind: trend, of: score, years: 2010, caption: c}", "unknown key `figures.f.years`"),
        ("{kind: event_study, of: baseline.zone, caption: c}", "`baseline.zone` is `ols`, which has no event times; "
         "allowed: `dynamics.score`"),
        ("{kind: event_study, of: dynamics.scor, caption: c}", "there is no column of the table `dynamics` `scor`"),
        ("{kind: event_study, of: [dynamics.score, dynamics.score], caption: c}", "`dynamics.score` stands twice"),
        ("{kind: placebo, of: chance, caption: c}", "there is no placebo with draws `chance`; there is none"),
        ("{kind: map, of: score, shapes: a, key: b, years: 1999, caption: c}", "1999 is not in the `years` 2010 to"),
        ("{kind: map, of: score, shapes: /a, key: b, caption: c}", "is not a path below the folder of the run"),
        ("{kind: map, of: score, shapes: a, key: b, classes: lisa, caption: c}", "`classes: lisa` and `matrix` go"),
        ("{kind: map, of: score, shapes: a, key: b, matrix: w, caption: c}", "`classes: lisa` and `matrix` go"),
        ("{kind: moran_scatter, of: score, matrix: w, caption: c}", "there is no matrix `w`; there is none"),
        ("{kind: map, of: score, shapes: a, key: b, classes: quintile, caption: c}",
         "`figures.f.classes` is 'quintile'; allowed: 'quantile', 'values', 'cohorts' or 'lisa'"),
        ("{kind: map, of: score, shapes: a, key: b, classes: {cuts: [2, 1]}, caption: c}", "do not increase"),
        ("{kind: map, of: score, shapes: a, key: b, classes: {cuts: [1], names: [low]}, caption: c}",
         "1 `cuts` make 2 classes, and `names` has 1"),
        ("{kind: map, of: score, shapes: a, key: b, classes: {cut: [1]}, caption: c}", "unknown key"),
        ("{kind: map, of: score, shapes: a, key: b, classes: cohorts, caption: c}", "there is no policy `score`"),
        ("{kind: map, of: zone, shapes: a, key: b, classes: cohorts, years: 2010, caption: c}", "leave out `years`"),
        ("{kind: map, of: score, shapes: a, key: b, box: [9, 1, 5, 3], caption: c}", "has no room; give `[west, sou"),
        ("{kind: map, of: score, shapes: a, key: b, inset: [1, 3, 5], caption: c}", "`figures.f.inset.3` is missing"),
        ("{kind: ridgelines, of: scor, caption: c}", "`figures.f.of`: unknown variable `scor`; did you mean `score`?"),
        ("{kind: transitions, of: baseline, caption: c}", "there is no table of the kind `transitions` `baseline`"),
        ("{kind: slacks, of: baseline, caption: c}", "there is no table of the kind `slacks` `baseline`"),
        ("{kind: timeline, of: zoen, events: {2010: A law.}, caption: c}", "there is no policy `zoen`; did you mean"),
        ("{kind: timeline, of: zone, events: {early: A law.}, caption: c}", "`figures.f.events.early"),
        ("{kind: timeline, of: zone, events: {}, caption: c}", "`figures.f.events` is {}"),
        ("{kind: timeline, of: zone, events: {2010: ' '}, caption: c}", "`figures.f.events.2010.0`"),
        ("{kind: mechanism, policy: zone, channels: rian, caption: c}", "unknown variable `rian`; did you mean `rain`"),
        ("{kind: mechanism, policy: zone, channels: rain, of: baseline.zoen, caption: c}",
         "there is no column of the table `baseline` `zoen`; did you mean `zone`?"),
        ("{kind: trend, of: score, title: Scores, caption: c}", "`figures.f.title`"),
        ("{kind: density, of: scor, caption: c}", "`figures.f.of`: unknown variable `scor`; did you mean `score`?"),
        ("{kind: density, of: score, years: [2010, 2011, 2012, 2013, 2014, 2015, 2016], caption: c}", "at most 6"),
        ("{kind: trend, of: score, statistic: mode, caption: c}",
         "`figures.f.statistic` is 'mode'; allowed: 'mean' or 'median'"),
    ],
)  # fmt: skip
def test_each_fault_has_its_message(smallest, said, entry, words):
    lines = said(smallest(DYNAMICS, f"figures:\n  f: {entry}\n"))
    assert any(words in line for line in lines), lines


def test_shapes_of_a_map_that_do_not_exist_are_named(smallest, said):
    text = smallest("figures:\n  f: {kind: map, of: score, shapes: raw/f.geojson, key: b, caption: c}\n")
    assert any(
        "`figures.f.shapes`: the file raw/f.geojson does not exist" in line for line in said(text, ["raw/f.geojson"])
    )


@pytest.mark.parametrize("key", ["outline", "lines"])
def test_what_stands_around_the_units_of_a_map_is_an_input_of_the_study_and_must_exist(smallest, said, planned, key):
    text = smallest(
        f"figures:\n  f: {{kind: map, of: score, shapes: a, key: b, {key}: raw/land.geojson, caption: c}}\n"
    )
    parts = planned(text)
    assert parts["figures"]["f"]["files"][key] == "raw/land.geojson"
    assert "raw/land.geojson" in parts["files"]["inputs"]
    assert any(
        f"`figures.f.{key}`: the file raw/land.geojson does not" in line for line in said(text, ["raw/land.geojson"])
    )


def test_events_of_a_time_line_stand_in_the_order_of_their_years(smallest, planned):
    text = smallest(
        "figures:\n  t: {kind: timeline, of: zone, title: false, events: {2012: [B., C.], 2008: A.}, caption: c}\n"
    )
    figure = planned(text)["figures"]["t"]
    assert figure["settings"] == {"of": "zone", "events": [[2008, ["A."]], [2012, ["B.", "C."]]]}
    assert figure["title"] is False


def test_one_column_and_one_year_need_no_brackets(smallest, read):
    study = read(
        smallest(
            DYNAMICS,
            "figures:\n  e: {kind: event_study, of: dynamics.score, caption: c}\n"
            "  m: {kind: map, of: score, shapes: a, key: b, years: 2012, caption: c}\n",
        )
    )
    assert study.figures["e"].of == ["dynamics.score"]
    assert study.figures["m"].years == [2012]


def test_a_map_and_a_trend_hand_their_choices_to_the_script(smallest, planned):
    parts = planned(
        smallest(
            "figures:\n  t: {kind: trend, of: score, statistic: median, caption: c}\n"
            "  m: {kind: map, of: score, shapes: a, key: b, classes: {cuts: [1]}, caption: c}\n"
            "  n: {kind: map, of: score, shapes: a, key: b, caption: c}\n"
            "  o: {kind: map, of: zone, shapes: a, key: b, classes: cohorts, caption: c}\n"
        )
    )["figures"]
    assert parts["t"]["settings"]["statistic"] == "median"
    assert parts["m"]["settings"]["classes"] == {"cuts": [1.0], "names": []}
    assert (parts["n"]["settings"]["years"], parts["o"]["settings"]["years"]) == ([2019], [""])
    assert parts["n"]["settings"]["classes"] == "quantile"
