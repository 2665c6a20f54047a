"""A verb gets the names of its rule, and a rule that names something else is refused."""

import logging
import sys

import pytest

from core.jobs import run


class Named(list):
    """As Snakemake has files, params and logs: a list of which some items have names."""

    def __init__(self, *unnamed, **named):
        super().__init__([*unnamed, *named.values()])
        self.named = named

    def items(self):
        return self.named.items()


class Job:
    def __init__(self, folder, **params):
        self.input = Named(panel="panel.csv", chunks=Named("1.csv", "2.csv"), code=Named("a.py"))
        self.output = Named(table="table.csv")
        self.params = Named(id="x y", script="did/x.py", seed=3, **params)
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
