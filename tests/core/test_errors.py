"""What is said of a fault: the nearest name, the first of many, and the column where it arose."""

import pytest

from core.errors import StudyError, named, naming, nearest


def test_the_nearest_name_or_all_of_them():
    assert nearest("polcy", ["policy", "year"]) == "did you mean `policy`?"
    assert nearest("zzz", ["b", "a"]) == "allowed: `a`, `b`"


def test_many_items_are_cut():
    assert named(["a", "b"]) == "a, b"
    assert named(range(12), most=2) == "0, 1, ... (12 in all)"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("吉\u200b林", " (U+200B)"),
        ("吉\ufe0f林", " (U+FE0F)"),
        ("吉\uf9f4", " (U+F9F4)"),
        ("吉⽊市", " (U+2F4A)"),
        ("Orle\u0301ans", " (U+0301)"),
        ("GD\u0420", " (U+0420)"),
        ("New\u00a0York", " (U+00A0)"),
        *((plain, "") for plain in ("Orléans", "面积（ｋｍ²）", "Омск", "สงขลา", "New York", "①")),
    ],
)
def test_what_looks_like_another_name_is_shown_by_its_codes(name, shown):
    assert named([name]) == f"{name}{shown}"
    assert nearest(name[:-1] + "x", [name]).endswith(f"`{name}`{shown}?" if len(name) > 2 else f"`{name}`{shown}")


def test_a_fault_gets_the_names_of_table_and_column():
    with pytest.raises(StudyError, match=r"^table `t`, column `c`: gone$"), naming("t", "c"):
        raise StudyError("gone")
    with pytest.raises(KeyError), naming("t", "c"):
        raise KeyError("ours")
