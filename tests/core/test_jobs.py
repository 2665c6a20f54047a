"""A verb gets the names of its rule, and a rule that names something else is refused."""

import logging
import sys

import pytest

from core.digests import digest, digests_of, recorded
from core.errors import StudyError
from core.files import write_text
from core.jobs import run

OWN = "core/test_jobs.py"  # where the verbs of these tests stand


class Named(list):
    """As Snakemake has files, params and logs: a list of which some items have names."""

    def __init__(self, *unnamed, **named):
        values = [value if isinstance(value, list) else [value] for value in named.values()]
        super().__init__([*unnamed, *(item for value in values for item in value)])
        self.named = named

    def items(self):
        return self.named.items()


class Job:
    def __init__(self, folder, **params):
        self.input = Named(panel="panel.csv", chunks=Named("1.csv", "2.csv"))
        self.output = Named(table="table.csv")
        self.params = Named(id="x y", code={OWN: digest(__file__)}, script="did/x.py", seed=3, **params)
        self.log = Named(str(folder / "log"))


@pytest.fixture(autouse=True)
def screen():
    """The handlers and the hook that a job sets."""
    handlers, level, hook = logging.root.handlers[:], logging.root.level, sys.excepthook
    yield
    logging.captureWarnings(False)
    logging.root.handlers[:], sys.excepthook = handlers, hook
    logging.root.setLevel(level)


def test_every_name_is_handed_over_but_those_for_snakemake(tmp_path):
    given = {}

    def verb(panel, chunks, table, seed):
        given.update(locals())

    run(verb, Job(tmp_path))
    given.pop("given")
    assert given == {
        "panel": "panel.csv", "chunks": ["1.csv", "2.csv"], "table": "table.csv", "seed": 3,
    }  # fmt: skip
    assert type(given["chunks"]) is list
    assert (tmp_path / "log").exists()


def test_settings_are_spread_over_names(tmp_path):
    given = {}

    def verb(panel, chunks, table, seed, of, years):
        given.update(of=of, years=years)

    run(verb, Job(tmp_path, settings={"of": ["score"], "years": None}))
    assert given == {"of": ["score"], "years": None}


@pytest.mark.parametrize(
    ("params", "said"),
    [({}, "rule and script differ in total"), ({"totl": 9}, "rule and script differ in total, totl")],
)
def test_names_that_rule_and_script_do_not_share_end_the_job(tmp_path, params, said):
    def verb(panel, chunks, table, seed, total):
        raise AssertionError("must not be called")

    with pytest.raises(TypeError, match=f"^{said}$"):
        run(verb, Job(tmp_path, **params))


def test_the_record_of_a_result_says_which_job_made_it_and_from_what(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("panel.csv", "1.csv"):
        (tmp_path / name).write_text(name)
    job = Job(tmp_path)
    job.output = Named(table="results/fields/table.csv")

    def verb(panel, chunks, table, seed):
        write_text(table, "made")

    run(verb, job)
    made = recorded("results/fields/table.csv")
    assert (made["job"], made["params"]) == ("x y", {"script": "did/x.py", "seed": 3})
    assert made["inputs"] == digests_of(["panel.csv", "1.csv"])
    assert made["code"] == {OWN: digest(__file__)}
    assert made["script"] == OWN
    assert {"python", "pytest"} <= set(made["packages"])


def test_a_file_that_changes_while_the_job_reads_it_ends_the_job(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "panel.csv").write_text("1")
    job = Job(tmp_path)
    job.output = Named(table="results/table.csv")

    def verb(panel, chunks, table, seed):
        write_text(panel, "2")
        write_text(table, "made")

    with pytest.raises(StudyError, match=r"changed while a job read it: panel\.csv"):
        run(verb, job)
    assert recorded("results/table.csv") is None


def test_a_module_that_changed_since_the_run_was_planned_ends_the_job(tmp_path):
    job = Job(tmp_path)
    job.params.named["code"] = {OWN: "that of an older text"}
    with pytest.raises(StudyError, match=r"changed while a job read it: \S*test_jobs\.py"):
        run(lambda panel, chunks, table, seed: None, job)
