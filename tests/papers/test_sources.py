"""A LaTeX manuscript is read with all that it includes, from its folder alone."""

import pytest

from core.errors import StudyError
from papers.sources import uncommented, whole


@pytest.fixture
def folder(tmp_path):
    def made(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_suffix(".tex").write_text(text, encoding="utf-8")
        return tmp_path / "main.tex"

    return made


def test_included_files_stand_in_their_places(folder):
    main = folder(
        main="a \\input{tables/one} b \\input tables/two.tex\n% \\input{nowhere}\n\\import{tables/}{three}",
        tables__one="x & \\input{two}\n\\endinput z",
        tables__two="2",
        tables__three="3",
    )
    text, parts = whole(main)
    assert text == "a x & 2 b 2\n3"
    assert [part.rsplit("/", 1)[1] for part in parts] == ["main.tex", "one.tex", "two.tex", "two.tex", "three.tex"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one\n\\input{nowhere}", r"main.tex:2: \\input\{nowhere\}: there is no such file"),
        ("\\include{main}", r"main.tex:1: .* includes itself"),
        ("\\input{../outside}", "lies outside of"),
        ("\\input{/etc/passwd}", "lies outside of"),
    ],
)
def test_files_that_cannot_be_included_are_named_with_their_line(folder, tmp_path, text, said):
    (tmp_path.parent / "outside.tex").write_text("x", encoding="utf-8")
    with pytest.raises(StudyError, match=said):
        whole(folder(main=text))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (r"5\% of % no", r"5\% of %"),
        (r"a \\% no", r"a \\%"),
        ("a\\begin{verbatim}\n% 0.5\n\\end{verbatim}b", "a\n\nb"),
        ("a\\iffalse 0.5\\fi b", "a b"),
    ],
)
def test_comments_go_and_percent_signs_stay(text, left):
    assert uncommented(text) == left
