import geopandas
import numpy as np
import pandas as pd
from libpysal import examples
from yearbooks import HOME

from demo.castle import ECONOMY, by_state, table


def test_states_are_named_and_sorted_and_the_weight_is_the_population():
    data = pd.DataFrame({"sid": [2.0, 1.0, 1.0], "year": [2000, 2001, 2000]}).assign(
        popwt=np.array([651473.25, 4499293, 4499293], dtype=np.float32), **dict.fromkeys(ECONOMY[:-1], 1.0)
    )
    economy = table(by_state(data, pd.DataFrame({"sid": [1, 2], "abbr": ["AL", "AK"]})), ECONOMY)
    assert economy[["state", "year"]].values.tolist() == [["AK", 2000], ["AL", 2000], ["AL", 2001]]
    assert economy.columns[-1] == "population"
    assert economy.to_csv(index=False).splitlines()[1].endswith(",651473.25")


def test_the_outlines_that_ship_are_those_of_libpysal():
    ours = geopandas.read_file(HOME / "castle_states.geojson").set_index("state")
    theirs = geopandas.read_file(examples.get_path("us48.shp")).set_index("STATE_ABBR").sort_index()
    assert ours.geometry.to_wkb().to_dict() == theirs.geometry.to_wkb().to_dict()
