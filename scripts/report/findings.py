"""Findings of the referee, and the checks that make them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from report.reading import Reading


@dataclass(frozen=True)
class Finding:
    check: str
    severity: str
    where: str
    message: str


@dataclass(frozen=True)
class Check:
    """A question that a referee asks of every study; its name is that of `find`.

    severity : E blocks the report's "passed", W must be answered in the text, N is information
    matters : why an answer matters; remedy : what to do, with keys of the study language in backquotes
    find : yields where and what is wrong, and a remedy of its own if the case needs another
    """

    severity: str
    matters: str
    remedy: str
    find: Callable[[Reading], Iterator[tuple]]

    @property
    def name(self) -> str:
        return self.find.__name__

    def __call__(self, reading: Reading) -> Iterator[Finding]:
        for where, what, *remedy in self.find(reading):
            said = [what, self.matters, *(remedy or [self.remedy])]
            yield Finding(self.name, self.severity, where, " ".join(f"{part}." for part in said if part))


def check(severity: str, matters: str, remedy: str) -> Callable[[Callable], Check]:
    """Make a check of a function that finds."""
    return lambda find: Check(severity, matters, remedy, find)


def once(findings: list[Finding]) -> list[Finding]:
    """Each finding said once, with all the places it is about; errors first."""
    places: dict[tuple, list[str]] = {}
    for one in findings:
        places.setdefault((one.check, one.severity, one.message), []).append(one.where)
    merged = [
        Finding(check, severity, ", ".join(dict.fromkeys(where)), message)
        for (check, severity, message), where in places.items()
    ]
    return sorted(merged, key=lambda one: ("EWN".index(one.severity), one.check, one.where, one.message))
