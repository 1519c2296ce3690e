"""The SVG painter: live text, titles and descriptions, fonts embedded for the scripts in use, colours of a theme."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from footpath.draw.marks import shapes
from footpath.draw.markup import Markup, number
from footpath.draw.mirror import flipped, is_leftwards
from footpath.draw.scene import Box, Dot, Group, Item, Link, Mark, Path, Picture, Scene, Text
from footpath.draw.themes import TOKENS

FAMILIES: dict[str, tuple[str, int, str]] = {
    "sans-400": ("Footpath Sans", 400, "normal"),
    "sans-500": ("Footpath Sans", 500, "normal"),
    "sans-600": ("Footpath Sans", 600, "normal"),
    "sans-400i": ("Footpath Sans", 400, "italic"),
    "display-600": ("Footpath Display", 600, "normal"),
    "serif-400i": ("Footpath Serif", 400, "italic"),
}
_FALLBACK = {
    "Footpath Sans": "Inter, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif",
    "Footpath Display": "'Inter Display', Inter, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif",
    "Footpath Serif": "'Noto Serif', Georgia, serif",
}
_RANGES = {
    "latin": "U+0-FF,U+131,U+152-153,U+2000-20A0,U+20AC,U+20C0-2BFF",
    "latin-ext": "U+100-130,U+132-151,U+154-36F,U+1E00-1EFF,U+20A1-20AB,U+20AD-20BF",
    "greek": "U+370-3FF",
    "cyrillic": "U+400-52F",
}


PAGE_GAP = 18.0
"""Between the pages of one picture, in points of the first."""


def to_svg(scene: Scene, *, embed_fonts: bool = True) -> str:
    """Return the scene as one SVG document that looks the same anywhere; further pages stand under the first.

    Parameters
    ----------
    embed_fonts
        Whether the fonts of the scripts in use are put inside (30 to 120 kB); without them the reader's fonts are used.
    """
    out = Markup()
    title_id, note_id = f"{scene.form}-title", f"{scene.form}-desc"
    placed, width, height = stacked(scene)
    out.open(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=f"{number(width * scene.scale)}pt",
        height=f"{number(height * scene.scale)}pt",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_labelledby=f"{title_id} {note_id}" if scene.description else title_id,
        xml__lang=scene.language,
        direction="rtl" if scene.direction == "rtl" else None,
    )
    out.leaf("title", scene.title, id=title_id)
    if scene.description:
        out.leaf("desc", scene.description, id=note_id)
    out.own_code("style", stylesheet(font_faces(scene) if embed_fonts else ""))
    colours = scene.colours(scene.theme)
    painter = Painter(out, {name: colours[name] for name in TOKENS})
    painter.patterns()
    for page, y, factor in placed:
        if page is not scene:
            x = width - page.width * factor if scene.direction == "rtl" else 0.0
            out.open("g", transform=f"translate({number(x)} {number(y)}) scale({factor:.4f})")
        painter.page(page)
        for item in page.items:
            painter.paint(item)
        if page is not scene:
            out.close("g")
    out.close("svg")
    return out.result() + "\n"


def stacked(scene: Scene) -> tuple[list[tuple[Scene, float, float]], float, float]:
    """Return the pages one under another as (page, its top, its factor), and the width and height of all.

    All in the points of the first page; factors keep the true size of pages that are enlarged less, or more.
    """
    out: list[tuple[Scene, float, float]] = []
    y = width = 0.0
    for page in scene.every_page():
        factor = page.scale / scene.scale
        y += PAGE_GAP if out else 0.0
        out.append((page, y, factor))
        y += page.height * factor
        width = max(width, page.width * factor)
    return out, width, y


def stylesheet(faces: str) -> str:
    """Return the style that every picture shares: font families by class, figures, halos."""
    rules = [faces]
    for name, (family, weight, slope) in FAMILIES.items():
        rules.append(
            f".{name}{{font-family:'{family}',{_FALLBACK[family]};font-weight:{weight};font-style:{slope}}}"
        )
    rules.append(
        "text{font-variant-numeric:tabular-nums lining-nums;white-space:pre;text-rendering:geometricPrecision}"
    )
    rules.append(".halo{paint-order:stroke;stroke-width:2.6px;stroke-linejoin:round}")
    return "".join(rules)


def font_faces(scene: Scene) -> str:
    """Return @font-face rules, fonts inside, for the faces and scripts that the scene's words use."""
    return faces_for((text.face, text.text) for page in scene.every_page() for text in _all_texts(page.items))


def faces_for(used: Iterable[tuple[str, str]]) -> str:
    """Return @font-face rules for (face, text) pairs."""
    letters: dict[str, set[str]] = {}
    for name, text in used:
        letters.setdefault(name, set()).update(text)
    rules: list[str] = []
    for name, (family, weight, slope) in FAMILIES.items():
        scripts = {_script(ord(c)) for c in letters.get(name, ())} - {""}
        for script, ranges in _RANGES.items():
            if script in scripts:
                rules.append(
                    f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{slope};"
                    f"src:url(data:font/woff2;base64,{_font(name, script)}) format('woff2');unicode-range:{ranges}}}"
                )
    return "".join(rules)


@lru_cache(maxsize=64)
def _font(name: str, script: str) -> str:
    data = files("footpath.draw").joinpath("fonts").joinpath(f"{name}.{script}.woff2").read_bytes()
    return base64.b64encode(data).decode("ascii")


def _script(code: int) -> str:
    if 0x370 <= code <= 0x3FF:
        return "greek"
    if 0x400 <= code <= 0x52F:
        return "cyrillic"
    if (0x100 <= code <= 0x36F and code not in (0x131, 0x152, 0x153)) or 0x1E00 <= code <= 0x1EFF:
        return "latin-ext"
    return "latin" if code < 0x2BFF else ""


def _all_texts(items: tuple[Item, ...]) -> Iterable[Text]:
    for item in items:
        if isinstance(item, Text):
            yield item
        elif isinstance(item, Group | Link):
            yield from _all_texts(item.items)
        elif isinstance(item, Mark):
            yield from _all_texts(shapes(item))


class Painter:
    """Writes items as SVG elements; `inks` maps each token to what is written for it (a colour, or a CSS variable)."""

    def __init__(self, out: Markup, inks: dict[str, str], *, cells: list[Group] | None = None) -> None:
        self._out = out
        self._inks = inks
        self._cells = cells
        self.first_row = 0
        self._turned: float | None = None
        """The width of the page where it is turned over, for what is written from right to left."""
        self._round = 0

    def ink(self, token: str) -> str:
        """Return the paint of a token."""
        if token.startswith("hatch-"):
            return f"url(#{token})"
        return self._inks[token] if token else "none"

    def patterns(self) -> None:
        """Write the hatchings."""
        self._out.open("defs")
        for ink in ("trouble", "rule2"):
            self._out.open(
                "pattern",
                id=f"hatch-{ink}",
                width=2.6,
                height=2.6,
                patternUnits="userSpaceOnUse",
                patternTransform="rotate(45)",
            )
            self._out.leaf(
                "path", d="M0 0V2.6", stroke=self.ink(ink), stroke_width=0.9 if ink == "trouble" else 0.8
            )
            self._out.close("pattern")
        self._out.close("defs")

    def page(self, scene: Scene) -> None:
        """Write the paper; what follows is on it."""
        self.turn(scene)
        self._out.leaf("rect", width=scene.width, height=scene.height, fill=self.ink("paper"))

    def turn(self, scene: Scene) -> None:
        """Let what follows stand on that page: turned over where it is read from right to left."""
        self._turned = scene.width if scene.direction == "rtl" else None

    def paint(self, item: Item, *, class_: str | None = None) -> None:
        """Write one item with all that it holds; `class_` is for lines that a page keeps visible when it is small."""
        if self._turned is not None and not isinstance(item, Group | Link):
            for turned in flipped(item, self._turned):
                self._primitive(turned, class_=self._edge_class(item) or class_)
        else:
            self._primitive(item, class_=class_)

    def _edge_class(self, item: Item) -> str | None:
        is_edge = isinstance(item, Mark) and item.kind == "edge" and self._cells is not None
        return f"edge {item.value}" if is_edge and isinstance(item, Mark) else None

    def _primitive(self, item: Item, *, class_: str | None) -> None:
        if isinstance(item, Text):
            self._text(item)
        elif isinstance(item, Box):
            self._out.leaf(
                "rect", x=item.x, y=item.y, width=item.width, height=item.height,
                rx=item.radius or None, fill=self.ink(item.fill), **self._stroke(item.stroke, item.line),
            )  # fmt: skip
        elif isinstance(item, Path):
            self._out.leaf(
                "path", d=path_data(item), class_=class_, fill=self.ink(item.fill), **self._stroke(item.stroke, item.line, item.dash),
                stroke_linecap="round" if item.round else None, stroke_linejoin="round" if item.round else None,
                opacity=item.opacity if item.opacity < 1 else None,
            )  # fmt: skip
        elif isinstance(item, Dot):
            self._out.leaf(
                "circle", cx=item.x, cy=item.y, r=item.radius, fill=self.ink(item.fill),
                **self._stroke(item.stroke, item.line, item.dash),
            )  # fmt: skip
        elif isinstance(item, Mark):
            for shape in shapes(item):
                self._primitive(shape, class_=self._edge_class(item))
        elif isinstance(item, Picture):
            self._picture(item)
        elif isinstance(item, Group):
            self._group(item)
        else:
            self._out.open("a", href=item.href, rel="noopener noreferrer")
            if item.title:
                self._out.leaf("title", item.title)
            for inner in item.items:
                self.paint(inner)
            self._out.close("a")

    def _group(self, group: Group) -> None:
        is_cell = self._cells is not None and group.at is not None
        name = group.title + (f". {group.description}" if group.description else "")
        number = None
        if is_cell and self._cells is not None:
            number = len(self._cells)
            self._cells.append(group)
        self._out.open(
            "g",
            id=group.id or None,
            class_=group.role or None,
            role="img" if group.title and group.at is not None else None,
            tabindex="-1" if is_cell else None,
            aria_label=name if is_cell else None,
            data_cell=number,
            data_row=group.at[0] + self.first_row if is_cell and group.at else None,
            data_column=group.at[1] if is_cell and group.at else None,
        )
        if group.title and not is_cell:
            self._out.leaf("title", group.title)
            if group.description:
                self._out.leaf("desc", group.description)
        if is_cell and group.box is not None:
            x, y, width, height = group.box
            x = x if self._turned is None else self._turned - x - width
            self._out.leaf("rect", class_="touch", x=x, y=y, width=width, height=height, fill="none")
        for inner in group.items:
            self.paint(inner)
        self._out.close("g")

    def _picture(self, picture: Picture) -> None:
        clip = None
        if picture.round:
            self._round += 1
            clip = f"url(#round-{self._round})"
            self._out.open("clipPath", id=f"round-{self._round}")
            self._out.leaf(
                "circle",
                cx=picture.x + picture.width / 2,
                cy=picture.y + picture.height / 2,
                r=picture.width / 2,
            )
            self._out.close("clipPath")
        self._out.picture(
            picture.uri, picture.text, x=picture.x, y=picture.y, width=picture.width, height=picture.height,
            preserveAspectRatio="xMidYMid slice", role="img", aria_label=picture.text, clip_path=clip,
        )  # fmt: skip

    def _text(self, text: Text) -> None:
        anchor = {"start": None, "middle": "middle", "end": "end"}[text.anchor]
        direction = None
        if self._turned is not None and not text.angle and not is_leftwards(text.text):
            # A Latin name or a number keeps its own direction: its start is its left end.
            direction = "ltr"
            anchor = {"start": "end", "middle": "middle", "end": None}[text.anchor]
        turned = f"rotate({text.angle} {number(text.x)} {number(text.y)})" if text.angle else None
        self._out.leaf(
            "text",
            text.text,
            x=text.x,
            y=text.y,
            class_=f"{text.face} halo" if text.halo else text.face,
            font_size=text.size,
            fill=self.ink(text.ink),
            stroke=self.ink("paper") if text.halo else None,
            text_anchor=anchor,
            direction=direction,
            transform=turned,
            textLength=text.width if text.estimated else None,
            lengthAdjust="spacingAndGlyphs" if text.estimated else None,
        )

    def _stroke(self, ink: str, line: float, dash: tuple[float, ...] = ()) -> dict[str, str | float | None]:
        if not ink:
            return {}
        return {
            "stroke": self.ink(ink),
            "stroke_width": line,
            "stroke_dasharray": " ".join(number(d) for d in dash) if dash else None,
        }


def path_data(path: Path) -> str:
    """Return the `d` attribute of a path."""
    return "".join(c[0] + " ".join(number(v) for v in c[1:]) for c in path.commands)
