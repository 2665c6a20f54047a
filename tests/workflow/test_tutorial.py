"""The tutorial, done as it says: its file, its study, its mistakes and its commands, in a copy of the workflow."""

import csv
import re
import shlex
import shutil
from types import SimpleNamespace

import openpyxl
import pytest
from small_study import REPOSITORY, copy_workflow, snakemake

PAGE = (REPOSITORY / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(csv|yaml|console|text)\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
NAMED = set(re.findall(r"results/mine/[\w./]+\w", PAGE))
PROBLEMS = "results/mine/panel/problems.csv"  # empty, or not there, while there are no problems
KEYS = 2  # columns of the sheet that say which row it is


def changed_rows(rows: list[list[str]], text: str) -> list[list[str]]:
    """`rows` of the sheet with those of the CSV `text` in the place of the ones of the same city and year."""
    new = list(csv.reader(text.splitlines()))
    by_key = {tuple(row[:KEYS]): row for row in [*rows, *new]}
    return list(by_key.values())


def changed_blocks(study: str, text: str) -> str:
    """`study` with the top-level blocks of `text` in the place of those of the same name, or behind the others."""
    blocks = {block.split(":")[0]: block for block in re.split(r"^(?=\w)", study + text, flags=re.MULTILINE) if block}
    return "".join(blocks.values())


def write_sheet(path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(path)


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """The folder after every step of the page; a command before a `text` block has to fail with these words."""
    home = tmp_path_factory.mktemp("tutorial")
    snakefile = copy_workflow(home)
    (home / "raw").mkdir()
    (home / "config" / "studies").mkdir(parents=True)
    shutil.copy2(REPOSITORY / "config" / "config.yaml", home / "config" / "config.yaml")
    rows, study, refused = [], "", 0
    for (kind, text), (after, said) in zip(BLOCKS, [*BLOCKS[1:], ("", "")], strict=True):
        if kind == "csv":
            rows = changed_rows(rows, text)
            write_sheet(home / "raw" / "cities.xlsx", rows)
        elif kind == "yaml":
            study = changed_blocks(study, text)
            (home / "config" / "studies" / "mine.yaml").write_text(study, encoding="utf-8")
        elif kind == "console":
            for command in text.splitlines():
                program, *arguments = shlex.split(command)
                assert program == "snakemake"
                run = snakemake(*arguments, folder=home, snakefile=snakefile)
                assert (run.returncode != 0) == (after == "text"), run.stdout
            if after == "text":
                refused += 1
                assert [line for line in said.splitlines() if line.strip() not in run.stdout] == [], run.stdout
                assert PROBLEMS not in said or (home / PROBLEMS).is_file()
    return SimpleNamespace(home=home, refused=refused)


@pytest.mark.slow
def test_both_mistakes_are_refused_with_the_words_of_the_page(followed):
    assert followed.refused == 2
    problems = followed.home / PROBLEMS
    assert not problems.exists() or problems.read_bytes() == b""


@pytest.mark.slow
def test_every_file_that_the_page_names_is_there(followed):
    assert len(NAMED) > 8
    assert [path for path in sorted(NAMED - {PROBLEMS}) if not (followed.home / path).is_file()] == []


def test_the_page_shows_the_first_rows_of_its_sheet():
    shown = re.findall(r"^\| (\w+ \| \d{4} \|.*) \|$", PAGE, flags=re.MULTILINE)
    sheet = BLOCKS[0][1].splitlines()[1:]
    assert [row.replace(" | ", ",") for row in shown] == sheet[: len(shown)]
    assert len(shown) == 6


@pytest.mark.slow
def test_the_page_states_the_coefficient_of_its_table(followed):
    stated = re.search(r"log output is ([\d.]+) \(([\d.]+)\)", PAGE)
    with open(followed.home / "results/mine/tables/first.csv", encoding="utf-8", newline="") as file:
        _, coefficients, errors, *_ = csv.reader(file)
    assert coefficients[1].strip("*") == stated[1]
    assert errors[1] == f"({stated[2]})"
