"""The language of a job.

Code writes English. Where a text is printed, `said` gives it in the language of the study, from its catalogue
(`core.catalogues`). In English every text stays as it is, and no catalogue is read.
"""

LANGUAGES = ("en", "zh")
SHOWN = 5  # texts that a warning quotes

_spoken: list = []  # the catalogue of this job, none where it speaks English
_unsaid: dict[str, None] = {}


def speak(catalogues: list[str]) -> None:
    """Let this job speak the language of a catalogue, or English without one."""
    _spoken[:] = [_read(path) for path in catalogues]
    _unsaid.clear()


def said(text: str) -> str:
    """`text` in the language of this job."""
    if not _spoken:
        return text
    spoken = _spoken[0].spoken(text)
    _unsaid.update(dict.fromkeys(spoken.missing))
    return spoken.text


def in_other_words() -> bool:
    """Whether this job speaks another language than English."""
    return bool(_spoken)


def before_notes() -> str:
    """What the notes under a table begin with in the language of this job."""
    return _spoken[0].before_notes if _spoken else ""


def unsaid() -> list[str]:
    """The texts for which this job's language has no words, which it left in English."""
    return list(_unsaid)


def unsaid_words(texts: list[str]) -> str:
    """The warning about such texts."""
    shown = ", ".join(repr(text) for text in texts[:SHOWN]) + ", ..." * (len(texts) > SHOWN)
    return (
        f"{len(texts)} texts have no words in the language of the study and stay as they are: {shown}; names are said "
        "under `labels`, sentences of the workflow in scripts/report/zh.toml"
    )


def _read(path: str):
    from core.catalogues import read_catalogue  # its patterns and TOML, which jobs that speak English do not pay for

    return read_catalogue(path)
