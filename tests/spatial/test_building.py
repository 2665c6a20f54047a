"""Every kind of weights by its script: those of 297 cities against published ones, islands, and what is refused."""

import json
from inspect import signature
from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
import pytest
from scipy.sparse.csgraph import connected_components

from core.errors import StudyError
from core.files import read_json
from core.tables import read_csv
from estimation.weights import align, from_table
from spatial import (
    build_contiguity,
    build_distance,
    build_economic,
    build_knn,
    build_list,
    build_nested,
    build_product,
    build_share,
)
from spatial.moran import moran_table

REFERENCE = Path(__file__).parent / "reference"
PUBLISHED_NUMBERS = json.loads((REFERENCE / "moran_expected.json").read_text(encoding="utf-8"))
EXPECTED, MORAN = PUBLISHED_NUMBERS["weights"], PUBLISHED_NUMBERS["moran"]
SCRIPTS = (build_contiguity, build_distance, build_economic, build_knn, build_list, build_nested, build_product)
VERBS = {
    script.__name__.split("_")[1]: vars(script)[script.__name__.split(".")[1]] for script in (*SCRIPTS, build_share)
}
DEFAULTS = {
    "shapes": [], "pairs": [], "bridges": [], "points": [], "key": "adcode", "leave_out": [], "islands": "refuse",
    "exponent": 1, "cutoff": None, "year": None, "gap_floor": None, "symmetric": False, "side": "sender",
    "share": 0.5, "order": "standardise_first", "standardize": "row",
}  # fmt: skip
PLACES = {
    "unit": ["a", "b", "c", "d"],
    "lat": [0, 0, 0, 10],
    "lon": [0, 1, 3, 0],
    "wealth": [1.0, 2.0, 4.0, 8.0],
}  # on the equator a degree is 111.19 km


class Builder:
    """Weights by the script of a kind, read from the files that it wrote in `folder`; settings as a study has them."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __call__(self, kind, name="w", **given):
        verb, panel = VERBS[kind], self.folder / "panel.csv"
        files = {"weights": self.folder / f"{name}.csv", "summary": self.folder / f"{name}.json"}
        known = DEFAULTS | {"panel": panel, "name": name} | files | given
        verb(**{key: known[key] for key in signature(verb).parameters})
        return from_table(read_csv(files["weights"]), name), read_json(files["summary"])

    def nested(self, first, second, **given):
        """Nested weights of two that were built before."""
        files = {"first": self.folder / f"{first}.csv", "second": self.folder / f"{second}.csv"}
        return self("nested", of=[first, second], **files, **given)


@pytest.fixture(scope="module")
def cities(tmp_path_factory):
    """297 cities, in each of two years with a value whose mean is that of the reference."""
    build = Builder(tmp_path_factory.mktemp("cities"))
    table = pd.read_csv(REFERENCE / "moran_inputs.csv", dtype={"adcode": str}).rename(columns={"adcode": "unit"})
    years = [table[["unit"]].assign(year=2000 + odd, pgdp=table["pgdp"] * (0.5 + odd)) for odd in (0, 1)]
    pd.concat(years).sample(frac=1, random_state=1).to_csv(build.folder / "panel.csv", index=False)
    return build


PLACED = {"points": REFERENCE / "moran_inputs.csv"}
VALUED = PLACED | {"variable": "pgdp"}
LISTED = {"pairs": REFERENCE / "contiguity.csv", "islands": "keep"}
SCALED = {"standardize": "max_eigenvalue"}
PUBLISHED = {
    "distance_exp1": ("distance", PLACED),
    "distance_exp2": ("distance", PLACED | {"exponent": 2}),
    "economic": ("economic", VALUED),
    "product": ("product", VALUED | {"exponent": 2}),
    "contiguity": ("contiguity", LISTED),
    "knn5": ("knn", PLACED | {"neighbours": 5}),
    "distance_exp1_maxeig": ("distance", PLACED | SCALED),
    "distance_exp2_maxeig": ("distance", PLACED | SCALED | {"exponent": 2}),
    "contiguity_maxeig": ("contiguity", LISTED | SCALED),
}
NESTED = {"nested_standardise_first": "standardise_first", "nested_raw_sum": "raw"}


@pytest.fixture(scope="module")
def published(cities):
    """The weights of the reference by name, each built once."""
    found = {name: cities(kind, name, **given) for name, (kind, given) in PUBLISHED.items()}
    return found | {name: cities.nested("distance_exp2", "economic", order=order) for name, order in NESTED.items()}


@pytest.mark.parametrize("kind", EXPECTED)
def test_weights_of_297_cities(published, kind):
    """Tolerances of the reference, made by other programs: weights to 12 written digits, eigenvalues 1e-9."""
    expected, (weights, summary) = EXPECTED[kind], published[kind]
    sums = weights.matrix.sum(axis=1)
    assert (len(weights.units), weights.matrix.nnz) == (expected["n"], expected["nonzero"])
    assert (weights.islands, summary["islands"]) == (expected["islands"], expected["islands"])
    assert sums.sum() == pytest.approx(expected["sum"], rel=1e-11)
    assert [sums.min(), sums.max()] == pytest.approx([expected["row_sum_min"], expected["row_sum_max"]], rel=1e-11)
    own, other = np.searchsorted(weights.units, ["110000", "120000"])
    assert weights.matrix[own, other] == pytest.approx(expected["w_110000_120000"], rel=1e-11)
    found = summary["eigenvalues"]
    assert found["max"] == pytest.approx(expected["eigenvalue_max_real"], rel=1e-9)
    assert found["min"] == pytest.approx(expected["eigenvalue_min_real"], rel=1e-9)
    assert bool(np.iscomplexobj(weights.spectrum.values)) == expected["eigenvalues_complex"]


@pytest.mark.parametrize("variable", ["y1", "y2"])
@pytest.mark.parametrize("kind", EXPECTED)
def test_moran_of_297_cities(published, kind, variable):
    """Tolerances of the reference, by esda and spdep; weights were read with 12 digits."""
    expected, weights = MORAN[f"{kind}/{variable}"], published[kind][0]
    values = pd.read_csv(REFERENCE / "moran_inputs.csv", dtype={"adcode": str}).set_index("adcode").loc[weights.units]
    row = moran_table(values[[variable]].to_numpy(), np.array([2000]), weights, variable, 9, seed=1).iloc[0]
    assert row["moran_i"] == pytest.approx(expected["I"], abs=1e-11)
    assert np.sqrt(row["variance"]) == pytest.approx(expected["sd_norm"], rel=1e-9)
    assert row["z"] == pytest.approx(expected["z_norm"], rel=1e-9)
    assert [row["p_normal"], row["p_random"]] == pytest.approx([expected["p_norm"], expected["p_rand"]], rel=1e-8)


@pytest.mark.parametrize("standardize", ["row", "max_eigenvalue"])
def test_nested_weights_of_some_units_are_those_of_their_parts(places, standardize):
    """A subset has the weights that it has if everything is built on it from the start."""
    some, parts = ["d", "a", "c"], {}
    for part, kind in (("first", "distance"), ("second", "economic")):
        parts[part] = places(kind, part, **places.given)[0]
    whole, _ = places.nested("first", "second", share=0.3, standardize=standardize)
    dense = {}
    for part, weights in parts.items():
        raw = align(weights, some).raw.toarray()
        dense[part] = raw / (raw.sum(axis=1, keepdims=True) if standardize == "row" else radius(raw))
    mix = 0.3 * dense["first"] + 0.7 * dense["second"]
    expected = mix / (mix.sum(axis=1, keepdims=True) if standardize == "row" else radius(mix))
    assert align(whole, some).matrix.toarray() == pytest.approx(expected, rel=1e-9, abs=1e-15)


def test_raw_nested_weights_say_which_part_decides(places):
    for part, kind in (("first", "distance"), ("second", "economic")):
        places(kind, part, **places.given)
    _, summary = places.nested("first", "second", order="raw")
    degree = 6371 * np.pi / 180
    distance = 2 * (1 + 1 / 2 + 1 / 3) / degree + 2 * sum(
        1 / (6371 * np.arccos(np.cos(np.radians(10)) * np.cos(np.radians(lon)))) for lon in (0, 1, 3)
    )
    economic = 2 * (1 + 1 / 3 + 1 / 7 + 1 / 2 + 1 / 6 + 1 / 4)
    said = f"`first` has {100 * distance / (distance + economic):.3g} % of their sum"
    assert said in summary["notes"][0]
    assert "notes" not in places.nested("first", "second")[1]


def radius(matrix):
    return np.abs(np.linalg.eigvals(matrix)).max()


@pytest.mark.parametrize("symmetric", [False, True])
def test_libpysal_has_the_same_nearest_neighbours(cities, symmetric):
    table = pd.read_csv(REFERENCE / "moran_inputs.csv", dtype={"adcode": str}).set_index("adcode")
    other = libpysal.weights.KNN(
        table[["lon", "lat"]].to_numpy(), k=4, ids=list(table.index), radius=libpysal.cg.RADIUS_EARTH_KM
    )
    full = other.full()[0]
    expected = np.maximum(full, full.T) if symmetric else full
    weights, _ = cities("knn", neighbours=4, symmetric=symmetric, standardize="none", **PLACED)
    assert np.array_equal(weights.matrix.toarray(), expected)


@pytest.fixture
def places(tmp_path):
    """Four units, and both files that place them; `places.change(...)` writes them otherwise."""
    build = Builder(tmp_path)

    def change(**columns):
        table = pd.DataFrame(PLACES | columns)
        table[["unit", "lat", "lon"]].to_csv(build.folder / "points.csv", index=False)
        table[["unit", "wealth"]].assign(year=2000).to_csv(build.folder / "panel.csv", index=False)

    change()
    build.change = change
    build.given = {"points": build.folder / "points.csv", "key": "unit", "variable": "wealth", "neighbours": 2}
    return build


def test_a_cutoff_in_km_and_the_islands_that_it_makes(places):
    weights, _ = places("distance", cutoff=250, islands="keep", standardize="none", **places.given)
    degree = 6371 * np.pi / 180
    assert weights.islands == ["d"]
    assert weights.matrix.toarray()[:3, :3] == pytest.approx(
        np.array([[0, 1, 0], [1, 0, 0.5], [0, 0.5, 0]]) / degree, rel=1e-11
    )
    with pytest.raises(StudyError, match=r"`w`: no neighbour for 1 of 4 units: d.\n.*`islands: keep`"):
        places("distance", cutoff=250, **places.given)
    assert places("distance", cutoff=250, leave_out=["d"], **places.given)[0].row_standardised


def test_equally_far_neighbours_come_in_the_order_of_their_keys(places):
    places.change(lon=[1, 0, 2, 1], lat=[0, 0, 0, 50])  # b and c are equally far from a
    weights, _ = places("knn", **places.given | {"neighbours": 1})
    assert weights.units[weights.matrix.toarray()[0] > 0].tolist() == ["b"]


@pytest.mark.parametrize(
    ("side", "standardize"), [("sender", "row"), ("receiver", "max_eigenvalue"), ("sender", "none")]
)
def test_share_is_of_the_sender_or_of_the_receiver(places, side, standardize):
    near, _ = places("distance", standardize="none", **places.given)
    raw = near.matrix.toarray() * (np.array([1, 2, 4, 8]) / 15)[None if side == "sender" else slice(None)].reshape(
        (1, 4) if side == "sender" else (4, 1)
    )
    divisor = {"row": raw.sum(axis=1, keepdims=True), "max_eigenvalue": radius(raw), "none": 1}[standardize]
    weights, summary = places("share", side=side, standardize=standardize, **places.given)
    assert weights.matrix.toarray() == pytest.approx(raw / divisor, rel=1e-10)
    assert not np.iscomplexobj(weights.spectrum.values)
    eigenvalues = np.sort(np.linalg.eigvals(raw / divisor).real)
    assert weights.spectrum.values == pytest.approx(eigenvalues, rel=1e-9)
    assert summary["eigenvalues"]["min"] == pytest.approx(eigenvalues[0], rel=1e-9)


def test_year_and_gap_floor_of_economic_distance(places):
    frame = pd.DataFrame({"unit": list("abcabc"), "year": [1, 1, 1, 2, 2, 2], "wealth": [1, 4, 9, 5, 5, 6]})
    frame.to_csv(places.folder / "panel.csv", index=False)
    mean, _ = places("economic", standardize="none", variable="wealth")
    assert mean.matrix.toarray()[0] == pytest.approx([0, 1 / 1.5, 1 / 4.5])
    late, _ = places("economic", standardize="none", variable="wealth", year=2, gap_floor=0.25)
    assert late.matrix.toarray() == pytest.approx(np.array([[0, 4, 1], [4, 0, 1], [1, 1, 0]]))


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


PAIRS = "one,other,note\na,b,x\nb,a,x\nb,c,y\nz,c,y\n"


@pytest.mark.parametrize(
    ("islands", "links", "alone", "said"),
    [
        ("keep", 4, ["d"], []),
        ("bridge", 6, [], ["bridge d-a: a ferry", "bridges not built, since the weights lack one of the units: d-q"]),
        ("nearest", 6, [], ["d has no neighbour and is joined to the nearest unit a, 1112 km off"]),
    ],
)
def test_islands_of_a_list_of_pairs(places, islands, links, alone, said):
    pairs = write(places.folder / "pairs.csv", PAIRS)
    bridges = write(places.folder / "bridges.csv", "one,other,reason\nd,a,a ferry\nd,q,none\n")
    given = {"pairs": pairs, "islands": islands, "bridges": bridges}
    weights, summary = places("contiguity", **places.given | given)
    assert (summary["links"], weights.islands) == (links, alone)
    beyond = "1 of 4 pairs are not used, of 1 units that are left out or not in the panel: z"
    assert summary["notes"] == [beyond, *said]
    assert summary["components"] == connected_components(weights.matrix)[0]
    assert align(weights, ["d", "a"]).islands == ([] if islands != "keep" else ["d", "a"])
    with pytest.raises(StudyError, match="no neighbour for 1 of 4 units: d"):
        places("contiguity", pairs=pairs)


def test_a_list_of_ones_own_has_directions_and_weights(places):
    own = write(places.folder / "own.csv", "from,to,weight\na,b,2\nb,a,1\na,c,6\nc,d,0.5\nd,a,3\n")
    weights, _ = places("list", pairs=own)
    assert weights.matrix.toarray()[0] == pytest.approx([0, 0.25, 0.75, 0])
    assert weights.row_standardised


def refusals():
    given = {"change": {}, "panel": None, "pairs": None, "settings": {}}
    faults = {
        "a unit without a point": (
            "distance",
            {"change": {"lat": [0, "", 0, 1], "lon": [1, "", 2, 3]}},
            "1 of 4 units have no point: b.*leave_out",
        ),
        "two units in one place": (
            "distance",
            {"change": {"lon": [0, 0, 3, 0]}},
            "`w`: 1 pairs of units have one place.*: a-b.\n.*`leave_out`",
        ),
        "two units with one income": (
            "economic",
            {"change": {"wealth": [1, 2, 2, 2]}},
            "`w`: 3 pairs of units have the same `wealth`.*: b-c, b-d, c-d.\n.*`gap_floor`",
        ),
        "an income that is text": ("economic", {"change": {"wealth": list("abcd")}}, "`w`: `wealth` is text, as 'a'"),
        "an income that is missing": (
            "economic",
            {"change": {"wealth": [1, None, 2, 3]}},
            "`w`: `wealth` is missing in 1 of 4 unit-years: b 2000",
        ),
        "a share that is not positive": (
            "share",
            {"change": {"wealth": [1, 0, -2, 3]}},
            r"2 units have none: b \(0\), c \(-2\)",
        ),
        "a share of the receiver by rows": (
            "share",
            {"settings": {"side": "receiver"}},
            "the share of the receiver in `wealth` is the same all along each row.*divides it out.*\n.*max_eigenvalue",
        ),
        "a share that all have": (
            "share",
            {"change": {"wealth": [2, 2, 2, 2]}},
            "the share of the sender in `wealth` is the same all along each row",
        ),
        "a gap below its floor everywhere": (
            "product",
            {"settings": {"gap_floor": 99}},
            "the factor 1 / gap of `wealth` is the same all along each row",
        ),
        "as many neighbours as units": ("knn", {"settings": {"neighbours": 4}}, "4 `neighbours` of 4 units; at most 3"),
        "a unit left out that is nowhere": (
            "distance",
            {"settings": {"leave_out": ["q"]}},
            "weights `w`: `leave_out` names 1 units that are not in the panel: q",
        ),
        "pairs of other units": (
            "contiguity",
            {"pairs": "x,y\n1,2\n2,3\n"},
            "no pair of the list is of two units of the panel; the list has units such as 1, 2, the panel such as a, b",
        ),
        "pairs of no units": ("contiguity", {"pairs": "x,y\na,b\n,c\n"}, "rows 3 lack a unit"),
        "a row without a pair": ("contiguity", {"pairs": "x,y\na,b\n\nb\n"}, "rows 3, 4 lack a unit"),
        "a pair of a unit with itself": ("contiguity", {"pairs": "x,y\na,a\n"}, "rows 2 hold a unit and itself"),
        "one column": ("contiguity", {"pairs": "x\na\n"}, "has one column; expected a list of pairs"),
        "a bridge without a reason": (
            "contiguity",
            {"pairs": "x,y,reason\na,b,\n", "settings": {"islands": "bridge"}},
            r"rows 2 of `bridges` have no `reason`",
        ),
        "a list of unknown units": (
            "list",
            {"pairs": "x,y,weight\na,b,1\nq,c,1\n"},
            "1 units of the list are left out or not in the panel: q",
        ),
        "a list without weights": ("list", {"pairs": "x,y,wait\na,b,1\n"}, "no column is called `weight`"),
        "a weight that is none": (
            "list",
            {"pairs": "x,y,weight\na,b,-1\nb,a,?\n"},
            "2 pairs are missing or negative: a-b",
        ),
        "a weight twice": ("list", {"pairs": "x,y,weight\na,b,1\na,b,2\n"}, "1 pairs stand twice: a-b"),
    }
    return [pytest.param(kind, given | more, words, id=name) for name, (kind, more, words) in faults.items()]


@pytest.mark.parametrize(("kind", "given", "words"), refusals())
def test_each_fault_has_its_message(places, kind, given, words):
    places.change(**given["change"])
    own = {}
    if given["pairs"]:
        pairs = write(places.folder / "pairs.csv", given["pairs"])
        own = {"pairs": pairs, "bridges": pairs}
    with pytest.raises(StudyError, match=f"(?s){words}"):
        places(kind, **places.given | own | given["settings"])


def test_the_parts_of_nested_weights_have_the_same_units(places):
    places("distance", "first", leave_out=["a"], **places.given)
    places("distance", "second", **places.given)
    with pytest.raises(StudyError, match=r"`first` and `second` differ in 1 units: a.\n.*`leave_out`"):
        places.nested("first", "second")
    assert places.nested("first", "second", leave_out=["a"])[0].units.tolist() == ["b", "c", "d"]


@pytest.mark.parametrize("kind", ["distance", "knn", "economic", "product", "share"])
def test_order_of_rows_leaves_the_bytes_unchanged(places, kind):
    def written():
        places(kind, **places.given)
        return [(places.folder / name).read_bytes() for name in ("w.csv", "w.json")]

    before = written()
    for name in ("points.csv", "panel.csv"):
        pd.read_csv(places.folder / name).iloc[::-1].to_csv(places.folder / name, index=False)
    assert written() == before
