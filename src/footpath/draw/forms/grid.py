"""The grid: stages and steps across, lanes down, the emotion curve in its own lane. The twin of all other forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import floor

from footpath.atlas.types import Atlas, Journey
from footpath.draw.asking import Asked
from footpath.draw.content import Content, gather
from footpath.draw.finish import finished
from footpath.draw.forms.beside import Beside
from footpath.draw.forms.claim import Head
from footpath.draw.forms.fails import failures
from footpath.draw.forms.fit import fitted
from footpath.draw.forms.foot import Foot, ends, lanes_told
from footpath.draw.forms.heads import Stages, Titles
from footpath.draw.forms.marked import Changes
from footpath.draw.forms.page import MARGIN, PAPERS, Columns, Sheet, known_paper
from footpath.draw.forms.parts import MOST_STEPS, overview, parts
from footpath.draw.forms.rows import Rows
from footpath.draw.forms.strip import funnel
from footpath.draw.forms.timebar import time_row
from footpath.draw.scene import Item, Overflow, Scene
from footpath.draw.text import clean


def grid(atlas: Atlas, journey: Journey, asked: Asked, /) -> Scene:
    """Return the grid of a journey.

    The paper asked for is kept where the map fits, its type enlarged by one factor where there is room; a map that
    would leave it empty even so takes a smaller one, one that does not fit the next larger, and past A0 a roll.
    Nothing is shrunk or clipped; texts over the density rules are cut at a word and counted in the foot.

    Over 24 steps the scene is an overview by stages, and `Scene.pages` holds the steps, cut between stages.
    """
    paper = known_paper(asked.paper)
    content = gather(atlas, journey, asked)
    if sum(column.is_step for column in content.columns) > MOST_STEPS:
        return _in_pages(content, paper, asked.theme)
    laid, sheet, note = fitted(content, paper, Laid)
    return finished(laid.scene(sheet, asked.theme), content, note)


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
    return finished(
        whole, content, told, note, f"drawn on {sheets.paper}" if sheets.paper != paper and not note else ""
    )


class Laid:
    """A journey, or a part of it, laid out on a page of one width; `least` is the height that it needs."""

    def __init__(self, content: Content, columns: Columns, width: float) -> None:
        self.content, self.columns, self.width = content, columns, width
        self.head = Head(content, width)
        self.stages = Stages(content, columns)
        self.titles = Titles(content, columns)
        self.beside = Beside(content, columns)
        self.rows = Rows(content, columns, width)
        self.folds = (
            self.head.folds + self.stages.folds + self.titles.folds + self.beside.folds + self.rows.folds
        )
        self.strain = self.folds + self.stages.broken + self.titles.broken
        _, self.time_height = time_row(content, columns, 0)
        _, self.funnel_height, used = funnel(content, columns, 0)
        _, self.ends_height = ends(content, columns, 0)
        _, self.fails_height = failures(content, columns, 0)
        self.foot = Foot(
            content,
            columns,
            width,
            used | self.rows.used | self.titles.used | self.beside.used | Changes(content).used(),
            self.folds,
            also=lanes_told(content, self.rows.folded),
            changed=Changes(content).told() if not content.is_further else (),
        )
        self.least = (
            self.head.height + self.stages.height + self.time_height + self.funnel_height + self.titles.height
            + self.beside.height + self.rows.least + self.fails_height + self.ends_height + 5 + self.foot.height
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
        time, _ = time_row(content, columns, y)
        items += time
        y += self.time_height
        strip, _, _ = funnel(content, columns, y)
        items += strip
        y += self.funnel_height
        titles_top = y
        items += self.titles.items(y)
        y += self.titles.height
        lanes_top = y
        items += self.beside.items(y)
        y += self.beside.height
        lanes, lost = self.rows.items(y, heights)
        items += lanes
        y += sum(heights)
        told, _ = failures(content, columns, y)
        items += told
        y += self.fails_height
        found, _ = ends(content, columns, y)
        if found:
            items += found
            y += self.ends_height
        need = y + 5 + self.foot.height
        height = sheet.height if need > sheet.height * 0.85 else need + 6
        height = max(height, need)
        items += self.foot.items(height - 4)
        journey = content.journey
        folds = self.folds + len(lost)
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
            scale=sheet.scale, folds=folds, panes=tuple(panes), overflows=tuple(self._overflows(lost, sheet.paper)),
        )  # fmt: skip

    def _overflows(self, lost: Sequence[tuple[str, str]], paper: str) -> Iterator[Overflow]:
        """Yield what this page does not show whole."""
        id_ = str(self.content.journey.id)
        for where, text in (*self.head.overflows(), *self.stages.overflows(), *self.titles.overflows()):
            yield Overflow(id_, where, clean(text), paper)
        for where, text, kind in (*self.beside.overflows(), *self.rows.overflows()):
            yield Overflow(id_, where, clean(text), paper, kind)  # type: ignore[arg-type]  # one of its three kinds
        for step, word in lost:
            yield Overflow(id_, f"curve at step {step}", clean(word), paper, "left out")
