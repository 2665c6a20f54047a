"""The figures that a study file describes in words: how a policy evolved, and by what channels it may work."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, StringConstraints

from core.blocks import Addresses, Name, Terms, Words, described, one_or_more
from study.entries import Figure, Places, Use


def _each_one_or_more(events):
    return {year: one_or_more(texts) for year, texts in events.items()} if isinstance(events, dict) else events


class Timeline(Figure):
    """What was decided in which year, and how many units had the policy by then."""

    example: ClassVar[str] = """\
figures:
  decisions:
    kind: timeline
    of: zone
    events:
      2012: The ministry announces zones of green farming.
      2014: [The first zones are chosen., Their farms may sell under a label.]
    caption: The zones of green farming, and when their fields joined.
"""

    kind: Annotated[Literal["timeline"], described("how a policy evolved")]
    of: Annotated[Name, described("policy")]
    events: Annotated[
        dict[int, list[Annotated[Words, StringConstraints(min_length=1)]]],
        BeforeValidator(_each_one_or_more),
        described("years, also outside the study's, to what happened in them: a text, or several", min_length=1),
    ]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "any policy", self.of)

    def files(self, places: Places) -> dict:
        return {"panel": places.panel}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "events": [[year, texts] for year, texts in sorted(self.events.items())]}


class Mechanism(Figure):
    """By what channels a policy may work: boxes and arrows, with estimates on the arrows that have one."""

    example: ClassVar[str] = """\
tables:
  channels:
    title: Channels
    columns:
      rain: rain ~ zone | unit + year
      score: score ~ zone + rain | unit + year
figures:
  scheme:
    kind: mechanism
    policy: zone
    channels: rain
    outcome: score
    of: [channels.rain, channels.score]
    caption: How zones may raise efficiency.
"""

    kind: Annotated[Literal["mechanism"], described("by what channels a policy may work")]
    policy: Annotated[Name, described("policy")]
    channels: Annotated[Terms, described("variables through which it may work", min_length=1, max_length=8)]
    outcome: Annotated[Name, described("variable that it may change")] = "score"
    of: Annotated[
        Addresses,
        described(
            "columns whose estimates stand on arrows, as `table.column`: of a channel or the outcome on the policy, or "
            "of the outcome on a channel"
        ),
    ] = []

    def uses(self) -> Iterator[Use]:
        yield Use("policy", "any policy", self.policy)
        yield from (Use("channels", "variable", name) for name in self.channels)
        yield Use("outcome", "variable", self.outcome)
        yield from (Use("of", "column", address) for address in self.of)

    def files(self, places: Places) -> dict:
        estimates, facts = places.pairs(self.of)
        return {"estimates": estimates, "facts": facts}

    def settings(self, places: Places) -> dict:
        return {"policy": self.policy, "channels": self.channels, "outcome": self.outcome, "columns": self.of}
