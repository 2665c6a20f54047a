"""Tables of placebo tests."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from core.blocks import Slugs, described
from study.entries import Grid, Places, Use


class Placebos(Grid):
    """The p-values of placebo tests."""

    stage: ClassVar[str] = "placebo"

    kind: Annotated[Literal["placebo"], described("placebo tests, with both p-values")]
    of: Annotated[Slugs, described("placebos, of the block `placebo`", min_length=1)]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "placebo", name) for name in self.of)

    def files(self, places: Places) -> dict:
        drawn = [name for name in self.of if places.study.placebo[name].drawn]
        moved = [name for name in self.of if name not in drawn]
        return {
            "summaries": [path for name in drawn for path in places.placebo(name, "json")],
            "shifts": [path for name in moved for path in places.placebo(name, "shifts.csv")],
            "facts": [path for name in moved for path in places.placebo(name, "shifts.json")],
        }


class Power(Grid):
    """The smallest effects that placebo tests could have found."""

    stage: ClassVar[str] = "placebo"

    kind: Annotated[Literal["power"], described("smallest effects that a test at 5 % finds with probability 0.8")]
    of: Annotated[Slugs, described("placebos with draws, of the block `placebo`", min_length=1)]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "placebo with draws", name) for name in self.of)

    def files(self, places: Places) -> dict:
        endings = {"summaries": "json", "draws": "csv"}
        return {key: [path for name in self.of for path in places.placebo(name, end)] for key, end in endings.items()}
