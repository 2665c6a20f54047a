r"""A LaTeX manuscript as one text: comments gone, the files that it includes in their places."""

import re
from pathlib import Path

from core.errors import StudyError
from manuscript.encodings import decoded
from manuscript.limits import contents

INCLUDE = re.compile(
    r"\\(?:input|include|subfile|InputIfFileExists|subimport\*?\s*\{(?P<below>[^{}]*)\}|import\*?\s*\{(?P<folder>[^{}]*)\})"
    r"(?![A-Za-z])\s*(?:\{(?P<braced>[^{}]+)\}|(?P<bare>[\w./-]+))"
)
COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
UNREAD = re.compile(
    r"\\begin\{(verbatim|lstlisting|comment|minted|filecontents)\*?\}.*?\\end\{\1\*?\}|\\iffalse\b.*?\\fi\b", re.DOTALL
)
NUMBERS = "numbers.tex"
VALUE = re.compile(r"\{?([a-z0-9_]+(?:[.:][\w-]+)+)\}?(?:\\endcsname)?\s*\{([^{}]*)\}")
MOST = 300  # files of a manuscript
LONGEST = 2**22  # characters of all of them


def whole(path: Path) -> tuple[str, list[str]]:
    """The text of a manuscript with all that it includes, and the files that were read.

    Raises StudyError for a file that is missing, outside of the manuscript's folder, or includes itself.
    """
    parts: list[str] = []
    text = _expanded(path, path.resolve().parent, (path.resolve(),), parts)
    return text, parts


def uncommented(text: str) -> str:
    r"""`text` without comments and what is set as it stands, all line ends kept; ``\%`` is no comment."""
    text = UNREAD.sub(lambda found: "\n" * found.group().count("\n"), text)
    return "\n".join(COMMENT.sub(_ended, line) for line in text.split("\n"))


def _ended(found: re.Match) -> str:
    return found[1] + "%"


def _expanded(path: Path, home: Path, above: tuple[Path, ...], parts: list[str]) -> str:
    text = uncommented(decoded(contents(path), path))
    if len(parts) >= MOST:
        raise StudyError(f"{path}: the manuscript includes more than {MOST} files")
    parts.append(str(path))
    pieces, last, length = [], 0, 0
    for found in INCLUDE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        inner = _included(found, path, home, above, line)
        pieces += [text[last : found.start()], _expanded(inner, home, (*above, inner.resolve()), parts).strip("\n")]
        length += len(pieces[-1])
        if length > LONGEST:
            raise StudyError(f"{path}:{line}: the manuscript has more than {LONGEST:,d} characters")
        last = found.end()
    text = "".join([*pieces, text[last:]])
    return re.split(r"\\endinput\b", text)[0] if len(above) > 1 else text


def _included(found: re.Match, path: Path, home: Path, above: tuple[Path, ...], line: int) -> Path:
    """The file that a command names, beside the main file or beside the one that includes it."""
    name = (found["braced"] or found["bare"]).strip().strip('"')
    name = (
        f"{(found['below'] or found['folder'] or '').strip()}/{name}".lstrip("/") if "import" in found.group() else name
    )
    where = f"{path}:{line}: {found.group().strip()}"
    for folder in dict.fromkeys((home, path.parent)):
        for candidate in (folder / f"{name}.tex", folder / name):
            if not candidate.is_file():
                continue
            if not candidate.resolve().is_relative_to(home):
                raise StudyError(f"{where} lies outside of {home.name}, the manuscript's folder; put a copy inside")
            if candidate.resolve() in above:
                raise StudyError(f"{where} includes itself; remove the line")
            return candidate
    raise StudyError(f"{where}: there is no such file; put it into the manuscript's folder, or remove the line")


def values_beside(path: Path) -> dict[str, str]:
    r"""What ``\num{address}`` stands for, by the file `numbers.tex` in the manuscript's folder; nothing without one."""
    file = path.parent / NUMBERS
    return dict(VALUE.findall(decoded(contents(file), file))) if file.is_file() else {}
