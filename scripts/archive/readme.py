"""The README of a package, with the headings of the template of the American Economic Association's data editor."""

from jinja2 import Environment, StrictUndefined

README = "README.md"


def readme(template: str, **facts) -> str:
    """The text from its jinja2 template; a name that the template lacks is an error."""
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters |= {"cell": cell, "code": code}
    return environment.from_string(template).render(**facts)


def cell(text: str) -> str:
    """A text in a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    return f"`{text}`"


def braced(files: list[str]) -> str:
    """Files that differ in their ending alone, as a shell expands them: ``tables/one.{csv,tex}``."""
    stems, endings = zip(*(path.rsplit(".", 1) for path in files), strict=True)
    return f"{stems[0]}.{{{','.join(endings)}}}"
