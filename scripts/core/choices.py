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
