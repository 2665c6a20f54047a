"""Where a study does otherwise than a paper, as findings of the referee."""

from collections.abc import Iterator

from report.findings import Finding


def departed(departures: dict[str, str]) -> Iterator[Finding]:
    """A finding for each departure, by the entry that departs."""
    yield from (Finding("departure", "N", where, why) for where, why in departures.items())
