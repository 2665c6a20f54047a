"""The index of all studies: what each asks, what it found, and its first figure."""

from report.page import rendered, status_of

TITLE = "The studies and their main results"


def index(template: str, style: str, summaries: dict[str, dict], figures: dict[str, bytes]) -> str:
    """The page; `summaries` are the studies' `main.json` by name, `figures` their pictures by name of the study."""
    studies = [
        {**said, "name": name, "png": figures.get(name, b""), **status_of(said["data_status"])}
        for name, said in summaries.items()
    ]
    return rendered(template, style, "", title=TITLE, studies=studies)
