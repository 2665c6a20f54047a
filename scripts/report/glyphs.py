"""Fonts for the characters of a drawing that the house font lacks, such as those of Chinese labels."""

import warnings
from functools import cache

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, findSystemFonts, fontManager, get_font
from matplotlib.text import Text

FAMILY = "STIXGeneral"  # comes with matplotlib
PREFERRED = (  # for Chinese, in this order where they are installed; any other font serves, too
    *("SimSun", "Songti SC", "AR PL SungtiL GB", "AR PL UMing CN", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei"),
    *("Droid Sans Fallback", "Microsoft YaHei"),  # those above are TrueType, which every reader of PDF files shows
    *("Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC", "PingFang SC"),
    *("Noto Serif CJK JP", "Noto Sans CJK JP"),  # by the JP faces matplotlib knows all of CJK
)
BOXES = "Last Resort"  # a font that has a box for every character
REMEDY = (
    "they are drawn as boxes. Install a font that has them, as Debian's fonts-arphic-gbsn00lp or fonts-noto-cjk for "
    "Chinese, and draw the figure again"
)


def give_fonts(figure: Figure) -> bool:
    """Let the texts of `figure` fall back, character by character, to installed fonts; whether any had to.

    One warning says which characters no font has. It names the figure by its label (`Figure.set_label`).
    """
    texts = [text for text in figure.findobj(Text) if lacking(text.get_text())]
    if not texts:
        return False
    families, left = covering({character for text in texts for character in lacking(text.get_text())})
    for text in texts:
        text.set_fontfamily([FAMILY, *families])
    if left:
        name = f"figure {figure.get_label()}: " if figure.get_label() else ""
        shown = " ".join(sorted(left)[:20]) + (f" ... ({len(left)} in all)" if len(left) > 20 else "")
        warnings.warn(f"{name}no installed font has the characters {shown}; {REMEDY}", stacklevel=2)
    return True


def lacking(text: str, family: str = FAMILY) -> set[str]:
    """The characters of `text` for which `family` has no glyph."""
    return {character for character in text if character.isprintable() and ord(character) not in _charmap(family)}


def covering(characters: set[str]) -> tuple[list[str], set[str]]:
    """Installed families that together have `characters`, and those characters that none of them has."""
    installed, left, families = _installed(), set(characters), []
    for family in [*(name for name in PREFERRED if name in installed), *sorted(installed - {*PREFERRED})]:
        if not left:
            break
        still = lacking("".join(left), family)
        if still != left:
            families.append(family)
            left = still
    return families, left


@cache
def _installed() -> set[str]:
    """Names of the installed families, those among them that are newer than matplotlib's own list of fonts."""
    known = {font.fname for font in fontManager.ttflist}
    for path in findSystemFonts():
        if path not in known:
            try:
                fontManager.addfont(path)
            except Exception:  # a font that cannot be read is as good as none, whatever it raises
                continue
    return {font.name for font in fontManager.ttflist if not font.name.startswith((BOXES, BOXES.replace(" ", "")))}


@cache
def _charmap(family: str) -> frozenset[int]:
    try:
        return frozenset(get_font(findfont(FontProperties(family=[family]), fallback_to_default=False)).get_charmap())
    except Exception:
        return frozenset()
