"""Numbers that no table of a manuscript prints: told, or refused, by the words of their sentences."""

import pytest
from written import coefficient, draft, table

from manuscript.review import reviewed
from traces.results import Numbers, Result
from traces.tracing import trace

ESTIMATES = {
    ("baseline", "both", "law"): ("Law, Two-way (1)", 0.0694, 0.0559),
    ("staggered", "callaway", "law"): ("Law, Never treated (2)", 0.0194, 0.0384),
    ("staggered", "not_yet", "law"): ("Law, Not yet treated (3)", 0.0174, 0.0396),
    ("staggered", "imputation", "law"): ("Law, Imputed (4)", 0.0669, 0.0567),
    ("staggered", "stacked", "law"): ("Law, Stacked (5)", 0.0613, 0.0486),
    ("dynamics", "sun_abraham", "law::-2"): ("Law, year −2, Cohort dummies (2)", -0.0081, 0.0121),
    ("dynamics", "sun_abraham", "law::0"): ("Law, year 0, Cohort dummies (2)", 0.0139, 0.0357),
    ("dynamics", "sun_abraham", "law::4"): ("Law, year 4, Cohort dummies (2)", 0.2322, 0.0911),
    ("effects", "sdm", "direct.law"): ("Direct effect, Law, Durbin", 0.1133, 0.0741),
    ("effects", "sdm", "indirect.law"): ("Indirect effect, Law, Durbin", -0.1363, 0.0899),
}
VALUES = {
    "bacon.Sum.Treated_against_never_treated": ("estimate", 0.0784, "Sum, Treated against never treated, Estimate"),
    "bacon.Sum.Treated_against_never_treated.weight": ("weight", 0.8986, "Sum, Treated against never treated, Weight"),
    "bacon.Sum.Later_against_earlier_treated.weight": ("weight", 0.0241, "Sum, Later against earlier treated, Weight"),
    "means.west.2003.mean": ("mean", 0.7284, "west, 2003, Mean"),
    "means.west.2023.mean": ("mean", 0.7105, "west, 2023, Mean"),
    "means.east.2003.mean": ("mean", 0.6628, "east, 2003, Mean"),
    "moran.rate.2005.queen.moran_i": ("moran_i", 0.5986, "Rate, 2005, Common borders, Moran's I"),
    "moran.rate.2008.queen.moran_i": ("moran_i", 0.4758, "Rate, 2008, Common borders, Moran's I"),
}


def study() -> Numbers:
    found = [
        one
        for (where, column, term), (label, estimate, error) in ESTIMATES.items()
        for one in coefficient(where, column, term, label, estimate, error, 0.3)
    ]
    for address, (meaning, value, label) in VALUES.items():
        place, column = address.split(".")[0], address.rpartition(".")[2]
        term = address.removeprefix(f"{place}.").removesuffix(f".{column}")
        found.append(Result(address, value, meaning, place, column, term, label))
    return Numbers(found, {"law": ["Law", "立法"]})


STUDY = study()
TABLE = table("Table 1", " | (1)\nLaw | 0.069\n | (0.056)")


def said(text: str) -> dict[str, str]:
    return {one.number.text: one.said for one in trace(draft(TABLE, text), STUDY) if one.spot.block == 1}


RIGHT = [
    ("The estimator of Callaway and Sant'Anna gives {} for the law.", "0.019"),
    ("The effect of the law is {} with not-yet-treated controls.", "0.017"),
    ("Imputation as in Borusyak et al. (2024) yields an effect of the law of {}.", "0.067"),
    ("The law has an effect of {} in stacked data.", "0.061"),
    ("By Sun and Abraham's estimator the effect in the year of the law is {}.", "0.014"),
    ("Four years after the law the effect is {}.", "0.232"),
    ("The effect two years before the law is {}.", "-0.008"),
    ("Never-treated comparisons average {}.", "0.078"),
    ("Comparisons of later with earlier treated states weigh {} per cent.", "2.4"),
    ("In the spatial Durbin model the direct effect of the law is {}.", "0.113"),
    ("Moran's I was {} in 2005.", "0.599"),
    ("In 2003 the mean was highest in the west ({}).", "0.728"),
    ("插补估计量给出的立法效应为{}。", "0.067"),
    ("堆叠回归的立法效应为{}。", "0.061"),
    ("立法后第4年的效应为{}。", "0.232"),
    ("立法前第2年的系数为{}。", "-0.008"),
    ("空间杜宾模型中立法的间接效应为{}。", "-0.136"),
    ("2008年莫兰指数为{}。", "0.476"),
    ("Taking the year before the law as the reference, the coefficient in the year of the law is {}.", "0.014"),
    ("图1 动态效应（基期为立法前一年，立法当年的系数为{}）", "0.014"),
    ("以立法前一年为参照，t=0时的系数为{}。", "0.014"),
]


@pytest.mark.parametrize(("text", "number"), RIGHT)
def test_a_right_number_is_told_by_its_words(text, number):
    assert said(text.format(number))[number] == "supported"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The estimator of Callaway and Sant'Anna gives an effect of the law of {}.", "0.067"),
        ("The law has an effect of {} in stacked data.", "0.069"),
        ("The effect in the year of the law is {}.", "0.232"),
        ("In the spatial Durbin model the direct effect of the law is {}.", "-0.136"),
        ("Moran's I was {} in 2005.", "0.476"),
        ("In 2003 the mean was highest in the west ({}).", "0.663"),
        ("Imputation gives an effect of the law of 0.067 ({}).", "0.038"),
        ("插补估计量给出的立法效应为{}。", "0.061"),
        ("立法后第4年的效应为{}。", "0.014"),
        ("2008年莫兰指数为{}。", "0.599"),
    ],
)
def test_a_number_of_another_estimator_year_group_or_effect_has_no_support(text, number):
    assert said(text.format(number))[number] == "without support"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Without stacking, the effect of the law is {}.", "0.069"),
        ("Our central estimate of the effect of the law stands at {}.", "0.069"),
        ("A total of 50 states give an effect of the law of {}.", "0.069"),
        ("The stacked estimate is larger than this effect of the law, {}.", "0.069"),
        ("Stacked data change little; the effect of the law is {}.", "0.069"),
        ("Imputation gives 0.067, whereas the effect of the law is {} in Table 1.", "0.069"),
    ],
)
def test_words_of_another_number_do_not_say_what_a_number_is(text, number):
    assert said(text.format(number))[number] == "supported"


def checks_on(text: str) -> set[str]:
    findings = reviewed(draft(TABLE, text), STUDY, "study").findings
    return {one.check for one in findings if any(spot.block == 1 for spot in one.spots)}


@pytest.mark.parametrize(("text", "number"), RIGHT)
def test_no_finding_misses_what_the_study_has(text, number):
    assert not checks_on(text.format(number)) & {"text_number", "text_number_nowhere", "unsupported"}


def test_what_the_study_has_not_is_still_missed():
    assert {"text_number_nowhere", "unsupported"} <= checks_on("The effect of the law is 0.415 in stacked data.")
