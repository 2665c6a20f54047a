"""The audit of a study's estimates, and faults planted in them."""

import json

import numpy as np
import pytest
from samples import COLUMN, planted

from audit.audit_did import audit_did
from core.contract import FILES
from core.errors import StudyError
from core.files import read_rows
from core.tables import read_csv, write_csv
from did.fit_event_study import fit_event_study
from did.fit_matching import fit_matching
from did.fit_ols import fit_ols
from report.voices import agreement

MATCHING = {"on": ["x1"], "method": "kernel", "caliper": None, "bandwidth": 0.2, "neighbours": 1, "rows": "pooled"}


def column(name, estimator, formula, **more):
    own = {"name": name, "estimator": estimator, "formula": formula, "policy": "d", "ssc": "reghdfe"}
    return COLUMN | own | {"table": estimator} | more


COLUMNS = [
    column("plain", "ols", "score ~ d | unit + year", lincom={"both": "d"}),
    column("two", "ols", "y ~ d + x1 | unit + year", cluster=["unit", "region"]),
    column("years", "event_study", "y ~ d | unit + year", window=[-2, 2], base=-1),
    column("matched", "matching", "y ~ d | unit + year", use="weights", **MATCHING),
    column("lag", "gmm", "y ~ lag(y) + d | unit + year"),
]
VERBS = {"ols": fit_ols, "event_study": fit_event_study, "matching": fit_matching}


@pytest.fixture
def audit(tmp_path):
    """Run the verb on the fits of a panel and its scores; `change` their files before, by their name."""
    frame = planted(4, 30, 6)
    frame["score"] = frame["y"] + np.random.default_rng(1).normal(size=len(frame))
    write_csv(tmp_path / "panel.csv", frame.drop(columns="score"))
    write_csv(tmp_path / "scores.csv", frame[["unit", "year", "score"]])
    files = {name: [tmp_path / f"{name}.csv", tmp_path / f"{name}.json"] for name in VERBS}
    scores = [tmp_path / "scores.csv"]
    for name, verb in VERBS.items():
        none = {"bootstrap": [], "replications": []} if verb is fit_ols else {}
        made = dict(zip(("estimates", "facts"), files[name], strict=True))
        own = [column for column in COLUMNS if column["table"] == name]
        verb(panel=tmp_path / "panel.csv", scores=scores, **none, **made, table=name, columns=own)
    gmm = tmp_path / "gmm.csv", tmp_path / "gmm.json"
    gmm[0].write_text("table,column,term,estimate\ngmm,lag,d,0.1\n")
    gmm[1].write_text('{"columns": [{"name": "lag"}]}')
    estimates, facts = zip(*files.values(), gmm, strict=True)

    def audited(change=lambda folder: None):
        change(tmp_path)
        audit_did(tmp_path / "panel.csv", scores, estimates, facts, tmp_path / "did.csv", COLUMNS)
        return read_rows(tmp_path / "did.csv")

    return audited


def test_every_number_is_heard_or_says_why(audit):
    rows = audit()
    assert list(rows[0]) == list(FILES["voices"].columns)
    assert {row["quantity"] for row in rows if row["theirs"] is not None} == {
        "rows",
        "estimate",
        "std_error",
        "probability",
    }
    assert [(row["column"], row["term"]) for row in rows if row["theirs"] is None] == [
        ("years", "d::-1"),
        ("lag", None),
    ]
    assert all(row["why"] for row in rows if row["theirs"] is None)
    assert max(row["difference"] for row in rows if row["difference"] is not None) < 1e-10  # of numbers with 12 digits
    largest = max(row["difference"] for row in rows if row["difference"] is not None)
    assert agreement(rows) == (
        f"second voices: 9 coefficients of 4 columns agree, largest difference {largest:.0e}; 1 column and 1 number "
        "without one, as audit/did.csv says"
    )


def cell(name, term, key, change):
    """A change of one cell of the results of `term`."""

    def changed(folder):
        table = read_csv(folder / f"{name}.csv")
        at = table.index[table["term"] == term][-1]
        table.loc[at, key] = change(table.loc[at, key])
        write_csv(folder / f"{name}.csv", table)

    return changed


def fact(name, *keys, change):
    """A change of one number of a JSON file."""

    def changed(folder):
        path = folder / f"{name}.json"
        content = json.loads(path.read_text())
        place = content["columns"]
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = change(place[keys[-1]])
        path.write_text(json.dumps(content))

    return changed


PROPENSITY = 0, "matching", "propensity"


def slightly(value):
    return value * (1 + 2e-8)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (cell("ols", "x1", "estimate", slightly), "table `ols`, column `two`, estimate of `x1`"),
        (cell("ols", "d", "std_error", slightly), "table `ols`, column `two`, std_error of `d`"),
        (cell("ols", "d", "std_error", lambda _: None), "column `two`, std_error of `d`: none, but 0"),
        (cell("ols", "x1", "term", lambda _: "x9"), "column `two`, estimate of `x9`: .*, but none by"),
        (cell("event_study", "d::2", "estimate", slightly), "column `years`, estimate of `d::2`"),
        (cell("matching", "d", "std_error", slightly), "column `matched`, std_error of `d`"),
        (fact("ols", 1, "n_obs", change=lambda n: n + 1), "column `two`, rows of `sample`: 181, but 180 by"),
        (fact("ols", 0, "lincom", "both", "estimate", change=slightly), "`plain`, estimate of `lincom.both`"),
        (fact("matching", *PROPENSITY, 7, 0, change=slightly), "probability of `propensity score of u001"),
        (fact("matching", *PROPENSITY, change=lambda every: every[1:]), "rows of `candidates`: 179, but 180"),
    ],
)
def test_a_planted_fault_is_found(audit, change, said):
    with pytest.raises(StudyError, match=said):
        audit(change)
