"""Compare manuscripts with the results of studies, and with themselves; the page and the rows stand beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from manuscript.beside import refuse_errors, reviewed_beside
from manuscript.review import lines, write


def manuscript(drafts):
    reviews = [reviewed_beside(draft["path"], draft["studies"]) for draft in drafts]
    for review in reviews:
        written = write(review)
        print("\n".join([*lines(review), f"Written: {', '.join(map(str, written))}"]))
    refuse_errors(reviews)


if "snakemake" in globals():
    run(manuscript, snakemake)
