"""The command without a study: its lines, its exit code, and what it says of files that it cannot read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import StudyError
from manuscript.alone import main

PAPER = """# A paper

The sample has 2,574 observations of 286 cities.

| | (1) |
|---|---|
| Policy | {} |
| | (0.0255) |
| N | 2,574 |

Standard errors in parentheses. \\*\\*\\* p < 0.01, \\*\\* p < 0.05, \\* p < 0.1.
"""


@pytest.mark.parametrize(("effect", "code"), [("0.0638\\*\\*", 0), ("0.0638\\*\\*\\*", 1)], ids=["right", "wrong"])
def test_the_exit_code_says_whether_there_are_errors(tmp_path, capsys, effect, code):
    paper = tmp_path / "paper.md"
    paper.write_text(PAPER.format(effect), encoding="utf-8")
    assert main([str(paper)]) == code
    *said, last = capsys.readouterr().out.splitlines()
    written = [tmp_path / f"paper.referee.{form}" for form in ("html", "csv")]
    assert last == f"Written: {written[0]}, {written[1]}" and all(path.is_file() for path in written)
    assert any(line.startswith("E ") for line in said) == bool(code)


SECOND = """
| | (1) |
|---|---|
| Policy | {} |
| | (0.0255) |
| N | 1,287 |

Standard errors in parentheses.
"""


@pytest.mark.parametrize(("effect", "wrong"), [("0.0600\\*\\*", False), ("0.0600\\*", True)], ids=["right", "wrong"])
def test_stars_without_a_legend_are_held_to_that_of_the_other_table(tmp_path, capsys, effect, wrong):
    """One star is right by another usual legend, by which the table could be read if it stood alone."""
    paper = tmp_path / "paper.md"
    paper.write_text(PAPER.format("0.0638\\*\\*") + SECOND.format(effect), encoding="utf-8")
    main([str(paper)])
    assert ("stars_missing (the 2nd table" in capsys.readouterr().out) == wrong


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "FILE=paper.docx"), ("none.docx", "none.docx"), ("a.pdf", "PDF")],
    ids=["no file", "missing", "PDF"],
)
def test_what_cannot_be_read_is_refused(tmp_path, monkeypatch, name, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(StudyError, match=said):
        main([name])


def test_the_command_says_so_without_a_traceback(tmp_path):
    scripts = Path(__file__).parents[2] / "scripts"
    run = subprocess.run(
        [sys.executable, "-m", "manuscript.alone", "none.docx"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(scripts)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 2 and run.stderr.strip().startswith("Error: ") and "Traceback" not in run.stderr
