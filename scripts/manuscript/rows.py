"""The review as a CSV file: a row for each finding, silenced ones with their reason, and for each number."""

from papers.document import Table
from traces.verdicts import exact

COLUMNS = ["kind", "severity", "check", "where", "text", "value", "verdict", "address", "exact", "message"]


def rows(review) -> list[dict]:
    """Findings first, then what is silenced, then numbers in the order of the manuscript."""
    empty = dict.fromkeys(COLUMNS)
    found = [("finding", one, one.message) for one in review.findings]
    found += [("silenced", one.finding, f"{one.finding.message} Silenced: {one.reason}") for one in review.silenced]
    blocks = review.draft.manuscript.blocks
    return [
        *(
            empty
            | {"kind": kind, "severity": one.severity, "check": one.check, "where": one.where, "message": message}
            | {"text": "; ".join(text for spot in one.spots if (text := _text(blocks, spot)))}
            for kind, one, message in found
        ),
        *(empty | _number(one) for one in sorted(review.verdicts, key=lambda one: _order(one.spot))),
    ]


def _number(verdict) -> dict:
    result = verdict.result
    return {
        "kind": "number",
        "where": verdict.where,
        "text": verdict.number.text + verdict.number.stars,
        "value": verdict.number.value,
        "verdict": verdict.said,
        "address": result and result.address,
        "exact": result and exact(result.value),
        "message": verdict.message,
    }


def _order(spot) -> tuple:
    return spot.block, spot.row or 0, spot.column or 0, spot.start


def _text(blocks, spot) -> str:
    """What stands at a spot; nothing where it is a whole block."""
    block = blocks[spot.block]
    text = block.rows[spot.row or 0][spot.column or 0].text if isinstance(block, Table) else block.text
    return text[spot.start : spot.end].strip() if spot.end else ""
