"""What stands in the cells of the README."""

import pytest
from jinja2 import UndefinedError

from archive.readme import braced, readme


def test_a_cell_breaks_no_table():
    assert readme("{{ text | cell }}", text="a |\n b") == "a \\| b"


def test_a_name_that_nobody_gives_is_an_error():
    with pytest.raises(UndefinedError, match="titel"):
        readme("{{ titel }}", title="Fields")


def test_files_of_one_stem_are_written_as_a_shell_reads_them():
    assert braced(["tables/one.csv", "tables/one.tex"]) == "tables/one.{csv,tex}"
