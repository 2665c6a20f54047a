"""What sentences say of tables of Moran's I and of spatial columns."""

import pytest
from drafts import effects, fired, numbered, table

from papers.document import Text
from printed.printed_tables import Other
from referee.check_ranges import matrices_claimed, moran_level, moran_range

VALUES = (("0.003", "0.055"), ("0.018", "0.008"), ("0.041", "0.000"))
MORAN = Other(
    table("Table 9", rows=4),
    tuple(
        numbered(said, row, column, meaning)
        for row, pair in enumerate(VALUES, 1)
        for column, (said, meaning) in enumerate(zip(pair, ("moran_i", "p_value"), strict=True), 1)
    ),
)


def text(sentence):
    return Text("text", sentence, "section 5")


def spatial(*numbers):
    own = {"AI": {"direct": "0.1", "indirect": "0.2", "total": "0.3"}}
    printed = effects("Table 11", dict.fromkeys(numbers, own))
    return type(printed)(table("Table 11", "Direct and indirect effects"), printed.effects)


@pytest.mark.parametrize(
    ("check", "printed", "wrong", "right"),
    [
        (moran_range, MORAN, "Moran's I lies between 0.018 and 0.041.", "Moran's I lies between 0.003 and 0.041."),
        (moran_range, MORAN, "莫兰指数在0.018到0.041之间。", "莫兰指数在0.003到0.041之间。"),
        (moran_level, MORAN, "All Moran's I are significant at 1 %.", "All Moran's I are significant at 10 %."),
        (moran_level, MORAN, "Moran指数均在1%水平上显著。", "Moran指数并不均在1%水平上显著。"),
        (matrices_claimed, spatial("1"), "Table 11 has the effects by three matrices.", "Table 11 has one matrix."),
    ],
    ids=lambda one: getattr(one, "name", ""),
)  # fmt: skip
def test_claims_about_spatial_tables(check, printed, wrong, right):
    assert len(fired(check, printed, text(wrong))) == 1
    assert fired(check, printed, text(right)) == []


def test_a_range_of_one_matrix_is_no_claim_about_the_others():
    by_borders = numbered("0.900", 1, 5, "moran_i")
    both = Other(MORAN.table, (*MORAN.numbers, by_borders))
    assert fired(moran_range, both, text("Moran's I is between 0.003 and 0.041 by distance.")) == []
