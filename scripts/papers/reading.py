"""Manuscripts in DOCX, LaTeX, Markdown, HTML and CSV, read into one form."""

from pathlib import Path

from core.errors import StudyError
from papers.assembling import assembled
from papers.delimited import SUFFIXES, read_file, read_folder
from papers.document import Manuscript
from papers.encodings import decoded
from papers.latex import prepared_latex
from papers.limits import contents
from papers.markdown import PLACE, parted
from papers.markup import Node, tree
from papers.pandoc import html
from papers.quoted_numbers import numbers_beside, with_numbers
from papers.sources import joined, uncommented, whole
from papers.walking import pieces
from papers.word import prepared_word

FORMS = {
    **dict.fromkeys((".md", ".markdown", ".qmd", ".rmd"), "markdown"),
    **dict.fromkeys((".html", ".htm"), "html"),
    **{".docx": "docx", ".tex": "latex"},
}
MARKDOWN = "markdown+tex_math_single_backslash-fancy_lists-example_lists"  # (1) is a column, and no list
SOURCE = "Give its source: .docx, .tex, .md or .html"
SHEETS = "Save each of its sheets as .csv, and name the folder that holds them"
ADVICE = {
    ".pdf": f"a PDF does not keep what is a table and what stands in its cells. {SOURCE}",
    ".doc": "this is the format of Word before 2007. Open it in Word and save it as .docx",
    **dict.fromkeys((".odt", ".rtf", ".pages", ".wps"), "Open it in its program and save it as .docx"),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".dta"), SHEETS),
}


def read_manuscript(path: str | Path) -> Manuscript:
    """The manuscript in a file, or in a folder of CSV tables.

    Raises StudyError for a format that is not read, a damaged file, one larger than manuscripts are, and parts that
    are missing.
    """
    path = Path(path)
    if path.is_dir():
        return read_folder(path)
    if path.suffix.lower() in SUFFIXES:
        return read_file(path)
    form = _form(path)
    root, parts = READERS[form](path)
    try:
        blocks = assembled(list(pieces(root)))
    except StudyError as error:
        raise StudyError(f"{path}: {error}") from None
    if not blocks:
        raise StudyError(f"{path}: has no text and no table")
    return Manuscript(str(path), blocks, tuple(parts))


def _form(path: Path) -> str:
    suffix = path.suffix.lower()
    if form := FORMS.get(suffix):
        return form
    advice = ADVICE.get(suffix, "Read are .docx, .tex, .md, .qmd, .Rmd, .html, .csv, and a folder of .csv files")
    raise StudyError(f"{path}: {suffix or 'a file without a suffix'} is not read: {advice}")


def _latex(path: Path) -> tuple[Node, list[str]]:
    text, parts = whole(path)
    return _from_latex(text, path), parts


def _from_latex(text: str, path: Path) -> Node:
    try:
        prepared = prepared_latex(with_numbers(text, numbers_beside(path, text)))
    except StudyError as error:
        raise StudyError(f"{path}: {error}") from None
    return tree(html(prepared.encode(), "latex", path))


def _word(path: Path) -> tuple[Node, list[str]]:
    return tree(html(prepared_word(contents(path), path), "docx+styles", path)), [str(path)]


def _html(path: Path) -> tuple[Node, list[str]]:
    return tree(decoded(contents(path), path)), [str(path)]


def _markdown(path: Path) -> tuple[Node, list[str]]:
    text, tables = parted(decoded(contents(path), path))
    root = tree(html(text.encode(), MARKDOWN, path))
    if tables:
        _put_back(root, tables, path)
    return root, [str(path)]


def _put_back(root: Node, tables: list[str], path: Path) -> None:
    """The tables in LaTeX of a manuscript in Markdown, where they stood."""
    source = "\n".join(rf"\begin{{latextable}}{joined(uncommented(table))}\end{{latextable}}" for table in tables)
    made = [node for node in _from_latex(source, path).each() if node.classes == ["latextable"]]
    for node in list(root.each()):
        for name in node.classes:
            if name.startswith(PLACE):
                node.children = made[int(name.removeprefix(PLACE))].children


READERS = {"latex": _latex, "docx": _word, "html": _html, "markdown": _markdown}
