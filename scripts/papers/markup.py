"""The page that pandoc writes as a tree, and its texts as a reader sees them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "head", "template", "noscript", "svg", "object", "iframe", "pre", "del"}
UNSEEN |= {"annotation", "button", "select", "textarea", "title"}
IMPLIED = {  # what an element closes that was left open, and inside of what
    **dict.fromkeys(("td", "th"), (("td", "th"), ("table", "tr"))),
    "tr": (("td", "th", "tr", "caption"), ("table", "thead", "tbody", "tfoot")),
    **dict.fromkeys(("tbody", "thead", "tfoot"), (("td", "th", "tr", "thead", "tbody", "caption"), ("table",))),
    "li": (("li",), ("ul", "ol")),
    "p": (("p",), ("td", "th", "li", "div", "section")),
}
DEEPEST = 120  # elements inside each other
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NARROW = {ord("０") + place: str(place) for place in range(10)}
NARROW |= {code: chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
NARROW |= dict.fromkeys(map(ord, "∗⋆﹡"), "*")
NARROW |= dict(zip(map(ord, "％＊＋－＝＜＞～"), "%*+-=<>~", strict=True))
NARROW |= dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
NARROW |= {ord("\u00a0"): " ", ord("\u3000"): " "}
WIDE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"  # between such letters the end of a line is no blank
CHINESE = "[\u3001-\u301e\u4e00-\u9fff]"
MARKS = re.compile(rf"(?<={CHINESE})[,;:]|[,;:](?={CHINESE})")  # of a Chinese sentence, typed as in English
WIDENED = str.maketrans(",;:", "，；：")
FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")


@dataclass
class Node:
    """An element: its children are elements and texts."""

    tag: str
    attributes: dict[str, str]
    children: list = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def is_unseen(self) -> bool:
        """Whether no reader sees it: scripts, styles, code, what is hidden, and formulas that stand there twice."""
        hidden = "display:none" in self.attributes.get("style", "").replace(" ", "")
        return self.tag in UNSEEN or hidden or "katex-mathml" in self.classes or "hidden" in self.attributes

    @property
    def style(self) -> str:
        """The name of the style that a Word document gives it."""
        return self.attributes.get("data-custom-style", "").lower()

    def each(self) -> Iterator["Node"]:
        """All elements inside it."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.each()

    def all(self, *tags: str) -> Iterator["Node"]:
        """The elements inside it of these tags, not those inside such elements."""
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    yield child
                else:
                    yield from child.all(*tags)


def tree(page: str) -> Node:
    """The elements of a page."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = Node("html", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        self._close_before(tag)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in EMPTY and len(self.open) < DEEPEST:
            self.open.append(node)

    def _close_before(self, tag):
        """Close what nobody has closed: a cell before the next one, a row before the next."""
        closed, bounds = IMPLIED.get(tag, ((), ()))
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag in bounds:
                return
            if self.open[place].tag in closed:
                del self.open[place:]

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        places = [place for place, node in enumerate(self.open) if node.tag == tag and place]
        if places:
            del self.open[places[-1] :]

    def handle_data(self, data):
        self.open[-1].children.append(data)


def text_of(node: Node) -> str:
    """What a reader sees of an element, in one line: formulas as characters, no marks of footnotes."""
    return tidy(_raw(node))


def tidy(text: str) -> str:
    """One line, with the digits, letters and signs of ASCII for those of full width, the commas and colons of Chinese
    for those of ASCII beside its characters, and nothing that has no width."""
    text = text.translate(NARROW)
    text = re.sub(r"(?<=\d)．(?=\d)", ".", text)
    text = re.sub(r"[\u2000-\u200a\u202f](?!\d)|(?<!\d)[\u2000-\u200a\u202f]", " ", text)
    text = re.sub(rf"(?<={WIDE})[ \t]*\n[ \t]*(?={WIDE})", "", text)
    text = MARKS.sub(lambda found: found[0].translate(WIDENED), text)
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip()


def _raw(node: Node) -> str:
    if node.is_unseen or "footnote-ref" in node.classes or "footnote-back" in node.classes:
        return ""
    if node.tag in ("br", "p", "div", "li", "tr", "td", "th", "table"):
        return f"\v{_inside(node)}\v"
    text = _inside(node)
    match node.tag:
        case "sup":
            return _raised(text)
        case "sub" if text.strip():
            return "_" + "".join(text.split())
        case "code" if text.startswith("r "):
            return ""
        case "span" if "math" in node.classes:
            return _formula(text)
    return text


def _inside(node: Node) -> str:
    text = ""
    for child in node.children:
        if isinstance(child, Node) and child.tag == "sup" and re.search(r"10\s*$", text):
            text = text.rstrip() + re.sub(r"\s", "", _inside(child))  # a power of ten
        else:
            text += child if isinstance(child, str) else _raw(child)
    return text


def _raised(text: str) -> str:
    """Stars as they are, digits as small ones, so that a square is no number."""
    text = re.sub(r"\s+(?=[*∗⋆])", "", text.strip())
    return text.translate(RAISED) if text.isdigit() else text


def _formula(text: str) -> str:
    """A formula that pandoc gave as characters, or left as LaTeX where it has no characters for it."""
    text = re.sub(r"(?<=[*∗⋆])\s+(?=[*∗⋆])", "", text)
    if "\\" not in text:
        return text
    text = re.sub(r"\\[()\[\]]", " ", text)
    while (plain := FRACTION.sub(r"\1/\2", text)) != text:
        text = plain
    text = re.sub(r"\\(?:begin|end)\s*\{[^{}]*\}", " ", text)
    text = re.sub(r"\\(?:text|mathrm|mathbf|mathit|operatorname)\s*\{([^{}]*)\}", r"\1", text.strip("$"))
    text = re.sub(r"\^\{?(\*+)\}?", r"\1", text)
    text = re.sub(r"\\[A-Za-z]+\s*\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\^\{?(\d+)\}?", lambda found: found[1].translate(RAISED), text)
    text = re.sub(r"([_^])\{([^{}]*)\}", r"\1\2", text)
    return re.sub(r"\\([A-Za-z]+)", r"\1", re.sub(r"\\[,;:! %]|\\(?:left|right)\b", " ", text))
