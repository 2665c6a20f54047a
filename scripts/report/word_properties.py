"""The own properties of a Word document, which its DOCPROPERTY fields show.

This puts the numbers of a study into a manuscript, or brings those in it up to date; then F9 renews its fields:

    PYTHONPATH=scripts python -m report.word_properties results/STUDY/numbers/numbers.csv MANUSCRIPT.docx
"""

import io
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as Xml

from core.errors import StudyError
from core.files import read_rows, write_bytes
from report.word import EPOCH

CUSTOM = "docProps/custom.xml"
OWN = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that are a document's own: ECMA-376, 22.3
SCHEMAS = "http://schemas.openxmlformats.org"
PROPERTIES = f"{SCHEMAS}/officeDocument/2006/custom-properties"
TYPES = f"{SCHEMAS}/officeDocument/2006/docPropsVTypes"
KINDS = f"{SCHEMAS}/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
RELATIONS = f"{SCHEMAS}/package/2006/relationships"
RELATION = f"{SCHEMAS}/officeDocument/2006/relationships/custom-properties"


def renewed(document: bytes, numbers: dict[str, str]) -> bytes:
    """A Word document with these numbers among its own properties; its others and all else stay."""
    return packed(with_properties(unpacked(document), numbers))


def with_properties(parts: dict[str, bytes], numbers: dict[str, str]) -> dict[str, bytes]:
    """The parts of a document, with these numbers among its own properties."""
    kept = [one for one in _properties(parts) if one.get("name") not in numbers]
    root = Xml.Element(f"{{{PROPERTIES}}}Properties")
    root.extend([*kept, *(_property(address, printed) for address, printed in numbers.items())])
    for number, one in enumerate(root, start=2):
        one.set("pid", str(number))
    kinds, relations = Xml.fromstring(parts["[Content_Types].xml"]), Xml.fromstring(parts["_rels/.rels"])
    if not any(one.get("PartName") == f"/{CUSTOM}" for one in kinds):
        Xml.SubElement(kinds, f"{{{KINDS}}}Override", PartName=f"/{CUSTOM}", ContentType=KIND)
    if not any(one.get("Type") == RELATION for one in relations):
        Xml.SubElement(relations, f"{{{RELATIONS}}}Relationship", Id="numbers", Type=RELATION, Target=CUSTOM)
    changed = {
        "[Content_Types].xml": _written(kinds, KINDS),
        "_rels/.rels": _written(relations, RELATIONS),
        CUSTOM: _written(root, PROPERTIES),
    }
    return parts | changed


def properties(document: bytes) -> dict[str, str]:
    """The own properties of a Word document, as texts."""
    return {one.get("name", ""): "".join(one.itertext()) for one in _properties(unpacked(document))}


def unpacked(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """Parts as a document; equal parts give equal bytes."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, content)
    return memory.getvalue()


def _properties(parts: dict[str, bytes]) -> list[Xml.Element]:
    return list(Xml.fromstring(parts[CUSTOM])) if CUSTOM in parts else []


def _property(address: str, printed: str) -> Xml.Element:
    one = Xml.Element(f"{{{PROPERTIES}}}property", fmtid=OWN, pid="", name=address)
    Xml.SubElement(one, f"{{{TYPES}}}lpwstr").text = printed
    return one


def _written(root: Xml.Element, namespace: str) -> bytes:
    Xml.register_namespace("", namespace)
    Xml.register_namespace("vt", TYPES)
    return Xml.tostring(root, encoding="UTF-8", xml_declaration=True)


def main(numbers: str, manuscript: str) -> None:
    path = Path(manuscript)
    try:
        document = path.read_bytes()
        texts = {row["address"]: row["printed"] for row in read_rows(numbers)}
        write_bytes(path, renewed(document, texts))
    except OSError as error:
        raise StudyError(f"{error.filename}: {error.strerror}; say a numbers.csv, and a manuscript of Word") from error
    except (zipfile.BadZipFile, KeyError) as error:
        raise StudyError(f"{manuscript}: no document of Word (.docx); save the manuscript as one") from error


if __name__ == "__main__":
    try:
        if len(sys.argv) != 3:
            raise StudyError(
                "say numbers.csv and the manuscript: `python -m report.word_properties NUMBERS MANUSCRIPT`"
            )
        main(*sys.argv[1:])
    except StudyError as error:
        sys.exit(str(error))
