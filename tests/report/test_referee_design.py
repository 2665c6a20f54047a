"""The referee on designs: what a remedy depends on, and what stands beside a fault and mends it."""

import pytest

from report.fitted import Fitted, fitted_columns
from report.reading import Reading
from report.referee_design import few_treated, interaction_duplicates, moderator_fixed, treated_frontier

RULES = ("fit_ols", "fit_event_study")
ALSO, DRAWS = "`also: [cr2, wild]`", "a `placebo` with draws"


@pytest.fixture
def columns(study):
    """Columns main and late of fit_ols, event of fit_event_study."""
    tables, documents = study.tables, study.documents
    stems = [f"estimates/{rule}/baseline" for rule in RULES]
    return fitted_columns([(tables[f"{stem}.csv"], documents[f"{stem}.json"]) for stem in stems])


@pytest.fixture
def column(study):
    """A column of table t with one effect, and other facts where they are given."""

    def make(name="main", term="policy", **facts):
        return Fitted("t", study.fit(name, **facts), [study.coefficient("t", name, term, 0.2, 0.1, 0.04)])

    return make


def remedies(check, **read):
    """What comes behind the reason, of each finding."""
    return [one.message.partition(f"{check.matters}. ")[2] for one in check(Reading(**read))]


def test_a_permutation_p_covers_its_own_column(study, columns):
    placebos = {"space/baseline.main": study.documents["placebo/space/baseline.main.json"]}
    for given, where in (
        ({}, "baseline.main, baseline.late, baseline.event"),
        (placebos, "baseline.late, baseline.event"),
    ):
        (finding,) = few_treated(Reading(columns=columns, placebos=given))
        assert finding.where == where


def test_few_treated_is_one_finding_for_all_columns(columns, column):
    (finding,) = few_treated(Reading(columns=[*columns, column("o", treated_units=2, n_clusters=5)]))
    assert finding.message.startswith("2 to 3 treated units, 5 to 6 clusters, and no p-value but that of the t test.")


@pytest.mark.parametrize(
    ("facts", "remedy"),
    [
        ({"treated_units": 20, "n_clusters": 40}, []),
        ({}, [f"Add {ALSO} or {DRAWS}."]),
        ({"n_clusters": [286, 9]}, [f"Add {DRAWS}."]),
        ({"policy": None}, ["Say so in the text."]),
        ({"estimator": "imputation"}, ["Say so in the text."]),
        ({"also": {"wild": {"p_value": {"policy": 0.1}}}}, []),
        ({"treated_units": None, "n_clusters": None}, []),
    ],
)
def test_few_treated_names_only_a_remedy_that_the_column_has(column, facts, remedy):
    facts = {"treated_units": 18, "n_clusters": 286} | facts
    assert remedies(few_treated, columns=[column(**facts)]) == remedy


def test_controls_that_treated_units_push_down_are_counted_unless_another_score_stands_beside(study, column):
    panel = study.tables["panel/panel.csv"]
    treated, own, other = ("a", 2002), ("d", 2002), ("e", 2001)
    assert next(row["policy"] for row in panel if (row["unit"], row["year"]) == treated) == 1

    def peers(*pairs):
        return [dict(zip(("unit", "year", "peer_unit", "peer_year"), (*one, *two), strict=True)) for one, two in pairs]

    pushed, free = peers((own, treated), (own, other), (treated, treated)), peers((own, other), (treated, own))
    columns = [column("a"), column("b"), column("c", outcome="fin")]
    scores = {"score": pushed, "untouched": free}
    (finding,) = treated_frontier(Reading(columns=columns, panel=panel, peers=scores))
    assert finding.where == "t.a, t.b"
    beside = [*columns, column("d", outcome="untouched")]
    assert not list(treated_frontier(Reading(columns=beside, panel=panel, peers=scores)))


@pytest.mark.parametrize(("large", "found"), [({"a": 1}, 0), ({"a": 1, "year": 2001}, 1)])
def test_whether_a_moderator_is_fixed_is_read_from_the_panel(study, column, large, found):
    """Whatever its expression: of one that was computed elsewhere it says nothing."""
    since = large.pop("year", 0)
    panel = [
        row | {"large": large.get(row["unit"], 0) * (row["year"] >= since)} for row in study.tables["panel/panel.csv"]
    ]
    columns = [column(formula="score ~ policy + policy:large | unit + year")]
    assert len(list(moderator_fixed(Reading(columns=columns, panel=panel)))) == found


def test_a_product_of_another_outcome_repeats_nothing(column):
    product = column("b", "policy:large", formula="gdp ~ policy:large | unit", outcome="gdp")
    assert not list(interaction_duplicates(Reading(columns=[column(), product])))
