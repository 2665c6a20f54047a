r"""A LaTeX manuscript as one text: comments gone, the files that it includes in their places."""

import re
from dataclasses import dataclass
from pathlib import Path

from core.errors import StudyError
from papers.encodings import decoded
from papers.limits import contents
from papers.macros import expanded

INCLUDE = re.compile(
    r"\\(?:(?:@@)?input|include|subfile|[eE]xpandableinput|(?:sub)?import\*?\s*\{(?P<folder>[^{}]*)\})(?![A-Za-z])\s*"
    r"(?:\{(?P<braced>[^{}]+)\}|(?P<bare>[\w./-]+))"
)
COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
ENDED = re.compile(r"(?<!\\)((?:\\\\)*)%\n[ \t]*")
ADDRESS = re.compile(r"\\(?:url|href|path|nolinkurl)\s*\{[^{}]*\}")  # a percent sign in one is no comment
VERBATIM = re.compile(r"\\verb\*?([^A-Za-z\s*]).*?\1")
UNREAD = re.compile(
    r"\\begin\{(verbatim|lstlisting|comment|minted|filecontents)\*?\}.*?\\end\{\1\*?\}|\\iffalse\b.*?\\fi\b", re.DOTALL
)
MOST = 300  # files of a manuscript
LONGEST = 2**22  # characters of all of them


def whole(path: Path) -> tuple[str, list[str]]:
    """The text of a manuscript with all that it includes and its commands expanded, and the files that were read.

    Raises StudyError for a file that is missing, outside of the manuscript's folder, or includes itself.
    """
    parts: list[str] = []
    inclusion = _Inclusion(path.resolve().parent, parts)
    text = inclusion.read(path, (path.resolve(),))
    while INCLUDE.search(text := _expanded(text, path)):  # a command of the author's includes files
        text = inclusion.put_in(text, path, (path.resolve(),))
    return text, parts


def _expanded(text: str, path: Path) -> str:
    try:
        return expanded(text)
    except StudyError as error:
        raise StudyError(f"{path}: {error}") from None


def uncommented(text: str) -> str:
    r"""`text` without comments and what is set as it stands, all line ends kept; ``\%`` is no comment."""
    text = UNREAD.sub(lambda found: "\n" * found.group().count("\n"), VERBATIM.sub("", text))
    text = ADDRESS.sub(lambda found: found.group().replace("%", ""), text)
    return "\n".join(COMMENT.sub(r"\1%", line) for line in text.split("\n"))


def joined(text: str) -> str:
    """A text without comments in which those take the ends of their lines with them, as in LaTeX."""
    return ENDED.sub(r"\1", text)


@dataclass
class _Inclusion:
    """Files below `home` put in where they are named; `parts` are those that were read."""

    home: Path
    parts: list[str]
    length: int = 0

    def read(self, path: Path, above: tuple[Path, ...]) -> str:
        """The text of a file with what it includes; `above` are the file and those that include it."""
        text = uncommented(decoded(contents(path), path))
        self.parts.append(str(path))
        self.length += len(text)
        if len(self.parts) > MOST or self.length > LONGEST:
            raise StudyError(f"{path}: with it the manuscript has more than {MOST} files, or {LONGEST:,d} characters")
        text = joined(self.put_in(text, path, above))
        if len(above) == 1:
            return text
        inner = re.search(r"\\begin\{document\}(.*?)\\end\{document\}", text, re.DOTALL)
        return re.split(r"\\endinput\b", inner[1] if inner else text)[0].strip("\n")

    def put_in(self, text: str, path: Path, above: tuple[Path, ...]) -> str:
        """`text`, which is of the file `path`, with the files that it names; those named by an argument can wait."""
        pieces, last = [], 0
        for found in INCLUDE.finditer(text):
            if "#" in found.group():
                continue
            inner = self._named(found, path, above, text.count("\n", 0, found.start()) + 1)
            pieces += [text[last : found.start()], self.read(inner, (*above, inner.resolve()))]
            last = found.end()
        return "".join([*pieces, text[last:]])

    def _named(self, found: re.Match, path: Path, above: tuple[Path, ...], line: int) -> Path:
        """The file that a command names, beside the main file or beside the one that includes it."""
        name = (found["braced"] or found["bare"]).strip().strip('"')
        name = f"{found['folder'].strip()}/{name}" if found["folder"] else name
        where = f"{path}:{line}: {found.group().strip()}"
        for folder in dict.fromkeys((self.home, path.parent)):
            for candidate in (folder / f"{name}.tex", folder / name):
                if not candidate.is_file():
                    continue
                if not candidate.resolve().is_relative_to(self.home):
                    raise StudyError(f"{where} lies outside of the manuscript's folder; put a copy inside")
                if candidate.resolve() in above:
                    raise StudyError(f"{where} includes itself; remove the line")
                return candidate
        raise StudyError(f"{where}: there is no such file; put it into the manuscript's folder, or remove the line")
