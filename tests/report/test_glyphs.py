"""Labels in Chinese: fonts are found, and where there is none, one warning says what to install."""

import warnings

import pytest
from matplotlib.font_manager import FontEntry

from report import glyphs
from report.figures import as_png, canvas, write_figure

LABEL = "城市绿色效率"
CHINESE = not glyphs.covering(set(LABEL))[1]
NO_FONT = "no font with Chinese characters is installed; Debian has fonts-arphic-gbsn00lp"


def drawn(label=LABEL, title="Efficiency"):
    figure = canvas(3, "real", "A note.")
    axes = figure.subplots()
    axes.set_ylabel(label)
    axes.set_title(title)
    axes.set_xticks([0.0, 1.0], ["first", "last"])
    return figure, axes


@pytest.fixture
def no_fonts(monkeypatch):
    """A machine that has the fonts of matplotlib and no others."""
    monkeypatch.setattr(glyphs, "_installed", lambda: {glyphs.FAMILY, "DejaVu Sans"})


@pytest.mark.skipif(not CHINESE, reason=NO_FONT)
def test_a_chinese_label_has_glyphs_and_warns_of_nothing(tmp_path):
    figure, axes = drawn()
    with warnings.catch_warnings(action="error"):
        write_figure(figure, tmp_path / "f.pdf", tmp_path / "f.png", title=True)
    first, *others = axes.yaxis.label.get_fontfamily()
    assert first == glyphs.FAMILY and not set.intersection(*(glyphs.lacking(LABEL, family) for family in others))
    assert axes.title.get_fontfamily() == [glyphs.FAMILY], "a text that needs no other font keeps the one of the house"
    assert b"CIDFontType2" in (tmp_path / "f.pdf").read_bytes(), "the characters are text, not pictures"


@pytest.mark.skipif(not CHINESE, reason=NO_FONT)
def test_names_of_ticks_have_glyphs_too():
    figure, axes = drawn()
    axes.set_xticks([0.0, 1.0], ["合肥", "芜湖"])
    with warnings.catch_warnings(action="error"):
        as_png(figure)


def test_without_a_font_one_warning_names_characters_figure_and_packages(no_fonts, tmp_path):
    figure, _ = drawn(title="效率")
    with warnings.catch_warnings(record=True, action="always") as caught:
        write_figure(figure, tmp_path / "trend.pdf", tmp_path / "trend.png", title=True)
    (said,) = [str(warning.message) for warning in caught]
    assert said.startswith("figure trend: no installed font has the characters 城 市 效 率 绿 色;")
    assert "fonts-arphic-gbsn00lp or fonts-noto-cjk" in said


def test_many_characters_are_counted(no_fonts):
    figure, _ = drawn("".join(map(chr, range(0x4E00, 0x4E00 + 40))))
    with pytest.warns(UserWarning, match=r"\.\.\. \(40 in all\)"):
        as_png(figure)


@pytest.mark.parametrize("text", ["Efficiency, R² ≤ 1 − ρ × β, 5 %…", "line\nbreak", "é–’"])
def test_the_house_font_has_what_european_labels_need(text):
    assert not glyphs.lacking(text)


def test_fonts_newer_than_the_list_of_matplotlib_are_found_and_unreadable_ones_passed_over(monkeypatch, tmp_path):
    """The list forgets a font that is on the disk, and beside it lies a file that is no font."""
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font at all")
    dejavu = next(font for font in glyphs.fontManager.ttflist if font.name == "DejaVu Sans Mono")
    kept = [font for font in glyphs.fontManager.ttflist if font.name != "DejaVu Sans Mono"]
    monkeypatch.setattr(glyphs.fontManager, "ttflist", [FontEntry(name="Other"), *kept])
    monkeypatch.setattr(glyphs, "findSystemFonts", lambda: [str(broken), dejavu.fname])
    assert "DejaVu Sans Mono" in glyphs._installed.__wrapped__()
