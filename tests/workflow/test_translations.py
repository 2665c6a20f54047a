"""Pages in two languages keep in step: headings, code, links, and what a translator has seen of each section."""

import re
from hashlib import sha256

import pytest
from small_study import REPOSITORY

PAGES = sorted(REPOSITORY.glob("*.zh.md")) + sorted(REPOSITORY.glob("docs/*.zh.md"))
HEADING = re.compile(r"^(#+) .*$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`[^`]+`(?!`)")
LINK = re.compile(r"\]\(([^)]+)\)")
SEEN = re.compile(r"\A<!-- english ([0-9a-f]{8}) -->$", re.MULTILINE)


def english_of(page):
    return page.with_name(page.name.replace(".zh.md", ".md"))


def sections(text: str) -> list[tuple[str, str]]:
    """Level of each heading, and what stands beneath it; lines of code are no headings."""
    hidden = CODE.sub(lambda found: found[0].replace("#", "\0"), text)
    parts = HEADING.split(hidden)
    return [(level, body.replace("\0", "#").strip()) for level, body in zip(parts[1::2], parts[2::2], strict=True)]


def digest(text: str) -> str:
    return sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def english_link(page, link: str) -> str:
    """The link of a translated page as the English page has it: translated pages link each other."""
    path = page.parent / link.partition("#")[0]
    if path == english_of(page):
        return page.name
    return link.replace(".zh.md", ".md")


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request):
    return request.param


def test_both_have_the_same_headings_code_and_links(page):
    ours, theirs = page.read_text(encoding="utf-8"), english_of(page).read_text(encoding="utf-8")
    assert [level for level, _ in sections(ours)] == [level for level, _ in sections(theirs)]
    assert CODE.findall(ours) == CODE.findall(theirs)
    assert [english_link(page, link) for link in LINK.findall(ours)] == LINK.findall(theirs)


def test_what_stands_in_code_is_the_same(page):
    ours, theirs = (CODE.sub("", path.read_text(encoding="utf-8")) for path in (page, english_of(page)))
    assert {code.replace(".zh.md", ".md") for code in INLINE.findall(ours)} == set(INLINE.findall(theirs))


def test_every_section_was_looked_at_since_the_english_one_changed(page):
    """Look at the translation of a section whose digest differs, mend it, and write the new digest beneath its
    heading."""
    english = sections(english_of(page).read_text(encoding="utf-8"))
    seen = [SEEN.match(body) for _, body in sections(page.read_text(encoding="utf-8"))]
    assert [found and found[1] for found in seen] == [digest(body) for _, body in english]


def test_there_are_pages():
    assert [page.name for page in PAGES] == ["README.zh.md", "tutorial.zh.md"]
