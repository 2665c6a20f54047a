"""The parsed workflow and its graph of jobs. This is the one place that touches Snakemake's private attributes."""

import contextlib
import os
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from small_study import REPOSITORY
from snakemake.api import SnakemakeApi
from snakemake.caching.hash import ProvenanceHashMap
from snakemake.cli import parse_config
from snakemake.settings.types import (
    ConfigSettings,
    DAGSettings,
    OutputSettings,
    Quietness,
    ResourceSettings,
    WorkflowSettings,
)

from core.jobs import OWN, SPREAD

QUIET = OutputSettings(quiet={Quietness.ALL})


@dataclass
class Job:
    """A job of the graph: its rule, script, wildcards and files, what its params know of the workflow's own files, the
    names its verb is given, the jobs that need it."""

    rule: str
    script: str
    wildcards: dict
    inputs: set[str]
    outputs: set[str]
    code: set[str]
    names: set[str]
    followers: list["Job"] = field(default_factory=list)

    def and_after(self) -> list["Job"]:
        """This job and all that come after it."""
        found, todo = {}, [self]
        while todo:
            job = todo.pop()
            if id(job) not in found:
                found[id(job)] = job
                todo += job.followers
        return [*found.values()]


@contextlib.contextmanager
def opened(folder: Path, snakefile: Path, cached: bool = False, given: tuple[str, ...] = (), **settings):
    """The workflow after its Snakefile was read in `folder`, and its DAG settings; the working folder is put back.

    cached : as with `--cache`
    given : what stands behind `--config`
    """
    before = os.getcwd()
    try:
        with SnakemakeApi(QUIET) as api:
            workflow = api.workflow(
                resource_settings=ResourceSettings(cores=1),
                config_settings=ConfigSettings(config=parse_config(given)),
                workflow_settings=WorkflowSettings(cache=[] if cached else None),
                snakefile=Path(snakefile),
                workdir=Path(folder),
            )
            workflow.dag(DAGSettings(**settings))
            inner = workflow._workflow
            if not list(inner.rules):
                inner.include(Path(snakefile), overwrite_default_target=True)
            yield inner
    finally:
        os.chdir(before)


@cache
def parsed_workflow():
    """The workflow of the repository, run from the repository's folder with `--cache`."""
    with opened(REPOSITORY, REPOSITORY / "Snakefile", cached=True) as workflow:
        return workflow


@contextlib.contextmanager
def planned(folder: Path, snakefile: Path, **settings):
    """The workflow as `opened` has it, with its jobs."""
    with opened(folder, snakefile, **settings) as workflow:
        forced = workflow.dag_settings.forceall
        workflow._prepare_dag(forceall=forced, ignore_incomplete=True, lock_warn_only=True, nolock=True)
        workflow.async_run(workflow.dag.init())
        yield workflow


def graph(folder: Path, snakefile: Path) -> list[Job]:
    """Every job of a study's folder, as if none had run, linked to the jobs that follow it."""
    with planned(folder, snakefile, forceall=True) as workflow:
        jobs = {job: _job(job) for job in workflow.dag.jobs}
        for job in jobs:
            for earlier in workflow.dag.dependencies[job]:
                jobs[earlier].followers.append(jobs[job])
        return list(jobs.values())


def due(folder: Path, snakefile: Path = REPOSITORY / "Snakefile", **settings) -> dict[str, int]:
    """Number of jobs of each rule that the command would start in `folder`, with settings as `opened` has them."""
    with planned(folder, snakefile, **settings) as workflow:
        counts = Counter(job.rule.name for job in workflow.dag.needrun_jobs())
    return {rule: count for rule, count in counts.items() if rule != "all"}


def keys(folder: Path, snakefile: Path) -> dict[str, str]:
    """What Snakemake's cache calls the results of each job that it may keep, by the job's id."""
    with planned(folder, snakefile, cached=True, forceall=True) as workflow:
        known = ProvenanceHashMap()
        return {
            job.params.id: workflow.async_run(known.get_provenance_hash(job))
            for job in workflow.dag.jobs
            if job.rule.cache.output
        }


def _job(job) -> Job:
    params = dict(job.params.items())
    parts = (job.input, job.output, job.params, job.log)
    given = {name for part in parts for name, _ in part.items()}
    given |= set(params.get(SPREAD, {}))
    script = str(job.rule.script or "").format(params=job.params, wildcards=job.wildcards)
    return Job(
        rule=job.rule.name,
        script=script.removeprefix("../scripts/"),
        wildcards=dict(job.wildcards_dict),
        inputs=set(map(str, job.input)),
        outputs=set(map(str, job.output)),
        code={f"scripts/{name}" for name in params.get("code", [])} | set(params.get("workflow", [])),
        names=given - OWN - {SPREAD},
    )


def refusal(folder: Path, snakefile: Path = REPOSITORY / "Snakefile", **settings) -> str:
    """What planning the studies of `folder`, with settings as `opened` has them, says and ends with; empty if they are
    accepted."""
    try:
        with planned(folder, snakefile, **settings):
            return ""
    except SystemExit as end:
        return str(end.code)
