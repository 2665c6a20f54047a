"""Numbers of manuscripts against the results of a study: what is right, what is not, and what nobody knows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import COLUMNS, NOTES, TERMS, baseline, coefficient, draft, study, table, value

from traces.results import Numbers, Result
from traces.tracing import trace, traced_findings

STUDY = study()
CLEAN = baseline(STUDY)
EFFECT = f"{value(STUDY, 'baseline.both.ai'):.4f}"
ERROR = f"{value(STUDY, 'baseline.both.ai.std_error'):.4f}"


def swapped(text: str) -> str:
    """A number with its last two digits swapped, or its last one changed where they are the same."""
    return text[:-2] + text[-1] + text[-2] if text[-1] != text[-2] else text[:-1] + str((int(text[-1]) + 1) % 10)


def read(*blocks):
    """Findings, and by number what was said of it."""
    paper = draft(*blocks)
    verdicts = trace(paper, STUDY)
    return traced_findings(paper, verdicts), {(one.number.text, one.said) for one in verdicts}


@pytest.mark.parametrize(
    "lines",
    [
        CLEAN,
        baseline(STUDY, columns=("both", "pooled")),
        baseline(STUDY, terms={"fe": "Deposits", "ai": "DID", "ur": "Cities"}),
        baseline(STUDY, terms={"ai": "试验区", "eco": "经济", "fe": "金融", "ur": "城镇化"}),
        baseline(STUDY, decimals=3),
    ],
    ids=["whole", "other order", "other names", "in Chinese", "three decimals"],
)
def test_a_table_of_the_study_is_supported_however_it_is_arranged(lines):
    findings, said = read(table("Table 3", lines))
    assert findings == []
    assert {verdict for _, verdict in said} == {"supported"}


def test_what_the_brackets_hold_is_compared():
    lines = baseline(STUDY, brackets="statistic")
    assert read(table("Table 3", lines, notes=("t values in parentheses. *** 1 %, ** 5 %, * 10 %.",)))[0] == []
    findings, _ = read(table("Table 3", lines))
    assert {one.check for one in findings} == {"contradicted"}


@pytest.mark.parametrize(
    ("old", "new", "check", "named"),
    [
        (EFFECT, swapped(EFFECT), "contradicted", "baseline.both.ai is"),
        (ERROR, swapped(ERROR), "contradicted", "baseline.both.ai.std_error is"),
        (EFFECT, f"-{EFFECT}", "contradicted", "baseline.both.ai is"),
        (f"{EFFECT}*", f"{EFFECT}**", "stars_rule", "earns *"),
        (f"{EFFECT}*", EFFECT, "stars_rule", "earns *"),
        ("2,574 | 2,574 | 2,574", "2,574 | 2,574 | 2,547", "contradicted", "baseline.both.n_obs is 2,574"),
    ],
    ids=["estimate", "error", "sign", "one star more", "one star less", "N"],
)
def test_one_wrong_number_is_found_with_the_right_one(old, new, check, named):
    findings, _ = read(table("Table 3", CLEAN.replace(old, new, 1)))
    (one,) = findings
    assert (one.check, one.severity) == (check, "E")
    assert named in one.message and len(one.spots) == 1


def test_a_table_of_other_numbers_is_without_support_and_an_old_one_contradicted_as_a_whole():
    other = baseline(study(seed=8))
    findings, said = read(table("Table 3", other, notes=NOTES))
    assert [one.check for one in findings] == ["unsupported"]
    assert not any(verdict == "supported" for number, verdict in said if number != "2,574")
    pairs = zip(CLEAN.splitlines(), other.splitlines(), strict=True)
    old = "\n".join(two if at in (3, 4) else one for at, (one, two) in enumerate(pairs))
    findings, _ = read(table("Table 3", old))
    (one,) = (one for one in findings if one.check == "contradicted")
    assert one.where == "Table 3" and "as if the table were older" in one.message


def test_descriptive_statistics_find_their_rows():
    rows = [
        [label, *(f"{value(STUDY, f'descriptives.{term}.{name}'):.3f}" for name in ("mean", "sd", "min", "max"))]
        for term, label in TERMS.items()
    ]
    lines = "\n".join(" | ".join(row) for row in [["Variable", "Mean", "SD", "Min", "Max"], *rows])
    assert read(table("Table 2", lines, notes=()))[0] == []
    wrong = lines.replace(rows[1][2], swapped(rows[1][2]))
    assert [one.check for one in read(table("Table 2", wrong, notes=()))[0]] == ["contradicted"]


def test_years_since_the_policy_are_found_by_any_words_though_their_digits_say_nothing():
    times = {-2: (0.0312, 0.0191), -1: (0.0004, 0.0041), 0: (0.1021, 0.0415), 1: (0.0957, 0.0372)}
    results = [
        one
        for k, numbers in times.items()
        for one in coefficient("dynamics", "twfe", f"ai::{k}", f"Pilot zone, year {k}, Own", *numbers, 0.5)
    ]
    names = ("Pre2", "前1期", "Current", "1 year after")
    rows = [[f"{name} | {times[k][0]:.3f}", f" | ({times[k][1]:.3f})"] for k, name in zip(times, names, strict=True)]
    paper = draft(table("Table 4", "\n".join([" | (1)", *(line for row in rows for line in row)])))
    assert {one.said for one in trace(paper, Numbers(results))} == {"supported"}


def test_a_fit_of_another_column_supports_none():
    results = [
        *coefficient("staggered", "twfe", "ai", "Pilot zone, Two-way", 0.0694, 0.0559, 0.2),
        *coefficient("staggered", "callaway", "ai", "Pilot zone, Cohorts", 0.0191, 0.0382, 0.6),
        Result("staggered.twfe.r2", 0.9102, "r2", "staggered", "twfe", "", "R2, Two-way"),
        Result("staggered.twfe.n_obs", 550, "n_obs", "staggered", "twfe", "", "N, Two-way"),
    ]
    lines = " | (1) | (2)\nPilot zone | 0.0191 | 0.0694\n | (0.0382) | (0.0559)\nN | 550 | 550\nR2 | 0.9102 | "
    verdicts = trace(draft(table("Table 7", lines)), Numbers(results))
    assert {one.number.text: one.said for one in verdicts if one.said != "supported"} == {"0.9102": "without support"}


@pytest.mark.parametrize(("second", "said"), [("13", set()), ("31", {"31"})])
def test_a_table_of_cohorts_is_known_by_its_years(second, said):
    units = {"2006": 1, "2007": 13, "2008": 4, "never": 29}
    results = [Result(f"cohorts.{k}.units", n, "count", "cohorts", "units", k, f"{k}, Units") for k, n in units.items()]
    lines = f"设立年份 | 城市个数\n2006 | 1\n2007 | {second}\n2008 | 4\n从未 | 29"
    verdicts = trace(draft(table("表2", lines, notes=())), Numbers(results))
    assert {one.number.text for one in verdicts if one.said == "contradicted"} == said
    assert {one.said for one in verdicts} - {"contradicted"} == {"supported"}


TEXT = "Column (3) of Table 3 shows that the coefficient of Pilot zone is {}, with 2,574 observations of 286 cities."


def test_a_sentence_is_compared_with_the_column_that_it_names():
    whole = table("Table 3", CLEAN)
    findings, said = read(TEXT.format(EFFECT), whole)
    assert findings == [] and ((EFFECT, "supported") in said) and (("286", "supported") in said)
    findings, _ = read(TEXT.format(swapped(EFFECT)), whole)
    (one,) = findings
    assert one.check == "contradicted" and one.where == "section 4, paragraph 1" and "baseline.both.ai" in one.message


def test_a_count_that_is_the_same_everywhere_is_contradicted():
    findings, _ = read(TEXT.format(EFFECT).replace("286", "268"), table("Table 3", CLEAN))
    assert [one.check for one in findings] == ["contradicted"]


def test_what_the_configuration_says_is_supported_and_years_are_no_results():
    _, said = read("From 2015 on the policy is reassigned 500 times (Li et al., 2016).", table("Table 3", CLEAN))
    assert ("500", "supported") in said
    assert {("2015", "no result"), ("2016", "no result")} <= said


def test_a_number_that_is_rounded_again_from_a_table_of_the_study_is_supported():
    results = [Result("staggered.stacked.law", 0.074467, "estimate", "staggered", "stacked", "law", "Law, Stacked (1)")]
    verdicts = trace(draft("In stacked data the effect of the law is 0.075."), Numbers(results))
    assert [one.said for one in verdicts] == ["supported"]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 200), st.sampled_from([3, 4, 5]), st.permutations(list(COLUMNS)))
def test_roundings_of_results_are_never_contradicted(seed, decimals, columns):
    numbers = study(seed)
    paper = draft(table("Table 3", baseline(numbers, columns=columns, decimals=decimals)))
    assert all(one.said == "supported" for one in trace(paper, numbers))


def test_what_a_sentence_calls_by_name_is_compared_with_that_alone():
    other = f"{value(STUDY, 'baseline.cities.eco'):.4f}"
    whole = table("Table 3", CLEAN)
    for name in ("Pilot zone", "the pilot zone (AI)"):
        assert ((EFFECT, "supported")) in read(f"The coefficient of {name} is {EFFECT}.", whole)[1]
        assert ((other, "without support")) in read(f"The coefficient of {name} is {other}.", whole)[1]
    assert ((other, "supported")) in read(f"The coefficient of log GDP is {other}.", whole)[1]


def described(text: str) -> set[tuple[str, str]]:
    """What is said of the numbers of a text by a study of a share with the mean 0.598 and an effect in year -4."""
    moments = {"mean": 0.598, "min": 0.3, "max": 0.8}
    found = [Result(f"Panel.ur.{name}", n, name, term="ur", label="Urban share") for name, n in moments.items()]
    found += [Result("dynamics.twfe.ai::-4", 0.0125, "estimate", "dynamics", "twfe", "ai::-4", "Pilot zone, year -4")]
    numbers = Numbers(found, {"ai": ["Pilot zone", "试验区"], "ur": ["Urban share", "城镇化率"]})
    return {(one.number.text, one.said) for one in trace(draft(text), numbers)}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("On average the urban share is {}.", "59.8%", "0.6%"),
        ("The mean of the urban share corresponds to {}.", "59.8%", "0.6%"),
        ("城镇化率的均值为{}。", "59.8%", "0.6%"),
        ("样本中城镇化率的均值相当于{}。", "59.8%", "0.6%"),
        ("城镇化率平均为{}。", "0.598", "0.589"),
    ],
)
def test_a_share_in_percent_is_a_hundred_times_what_it_is(text, right, wrong):
    assert (right, "supported") in described(text.format(right))
    assert (wrong, "without support") in described(text.format(wrong))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Four years before the policy the coefficient of the pilot zone is 0.0125.", "supported"),
        ("The event study has a coefficient of 0.0125 at its first lead.", "supported"),
        ("政策前第4年的系数为0.0125。", "supported"),
        ("We conclude that the coefficient of the pilot zone is 0.0125.", "without support"),
        ("本文发现试验区的系数为0.0125。", "without support"),
    ],
)
def test_effects_by_year_are_those_of_texts_on_years(text, verdict):
    assert ("0.0125", verdict) in described(text)


@pytest.mark.parametrize(
    "text",
    [
        "Li and Wang (2019) find an elasticity of 0.4321 for American cities.",
        "Zhang et al. (2020) report a coefficient of 0.4321.",
        "The coefficient is usually near 0.4321 (Glaeser and Kahn, 2010).",
        "王小明等（2021）发现试点的系数为0.4321。",
        "已有文献的估计系数为0.4321（陈强，2014）。",
    ],
)
def test_numbers_of_other_papers_are_no_results(text):
    assert {said for number, said in described(text) if number == "0.4321"} == {"no result"}


@pytest.mark.parametrize(
    "text",
    [
        "The coefficient of the pilot zone is 0.4321, in line with Li and Wang (2019).",
        "As in Li and Wang (2019), errors are clustered. The coefficient of the pilot zone is 0.4321.",
        "Following Li and Wang (2019), we estimate a coefficient of the pilot zone of 0.4321.",
        "参照王小明等（2021）的研究，试验区的系数为0.4321。",
    ],
)
def test_numbers_of_a_paper_that_cites_others_are_its_own(text):
    assert ("0.4321", "without support") in described(text)


OTHER = f"{value(STUDY, 'baseline.cities.ai'):.4f}"
PERCENT = f"{100 * value(STUDY, 'baseline.both.ai'):.1f}%"
SMALL = f"{100 * value(STUDY, 'baseline.cities.fe'):.1f}%"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("In column (3) of Table 3 the effect is about {}.", PERCENT, SMALL),
        ("表3第（3）列的系数意味着约{}的变化。", PERCENT, SMALL),
        ("The point estimate in column (3) of Table 3 is {}.", EFFECT, OTHER),
        ("Table 4 has a coefficient of {}.", "0.4321", OTHER),
    ],
)
def test_a_number_of_another_column_by_chance_is_not_that_of_the_one_named(text, right, wrong):
    results = [*STUDY.all, *coefficient("other", "one", "z", "Other", 0.4321, 0.1234, 0.3)]
    tables = table("Table 3", CLEAN), table("Table 4", " | (1)\nOther | 0.4321\n | (0.1234)")
    for number, verdict in ((right, "supported"), (wrong, "without support")):
        verdicts = trace(draft(*tables, text.format(number)), Numbers(results))
        assert (number, verdict) in {(one.number.text, one.said) for one in verdicts}


PARTS = (
    {"rate": (1.3604, 0.5981), "wage": (0.3491, 0.1712), "jobs": (5.2193, 1.7132)},
    {"rate": (1.6983, 0.4402), "wage": (0.2384, 0.0763), "jobs": (7.2354, 2.6921)},
)


@pytest.mark.parametrize("headings", [("Panel A: before", "Panel B: after"), ("A部分：前", "B部分：后")])
def test_rows_that_are_called_alike_are_of_the_panel_above_them(headings):
    results = [
        Result(f"moments.{at}.{term}.{name}", number, name, "moments", f"{at}", term, f"{term}, {at}")
        for at, part in enumerate(PARTS)
        for term, numbers in part.items()
        for name, number in zip(("mean", "sd"), numbers, strict=True)
    ]
    lines = ["Item | Level | Spread"]
    for heading, part in zip(headings, PARTS, strict=True):
        lines += [f"{heading} | | ", *(f"{term} | {mean:.3f} | {sd:.3f}" for term, (mean, sd) in part.items())]
    verdicts = trace(draft(table("Table 1", "\n".join(lines), notes=())), Numbers(results))
    assert {one.said for one in verdicts} == {"supported"}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In column (3) of Table 3, the coefficient of Pilot zone is {}, significant at the 10% level.", "supported"),
        (
            "In column (3) of Table 3, the coefficient of Pilot zone is {}, significant at the 5% level.",
            "without support",
        ),
        ("表3列(3)中，Pilot zone的系数为{}，在1%的水平上显著。", "without support"),
        ("表3列(3)中，Pilot zone的系数为{}，不显著。", "supported"),
    ],
)
def test_the_level_that_a_sentence_says_is_compared_with_p(text, verdict):
    assert (EFFECT, verdict) in read(text.format(EFFECT), table("Table 3", CLEAN))[1]
