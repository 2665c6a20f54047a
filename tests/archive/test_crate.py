"""The metadata keep what RO-Crate 1.1 and Workflow RO-Crate 1.0 say that a crate must, as `broken` reads it."""

import re
from copy import deepcopy
from urllib.parse import quote, unquote

import pytest

from archive.crate import crate
from archive.lists import exhibits

HOME = "results/fields"
FILES = ["Snakefile", "LICENSE", "README.md", "raw/land.csv", "raw/map é.csv", "scripts/report/render_table.py"]
FILES += ["scripts/report/plot_trend.py", "published/fields/panel/panel.csv"]
FILES += ["published/fields/estimates/fit_ols/baseline.csv", "published/fields/figures/path.png"]
FILES += [f"published/fields/tables/baseline.{ending}" for ending in ("csv", "tex")]
DESCRIBED = dict.fromkeys(FILES, ("0" * 64, 3))


@pytest.fixture
def found(makers):
    shown = exhibits(makers, HOME, [], [["table", "baseline", "Effects"], ["figure", "path", "Path."]])
    return crate("Fields", "On fields.", "2026-11-21", DESCRIBED, {"python": "3.11.7"}, shown, makers)


def references(value):
    """Every `@id` that a property refers to."""
    if isinstance(value, list):
        return [name for one in value for name in references(one)]
    assert not isinstance(value, dict) or value.keys() == {"@id"}, "entities must not be nested"
    return [value["@id"]] if isinstance(value, dict) else []


def types(entity):
    return entity["@type"] if isinstance(entity["@type"], list) else [entity["@type"]]


def broken(document: dict, files: set[str]) -> list[str]:
    """What the specifications say that a crate must have and this one has not; `files` are those of the folder."""
    graph = document["@graph"]
    entities = {one["@id"]: one for one in graph}
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    data = {unquote(name): one for name, one in entities.items() if "File" in types(one)}
    used = [name for one in graph for key, value in one.items() if key[0] != "@" for name in references(value)]
    main = entities[root["mainEntity"]["@id"]]
    conforms = references(descriptor["conformsTo"])
    rules = {
        "context by reference": "https://w3id.org/ro/crate/1.1/context" in document["@context"],
        "each entity once": len(entities) == len(graph),
        "descriptor": types(descriptor) == ["CreativeWork"] and descriptor["about"] == {"@id": "./"},
        "versions": {
            "https://w3id.org/ro/crate/1.1",
            "https://w3id.org/workflowhub/workflow-ro-crate/1.0",
        }
        == {*conforms},
        "root": "Dataset" in types(root) and bool(root["name"] and root["description"]),
        "date": bool(re.fullmatch(r"\d{4}-\d\d-\d\d", root["datePublished"])),
        "licence": root["license"]["@id"] in entities,
        "parts": {*references(root["hasPart"])} == {name for name, one in entities.items() if "File" in types(one)},
        "files": data.keys() == files,
        "encoded": all(name == quote(unquote(name), safe="/#") for name in entities),
        "references": {*used} - {*conforms} <= entities.keys(),
        "workflow": {"File", "SoftwareSourceCode", "ComputationalWorkflow"} <= {*types(main)},
        "language": types(entities[main["programmingLanguage"]["@id"]]) == ["ComputerLanguage"],
        "digests": all(re.fullmatch("[0-9a-f]{64}", one["sha256"]) and one["contentSize"] for one in data.values()),
        "formats": all("/" in one["encodingFormat"] for one in data.values()),
    }
    return [rule for rule, kept in rules.items() if not kept]


def test_a_crate_keeps_the_rules(found):
    assert broken(found, set(FILES)) == []


@pytest.mark.parametrize(
    ("place", "key", "value", "rule"),
    [
        ("./", "datePublished", "November", "date"),
        ("./", "mentions", [{"@id": "#nothing"}], "references"),
        ("Snakefile", "@type", "File", "workflow"),
        ("README.md", "sha256", "", "digests"),
        ("raw/land.csv", "@id", "raw/sea.csv", "files"),
        ("raw/map%20%C3%A9.csv", "@id", "raw/map é.csv", "encoded"),
    ],
)
def test_a_broken_rule_is_seen(found, place, key, value, rule):
    document = deepcopy(found)
    next(one for one in document["@graph"] if one["@id"] == place)[key] = value
    assert rule in broken(document, set(FILES))


def test_an_exhibit_says_what_made_it_from_which_files_of_the_package(found):
    actions = {one["@id"]: one for one in found["@graph"] if one["@type"] == "CreateAction"}
    table, figure = actions["#tables.baseline"], actions["#figures.path"]
    assert table["instrument"] == {"@id": "scripts/report/render_table.py"}
    assert table["object"] == [{"@id": "published/fields/estimates/fit_ols/baseline.csv"}]
    assert table["result"] == [{"@id": f"published/fields/tables/baseline.{ending}"} for ending in ("csv", "tex")]
    assert figure["object"] == [{"@id": "published/fields/panel/panel.csv"}, {"@id": "raw/map%20%C3%A9.csv"}]
