"""Tables, figures and pages in Chinese."""

import re
from pathlib import Path

import pytest

from core.catalogues import HOLE, read_catalogue
from core.language import said, speak, unsaid
from report.figures import as_png, canvas, filled, say
from report.printed import STAR_NOTE
from report.referee import CHECKS
from report.spoken import in_language as page_in_language
from report.three_line import Group, Table, in_language
from study.figures import FIGURES

CATALOGUE = Path(__file__).parents[2] / "scripts/report/zh.toml"


@pytest.fixture
def chinese():
    speak([str(CATALOGUE)])
    yield
    speak([])


def test_every_template_keeps_what_it_is_given():
    """A placeholder that a translation drops would drop a number from a table."""
    lines = re.findall(r'^"(.*)" = "(.*)"$', CATALOGUE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(lines) > 300
    names = [({name for name, _ in HOLE.findall(one)}, set(re.findall(r"{(\w+)}", other))) for one, other in lines]
    assert [line for line, (given, kept) in zip(lines, names, strict=True) if given != kept] == []
    assert len(read_catalogue(CATALOGUE).templates) == len(lines)


TABLE = Table(
    header=(("", "Outcome: 土地绿色利用效率", ""), ("", "(1)", "(2)")),
    groups=(
        Group((("试验区, year −4 or earlier", "0.0112**", ""), ("", "(0.0051)", ""))),
        Group((("Unit fixed effects", "Yes", "No"), ("Observations", "2,574", "2,574"))),
    ),
    notes=(
        "Standard errors in parentheses, clustered by unit, without a small-sample factor (CR0); p-values from t(285).",
        STAR_NOTE,
    ),
    title="基准回归",
)


def test_a_table_has_the_words_of_a_chinese_journal(chinese):
    table = in_language(TABLE)
    assert table.header == (("", "被解释变量：土地绿色利用效率", ""), ("", "(1)", "(2)"))
    assert table.rows == (
        ("试验区，第−4年及以前", "0.0112**", ""),
        ("", "(0.0051)", ""),
        ("个体固定效应", "是", "否"),
        ("样本量（N）", "2,574", "2,574"),
    )
    assert table.notes == (
        "注：括号内为聚类到个体层面的稳健标准误，不作小样本调整（CR0）；p值由t(285)分布得出。",
        "***、**、*分别表示在1%、5%、10%的水平上显著。",
    )
    assert unsaid() == []


def test_the_referee_and_the_kinds_of_figures_have_chinese_words(chinese):
    for check in CHECKS.values():
        said(" ".join(f"{part}." for part in (check.matters, check.remedy) if part))
    for figure in FIGURES:
        said(figure.model_fields["kind"].description)
    assert unsaid() == []


def test_in_english_a_table_stays_as_it_is():
    assert in_language(TABLE) == TABLE


def test_texts_of_a_figure_and_names_of_ticks_are_said(chinese):
    figure = canvas(2.0, "simulated", "Points: coefficients; bars: 95 % confidence intervals.")
    axes = figure.subplots()
    axes.plot([0, 1], label="all units")
    axes.set_xticks([0, 1], ["no value", "2019"])
    axes.set_ylabel("Effect on 产出")
    axes.legend()
    say(figure)
    as_png(figure)  # drawing asks the axes for the names of their ticks
    shown = {text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))}
    assert {"点：系数；竖线：95%置信区间。", "对产出的影响", "全部个体", "无数据", "2019", "模拟数据"} <= shown


def test_lines_are_filled_with_what_is_said(chinese):
    assert filled("Points: coefficients; bars: 95 % confidence intervals.", 20) == ["点：系数；竖线：", "95%置信区间。"]


def test_a_page_is_said_without_its_code_and_its_pictures(chinese):
    page = (
        '<html lang="en"><style>p { color: none; }</style><p>The referee\'s reading</p>\n'
        "<li>Column (1): sample <code>year &gt; 2005</code>.</li>"
        '<img src="data:image/png;base64,Results" alt="Figure 2."><b>Figure 2.</b> 图题</html>'
    )
    assert page_in_language(page) == (
        '<html lang="zh-CN"><style>p { color: none; }</style><p>审稿人的意见</p>\n'
        "<li>第(1)列：样本：<code>year &gt; 2005</code>。</li>"
        '<img src="data:image/png;base64,Results" alt="图2"><b>图2</b> 图题</html>'
    )


@pytest.mark.parametrize(
    ("english", "other"),
    [
        ("Column (5): the effective F 105.83 is above 23.11, its critical value for a bias of at most 10% (Montiel "
         "Olea and Pflueger); it is left out.",
         "第(5)列：有效F值105.83高于偏误不超过10%的临界值23.11（Montiel Olea和Pflueger）；故剔除。"),
        ("邻接: SDM is chosen; SAR is rejected (p = 0.007) and SEM is rejected (p = 0.007).",
         "邻接：选择SDM；拒绝SAR（p = 0.007），拒绝SEM（p = 0.007）。"),
        ("Factor 1.0062 in columns (1), (2) and 1.0094 in columns (3), (4)",
         "调整系数：第(1)、(2)列1.0062、第(3)、(4)列1.0094"),
    ],
)  # fmt: skip
def test_sentences_of_several_parts(chinese, english, other):
    assert said(english) == other
