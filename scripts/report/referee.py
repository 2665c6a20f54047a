"""The referee: every check there is, and what they find."""

import report.referee_design as design
import report.referee_efficiency as efficiency
import report.referee_estimates as estimates
import report.referee_event as event
import report.referee_placebo as placebo
import report.referee_sample as sample
import report.referee_spatial as spatial
import report.referee_text as text
from report.findings import Check, Finding, once
from report.reading import Reading

FAMILIES = {
    "Sample": sample,
    "Design": design,
    "Event study": event,
    "Estimates": estimates,
    "Placebo": placebo,
    "Efficiency": efficiency,
    "Space": spatial,
    "Text": text,
}


def checks_of(family: str) -> list[Check]:
    """The checks of a family, in their order."""
    return [one for one in vars(FAMILIES[family]).values() if isinstance(one, Check)]


CHECKS = {one.name: one for family in FAMILIES for one in checks_of(family)}


def findings(reading: Reading) -> list[Finding]:
    """What all checks find, each cause once; errors first."""
    return once([finding for one in CHECKS.values() for finding in one(reading)])
