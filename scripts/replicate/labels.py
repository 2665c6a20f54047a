"""The data as a Stata file: what its variables are called, and that data are simulated."""

from datetime import datetime
from pathlib import Path

import pandas as pd

from core.files import write_whole
from replicate.data import Data

LONGEST = 80  # characters of a label in Stata
STATUS = {"real": "", "simulated": "SIMULATED: "}
NO_TIME = datetime(1960, 1, 1)  # the zero of Stata's calendar: a file says when it was made, and a result may not


def labels_of(data: Data, labels: dict[str, str], descriptives: pd.DataFrame) -> dict[str, str]:
    """The label of each column: its own or its name, and its unit of measurement or the expression that makes it.

    labels : of the study, by variable; descriptives : of the panel, with `unit_of_measurement` and `definition`
    """
    facts = descriptives.set_index("variable")[["unit_of_measurement", "definition"]].bfill(axis=1).iloc[:, 0].dropna()
    of_column = {column: text for text, column in data.names.items() if column in data.frame}
    found = {column: labels.get(text, text) for column, text in of_column.items()}
    found |= {column: f"{found[column]} ({facts[text]})" for column, text in of_column.items() if text in facts}
    for sample in dict.fromkeys(data.samples.values()):
        found[sample] = "rows of " + ", ".join(address for address, own in data.samples.items() if own == sample)
    return {column: cut(label) for column, label in found.items()}


def cut(label: str) -> str:
    """`label` as Stata takes it; three points stand for what is too long."""
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 3]}..."


def write_stata(path: str | Path, data: Data, labels: dict[str, str], title: str, data_status: str) -> None:
    """Write the data with the labels of its columns; `title` is what the file is called, behind its status."""
    texts = data.frame.select_dtypes(exclude="number").columns
    flags = data.frame.select_dtypes("bool").columns
    frame = data.frame.astype(dict.fromkeys(flags, "int8")).assign(
        **{name: data.frame[name].fillna("").astype(object) for name in texts.difference(flags)}
    )
    given = {"version": 118, "write_index": False, "time_stamp": NO_TIME, "variable_labels": labels}
    given["data_label"] = cut(f"{STATUS[data_status]}{title}")
    write_whole(path, lambda part: frame.to_stata(part, **given))
