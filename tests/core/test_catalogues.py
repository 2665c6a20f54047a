"""What a catalogue refuses, and which texts are names."""

import pytest

from core.catalogues import in_english, read_catalogue

TWICE = """
joint = "、"
before_notes = "注："

[all]
"Unit" = "单位"

[more]
"Unit" = "个体"
"""


def test_a_text_that_stands_twice_is_refused(tmp_path):
    path = tmp_path / "zh.toml"
    path.write_text(TWICE, encoding="utf-8")
    with pytest.raises(ValueError, match="Unit stands twice"):
        read_catalogue(path)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Observations", True),
        ("nobody knows", True),
        ("SDM", False),
        ("R²", False),
        ("t(285)", False),
        ("score", False),
        ("score, 城市", False),
        ("`score ~ ai | unit + year`", False),
        ("results/aipz/demo/people.csv", False),
        ("people.csv, fdi, 110000, 2019:", False),
        ("分配 with several words here", True),
    ],
)
def test_names_are_no_english(text, english):
    assert in_english(text) == english
