"""A table that sets the numbers of a simulated study beside the planted truth and the published ones."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.documents import load_yaml, read_document
from core.files import read_json
from core.jobs import run
from core.tables import read_csv, read_panel, write_csv
from demo.comparison import outside, side_by_side
from demo.settings import Demo

logger = logging.getLogger("demo")


def compare_with_paper(demo, published, truth, panel, scores, estimates, comparison):
    wanted, printed = read_document(demo, Demo).comparison, load_yaml(published)["entries"]
    table = side_by_side(
        wanted, printed, read_panel(panel, [scores]), [read_csv(path) for path in estimates], read_json(truth)
    )
    for key in outside(table):
        logger.warning("%s is outside its band", key)
    write_csv(comparison, table)


if "snakemake" in globals():
    run(compare_with_paper, snakemake)
