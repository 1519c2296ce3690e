"""Paper and columns: how wide things are, which paper a map needs, and how much all of it is enlarged."""

from __future__ import annotations

from dataclasses import dataclass

from footpath.base import BadInputError, Problem, did_you_mean
from footpath.draw.styles import LANE, measure

MARGIN = 26.0
OUT = 8.0
"""How much further out bands reach than text."""
GAP = 7.0
NARROWEST, WIDEST = 62.0, 260.0
"""A step's width. Past 150 the type is enlarged first; the rest is for maps of few steps that are tall besides."""
END = 4.0
"""What stays free at the end of a column."""

PAPERS: dict[str, tuple[float, float]] = {
    "A5": (595.28, 419.53),
    "A4": (841.89, 595.28),
    "A3": (1190.55, 841.89),
    "A2": (1683.78, 1190.55),
    "A1": (2383.94, 1683.78),
    "A0": (3370.39, 2383.94),
}
"""Papers lying on their long side, in points."""

FACTORS = (1.75, 1.6, 1.45, 1.3, 1.2, 1.1)
"""By how much type is enlarged, at most and in steps; between two of them the largest that fits is looked for."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One way to put a map on paper: the virtual page, enlarged by `scale` to the paper."""

    paper: str
    width: float
    height: float
    scale: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns and the stages stand, as (x, width)."""

    lane_width: float
    steps: tuple[tuple[float, float], ...]
    stages: tuple[tuple[float, float], ...]

    @property
    def start(self) -> float:
        """Where the first column begins."""
        return self.stages[0][0]

    @property
    def end(self) -> float:
        """Where the last column ends."""
        return self.stages[-1][0] + self.stages[-1][1]

    def centre(self, index: int) -> float:
        """The middle of a column's text."""
        x, width = self.steps[index]
        return x + (width - END) / 2


def known_paper(paper: str) -> str:
    """Return the paper's name in capitals; BadInputError where there is none of that name."""
    name = paper.upper()
    if name not in PAPERS:
        raise BadInputError(
            Problem(
                code="unknown-name",
                message=f"there is no paper {paper!r}",
                value=paper,
                help=did_you_mean(name, PAPERS, what="there are"),
            )
        )
    return name


def sheet_of(paper: str, scale: float = 1.0) -> Sheet:
    """Return a sheet of that paper, its type enlarged by a factor."""
    width, height = PAPERS[paper]
    return Sheet(paper, width / scale, height / scale, scale)


def larger(paper: str) -> list[Sheet]:
    """Return that paper and all larger ones, at true size, smallest first."""
    names = list(PAPERS)
    return [sheet_of(name) for name in names[names.index(paper) :]]


def smaller(paper: str) -> list[str]:
    """Return the papers under that one, the largest first."""
    names = list(PAPERS)
    return names[: names.index(paper)][::-1]


def lane_width(titles: list[str]) -> float:
    """Return the width of the lane titles: 82 points, up to 120 where a word needs them."""
    widest = max((measure(word, LANE) for title in titles for word in title.split()), default=0.0)
    return min(120.0, max(82.0, widest + 5))


def columns_on(width: float, stage_of: list[int], lane: float) -> Columns | None:
    """Return the columns on a page of that width, or None where a step would be under 62 points."""
    stages = (max(stage_of) + 1) if stage_of else 1
    room = width - 2 * MARGIN - lane - GAP * (stages - 1)
    each = min(WIDEST if len(stage_of) > 2 else 330.0, room / max(1, len(stage_of)))
    if each < NARROWEST:
        return None
    return _placed([each] * len(stage_of), stage_of, lane)


def columns_of_overview(width: float, stage_of: list[int], lane: float) -> Columns | None:
    """Return columns for stage cells: a stage is as wide as its steps but never under 62 points."""
    stages = (max(stage_of) + 1) if stage_of else 1
    steps = [stage_of.count(stage) for stage in range(stages)]
    room = width - 2 * MARGIN - lane - GAP * (stages - 1)
    if room < stages * NARROWEST:
        return None
    each, free, shared = 0.0, room, sum(steps)
    narrow: set[int] = set()
    while shared:  # what is under the floor gets the floor; the others share what is left
        each = free / shared
        under = {s for s in range(stages) if s not in narrow and steps[s] * each < NARROWEST}
        if not under:
            break
        narrow |= under
        free -= NARROWEST * len(under)
        shared -= sum(steps[s] for s in under)
    widths = [NARROWEST if s in narrow else steps[s] * each for s in range(stages)]
    return _placed([widths[s] / steps[s] for s in stage_of], stage_of, lane)


def columns_of_roll(stage_of: list[int], lane: float, *, is_overview: bool = False) -> tuple[Columns, float]:
    """Return the narrowest columns and the width of the page that they need, for maps past the largest paper."""
    each = [NARROWEST + 4.0] * len(stage_of)
    if is_overview:
        each = [max(8.0, (NARROWEST + 4.0) / stage_of.count(stage)) for stage in stage_of]
    columns = _placed(each, stage_of, lane)
    return columns, columns.end + MARGIN


def _placed(each: list[float], stage_of: list[int], lane: float) -> Columns:
    x = MARGIN + lane
    steps: list[tuple[float, float]] = []
    stages: list[tuple[float, float]] = []
    for index, stage in enumerate(stage_of):
        if index and stage != stage_of[index - 1]:
            x += GAP
        if index == 0 or stage != stage_of[index - 1]:
            stages.append((x, 0.0))
        steps.append((x, each[index]))
        x += each[index]
        stages[-1] = (stages[-1][0], x - stages[-1][0])
    return Columns(lane, tuple(steps), tuple(stages))
