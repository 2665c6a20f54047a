"""What is said of a fault: the nearest name, the first of many, and the column where it arose."""

import pytest

from core.errors import StudyError, named, naming, nearest


def test_the_nearest_name_or_all_of_them():
    assert nearest("polcy", ["policy", "year"]) == "did you mean `policy`?"
    assert nearest("zzz", ["b", "a"]) == "allowed: `a`, `b`"


def test_many_items_are_cut():
    assert named(["a", "b"]) == "a, b"
    assert named(range(12), most=2) == "0, 1, ... (12 in all)"


def test_a_fault_gets_the_names_of_table_and_column():
    with pytest.raises(StudyError, match=r"^table `t`, column `c`: gone$"), naming("t", "c"):
        raise StudyError("gone")
    with pytest.raises(KeyError), naming("t", "c"):
        raise KeyError("ours")
