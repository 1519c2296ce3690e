"""The scene: what a picture consists of, after laying out and before painting. Frozen, and plain data as JSON.

All lengths are points on the virtual page; `Scene.scale` says how much a painter on paper enlarges them. Inks are
names of a theme's tokens, never colours: light, dark, contrast and print are tables of the painters. x runs from the
start side; y runs down; a text's y is its baseline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

from footpath.draw.themes import THEMES

Ink = str
"""A theme token (`ink`, `flow-soft` ...), `hatch-trouble` or `hatch-rule2` for hatching, or empty for none."""

Anchor = Literal["start", "middle", "end"]

Pane = Literal["", "corner", "heads", "titles", "lanes"]
"""Which part stays in view when a page scrolls: stage heads, step titles, lane titles, the corner between them."""


@dataclass(frozen=True, slots=True)
class Text:
    """One run of text on one line; `width` is what it was laid out to, `size` in points."""

    x: float
    y: float
    text: str
    size: float
    face: str = "sans-400"
    ink: Ink = "ink"
    width: float = 0.0
    anchor: Anchor = "start"
    halo: bool = False
    angle: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: Ink = ""
    stroke: Ink = ""
    line: float = 0.0
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Path:
    """Lines and cubic curves: `commands` are ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",)."""

    commands: tuple[tuple[Any, ...], ...]
    stroke: Ink = ""
    line: float = 0.0
    fill: Ink = ""
    dash: tuple[float, ...] = ()
    round: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: Ink = ""
    stroke: Ink = ""
    line: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the atlas inside its frame; `uri` holds all of it (data:image/...), `text` is its description.

    It covers its frame, cut where the shapes differ; `round` cuts it to a circle.
    """

    x: float
    y: float
    width: float
    height: float
    uri: str
    text: str = ""
    round: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of the visual language; `footpath.draw.marks.shapes` says how each kind is drawn.

    `kind` is one of `footpath.draw.marks.KINDS` (edge, ticks, diamonds ...); `value` is its level or name;
    `width` and `height` are the size of what it marks, where that matters.
    """

    kind: str
    x: float
    y: float
    value: str | int = ""
    width: float = 0.0
    height: float = 0.0
    ink: Ink = "ink"


@dataclass(frozen=True, slots=True)
class Group:
    """Things that mean something together: a cell, a row, a curve.

    `title` and `description` are what a screen reader says; `facts` are (name, text) pairs that a page shows on
    demand (grade, number, definition, source, period, quotes, the whole text); `box` is the room that the group's
    texts stay inside, as (x, y, width, height).
    """

    items: tuple[Item, ...]
    role: str = ""
    id: str = ""
    title: str = ""
    description: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    pane: Pane = ""
    box: tuple[float, float, float, float] | None = None
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Things that lead somewhere: an address (https, http, mailto) or an id of the scene (#id)."""

    href: str
    items: tuple[Item, ...]
    title: str = ""


Item = Text | Box | Path | Dot | Picture | Mark | Group | Link


@dataclass(frozen=True, slots=True)
class Overflow:
    """A text that a page cannot show whole: `where` says in words what it belongs to.

    `kind` is `cut` where it ends in an ellipsis, `left out` where there is no room for any of it, `folded` where a mark
    stands for it.
    """

    journey: str
    where: str
    text: str
    paper: str = "A3"
    kind: Literal["cut", "left out", "folded"] = "cut"


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture.

    `notes` are what its maker should know (missing characters, folds, a larger paper); `folds` counts texts that are
    cut; `panes` are (name, x, y, width, height) of the parts that stay in view on a page. `pages` are further
    pictures that belong to this one (the steps, where this one is an overview): painters put them below it.
    `overflows` are the texts that this page does not show whole. `inks` replace those of a theme, as (theme, token, colour).
    Where `direction` is rtl, x still runs from the start side: painters turn the page over.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    title: str
    description: str = ""
    language: str = "en"
    direction: Literal["ltr", "rtl"] = "ltr"
    form: str = "grid"
    theme: str = "light"
    paper: str = "A3"
    scale: float = 1.0
    notes: tuple[str, ...] = ()
    folds: int = 0
    panes: tuple[tuple[str, float, float, float, float], ...] = ()
    pages: tuple[Scene, ...] = ()
    overflows: tuple[Overflow, ...] = ()
    inks: tuple[tuple[str, str, str], ...] = ()

    def every_page(self) -> tuple[Scene, ...]:
        """Return this picture and the further pages, in order."""
        return (self, *self.pages)

    def walk(self) -> Iterator[Item]:
        """Yield every item of this page, parents before children, in reading order."""
        yield from _walk(self.items)

    def texts(self) -> Iterator[Text]:
        """Yield every run of text."""
        return (item for item in self.walk() if isinstance(item, Text))

    def groups(self, role: str = "") -> Iterator[Group]:
        """Yield every group, or those of a role."""
        return (item for item in self.walk() if isinstance(item, Group) and (not role or item.role == role))

    def to_json(self) -> dict[str, Any]:
        """Return the scene as plain data; each thing names its kind, empty fields are left out."""
        return {"footpath_scene": 1, **_plain(self)}

    def pictures(self) -> Iterator[Picture]:
        """Yield every picture of this page."""
        return (item for item in self.walk() if isinstance(item, Picture))

    def colours(self, theme: str) -> dict[str, str]:
        """Return the colour of each token in a theme, with the inks of the house where it has any."""
        return {**THEMES[theme], **{token: colour for name, token, colour in self.inks if name == theme}}

    def _repr_svg_(self) -> str:
        """Return the picture for a notebook."""
        from footpath.draw.svg import to_svg

        return to_svg(self)


def _walk(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Group | Link):
            yield from _walk(item.items)


def _plain(thing: Any) -> Any:
    if isinstance(thing, tuple):
        return [_plain(part) for part in thing]
    if isinstance(thing, float):
        return round(thing, 3)
    if not hasattr(thing, "__dataclass_fields__"):
        return thing
    data: dict[str, Any] = {} if isinstance(thing, Scene) else {"kind_": type(thing).__name__.lower()}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if value not in ("", None, (), 0.0, False) or field.name in ("x", "y"):
            data[field.name] = _plain(value)
    return data


def text_box(text: Text) -> tuple[float, float, float, float]:
    """Return the ink box of a run as (x, y, width, height): ascenders to descenders."""
    shift = {"start": 0.0, "middle": text.width / 2, "end": text.width}[text.anchor]
    if text.angle:
        return (text.x - 0.74 * text.size, text.y - (text.width - shift), 0.95 * text.size, text.width)
    return (text.x - shift, text.y - 0.74 * text.size, text.width, 0.95 * text.size)
