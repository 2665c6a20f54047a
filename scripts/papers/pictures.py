"""Pictures of a manuscript, and whether one is a figure of the study, another version of it, or something else.

Word stores pictures anew, smaller and as JPEG, so bytes do not decide. Two pictures are the same if they differ nowhere
once they are blurred, and versions of each other if most of their dark parts are the same: axes and words are most of a
figure, curves and points the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

SIZE, BLUR = (240, 160), 3  # pixels at which two pictures are compared
# Measured on the 37 figures of the four studies: smaller JPEGs differ by 13 of 255 at most, and no two figures of a
# study share more than .31 of their dark parts.
SAME, VERSION = 15, 0.6
ASPECT = 0.03  # how much the ratio of width to height may differ
BITMAPS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff")
INCLUDED = re.compile(
    r"\\includegraphics\*?(?:\[[^\]]*\])?\{(?P<tex>[^}]+)\}|!\[[^\]]*\]\((?P<md>[^)\s]+)|<img[^>]+src=[\"'](?P<html>[^\"']+)"
)


@dataclass(frozen=True)
class Picture:
    """name : as the manuscript has it; content : its bytes"""

    name: str
    content: bytes

    @property
    def is_bitmap(self) -> bool:
        return self.name.lower().endswith(BITMAPS)


def pictures(parts: tuple[str, ...]) -> Iterator[Picture]:
    """Pictures inside or beside the files of a manuscript; those that are not there are left to its own program."""
    for part in map(Path, parts):
        if part.suffix.lower() == ".docx":
            with ZipFile(part) as file:
                names = [name for name in file.namelist() if name.startswith("word/media/")]
                yield from (Picture(Path(name).name, file.read(name)) for name in names)
        elif part.suffix.lower() != ".csv":
            text = part.read_text(encoding="utf-8", errors="replace")
            for found in INCLUDED.finditer(text):
                if path := _file(part.parent, Path(parts[0]).parent, found[found.lastgroup]):
                    yield Picture(path.name, path.read_bytes())


def _file(*places: Path | str) -> Path | None:
    *folders, name = places
    for folder in folders:
        for ending in ("", ".pdf", ".png", ".jpg"):
            path = Path(folder) / f"{name}{ending}"
            if path.is_file():
                return path
    return None


def other_version(picture: Picture, figures: list[Path]) -> Path | None:
    """The figure of the study of which a picture is another version; None if it is the current one, or none of them."""
    if any(path.read_bytes() == picture.content for path in figures):
        return None
    shown = _grey(picture.content) if picture.is_bitmap else None
    if named := [path for path in figures if path.name == picture.name]:
        return None if shown and _is_same(shown, _grey(named[0].read_bytes())) else named[0]
    for path in (path for path in figures if shown and path.suffix == ".png"):
        figure = _grey(path.read_bytes())
        if _is_same(shown, figure):
            return None
        if _overlap(shown, figure) >= VERSION:
            return path
    return None


def _grey(content: bytes):
    """A picture on white, without colour, blurred, with the ratio of its sides; None if it is none."""
    from PIL import Image, ImageFilter, UnidentifiedImageError

    try:
        image = Image.open(BytesIO(content)).convert("RGBA")
    except (UnidentifiedImageError, OSError):
        return None
    whole = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("L")
    small = whole.resize(SIZE, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(BLUR))
    return small, image.width / image.height


def _is_same(one, other) -> bool:
    from PIL import ImageChops

    return _same_shape(one, other) and ImageChops.difference(one[0], other[0]).getextrema()[1] <= SAME


def _overlap(one, other) -> float:
    """The share of the dark parts of two pictures that both have; 0 if they have other shapes."""
    from PIL import ImageChops, ImageStat

    if not _same_shape(one, other):
        return 0.0
    dark = [ImageChops.invert(image) for image, _ in (one, other)]
    both, either = ImageStat.Stat(ImageChops.darker(*dark)), ImageStat.Stat(ImageChops.lighter(*dark))
    return both.sum[0] / max(either.sum[0], 1.0)


def _same_shape(one, other) -> bool:
    return bool(one and other) and abs(one[1] / other[1] - 1) <= ASPECT
