"""Results beside the numbers that a paper prints, as a table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.documents import load_yaml, validate
from core.files import read_json, read_rows, write_json, write_rows
from core.jobs import run
from report.published import COLUMNS, Numbers, keyed, side_by_side, truths_of
from report.published import layout as layout_of


def tabulate_published(published, results, facts, truth, table, layout, match, statistics, planted, departures):
    numbers = validate(load_yaml(published), Numbers, published).entries
    found = {}
    for rows, about in zip(results, facts, strict=True):
        found.setdefault(Path(rows).stem, []).extend(keyed(read_rows(rows), read_json(about)))
    truths = truths_of(planted, read_json(truth[0])) if truth else {}
    compared = side_by_side(numbers, found, match, statistics, truths, departures)
    write_rows(table, compared, COLUMNS)
    write_json(layout, layout_of(compared))


if "snakemake" in globals():
    run(tabulate_published, snakemake)
