"""The folder that `--cache` keeps results in."""

import os
from collections.abc import Collection
from pathlib import Path

from core.errors import StudyError, named


def refuse_unusable_cache(names: Collection[str], folder: str | None) -> None:
    """Raise StudyError unless `--cache` stands without `names` and results can be kept in `folder`."""
    if names:
        raise StudyError(
            f"`--cache` takes no names, and got {named(sorted(names))}: what may be cached is. "
            "Put targets behind `--`, as in `--cache --cores 2 -- TARGET`"
        )
    if not folder:
        raise StudyError("`--cache` needs a folder, and SNAKEMAKE_OUTPUT_CACHE names none; set it to the folder's path")
    if not Path(folder).is_absolute():
        raise StudyError(
            f"SNAKEMAKE_OUTPUT_CACHE is {folder}, and results are links to it; write the path from the root on: "
            f"{Path(folder).absolute()}"
        )
    if not Path(folder).is_dir():
        raise StudyError(f"SNAKEMAKE_OUTPUT_CACHE is {folder}, and there is no such folder; make it, or mend the path")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise StudyError(
            f"SNAKEMAKE_OUTPUT_CACHE is {folder}, which may not be written. To use what is in it, link it into a "
            f"folder of your own, and name that instead: `cp -rs {folder}/. MINE`"
        )
