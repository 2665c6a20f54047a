"""Settings of the simulated yearbooks are read strictly, and name numbers that are published."""

import pytest
from yearbooks import HOME, STUDIES, shipped

from core.documents import load_yaml, read_document
from core.errors import StudyError
from demo.settings import Demo


@pytest.mark.parametrize("study", STUDIES)
def test_published_ids_are_unique(study):
    ids = [entry["id"] for entry in load_yaml(HOME / "published" / f"{study}.yaml")["entries"]]
    assert len(set(ids)) == len(ids)


def test_all_studies_have_the_same_raw_files():
    """One rule draws them all, so its list of outputs holds for each."""
    names = [[file.path for file in shipped(study)[0].files] for study in STUDIES]
    assert names[0] == names[1] == names[2] and len(set(names[0])) == len(names[0])


def test_an_unknown_key_is_refused(tmp_path):
    text = (HOME / "demo" / "yreb.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("seed:", "sede:"), encoding="utf-8")
    with pytest.raises(StudyError, match="sede"):
        read_document(tmp_path / "mine.yaml", Demo)
