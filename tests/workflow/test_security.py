"""What a study file, a raw file or the command line says is data: it runs nothing, writes nowhere but below results/,
and fills no memory."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import tokenize
import zipfile

import pytest
import yaml
from parsed import refusal
from small_study import REPOSITORY, snakemake, write_study

from core.documents import Loader
from core.spreadsheets import harmless, original
from demo.layouts import cell

SOURCES = [*sorted((REPOSITORY / "scripts").rglob("*.py")), *sorted((REPOSITORY / "rules").glob("*.smk"))]
# Names with which Python runs what it reads, runs a program, or opens a connection.
BARRED = {
    *(
        "pickle",
        "read_pickle",
        "dill",
        "joblib",
        "shelve",
        "marshal",
        "eval",
        "exec",
        "compile_command",
    ),
    *("subprocess", "popen", "shell", "socket", "urllib", "http", "ftplib", "requests", "urlopen"),
    *("unsafe_load", "full_load", "UnsafeLoader", "FullLoader", "to_excel", "Workbook"),
}
PANDOC = REPOSITORY / "scripts/papers/pandoc.py"  # runs it on bytes, with words of its own and without a shell
MARKS = "{study} {wildcards.x} {0} {{ \"$(touch P)\" `touch P` 'a'; <script>alert(1)</script> & %s \\ 城市"
UNITS = ["=1+1", "'=2+2", "@SUM(A1)", "+a", "-9", "../../up", "$(touch P)", "{study}", "<b>x</b>", "f;g", "城市"]
RAW = "raw/la $(touch P) 'q' \"d\" * [x] ; & 城.csv"
HOSTILE = {
    "title": MARKS,
    "description": MARKS,
    "unit": {"key": "field"},
    "years": [2010, 2015],
    "panel": {
        "sources": [
            {"path": RAW, "columns": {name: {"unit": "km2"} for name in ("land", "labour")}},
            {
                "path": "raw/output.csv",
                "year": "年份",
                "columns": {
                    "value": {"header": "产值", "unit": "yuan"},
                    "smoke": {"header": "smoke", "unit": "t"},
                    "policy": {"header": "policy", "unit": "0 or 1"},
                },
            },
        ]
    },
    "efficiency": {"inputs": ["land", "labour"], "desirable": ["value"], "undesirable": ["smoke"], "audit": 5},
    "policies": {"policy": {"variable": "policy"}},
    "tables": {
        "one": {"title": MARKS, "columns": {name: f"{name} ~ policy | unit + year" for name in ("score", "value")}}
    },
    "figures": {"path": {"kind": "trend", "of": "score", "by": "policy", "caption": MARKS}},
    "report": {MARKS: ["one"], "{study}": ["path"]},
    "references": [MARKS],
    "labels": {"policy": MARKS, "score": "=1+1"},
}


@pytest.fixture
def folder(tmp_path):
    write_study(tmp_path / "work")
    return tmp_path / "work"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_source_runs_what_it_reads_nor_opens_a_connection(path):
    with path.open("rb") as file:
        words = {token.string for token in tokenize.tokenize(file.readline) if token.type == tokenize.NAME}
    assert words & BARRED == ({"subprocess"} if path == PANDOC else set())
    text = path.read_text(encoding="utf-8")
    assert "os.system" not in text
    assert text.count("np.load(") <= text.count("allow_pickle=False") == text.count("allow_pickle")


def test_every_reader_of_yaml_is_a_safe_one():
    assert issubclass(Loader, (yaml.SafeLoader, yaml.CSafeLoader))
    found = [
        call for path in SOURCES for call in re.findall(r"yaml\.(?:load|compose|parse)\w*\(.*", path.read_text("utf-8"))
    ]
    assert found and all(re.search(r"\b(Loader|CSafeLoader)\)", call) for call in found), found


@pytest.mark.slow
def test_names_that_run_or_lead_elsewhere_stay_text(folder):
    """Every text of a study may hold what a shell, Snakemake, a page or a spreadsheet would act on; a raw file may be a
    link."""
    for name in ("land", "output"):
        path = folder / "raw" / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        for number, unit in enumerate(UNITS):
            text = text.replace(f"f{number:02d},", f"{unit},")
        path.write_text(text, encoding="utf-8")
    (folder / "raw/land.csv").rename(folder / RAW)
    shutil.move(folder / "raw/output.csv", folder.parent / "elsewhere.csv")
    (folder / "raw/output.csv").symlink_to(folder.parent / "elsewhere.csv")
    study = folder / "config/studies/fields.yaml"
    study.write_text(yaml.safe_dump(HOSTILE, allow_unicode=True, sort_keys=False), encoding="utf-8")
    around = set(folder.parent.iterdir())
    run = snakemake("--cores", "2", folder=folder)
    assert run.returncode == 0, run.stdout
    assert not list(folder.parent.rglob("P")) and set(folder.parent.iterdir()) == around
    assert {path.name for path in folder.iterdir()} <= {"config", "raw", "results", "logs", ".snakemake", ".cache"}
    for page, own in (("fields/report.html", 1), ("index.html", 0)):
        assert (folder / "results" / page).read_text(encoding="utf-8").count("<script") == own, page
    cells = {one: [] for one in folder.glob("results/**/*.csv")}
    for path, found in cells.items():
        with path.open(encoding="utf-8", newline="") as file:
            found += [one for line in csv.reader(file) for one in line]
        assert [one for one in found if harmless(original(one)) != one] == [], path
    assert "'=1+1" in cells[folder / "results/fields/panel/panel.csv"]
    assert "'=1+1 (1)" in cells[folder / "results/fields/tables/one.csv"]


@pytest.mark.parametrize("name", ["a\n", "a/b", "con.", "..", "", "A", "{study}", "$(touch P)", "甲", "a" * 42])
def test_a_name_that_could_be_a_path_is_refused(folder, name):
    config = folder / "config/config.yaml"
    config.write_text(yaml.safe_dump({"studies": [name], "seed": 1}, allow_unicode=True), encoding="utf-8")
    assert "must match ^[a-z0-9][a-z0-9_-]{0,40}$" in refusal(folder)


@pytest.mark.parametrize(
    "path", ["/etc/hostname", "~/x.csv", "../x.csv", "raw/../../x.csv", "raw\\x.csv", "raw/{x}.csv"]
)
def test_a_path_that_leads_out_of_the_folder_is_refused(folder, path):
    study = folder / "config/studies/fields.yaml"
    study.write_text(study.read_text(encoding="utf-8").replace("raw/land.csv", path), encoding="utf-8")
    assert "is not a path below the folder of the run" in refusal(folder)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('seed=!!python/object/apply:os.system ["touch P"]', "`seed`"),
        ('placebo={"draws": "$(touch P)"}', "placebo.draws"),
        ("studies=[../fields]", "must match"),
        ('studies=["a; touch P; b"]', "must match"),
    ],
)
def test_what_the_command_line_says_of_the_configuration_runs_nothing(folder, given, said):
    assert said in refusal(folder, given=(given,))
    assert not (folder / "results").exists() and not list(folder.parent.rglob("P"))


ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)


@pytest.mark.parametrize("file", ["config/config.yaml", "config/studies/fields.yaml"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ALIASES, "more than 50,000 values, with what its aliases unfold to"),
        ("x: " + "[" * 99, "nested more than 50 levels deep"),
        ("x: &x {y: *x}", "more than 50,000 values"),
        ('x: !!python/object/apply:os.system ["touch P"]', "unknown key `x`"),
        ("seed: 1\nseed: 2", 'found duplicate key "seed"'),
    ],
    ids=["aliases", "depth", "itself", "tag", "twice"],
)
def test_a_document_that_unfolds_or_runs_is_refused(folder, file, text, said):
    (folder / file).write_text(text + "\n")
    assert said in refusal(folder)
    assert not (folder / "P").exists()


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()


def workbook(**parts: bytes) -> bytes:
    """A workbook as demonstration yearbooks are, with some parts in place of its own."""
    from demo.layouts import WORKBOOK

    sheet = "xl/worksheets/sheet1.xml"
    whole = {name: b"<?xml version='1.0'?>" + text.encode() for name, text in WORKBOOK.items()}
    return archive(**(whole | {sheet: b"<worksheet/>"} | parts))


ENTITIES = b'<!DOCTYPE x [<!ENTITY a0 "' + b"x" * 99 + b'">'
ENTITIES += b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 99) for n in range(1, 9)) + b"]>"
SHEET, LINK = (
    "xl/worksheets/sheet1.xml",
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>',
)
MAP = b'{"type": "FeatureCollection", "features": []}'


def bombs() -> dict[str, bytes]:
    """Files of which a few bytes unfold to many, or that name another one."""
    return {
        "zeros.xlsx": archive(**{SHEET: bytes(2**28)}),
        "texts.xlsx": workbook(**{"xl/sharedStrings.xml": b" " * 2**27}),
        "entities.xlsx": workbook(**{SHEET: ENTITIES + b"<worksheet>&a8;</worksheet>"}),
        "entity.xlsx": workbook(**{SHEET: LINK}),
        "nodes.xlsx": workbook(**{SHEET: b"<worksheet>" + b"<a/>" * 12 * 10**6 + b"</worksheet>"}),
        "deep.xlsx": workbook(**{"xl/workbook.xml": b"<x>" * 10**6}),
        "line.csv": b"field,year\n" + b"x" * 2**21,
        "cells.csv": b"field,year\n" + b"," * 2**15,
        "quote.csv": b'field,year\n"' + b"x\n" * 2**22,
        "cut.dta": b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>\xff\x7f</K><N>"
        + b"\xff" * 8,
        "deep.geojson": b"[" * 10**6,
        "packed.geojson": archive(**{"map.geojson": MAP + b" " * 2**27}),
        "virtual.geojson": b"<OGRVRTDataSource><OGRVRTLayer name='map'><SrcDataSource>/tmp/map.geojson</SrcDataSource>"
        b"</OGRVRTLayer></OGRVRTDataSource>",
        "pipeline.geojson": json.dumps(
            {"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read x"}
        ).encode(),
    }


READER = """
import resource
from pathlib import Path
from core.errors import StudyError
from core.shapes import read_shapes
from draft.files import plain_source
from panel.reading import read_grid
from panel.workbooks import tables_of

READERS = {".xlsx": [tables_of], ".geojson": [read_shapes]}
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 2**29, used + 2**29))
for path in sorted(Path().iterdir()):
    for read in READERS.get(path.suffix, []) + [lambda path: read_grid(path, plain_source())]:
        try:
            read(path)
        except StudyError as error:
            print(path, error, flush=True)
            break
"""


def test_files_that_unfold_or_lead_elsewhere_are_refused_within_512_mebibytes(tmp_path):
    unfolding = bombs()
    for name, content in unfolding.items():
        (tmp_path / name).write_bytes(content)
    environment = {"PYTHONPATH": str(REPOSITORY / "scripts")}
    command = [sys.executable, "-W", "ignore", "-c", READER]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    said = [line.split()[0] for line in run.stdout.splitlines() if not line.startswith("  ")]
    assert (said, run.returncode) == (sorted(unfolding), 0), run.stdout + run.stderr


def test_what_a_yearbook_says_is_no_formula():
    assert cell("=1+1", 2, 0) == '<c r="A2" t="inlineStr"><is><t>=1+1</t></is></c>'


def test_every_package_is_pinned_with_its_hashes_and_installed_by_them():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[a-z])", re.sub(r"(?m)^ *#.*\n", "", lock).strip())
    assert len(packages) > 50 and "://" not in lock
    for package in packages:
        assert re.match(r"[a-z0-9.\[\],-]+==[^ ]+ ", package), package
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package
    commands = (REPOSITORY / "make.py").read_text(encoding="utf-8")
    installs = re.findall(r'"install",[^\]]*', commands)
    assert installs and all('"--require-hashes"' in line for line in installs)
