"""Values computed by hand, and how close ours must be."""

import json
from pathlib import Path

REFERENCE = json.loads((Path(__file__).parent / "reference" / "formulas_byhand.json").read_text())
BY_HAND, EXACT = REFERENCE["expected"], REFERENCE["tolerance"]
