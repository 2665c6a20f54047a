"""The block of a study file that says where the files come from that it names."""

from typing import Annotated, ClassVar

from core.blocks import Block, described


class Provenance(Block):
    """Where a file comes from, for the replication package."""

    source: Annotated[str, described("who publishes it, which edition, and how it is had", min_length=1)]
    licence: Annotated[str, described("terms under which it may be used and passed on")] = ""
    share: Annotated[
        bool,
        described("false: a package has the digest of the file instead of it, and no results with rows of units"),
    ] = True

    example: ClassVar[str] = """\
provenance:
  raw/fields.csv: {source: "Survey of fields, edition of 2020, from the survey's archive", share: false}
"""
