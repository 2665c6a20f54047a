"""Captions, notes and abstracts, told from prose that begins as they do."""

import pytest

from papers.legends import FIGURE, after_abstract, caption_of, is_note


@pytest.mark.parametrize(
    ("text", "place", "title"),
    [
        ("Table 3. Baseline", "Table 3", "Baseline"),
        ("TABLE 2—EFFECTS", "Table 2", "EFFECTS"),
        ("Table 3 Baseline results.", "Table 3", "Baseline results."),
        ("Table IV Results", "Table IV", "Results"),
        ("Table A.1: Sample", "Table A.1", "Sample"),
        ("Appendix Table 3 (continued)", "Appendix Table 3", ""),
        ("表3基准回归结果", "表3", "基准回归结果"),
        ("表6 中介效应检验", "表6", "中介效应检验"),
        ("表7 可持续发展能力", "表7", "可持续发展能力"),
        ("表 3-1　描述性统计", "表3-1", "描述性统计"),
        ("续表3", "表3", ""),
        ("附表三 稳健性", "附表三", "稳健性"),
    ],
)
def test_captions_of_tables(text, place, title):
    found = caption_of(text)
    assert (found.place, found.text) == (place, title)


@pytest.mark.parametrize(
    "text",
    [
        "Table 3 shows that zones matter.",
        "Table 3 decomposes the estimate of 0.10; all comparisons count.",
        "Table 3 (column 2) reports the effect",
        "Table 3, column (2), has it",
        "Table 5 Columns (1) and (2) are by least squares.",
        "Table 3 about here",
        "Tables 3 and 4",
        "表3报告了基准回归的结果。",
        "表3结果显示，效应显著",
        "表3中第（2）列的系数为正",
        "表一般在正文之后",
    ],
)
def test_prose_that_begins_with_a_table(text):
    assert caption_of(text) is None


def test_captions_of_figures():
    assert caption_of("Fig. 3 Event study", FIGURE).place == "Fig. 3"
    assert caption_of("图1 趋势", FIGURE).place == "图1"
    assert caption_of("图1显示了趋势。", FIGURE) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *[
            (text, True)
            for text in ("Notes: N is 5.", "Robust standard errors in parentheses", "*** p<0.01, ** p<0.05")
        ],
        *[
            (text, True)
            for text in ("t statistics in brackets.", "注：括号内为t值", "***、**、*分别表示1%", "Source: survey.")
        ],
        *[
            (text, True)
            for text in (
                "Parentheses hold standard errors.",
                "Signif. codes: ***: 0.01",
                "Robust t values below",
                "()内为t值",
            )
        ],
        *[
            (text, True)
            for text in ("Estimates with p-values in square brackets", "Fixed effects of cities; *: 0.1, **: 0.05")
        ],
        *[(text, True) for text in ("附注：标准误见圆括号", "表注：N为5。")],
        *[(text, False) for text in ("附注意事项一份。", "表注明了来源。")],
        *[(text, False) for text in ("Stars shine at night.",)],
        *[(text, False) for text in ("Note that N is 5.", "We cluster standard errors.", "注意到效应为正。")],
        ("表5列(2)中AI的系数为0.102，在5%的显著性水平上显著。", False),
        ("a、b、c分别表示1%、5%、10%的显著性水平", True),
    ],
)
def test_notes(text, is_one):
    assert is_note(text) == is_one


@pytest.mark.parametrize(
    ("text", "rest"),
    [("Abstract", ""), ("Abstract: It is.", "It is."), ("【摘要】效应为正", "效应为正"), ("摘　要：效应", "效应"),
     ("Abstract art is", None), ("Summary statistics", None)],
)  # fmt: skip
def test_abstracts(text, rest):
    assert after_abstract(text) == rest
