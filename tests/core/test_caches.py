"""A cache that cannot be used is refused before anything is computed."""

import os

import pytest

from core.caches import refuse_unusable_cache
from core.errors import StudyError


def test_a_folder_that_can_be_written_is_accepted(tmp_path):
    refuse_unusable_cache([], str(tmp_path))


@pytest.mark.parametrize(
    ("names", "folder", "said"),
    [
        (["results/fields/report.html"], "/", "takes no names, and got results/fields/report.html.*-- TARGET"),
        ([], None, "SNAKEMAKE_OUTPUT_CACHE names none"),
        ([], "", "SNAKEMAKE_OUTPUT_CACHE names none"),
        ([], "kept", "is kept, and results are links to it; write the path from the root on: .*/kept"),
        ([], "~/kept", "write the path from the root on"),
        ([], "/no/such/folder", "is /no/such/folder, and there is no such folder"),
    ],
)
def test_others_are_refused(names, folder, said):
    with pytest.raises(StudyError, match=said):
        refuse_unusable_cache(names, folder)


def test_who_may_only_read_is_told_how(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    with pytest.raises(StudyError, match=f"may not be written.*`cp -rs {tmp_path}/. MINE`"):
        refuse_unusable_cache([], str(tmp_path))
