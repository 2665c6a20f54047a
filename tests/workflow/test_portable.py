"""What another system would do differently with files: encodings, line ends, separators, names."""

import ast
from pathlib import Path, PureWindowsPath

import pytest
from parsed import parsed_workflow
from small_study import REPOSITORY

from core.blocks import DEVICES

CODE = [
    REPOSITORY / "make.py",
    *sorted(REPOSITORY.glob("scripts/*/*.py")),
    *sorted(REPOSITORY.glob("rules/*.smk")),
]
WRITER = REPOSITORY / "scripts/core/files.py"
BYTES = {"path.open('rb')", "archive.open(part)", "Image.open(BytesIO(content))"}
BY_ITSELF = {"package.read_text('METADATA')"}  # a text whose encoding the library knows
# What each call that touches a text has to say.
NEEDED = {
    "open": {"encoding", "newline"},
    "read_text": {"encoding"},
    "write_text": {"encoding", "newline"},
    "FileHandler": {"encoding"},
    "TextIOWrapper": {"encoding"},
    "to_csv": {"lineterminator"},
    "writer": {"lineterminator"},
}


def calls(path: Path) -> list[tuple[str, bool, ast.Call]]:
    """The calls of a file: the name of what is called, whether it is a method, and the call. Rules are no Python as a
    whole; of them the parts between rules are."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".smk":
        text = text.partition("\nrule ")[0]
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [
        (getattr(one.func, "attr", getattr(one.func, "id", "")), isinstance(one.func, ast.Attribute), one)
        for one in found
    ]


def writes(name: str, method: bool, call: ast.Call) -> bool:
    """Whether a call is a `write_text` of a path, or an `open` for writing."""
    mode = [word.value for word in call.keywords if word.arg == "mode"] or call.args[0 if method else 1 :][:1]
    return name == "write_text" or bool(mode and set(getattr(mode[0], "value", "r")) & set("wax+"))


def faults(path: Path) -> list[str]:
    """Texts that are read or written as the system has it, or written past `core.files`."""
    said = []
    for name, method, call in calls(path):
        keywords = {word.arg for word in call.keywords}
        words = ast.unparse(call)
        own = name in ("write_text", "to_csv") and not method  # functions of the project
        if own or words in BYTES | BY_ITSELF or name not in NEEDED:
            continue
        said += [f"{call.lineno}: {name} without {word}" for word in sorted(NEEDED[name] - keywords)]
        if name in ("open", "write_text") and writes(name, method, call) and path != WRITER:
            said.append(f"{call.lineno}: {name} writes, and is not that of core.files")
    return said


@pytest.mark.parametrize("path", CODE, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_texts_are_utf_8_and_written_by_one_function(path):
    assert faults(path) == []


@pytest.mark.parametrize(
    "line",
    [
        "open(path)",
        "open(path, encoding='utf-8')",
        "open(path, 'w', encoding='utf-8', newline='')",
        "path.open('a', encoding='utf-8', newline='')",
        "path.open()",
        "path.read_text()",
        "path.write_text(text, encoding='utf-8', newline='')",
        "FileHandler(path)",
        "table.to_csv(path)",
        "csv.writer(file)",
    ],
)
def test_each_such_fault_would_be_seen(tmp_path, line):
    (tmp_path / "verb.py").write_text(f"{line}\n", encoding="utf-8")
    assert len(faults(tmp_path / "verb.py")) > 0


def test_shipped_files_have_forward_slashes_in_rules(monkeypatch):
    shipped = parsed_workflow().globals["shipped"]
    monkeypatch.setitem(shipped.__globals__, "Path", PureWindowsPath)
    monkeypatch.setattr("os.path.relpath", lambda path: "..\\resources\\units.txt")
    assert shipped("anything") == "../resources/units.txt"


def test_every_file_that_ships_can_be_on_every_disk():
    """No name that Windows refuses, and no two that differ by the case of letters alone."""
    folders = ("scripts", "rules", "envs", "profiles", "config", "resources", "docs", "tests", "workflow")
    files = [path for folder in folders for path in (REPOSITORY / folder).rglob("*") if "__pycache__" not in path.parts]
    names = [path.relative_to(REPOSITORY).as_posix() for path in files]
    assert len(names) > 500
    assert len({name.lower() for name in names}) == len(names)
    assert [path for path in files if path.is_symlink()] == []
    assert [path for path in files if path.name.split(".")[0].lower() in DEVICES] == []
    assert [name for name in names if set(name) & set('<>:"|?*\\') or name[-1] in ". "] == []


def test_the_lock_holds_what_windows_needs_beside():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    assert "\ncolorama==" in lock and "; sys_platform == 'win32'" in lock
