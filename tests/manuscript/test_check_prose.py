"""Sentences against each other."""

from dataclasses import replace

import pytest
from drafts import draft, fired, regressions, said

from manuscript.check_prose import (
    draws_differ,
    star_legend,
    summary_differs,
    text_differs,
)
from manuscript.document import Text


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


@pytest.mark.parametrize(("count", "times"), [("268", 1), ("286", 0), ("35", 0)])
def test_the_abstract_counts_as_the_body_does(count, times):
    body = [said("The panel has 286 cities.", "units"), said("Of these 18 cities are treated.", "units")]
    made = draft(said(f"We study {count} cities.", "units"), *body)
    blocks = (replace(made.manuscript.blocks[0], kind="abstract"), *made.manuscript.blocks[1:])
    made = replace(made, manuscript=replace(made.manuscript, blocks=blocks))
    assert len(list(summary_differs(made))) == times
