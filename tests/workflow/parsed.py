"""The parsed rules of the workflow. This is the one place that touches Snakemake's private attributes."""

from functools import cache
from pathlib import Path

from snakemake.api import SnakemakeApi
from snakemake.settings.types import OutputSettings, Quietness, ResourceSettings

from study import REPOSITORY


@cache
def parsed_workflow():
    """The workflow of the repository after its Snakefile was read, run from the repository's folder."""
    quiet = OutputSettings(quiet={Quietness.ALL})
    with SnakemakeApi(quiet) as api:
        workflow = api.workflow(
            resource_settings=ResourceSettings(cores=1), snakefile=Path(REPOSITORY / "Snakefile"), workdir=REPOSITORY
        )
        workflow.dag()
        inner = workflow._workflow
        if not list(inner.rules):
            inner.include(Path(REPOSITORY / "Snakefile"), overwrite_default_target=True)
        return inner
