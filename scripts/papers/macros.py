r"""The author's own commands of LaTeX, put in their places: tables are found by what they are made of."""

import re
from dataclasses import dataclass

from core.errors import StudyError
from papers.braces import argument, arguments, option

COMMAND = re.compile(r"\\[A-Za-z@]+")
MAKERS = {
    r"\newcommand",
    r"\renewcommand",
    r"\providecommand",
    r"\DeclareRobustCommand",
    r"\def",
    r"\gdef",
    r"\newenvironment",
    r"\renewenvironment",
}
LONGEST = 2**21  # characters that commands may unfold to
DEEPEST = 60  # commands inside each other
BRANCHES = re.compile(r"\\(?:if[A-Za-z]|@if|csname|expandafter)")  # what only LaTeX itself can follow
KEPT = re.compile(r"\\(the[a-z]+|tablename|figurename|sym)")  # counted, or read, elsewhere


@dataclass(frozen=True)
class Macro:
    """first : the default of its first argument, None if it has none; `parameters` counts that one"""

    body: str
    parameters: int = 0
    first: str | None = None


def expanded(text: str) -> str:
    """`text` with the author's commands as what they stand for, and without their definitions.

    Raises StudyError for commands that stand for themselves, or unfold to more than a manuscript.
    """
    return _Expansion().through(text, 0)


class _Expansion:
    def __init__(self):
        self.macros: dict[str, Macro] = {}
        self.length = 0

    def through(self, text: str, depth: int) -> str:
        if depth > DEEPEST:
            raise StudyError(
                f"commands of LaTeX stand for each other more than {DEEPEST} levels deep; define them without"
            )
        parts, last = [], 0
        while found := COMMAND.search(text, last):
            parts.append(text[last : found.start()])
            name, last = found.group(), found.end()
            if name in MAKERS:
                kept, last = self._define(text, found)
                parts.append(kept)
            elif name in self.macros:
                body, last = self._filled(self.macros[name], text, last)
                parts.append(self._joined(self.through(body, depth + 1), text[last : last + 1]))
                self._count(len(parts[-1]))
            elif name == r"\begin" and (environment := re.compile(r"\s*\{([^{}]+)\}").match(text, last)):
                opening = f"\\begin{{{environment[1]}}}"
                last = environment.end()
                if opening in self.macros:
                    body, last = self._filled(self.macros[opening], text, last)
                    opening = self.through(body, depth + 1)
                parts.append(opening)
            elif name == r"\end" and (environment := re.compile(r"\s*\{([^{}]+)\}").match(text, last)):
                closing, last = f"\\end{{{environment[1]}}}", environment.end()
                macro = self.macros.get(closing)
                parts.append(self.through(macro.body, depth + 1) if macro else closing)
            else:
                parts.append(name)
        return "".join([*parts, text[last:]])

    def _count(self, length: int) -> None:
        self.length += length
        if self.length > LONGEST:
            raise StudyError(f"commands of LaTeX unfold to more than {LONGEST:,d} characters; write the text out")

    def _define(self, text: str, found: re.Match) -> tuple[str, int]:
        """Learn a definition; give what stays of it in the text, and where it ends."""
        maker, at = found.group(), found.end()
        at += text[at : at + 1] == "*"
        name, at = argument(text, at)
        if maker in (r"\def", r"\gdef"):
            form = re.compile(r"[^{}]*").match(text, at)
            body, end = argument(text, form.end())
            macro = Macro(body, form.group().count("#")) if re.fullmatch(r"(#\d)*\s*", form.group()) else None
        else:
            (count, first), at = arguments(text, at, "[[")
            body, end = argument(text, at)
            macro = Macro(body, int(count) if (count or "").strip().isdigit() else 0, first)
        if "environment" in maker:
            closing, end = argument(text, end)
            name, macro = f"\\begin{{{name}}}", macro
            self.macros[f"\\end{{{name[7:-1]}}}"] = Macro(closing)
        if KEPT.fullmatch(name.strip()) and maker != r"\def":
            return text[found.start() : end], end
        if macro and not BRANCHES.search(body):
            self.macros[name.strip()] = macro
        return "", end

    def _filled(self, macro: Macro, text: str, at: int) -> tuple[str, int]:
        """The body of a command with its arguments, and where these end."""
        given = []
        if macro.first is not None:
            one, at = option(text, at)
            given.append(macro.first if one is None else one)
        while len(given) < macro.parameters:
            one, at = argument(text, at)
            given.append(one)
        if not macro.parameters:
            at = re.compile(r"[ \t]*").match(text, at).end()
        body = re.sub(
            r"#(\d)", lambda mark: given[int(mark[1]) - 1] if 0 < int(mark[1]) <= len(given) else "", macro.body
        )
        return body, at

    def _joined(self, body: str, behind: str) -> str:
        r"""A body that ends with ``\xspace`` has a blank behind it if a word follows."""
        if not body.rstrip().endswith(r"\xspace"):
            return body
        return body.rstrip().removesuffix(r"\xspace") + (" " if behind.isalnum() or behind in "($\\" else "")
