"""The page painter: one self-contained HTML file that zooms, keeps heads in view, and shows the evidence behind a cell.

No network, no inline handlers, a content security policy with the hashes of our own style and script. Whatever comes
from the atlas is text: written by the escaping writer, or put in by `textContent`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from footpath.atlas.types import Atlas
from footpath.draw.asking import Asked
from footpath.draw.forms.page import PAPERS
from footpath.draw.marks import shapes
from footpath.draw.markup import Markup, number
from footpath.draw.scene import Group, Item, Link, Mark, Scene, Text
from footpath.draw.svg import Painter, faces_for, stylesheet
from footpath.draw.themes import THEMES, TOKENS
from footpath.draw.twin import write_twin

_BUTTONS = (
    ("out", "−", "Zoom out"),
    ("whole", "100 %", "Back to 100 per cent"),
    ("in", "+", "Zoom in"),
    ("fit", "Whole map", "See the whole map"),
    ("theme", "Light or dark", "Change between light and dark"),
)


def scene_to_html(scene: Scene, atlas: Atlas, journey: str, asked: Asked) -> str:
    """Return the scene of a map as one HTML file, with the table that says the same."""
    return page_of(scene, lambda out: write_twin(out, scene, atlas, journey, asked))


def page_of(scene: Scene, write_words: Callable[[Markup], None], *, what: str = "map") -> str:
    """Return a scene as one HTML file; `write_words` writes the same in words under it, `what` is what the picture is called."""
    body = Markup(html=True)
    cells: list[Group] = []
    _bar(body, scene, what)
    body.open(
        "main",
        class_="map",
        id="map",
        tabindex="0",
        aria_label=f"{scene.title}. Arrow keys go from cell to cell.",
    )
    painter = Painter(body, {token: f"var(--{token})" for token in TOKENS}, cells=cells)
    for index, page in enumerate(scene.every_page()):
        painter.first_row = index * ROWS_A_PAGE
        body.open("div", class_=f"sheet s{index}", data_width=page.width, data_height=page.height)
        _sheet(body, page, painter, is_first=index == 0)
        body.close("div")
    body.close("main")
    body.leaf("aside", "", id="evidence", hidden="hidden", aria_live="polite", aria_label="Evidence")
    write_words(body)

    style = "".join((_theme_rules(scene), stylesheet(_fonts(scene)), _read("page.css"), _geometry(scene)))
    code = _read("page.js")
    # The hashes stand in the policy, which comes before what it allows: made aside first.
    aside = Markup(html=True)
    style_hash = aside.own_code("style", style)
    code_hash = aside.own_code("script", code)
    shown = "img-src data:; " if any(True for page in scene.every_page() for _ in page.pictures()) else ""
    out = Markup(html=True)
    out.open(
        "html",
        lang=scene.language,
        dir=scene.direction,
        data_theme=scene.theme if scene.theme != "light" else None,
    )
    out.open("head")
    out.leaf("meta", charset="utf-8")
    out.leaf(
        "meta",
        http_equiv="Content-Security-Policy",
        content=(
            f"default-src 'none'; style-src {style_hash}; script-src {code_hash}; font-src data:; {shown}"
            "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        ),
    )
    out.leaf("meta", name="viewport", content="width=device-width, initial-scale=1")
    out.leaf("meta", name="referrer", content="no-referrer")
    out.leaf("meta", name="color-scheme", content="light dark")
    out.leaf("title", scene.title)
    out.own_code("style", style)
    out.close("head")
    out.open("body")
    out.take(body)
    data = [[cell.title, cell.description, [list(fact) for fact in cell.facts]] for cell in cells]
    out.data("facts", _json(data))
    out.own_code("script", code)
    out.close("body")
    out.close("html")
    return f"<!doctype html>\n{out.result()}\n"


def _json(data: object) -> str:
    """Return JSON that cannot end the element that holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def _bar(out: Markup, scene: Scene, what: str) -> None:
    out.open("header", class_="bar")
    out.leaf("h1", scene.title)
    for action, label, name_ in _BUTTONS:
        text, name = label.replace("map", what), name_.replace("map", what)
        out.leaf(
            "button", text, type="button", data_do=action, id="zoom" if action == "whole" else None,
            aria_label=name if len(text) == 1 else None, title=name,
        )  # fmt: skip
    out.close("header")


ROWS_A_PAGE = 1000
"""Rows of cells are counted on from page to page, so that arrow keys go from the foot of one to the head of the next."""


def _sheet(out: Markup, scene: Scene, painter: Painter, *, is_first: bool) -> None:
    """Write one page in parts: those that stay in view are pictures of their own, laid over their place."""
    names = [name for name, *_ in scene.panes]
    apart: dict[str, list[Item]] = {name: [] for name in names}
    rest = tuple(_without(item, apart) for item in scene.items)
    out.open(
        "svg",
        class_="whole",
        viewBox=_view(0, 0, scene.width, scene.height),
        role="group",
        aria_label=scene.title,
    )
    if is_first:
        painter.patterns()
    painter.turn(scene)
    for item in rest:
        if item is not None:
            painter.paint(item)
    out.close("svg")
    for name, start, y, width, height in scene.panes:
        x = start if scene.direction == "ltr" else scene.width - start - width
        out.open(
            "svg",
            class_=f"pane {name}",
            viewBox=_view(x, y, width, height),
            role="group",
            aria_label=_PANE_NAMES[name],
        )
        out.leaf("rect", x=x, y=y, width=width, height=height, fill=painter.ink("paper"))
        if name == "lanes":
            for band in _bands(scene):
                painter.paint(band)
        for item in apart[name]:
            painter.paint(item)
        out.close("svg")
        if name != "lanes" and "lanes" in names:
            out.leaf("div", "", class_=f"corner {name}", aria_hidden="true")


_PANE_NAMES = {"heads": "Stages", "titles": "Steps", "lanes": "Lanes"}


def _without(item: Item, apart: dict[str, list[Item]]) -> Item | None:
    """Return the item without the groups that belong to a part of their own, which are put there."""
    if isinstance(item, Group):
        if item.pane in apart:
            apart[item.pane].append(item)
            return None
        kept = tuple(inner for part in item.items if (inner := _without(part, apart)) is not None)
        return replace(item, items=kept)
    return item


def _bands(scene: Scene) -> tuple[Item, ...]:
    return tuple(item for group in scene.groups("bands") for item in group.items)


def _view(x: float, y: float, width: float, height: float) -> str:
    return " ".join(number(value) for value in (x, y, width, height))


def _geometry(scene: Scene) -> str:
    """Return the sizes of the sheets as rules: zoom is one variable, and printing sets it to the paper."""
    px = "calc({}px*var(--z))"

    def size(selector: str, width: float, height: float) -> str:
        return f"{selector}{{width:{px.format(number(width))};height:{px.format(number(height))}}}"

    rules = [":root{--z:1.6}"]
    for index, page in enumerate(scene.every_page()):
        sheet = f".s{index}"
        rules.append(size(f"{sheet},{sheet} .whole", page.width, page.height))
        panes = {name: (x, y, w, h) for name, x, y, w, h in page.panes}
        stuck = 0.0
        for name, (_, y, width, height) in panes.items():
            pane, corner = f"{sheet} .pane.{name}", f"{sheet} .corner.{name}"
            rules.append(size(pane, width, height))
            rules.append(f"{pane}{{margin-top:{px.format(number(y))}}}")
            if name == "lanes":
                continue
            # One pixel over the part above: fractions of a pixel leave no slit where the map shows through.
            rules.append(f"{pane},{corner}{{top:calc({px.format(number(stuck))} - {1 if stuck else 0}px)}}")
            if "lanes" in panes:
                rules.append(size(corner, panes["lanes"][2], height))
                rules.append(f"{corner}{{margin-top:{px.format(number(y))}}}")
            stuck += height
        name = page.paper if page.paper in PAPERS else ""
        width, height = PAPERS.get(name, (page.width, page.height))
        factor = min(width / page.width, height / page.height) * 96 / 72
        if index == 0:
            rules.append(
                f"@page{{size:{number(width * 25.4 / 72)}mm {number(height * 25.4 / 72)}mm;margin:0}}"
            )
        rules.append(f"@media print{{{sheet}{{--z:{factor * 0.999:.4f}}}}}")
    return "".join(rules)


def _theme_rules(scene: Scene) -> str:
    """Return the themes as tables of variables; paper takes the light one."""
    colours = {name: scene.colours(name) for name in THEMES}
    tables = {name: "".join(f"--{token}:{colours[name][token]};" for token in TOKENS) for name in THEMES}
    rules = [f":root{{{tables['light']}color-scheme:light}}"]
    rules.append(
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme]){{{tables['dark']}color-scheme:dark}}}}"
    )
    rules += [
        f":root[data-theme={name}]{{{table}color-scheme:{'dark' if name == 'dark' else 'light'}}}"
        for name, table in tables.items()
    ]
    on_paper = tables[scene.theme if scene.theme != "dark" else "light"]
    rules.append(f"@media print{{:root:root:root{{{on_paper}}}}}")
    return "".join(rules)


def _fonts(scene: Scene) -> str:
    used = [(text.face, text.text) for page in scene.every_page() for text in _texts(page.items)]
    groups = [group for page in scene.every_page() for group in page.groups()]
    facts = "".join(text for group in groups for fact in group.facts for text in fact)
    used += [
        ("sans-400", facts + scene.title),
        ("sans-600", scene.title + "".join(g.title for g in groups)),
    ]
    if any(name == "In their words" for group in groups for name, _ in group.facts):
        used.append(("serif-400i", facts))
    return faces_for(used)


def _texts(items: tuple[Item, ...]) -> list[Text]:
    out: list[Text] = []
    for item in items:
        if isinstance(item, Text):
            out.append(item)
        elif isinstance(item, Group | Link):
            out += _texts(item.items)
        elif isinstance(item, Mark):
            out += _texts(shapes(item))
    return out


@lru_cache(maxsize=4)
def _read(name: str) -> str:
    return files("footpath.draw").joinpath("page").joinpath(name).read_text(encoding="utf-8")
