"""The referee's reading of a manuscript without a study: the paper is checked against itself.

Run by hand: `make referee FILE=paper.docx`, or `PYTHONPATH=scripts python -m manuscript.alone FILE`. Page and rows are
written beside the paper. The exit code is 1 with findings of severity E, and 2 for a file that cannot be read.
"""

import sys

from core.errors import StudyError
from manuscript.review import draft_of, lines, reviewed, write


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not arguments[0]:
        raise StudyError("say the manuscript, and nothing else: `make referee FILE=paper.docx`")
    review = reviewed(draft_of(arguments[0]))
    written = write(review)
    print("\n".join(lines(review)))
    print(f"Written: {', '.join(map(str, written))}")
    return 1 if review.errors else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except StudyError as error:
        print(f"\nError: {error}\n", file=sys.stderr)
        sys.exit(2)
