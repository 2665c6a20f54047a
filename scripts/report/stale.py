"""Compare a paper's folder with the results: what is old, edited, missing, unknown, unused, and what mends it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import StudyError
from core.jobs import run
from report.made_results import Results, used
from report.paper_folder import Folder, read_folder
from report.stale_numbers import number_findings
from report.staleness import FAULTS, Found, file_findings
from report.verification import compared


def stale(workflow, environments, studies, seed, draws, paper):
    if paper is None or not Path(paper).is_dir():
        named = f"there is no folder {paper}" if paper else "name the folder of the paper"
        raise StudyError(f"{named}: snakemake --cores 1 --config paper=FOLDER -- stale")
    results = Results({name: one["files"] or [] for name, one in studies.items()})
    folder = read_folder(Path(paper), set(results.by_name))
    own = used(folder, results)
    verified = compared(workflow, environments, {name: studies[name] for name in own}, seed, draws)
    found = [*file_findings(folder, Path(paper), results, own), *number_findings(folder, Path(paper), results, own)]
    print("\n".join(summary(folder, own, found)))
    old = [f"results/{now.name}: {len(lines)} things are not as its manifest says; the first: {lines[0]}\n"
           "    snakemake --cores 1 -- verify  names all, snakemake --cores 1  makes them again"
           for now, lines in verified if lines]  # fmt: skip
    if faults := [line for one in found if one.status in FAULTS for line in said(one)] + old:
        raise StudyError("\n".join([f"{paper} is not as the results are.", *(f"  {line}" for line in faults)]))


def said(one: Found) -> list[str]:
    """What is said of one finding, and beneath it the command that mends it."""
    return [f"{one.status} {one.what}: {one.why}", *([f"    {one.command}"] if one.command else [])]


def summary(folder: Folder, studies: list[str], found: list[Found]) -> list[str]:
    """What was compared, and what is no fault."""
    kinds = {
        kind: len({one.target for one in folder.quotes if one.kind == kind}) for kind in ("figure", "text", "number")
    }
    counts = f"{kinds['figure']} figures, {kinds['text']} files of text and {kinds['number']} numbers quoted"
    head = f"studies {', '.join(studies)}; {len(folder.files)} files, {counts}, {len(folder.pictures)} pictures in Word"
    return [head, *(line for one in found if one.status not in FAULTS for line in said(one))]


if "snakemake" in globals():
    run(stale, snakemake)
