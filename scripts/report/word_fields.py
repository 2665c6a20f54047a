"""Fields of a Word document that show its properties, whether Word keeps them as one element or between marks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import qn

PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")  # parts that may have fields
CODE = re.compile(r'^\s*DOCPROPERTY\s+"?([^"\\]+?)"?\s*(?:\\|$)')


@dataclass
class Field:
    """code : what the field is; texts : elements that hold what it showed last"""

    code: str = ""
    shows: bool = False
    texts: list = field(default_factory=list)

    @property
    def address(self) -> str:
        """The property that it shows, empty for a field of another kind."""
        found = CODE.match(self.code)
        return found[1].strip() if found else ""

    @property
    def shown(self) -> str:
        return "".join(text.text or "" for text in self.texts)


def fields(root) -> Iterator[Field]:
    """The fields of a part, given by its root, that show properties."""
    simple = [Field(one.get(qn("w:instr"), ""), True, [*one.iter(qn("w:t"))]) for one in root.iter(qn("w:fldSimple"))]
    yield from (one for one in (*simple, *_marked(root)) if one.address)


def _marked(root) -> Iterator[Field]:
    """Fields between marks, which may stand inside each other."""
    open_fields: list[Field] = []
    for one in root.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
        kind = one.get(qn("w:fldCharType"))
        if kind == "begin":
            open_fields.append(Field())
        elif not open_fields:
            continue
        elif kind == "separate":
            open_fields[-1].shows = True
        elif kind == "end":
            yield open_fields.pop()
        elif one.tag == qn("w:instrText"):
            open_fields[-1].code += one.text or ""
        elif open_fields[-1].shows:
            open_fields[-1].texts.append(one)


def fields_in(parts: Mapping[str, bytes]) -> list[Field]:
    """The fields of a document that show properties."""
    return [one for name, content in parts.items() if PARTS.fullmatch(name) for one in fields(parse_xml(content))]


def with_fields(parts: dict[str, bytes], numbers: Mapping[str, str]) -> dict[str, bytes]:
    """The parts of a document whose fields show these numbers; a part without such a field stays to the byte."""
    changed = {}
    for name in filter(PARTS.fullmatch, parts):
        root = parse_xml(parts[name])
        stale = [one for one in fields(root) if one.texts and numbers.get(one.address, one.shown) != one.shown]
        for one in stale:
            first, *others = one.texts
            first.text = numbers[one.address]
            for text in others:
                text.text = ""
        changed |= {name: serialize_part_xml(root)} if stale else {}
    return parts | changed
