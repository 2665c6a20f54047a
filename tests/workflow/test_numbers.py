"""Numbers that texts quote: all that tables print has an address; papers and other runs are compared with them."""

import csv
import re
import shutil

import pytest
from small_study import jobs, snakemake

HOME = "results/fields"
NUMBER = re.compile(r"<?-?\d[\d,]*(?:\.\d+)?(?:e-?\d+)?\**")
CELL = re.compile(rf"[\[(]?{NUMBER.pattern}(?:, {NUMBER.pattern})?[\])]?")


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def numbers(finished):
    return rows_of(finished.folder / HOME / "numbers/numbers.csv")


@pytest.fixture
def run(finished):
    return lambda *arguments: snakemake(
        "--cores", "1", *arguments, folder=finished.folder, snakefile=finished.snakefile
    )


@pytest.fixture
def paper(finished, tmp_path):
    """A paper that quotes a figure, a table and a number, all of them as they are."""
    home = finished.folder / HOME
    for name in ("figures/map.pdf", "tables/baseline.tex", "numbers/numbers.tex", "numbers/studynumbers.sty"):
        (tmp_path / "paper" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(home / name, tmp_path / "paper" / name)
    (tmp_path / "paper/main.tex").write_text(
        "\\includegraphics[width=3cm]{figures/map}\n\\input{tables/baseline}\n\\num{baseline.value.policy}\n"
    )
    return tmp_path / "paper"


@pytest.mark.parametrize(
    "table", ["descriptives", "growth", "baseline", "moran", "neighbours", "effects", "placebos", "found"]
)
def test_every_printed_cell_is_a_number_with_an_address(finished, numbers, table):
    own = [row for row in numbers if row["table"] == table]
    known = {row["printed"] + row["stars"] for row in own}
    with open(finished.folder / HOME / f"tables/{table}.csv", encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    names = 2 if header[0] == "group" else 1
    cells = (cell for line in lines for cell in line[names:] if CELL.fullmatch(cell))
    printed = {found for cell in cells for found in NUMBER.findall(cell)}
    assert printed and printed <= known


def test_addresses_are_unique_and_values_print_as_they_say(numbers):
    assert len({row["address"] for row in numbers}) == len(numbers)
    for row in numbers:
        if not row["printed"].startswith("<") and "e" not in row["printed"]:
            half = 0.5000001 * 10.0 ** -int(row["decimals"])
            assert abs(float(row["value"]) - float(row["printed"].replace(",", ""))) <= half


@pytest.mark.slow
def test_a_paper_that_is_current_passes(run, paper):
    result = run("--config", f"paper={paper}", "--", "stale")
    assert result.returncode == 0, result.stdout
    assert jobs(result) == {"stale": 1}
    assert "1 figures, 1 files of text and 1 numbers quoted" in result.stdout


def test_what_is_old_fails_with_the_command_that_mends_it(run, paper):
    (paper / "figures/map.pdf").write_bytes(b"%PDF-older")
    text = (paper / "numbers/numbers.tex").read_text()
    (paper / "numbers/numbers.tex").write_text(re.sub(r"(policy}{[^}]*}{)[^}]*", r"\g<1>0.5", text, count=1))
    result = run("--config", f"paper={paper}", "--", "stale")
    assert result.returncode == 1 and "Traceback" not in result.stdout
    assert f"cp {HOME}/figures/map.pdf {paper}/figures/map.pdf" in result.stdout
    assert "baseline.tex" not in result.stdout
    assert "1 of 1 quoted numbers moved: baseline.value.policy was 0.5" in result.stdout


@pytest.mark.slow
def test_a_folder_that_is_not_there_is_refused(run):
    result = run("--config", "paper=nowhere", "--", "stale")
    assert result.returncode == 1 and "there is no folder nowhere" in result.stdout and "Traceback" not in result.stdout


def test_two_runs_are_set_side_by_side(finished, run, tmp_path):
    shutil.copytree(finished.folder / "results", tmp_path / "results")
    path = tmp_path / HOME / "estimates/fit_ols/baseline.csv"
    lines = path.read_text().splitlines()
    place = lines[0].split(",").index("estimate")
    at = next(number for number, line in enumerate(lines) if line.startswith("baseline,value,policy,"))
    cells = lines[at].split(",")
    lines[at] = ",".join([*cells[:place], "0.75", *cells[place + 1 :]])
    path.write_text("\n".join(lines) + "\n")
    result = run("--config", f"against={tmp_path / 'results'}", "--", "compare")
    assert result.returncode == 0, result.stdout
    assert "1 of " in result.stdout and "baseline.value.policy  0.7500" in result.stdout
    (row,) = rows_of(finished.folder / "logs/compare.csv")
    assert (row["address"], row["value_there"]) == ("baseline.value.policy", "0.75")


@pytest.mark.slow
def test_what_is_no_run_is_refused(run, tmp_path):
    result = run("--config", f"against={tmp_path}", "--", "compare")
    assert result.returncode == 1 and "has no estimates of fields" in result.stdout
    assert "Traceback" not in result.stdout
