"""What the keys of an efficiency model may hold: the study file allows it, the engine knows it."""

CHOICES = {
    "measure": ("sbm", "sbm_ddf", "nddf"),
    "returns_to_scale": ("crs", "vrs"),
    "variant": ("A", "B"),
    "orientation": ("non", "in", "out"),
    "frontier": ("contemporaneous", "sequential", "window", "global"),
    "zero_policy": ("error", "floor"),
    "infeasible_policy": ("na", "one", "variant_b"),
    "engine": ("auto", "highs", "batch"),
}
# What these keys may be where the measure is not SBM: it has no variants, no orientation and no second stage.
WITHOUT_SBM = {"variant": ("A",), "orientation": ("non",), "infeasible_policy": ("na", "one")}
MEASURES = ("gml", "malmquist", "ml", "gml_ddf")  # of productivity

# The most that a study may ask for: beyond, a slip of the finger would fill memory or days.
MOST_DRAWS = 1_000_000  # of a placebo, or replications of a bootstrap
MOST_CHUNKS = 64  # of draws
MOST_ENTRIES = 500  # of a block of a study file, as its tables, or columns of one
MOST_STUDIES = 200
MOST_SPECIFICATIONS = 20_000  # of a curve
MOST_YEARS = 200  # of an event window on either side, or of a shift
LARGEST_SEED = 2**63 - 1


def foreign(measure: str, keys: dict) -> str:
    """What among `keys` the measure does not have, in words; nothing if it has all. A key that is None is not said."""
    for key, allowed in WITHOUT_SBM.items() if measure != "sbm" else ():
        if keys.get(key) not in (None, *allowed):
            known = "leave it out" if len(allowed) == 1 else f"it may be {' or '.join(f'`{one}`' for one in allowed)}"
            return f"the measure `{measure}` has no `{key}: {keys[key]}`; {known}"
    return ""
