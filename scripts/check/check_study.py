"""Say what can be known of a study before anything is computed: its panel, its cleaning, the sample of every column."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from check.chunks import chunks_of
from check.summary import cleaning, faults_of, lines_of, matrices_of, panel_of, refuse, samples_of
from core.files import write_text
from core.jobs import run
from core.tables import read_csv

logger = logging.getLogger("check")


def check_study(panel, audit, warnings, matrices, summary, study, columns, names, leave_out, scores, draws):
    frame = read_csv(panel)
    weights = {name: read_csv(path) for name, path in zip(names, matrices, strict=True)}
    samples = samples_of(frame, columns, weights, leave_out, scores)
    refuse(faults_of(samples))
    sizes = {one.address: len(one.sample.year) for one in samples}
    placebo = [(number, sizes[address]) for address, number in draws["placebo"]]
    lines = lines_of(
        study,
        panel_of(frame),
        cleaning(read_csv(audit), read_csv(warnings)),
        matrices_of(weights),
        samples,
        chunks_of(placebo, draws["replications"], len(frame), draws["chunks"]),
    )
    for line in lines:
        logger.info(line)
    write_text(summary, "\n".join([*lines, ""]))


if "snakemake" in globals():
    run(check_study, snakemake)
