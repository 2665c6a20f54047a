"""Papers whose numbers are consistent, in the words of many fields: none of them has an error.

They cite others, leave units out, scale their effects, compare the former with the latter and compute in sentences.
"""

from pathlib import Path

import pytest

from manuscript.review import draft_of, reviewed

PAPERS = Path(__file__).parent / "papers/honest"
WARNINGS = {"dynamic_panel.md": ["text_number_nowhere"]}  # an effect on the treated that no table has


@pytest.mark.parametrize("path", sorted(PAPERS.iterdir()), ids=lambda path: path.name)
def test_an_honest_paper_has_no_error(path):
    review = reviewed(draft_of(str(path)))
    assert len(review.draft.statements) > 20
    assert [one.check for one in review.findings if one.severity != "N"] == WARNINGS.get(path.name, [])
