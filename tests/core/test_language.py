"""Templates of one language in another: what they match, and what is said of texts that have none."""

import pytest

from core.language import before_notes, said, speak, unsaid, unsaid_words

CATALOGUE = """
joint = "、"
before_notes = "注："

[all]
"Unit" = "单位"
"unit" = "个体"
"{n:number} row(s) without {what}" = "{n}个缺失{what}的观测"
"left out {parts:list}" = "剔除{parts}"
"Column(s) {numbers:columns}: {text:phrase}" = "第{numbers}列：{text}"
"({a:number}) to ({b:number})" = "({a})至({b})"
"sample {condition:code}" = "样本：{condition}"
"Effect on {outcome}" = "对{outcome}的影响"
"Figure {n:number}." = "图{n}"
"standard errors, clustered by {who:list}" = "聚类到{who}"
"""


@pytest.fixture
def chinese(tmp_path):
    path = tmp_path / "zh.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    speak([str(path)])
    yield path
    speak([])


@pytest.mark.parametrize(
    ("english", "other"),
    [
        ("Unit", "单位"),
        ("unit", "个体"),
        ("0.0812***", "0.0812***"),
        (
            "Left out 1 row without Poverty rate, 3 rows without 收入.",
            "剔除1个缺失Poverty rate的观测、3个缺失收入的观测。",
        ),
        ("Columns (1), (3) to (5): sample year > 2005.", "第(1)、(3)至(5)列：样本：year > 2005。"),
        (
            "Column (2): sample not big; left out 2 rows without x.",
            "第(2)列：样本：not big; left out 2 rows without x。",
        ),
        ("Standard errors, clustered by unit and 省份. Figure 2.", "聚类到个体、省份。图2"),
        ("Effect on 产出", "对产出的影响"),
    ],
)
def test_a_text_is_said_by_its_template(chinese, english, other):
    assert said(english) == other
    assert unsaid() == []


def test_what_has_no_template_stays_in_english_and_is_named(chinese):
    assert said("Left out 3 rows without x; nobody knows why.") == "剔除3个缺失x的观测; nobody knows why."
    assert said("Column (1): nobody knows why") == "Column (1): nobody knows why"
    assert unsaid() == ["nobody knows why.", "Column (1): nobody knows why"]
    assert "2 texts have no words" in unsaid_words(unsaid())


def test_a_name_that_would_hold_a_sentence_is_none(chinese):
    assert said("Effect on what nobody knows yet") == "Effect on what nobody knows yet"


def test_english_stays_as_it_is():
    speak([])
    assert (said("Unit"), before_notes(), unsaid()) == ("Unit", "", [])
    assert said("Effect on x") == "Effect on x"
