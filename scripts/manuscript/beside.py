"""The review of a manuscript beside the study that it is about."""

from collections.abc import Iterator

from core.errors import StudyError
from manuscript.review import Review, draft_of, reviewed
from referee.findings import Draft
from traces.copies import copies
from traces.results import Numbers, numbers_of_study
from traces.tracing import trace


def reviewed_beside(path: str, studies: dict[str, dict]) -> Review:
    """The review of a draft beside that of the `studies` which it fits best; by name what the referee is told of each:
    `labels` and `settings`, as the configuration has them."""
    draft = draft_of(path)
    numbers = {name: numbers_of_study(f"results/{name}", **told) for name, told in studies.items()}
    study = max(numbers, key=lambda name: _supported(draft, numbers[name])) if len(numbers) > 1 else next(iter(numbers))
    return reviewed(draft, numbers[study], study, tuple(copies(draft.manuscript.parts, f"results/{study}")))


def _supported(draft: Draft, numbers: Numbers) -> int:
    return sum(one.said == "supported" for one in trace(draft, numbers))


def refuse_errors(reviews: list[Review]) -> None:
    """Raise StudyError if there is a finding of severity E."""
    if said := list(_errors(reviews)):
        raise StudyError("\n".join(["the referee found what must be mended.", *said]))


def _errors(reviews: list[Review]) -> Iterator[str]:
    for review in reviews:
        if review.errors:
            yield f"  {review.draft.manuscript.path}, beside {review.study}: {review.errors}"
