"""The grid: stages and steps across, lanes down, the emotion curve in its own lane. The twin of all other forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import floor

from footpath.atlas.types import Atlas, Journey, Persona
from footpath.draw.content import Content, gather
from footpath.draw.forms.claim import Head
from footpath.draw.forms.fit import fitted
from footpath.draw.forms.foot import Foot, ends, lanes_told
from footpath.draw.forms.heads import Stages, Titles
from footpath.draw.forms.page import MARGIN, PAPERS, Columns, Sheet, known_paper
from footpath.draw.forms.parts import MOST_STEPS, overview, parts
from footpath.draw.forms.rows import Rows
from footpath.draw.forms.strip import funnel
from footpath.draw.forms.timebar import time_bar
from footpath.draw.scene import Item, Scene
from footpath.draw.text import clean, missing


def grid(
    atlas: Atlas,
    journey: Journey,
    *,
    theme: str = "light",
    paper: str = "A3",
    persona: Persona | None = None,
    lanes: Sequence[str] | None = None,
    today: date | None = None,
) -> Scene:
    """Return the grid of a journey.

    The paper asked for is kept where the map fits, its type enlarged by one factor where there is room; a map that
    would leave it empty even so takes a smaller one, one that does not fit the next larger, and past A0 a roll.
    Nothing is shrunk or clipped; texts over the density rules are cut at a word and counted in the foot.

    Over 24 steps the scene is an overview by stages, and `Scene.pages` holds the steps, cut between stages.
    """
    paper = known_paper(paper)
    content = gather(atlas, journey, persona=persona, lanes=lanes, today=today)
    if sum(column.is_step for column in content.columns) > MOST_STEPS:
        return _in_pages(content, paper, theme)
    laid, sheet, note = fitted(content, paper, Laid)
    return _noted(laid.scene(sheet, theme), note)


def _in_pages(content: Content, paper: str, theme: str) -> Scene:
    """Return the overview with the pages of its steps, all on one size of paper."""
    further, sheets = parts(content, paper, Laid)
    first, sheet, note = fitted(
        overview(content, len(further) + 1), sheets.paper if sheets.paper in PAPERS else "A0", Laid
    )
    if sheet.paper in PAPERS and sheets.paper in PAPERS and PAPERS[sheet.paper] > PAPERS[sheets.paper]:
        # the overview needs a larger paper: its pages lie on the same
        further, sheets = parts(content, sheet.paper, Laid)
    pages = tuple(part.scene(sheets.of(part.width, part.least), theme) for part in further)
    scene = first.scene(sheet, theme)
    whole = replace(scene, pages=pages, folds=scene.folds + sum(page.folds for page in pages))
    told = f"over {MOST_STEPS} steps: an overview by stages, and {len(pages)} more with the steps"
    return _noted(whole, told, note, f"drawn on {sheets.paper}" if sheets.paper != paper and not note else "")


def _noted(scene: Scene, *notes: str) -> Scene:
    """Return the scene with what its maker should know: those notes, letters without a font, folds."""
    out = [note for note in notes if note]
    unknown = missing((text.text, text.face) for page in scene.every_page() for text in page.texts())
    if unknown:
        shown = " ".join(unknown[:12]) + (" …" if len(unknown) > 12 else "")
        out.append(
            f"{len(unknown)} characters are not in the fonts that come along ({shown}); the reader's own fonts draw them"
        )
    if scene.folds:
        out.append(f"{scene.folds} texts are cut to fit; they are whole on the page (draw to .html)")
    return replace(scene, notes=tuple(out))


class Laid:
    """A journey, or a part of it, laid out on a page of one width; `least` is the height that it needs."""

    def __init__(self, content: Content, columns: Columns, width: float) -> None:
        self.content, self.columns, self.width = content, columns, width
        self.head = Head(content, width)
        self.stages = Stages(content, columns)
        self.titles = Titles(content, columns)
        self.rows = Rows(content, columns, width)
        self.folds = self.head.folds + self.stages.folds + self.titles.folds + self.rows.folds
        self.strain = self.folds + self.stages.broken + self.titles.broken
        _, self.time_height = time_bar(content, columns, 0)
        _, self.funnel_height, used = funnel(content, columns, 0)
        _, self.ends_height = ends(content, columns, 0)
        self.foot = Foot(
            content,
            columns,
            width,
            used | self.rows.used,
            self.folds,
            also=lanes_told(content, self.rows.folded),
        )
        self.least = (
            self.head.height + self.stages.height + self.time_height + self.funnel_height + self.titles.height
            + self.rows.least + self.ends_height + 5 + self.foot.height
        )  # fmt: skip

    def height(self, page: float) -> float:
        """Return how much of a page of that height is drawn on, the curve grown as far as it may."""
        return self.least + sum(self.rows.heights(page - self.least - 8)) - self.rows.least

    def scene(self, sheet: Sheet, theme: str) -> Scene:
        """Return it on a sheet."""
        content, columns = self.content, self.columns
        heights = self.rows.heights(sheet.height - self.least - 8)
        items: list[Item] = list(self.head.items())
        y = self.head.height
        heads_top = y
        items += self.stages.items(y)
        y += self.stages.height
        heads_bottom = y - 2
        time, _ = time_bar(content, columns, y)
        items += time
        y += self.time_height
        strip, _, _ = funnel(content, columns, y)
        items += strip
        y += self.funnel_height
        titles_top = y
        items += self.titles.items(y)
        y += self.titles.height
        lanes_top = y
        lanes, lost = self.rows.items(y, heights)
        items += lanes
        y += sum(heights)
        found, _ = ends(content, columns, y)
        if found:
            items += found
            y += self.ends_height
        need = y + 5 + self.foot.height
        height = sheet.height if need > sheet.height * 0.85 else need + 6
        height = max(height, need)
        items += self.foot.items(height - 4)
        journey = content.journey
        folds = self.folds + lost
        # On whole pixels at 100 % (1.6 to a point), so that rules go on without a step from titles to cells.
        titles_from = floor(heads_bottom / 0.625) * 0.625
        panes = [
            ("heads", 0.0, heads_top - 4, self.width, heads_bottom - heads_top + 4),
            ("titles", 0.0, titles_top, self.width, lanes_top - titles_top),
            ("lanes", 0.0, titles_from, MARGIN + columns.lane_width - 4, y - titles_from),
        ]
        if content.is_overview:
            del panes[1]
        description = (
            f"A journey map in {len(journey.stages)} stages and {len(content.columns)} steps. "
            + clean(journey.purpose)
        )
        return Scene(
            width=self.width, height=height, items=tuple(items), title=clean(journey.claim or journey.title),
            description=description.strip(), language=content.language, form="grid", theme=theme, paper=sheet.paper,
            scale=sheet.scale, folds=folds, panes=tuple(panes),
        )  # fmt: skip
