"""Claims of a text: what a row of them must be."""

import re
from pathlib import Path

import pytest

from core.errors import StudyError
from report.claims import KINDS, interval_of, read_claims

PAGE = (Path(__file__).parents[2] / "docs/referee.md").read_text(encoding="utf-8")
HEADER = "where,kind,term,value,level"


@pytest.fixture
def reading(tmp_path):
    """Claims from a file with these lines."""

    def read(*lines, header=HEADER):
        (tmp_path / "claims.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return read_claims(tmp_path / "claims.csv")

    return read


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("t,star,law,**,", "row 2: `kind` is 'star'; did you mean `stars`?"),
        (",stars,law,**,", "row 2: `where` is empty; it says where the text claims this, as `table.column` or a page"),
        ("t.a,stars,law,**", "row 2: 4 cells; a claim has 5: where,kind,term,value,level"),
        ("t.a,stars,law,*x,", "row 2: `value` is '*x'; a claim of the kind `stars` needs stars, as `**`, or nothing"),
        ("t.a,stars,,**,", "row 2: `term` is ''; a claim of the kind `stars` needs a text"),
        ("t,legend,law,* 5 %,", "row 2: `term` is 'law'; a claim of the kind `legend` has none: leave it empty"),
        ("t,cohorts,law,two,", "row 2: `value` is 'two'; a claim of the kind `cohorts` needs a number, as `0.0638`"),
        ("t,class,low,0-0.3,", "`class` needs an interval, as `[0.3, 0.6)`"),
        ("t,mean,score,0.3,", "`mean` needs a variable with its years, as `score::2003`"),
        ("t,growth,score::2003,3,", "`growth` needs a variable with its years, as `score::2003::2017`"),
        ("t,role,score,left,", "`role` needs one of `outcome`, `regressor`"),
    ],
)
def test_what_is_wrong_with_a_claim(reading, line, said):
    with pytest.raises(StudyError, match=re.escape(said)):
        reading(line)


def test_another_header_is_named(reading):
    with pytest.raises(StudyError, match=re.escape(f"the header is where,term; it must be {HEADER}")):
        reading("t,law", header="where,term")


def test_blanks_empty_lines_and_a_byte_order_mark_are_nothing(reading):
    (claim,) = reading(" t.a , stars , law , ** , ", ",,,,", header=f"\ufeff{HEADER}")
    assert (claim.where, claim.kind, claim.term, claim.value, claim.level) == ("t.a", "stars", "law", "**", "")


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [("[0, 0.3)", (0, 0.299), (0.3, -0.1)), ("(0.3, 0.6]", (0.6,), (0.3, 0.61)), ("[0.6, ]", (0.6, 1e9), (0.5,))],
)
def test_an_interval_holds_its_closed_ends(text, inside, outside):
    assert all(value in interval_of(text) for value in inside)
    assert not any(value in interval_of(text) for value in outside)


def test_each_kind_is_documented_with_a_row_that_is_read(reading):
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| `([^`]+)` \|$", PAGE, re.MULTILINE))
    assert list(rows) == list(KINDS)
    assert [claim.kind for claim in reading(*rows.values())] == list(KINDS)
