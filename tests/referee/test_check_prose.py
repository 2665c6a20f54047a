"""Sentences against each other."""

from dataclasses import replace

import pytest
import written
from drafts import draft, fired, regressions, said

from papers.document import Manuscript, Text
from prose.sentences import statements
from referee.check_prose import (
    change_opposite,
    draws_differ,
    star_legend,
    summary_differs,
    text_differs,
)
from referee.findings import Draft


def placebo(kind, draws):
    return Text(kind, f"Placebo test with {draws} random permutations.", kind)


def mean(sentence, number):
    return said(sentence, "mean", number, term="efficiency")


def legend(place, **levels):
    names = {"one": "*", "two": "**", "three": "***"}
    return regressions(place, {"1": {"AI": "0.1 (0.1)"}}, {names[name]: level for name, level in levels.items()})


CAPTION = placebo("caption", 500)
FIRST = legend("Table 1", two=0.05)


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (draws_differ, [CAPTION, placebo("text", 1000)], [CAPTION, placebo("text", 500)]),
        (star_legend, [FIRST, legend("Table 2", two=0.1)], [FIRST, legend("Table 2", one=0.1)]),
        (
            text_differs,
            [mean("It is 0.564 on average.", "0.564"), mean("Efficiency has a mean of 0.546.", "0.546")],
            [mean("It is 0.564 on average.", "0.564"), mean("In 2017 it has a mean of 0.546.", "0.546")],
        ),
    ],
    ids=lambda one: getattr(one, "name", ""),
)  # fmt: skip
def test_sentences(check, wrong, right):
    assert len(fired(check, *wrong)) == 1
    assert fired(check, *right) == []


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        ("The panel has 1,260 observations.", 1),
        ("After missing years are dropped, the final sample has 1,260 observations.", 1),
        ("Dropping the first cohort leaves 1,260 observations.", 0),
        ("剔除4个直辖市后，样本量为1,260。", 0),
        ("将样本期缩短后有1,260个观测值。", 0),
    ],
)
def test_the_abstract_is_not_compared_with_a_part_of_the_sample(sentence, times):
    made = draft(said("We have 1,512 observations.", "n_obs"), said(sentence, "n_obs", at="1,260"))
    blocks = (replace(made.manuscript.blocks[0], kind="abstract"), *made.manuscript.blocks[1:])
    made = replace(made, manuscript=replace(made.manuscript, blocks=blocks))
    assert len(list(summary_differs(made))) == times


@pytest.mark.parametrize(("count", "times"), [("268", 1), ("286", 0), ("35", 0)])
def test_the_abstract_counts_as_the_body_does(count, times):
    body = [said("The panel has 286 cities.", "units"), said("Of these 18 cities are treated.", "units")]
    made = draft(said(f"We study {count} cities.", "units"), *body)
    blocks = (replace(made.manuscript.blocks[0], kind="abstract"), *made.manuscript.blocks[1:])
    made = replace(made, manuscript=replace(made.manuscript, blocks=blocks))
    assert len(list(summary_differs(made))) == times


def paper(*blocks):
    """A draft of texts, each ``kind: text``."""
    texts = [Text(*block.split(": ", 1), f"paragraph {at}") for at, block in enumerate(blocks, 1)]
    manuscript = Manuscript("paper.md", tuple(texts))
    return Draft(manuscript, (), tuple(statements(manuscript)))


@pytest.mark.parametrize(("number", "times"), [("0.1025", 0), ("0.1052", 1), ("0.2481", 0)])
@pytest.mark.parametrize(
    "other",
    [
        "caption: Figure 2: The dashed line is the true estimate, {}.",
        "abstract: We find that the policy raises efficiency by {}.",
        "abstract: 本文发现试验区（AI）的系数等于{}。",
    ],
)
def test_summaries_have_one_main_estimate(number, times, other):
    conclusion = ["heading: 5 Conclusion", "text: The coefficient of Pilot zone is 0.1025 for 2015 to 2023."]
    assert len(list(text_differs(paper(other.format(number), *conclusion)))) == times


def test_two_estimates_of_which_each_summary_has_both_are_no_slips():
    both = "The coefficient of AI is 0.1025. The effect in space is 0.1052."
    assert list(text_differs(paper(f"abstract: {both}", "heading: Conclusion", f"text: {both}"))) == []


@pytest.mark.parametrize(("first", "times"), [("Motivation", 1), ("Sample", 0)])
def test_the_first_section_introduces_unless_it_is_of_the_data(first, times):
    blocks = [f"heading: {first}", "text: We study 268 cities.", "heading: Cities", "text: The panel has 286 cities."]
    blocks += ["heading: Baseline", "text: It holds.", "heading: Remarks", "text: It held."]
    assert len(list(summary_differs(paper(*blocks)))) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("The coefficient of the pilot is 0.051. Once we add controls, it falls to 0.042.", 0),
        ("The coefficient of the pilot is 0.051. Once we add controls, it rises to 0.042.", 1),
        ("The coefficient of the pilot is -0.042. Once we add controls, it rises to -0.051.", 0),  # in size
        ("The estimate of 0.051 increases to 0.042 with controls.", 1),
        ("The estimate of 0.042 increases slightly to 0.051 with controls.", 0),
        ("The effect increases from 0.031 in the first year to 0.083.", 0),
        ("The effect increases from 0.083 in the first year to 0.031.", 1),
        ("The effect of the pilot is 0.051. The coefficient of income rises to 0.042.", 0),
        ("The pilot raises efficiency by 0.051. Costs are not shown. In another sample it rises to 0.042.", 0),
        ("列（1）中试点的系数为0.041；加入控制变量后，系数降为0.036。", 0),
        ("列（1）中试点的系数为0.041；加入控制变量后，系数升至0.036。", 1),
        ("列（1）中试点的系数为0.036；加入控制变量后，其系数下降到0.041。", 1),
    ],
)
def test_what_is_said_to_rise_is_above_the_estimate_before_it(text, times):
    assert len(list(change_opposite(written.draft(text)))) == times


@pytest.mark.parametrize(
    ("sentence", "times"),
    [("A meter costs 96 euros and lasts twelve years.", 0), ("We follow 120 zones for twelve years.", 1)],
)
def test_years_of_other_things_are_not_those_of_the_sample(sentence, times):
    body = ["heading: Data", "text: Six years of data on 120 zones would give 720 rows."]
    assert len(list(summary_differs(paper(*body, "heading: Conclusion", f"text: {sentence}")))) == times
