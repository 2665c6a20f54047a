"""Checks of result files: each fault is seen, and said by file."""

import pytest

from report.checks import failures, result_checks

KINDS = {
    "panel": "panel/panel.csv",
    "audit": "panel/audit.csv",
    "descriptives": "panel/descriptives.csv",
    "scores": "efficiency/scores.csv",
    "slacks": "efficiency/slacks.csv",
    "peers": "efficiency/peers.csv",
    "productivity": "efficiency/productivity.csv",
    "autocorrelation": "spatial/autocorrelation.csv",
    "impacts": "spatial/impacts.csv",
    "sensitivity": "efficiency/sensitivity.csv",
    "bootstrap": "efficiency/bootstrap.csv",
    "findings": "referee.csv",
    "baseline": "estimates/baseline.csv",
    "main": "placebo/main.csv",
}


def faults(old_study, frames=None, run=None, fits=None, summary=None):
    """What the checks say of the old_study with these frames, by kind, and entries put in place of its own."""
    own = {kind: old_study.frames[path] for kind, path in KINDS.items()} | (frames or {})
    documents = old_study.documents
    return failures(
        result_checks(
            single={kind: frame for kind, frame in own.items() if kind not in ("baseline", "main")},
            run=documents["efficiency/run.json"] if run is None else run,
            estimates={"baseline": own["baseline"], "event_study": old_study.frames["estimates/event_study.csv"]},
            fits={name: documents[f"estimates/{name}.json"]["columns"] for name in ("baseline", "event_study")}
            | (fits or {}),
            placebos={"main": own["main"]},
            summaries={"main": documents["placebo/main.json"] | (summary or {})},
            years=[2000, 2003],
        )
    )


def test_a_sound_study_has_no_fault(old_study):
    assert faults(old_study) == []


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        ("panel", lambda t: t[t["year"] > 2000], "panel: years: years 2000 are not"),
        ("panel", lambda t: t.drop(columns="year"), "panel: columns: lacks year"),
        ("scores", lambda t: t.assign(year=2000), "scores: keys: 18 keys stand twice, first a 2000"),
        ("scores", lambda t: t[t["unit"] != "f"], "scores: unit-years of the panel: 4 unit-years"),
        ("scores", lambda t: t.assign(status="missing"), "24 infeasible or missing with a score"),
        ("scores", lambda t: t.assign(score=t["score"] + 0.1), "24 with a score that is not its stage's"),
        ("scores", lambda t: t.assign(stage="sbm", score=t["sbm"]), "run: counts of scores: efficient 4 but scores"),
        ("slacks", lambda t: t.assign(slack=-1.0), "slacks: not negative: 24 negative in slack"),
        ("peers", lambda t: t.assign(peer_unit="q"), "peers: peer_unit peer_year in the panel: 1 unit-years"),
        ("productivity", lambda t: t.assign(index=1.2), "18 index is not the product"),
        ("baseline", lambda t: t.assign(std_error=0.0), "3 without a positive standard error"),
        ("baseline", lambda t: t.assign(p_value=1.2), "3 with p outside 0 to 1"),
        ("baseline", lambda t: t.assign(conf_low=t["estimate"] + 1), "3 outside their own interval"),
        ("baseline", lambda t: t.assign(statistic=9.0), "3 with a statistic that is not"),
        ("baseline", lambda t: t[t["column"] == "main"], "columns late stand in only one of csv and json"),
        ("main", lambda t: t.head(50), "50 draws, json says 99"),
        ("autocorrelation", lambda t: t.assign(expected=0.0), "2 with an expected I"),
        ("autocorrelation", lambda t: t.assign(p_permutation=0.0), "2 with a permutation p outside"),
        ("impacts", lambda t: t.assign(estimate=1.0), "impacts: impact sum: 1 terms"),
        ("impacts", lambda t: t[t["effect"] != "total"], "no effect total"),
        ("scores", lambda t: t.assign(status="policy_one"), "run: counts of scores: policy_one 0 but scores have 24"),
        ("sensitivity", lambda t: t[::-1], "sensitivity: agreement: 1 first row that is not the main"),
        ("bootstrap", lambda t: t.assign(bias=0.2), "24 corrected scores that are not score - bias"),
        ("bootstrap", lambda t: t.assign(conf_high=0.0), "24 intervals that end before they begin"),
        ("findings", lambda t: t.assign(severity="X"), "1 findings of no severity"),
        ("descriptives", lambda t: t.head(0), "descriptives: keys: no rows"),
    ],
)
def test_a_fault_of_a_table_is_said(old_study, kind, change, said):
    found = faults(old_study, {kind: change(old_study.frames[KINDS[kind]])})
    assert any(said in one for one in found), found


def test_a_fault_of_a_document_is_said(old_study):
    run = old_study.documents["efficiency/run.json"]
    lacking = {key: value for key, value in run.items() if key != "audit"} | {"counts": {"efficient": 4}}
    names = ("infeasible", "missing", "near_one", "bound_hit", "policy_one", "policy_variant_b")
    missing = ", ".join(f"counts.{name}" for name in names)
    assert faults(old_study, run=lacking) == [f"run: keys: lacks audit, {missing}"]
    fit = {key: value for key, value in old_study.fit("main").items() if key != "ssc"}
    assert faults(old_study, fits={"baseline": [fit]}) == ["baseline.main: keys: lacks ssc"]
    assert any("p_coefficient 0.5, counted again" in one for one in faults(old_study, summary={"p_coefficient": 0.5}))
    assert faults(old_study, fits={"orphan": []}) == ["estimates: pairs: orphan without the other of csv and json"]
