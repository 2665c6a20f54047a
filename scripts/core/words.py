"""Numbers of things in words."""


def dropped_words(dropped: dict) -> str:
    """``17 rows without poverty, 3 singletons``: rows that left an estimation sample, by reason."""
    parts = [
        f"{number:,d} row{'' if number == 1 else 's'} without {name}"
        for name, number in dropped.get("missing", {}).items()
    ]
    return ", ".join([*parts, *(f"{number:,d} {why}" for why, number in dropped.items() if why != "missing")])
