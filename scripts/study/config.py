"""What config/config.yaml may hold."""

from typing import Annotated

from core.blocks import Block, FilePath, Slug, described
from core.choices import LARGEST_SEED, MOST_CHUNKS, MOST_DRAWS, MOST_STUDIES


class BootstrapRuns(Block):
    """Bootstrap of the scores, the same for every study."""

    chunks: Annotated[int, described("jobs that share the replications; changes no result", ge=1, le=MOST_CHUNKS)] = 5


class Placebo(Block):
    """Random reassignment of the policy, the same for every study."""

    draws: Annotated[
        int, described("number of reassignments; a two-sided 1 % test needs 200", ge=20, le=MOST_DRAWS)
    ] = 500
    chunks: Annotated[int, described("jobs that share the draws; changes no result", ge=1, le=MOST_CHUNKS)] = 5


class Config(Block):
    """Which studies run, the seed of every draw, and in how many jobs draws are made."""

    studies: Annotated[
        list[Slug],
        described("studies to run: the names of files in config/studies/", min_length=1, max_length=MOST_STUDIES),
    ]
    seed: Annotated[
        int, described("every draw has its own generator, spawned from this and its number", ge=0, le=LARGEST_SEED)
    ]
    placebo: Annotated[Placebo, described("placebo permutations")] = Placebo()
    bootstrap: Annotated[BootstrapRuns, described("bootstrap of the scores")] = BootstrapRuns()
    file: Annotated[
        FilePath | None,
        described("the result of which the target `explain` says what made it; on the command line only"),
    ] = None
    paper: Annotated[
        str | None,
        described("the folder of a paper that the target `stale` compares with the results; on the command line only"),
    ] = None
    against: Annotated[
        str | None,
        described("the results of another run that the target `compare` sets beside these; on the command line only"),
    ] = None
    manuscript: Annotated[
        str | None,
        described("the draft that the target `manuscript` compares with the results; on the command line only"),
    ] = None
