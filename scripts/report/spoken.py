"""A page of HTML in the language of a job: its texts, and the attributes that are read to somebody."""

import re
from html import escape, unescape

from core.language import said

KEPT = r"<(style|script)\b.*?</\2>"  # no texts
PARTS = re.compile(rf"({KEPT}|<(?!/?code>)[^>]*>)", re.DOTALL)  # code stands inside a text
SPOKEN = re.compile(r'\b(alt|aria-label|title|lang)="([^"]*)"')
CODE = re.compile("<code>(.*?)</code>")


def in_language(page: str) -> str:
    """`page` with its texts in the language of this job; an element is a text of its own, but for code."""
    parts = PARTS.split(page)
    texts, tags = parts[::3], parts[1::3]
    spoken = [_text(text) for text in texts]
    return "".join(text + tag for text, tag in zip(spoken, [*map(_tag, tags), ""], strict=True))


def _text(text: str) -> str:
    """A text between tags; what stands in code is in back quotes while it is said."""
    inside = text.strip()
    if not inside:
        return text
    start, end = text.split(inside, 1)
    before = unescape(CODE.sub(r"`\1`", inside))
    after = said(before)
    if after == before:
        return text
    return start + re.sub("`([^`]*)`", r"<code>\1</code>", escape(after, quote=False)) + end


def _tag(tag: str) -> str:
    return SPOKEN.sub(lambda found: f'{found[1]}="{escape(said(unescape(found[2])))}"', tag)
