"""Raw files of the simulated studies, drawn once for all tests of the stage."""

from functools import cache

import pytest
from yearbooks import draw


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """Folder with the raw files of a study."""
    return cache(lambda study: draw(study, tmp_path_factory.mktemp(study)))
