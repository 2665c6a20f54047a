"""What the keys of an efficiency model may hold: the study file allows it, the engine knows it."""

CHOICES = {
    "returns_to_scale": ("crs", "vrs"),
    "variant": ("A", "B"),
    "orientation": ("non", "in", "out"),
    "frontier": ("contemporaneous", "sequential", "window", "global"),
    "zero_policy": ("error", "floor"),
    "infeasible_policy": ("na", "one", "variant_b"),
    "engine": ("auto", "highs", "batch"),
}
MEASURES = ("gml", "malmquist", "ml", "gml_ddf")  # of productivity

# The most that a study may ask for: beyond, a slip of the finger would fill memory or days.
MOST_DRAWS = 1_000_000  # of a placebo, or replications of a bootstrap
MOST_ENTRIES = 500  # of a block of a study file, as its tables, or columns of one
MOST_STUDIES = 200
MOST_YEARS = 200  # of an event window on either side, or of a shift
LARGEST_SEED = 2**63 - 1
