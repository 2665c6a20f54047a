"""Commas of thousands in formulas."""

import pytest

from papers.thousands import joined_thousands


@pytest.mark.parametrize(
    ("written", "joined"),
    [
        (r"$1{,}234$", r"$1\text{,}234$"),
        (r"\(N=12,345,678\)", r"\(N=12\text{,}345\text{,}678\)"),
        (r"$[10,200]$ and $x_{1,234}$", r"$[10,200]$ and $x_{1,234}$"),
        (r"$0.05, 0.1$ and 1,234", r"$0.05, 0.1$ and 1,234"),
        (r"\$1,234 and \$5,678", r"\$1,234 and \$5,678"),
    ],
)
def test_thousands(written, joined):
    assert joined_thousands(written) == joined
