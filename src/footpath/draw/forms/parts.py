"""Maps of many steps: an overview by stages, and further pages with the steps, cut between stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from footpath.atlas.types import Stage
from footpath.draw.content import Column, Content, Row, Shown
from footpath.draw.forms.fit import L, Make, columns_for
from footpath.draw.forms.page import Sheet, larger, sheet_of
from footpath.draw.text import clean

MOST_STEPS = 24
"""Over so many steps, stage cells replace step cells and the steps go to further pages."""
_STEPS_A_PAGE = range(15, 3, -1)
_WORST = 2


# ---------------------------------------------------------------- the overview


def overview(content: Content, pages: int) -> Content:
    """Return the content of the overview: what stages have, and of the steps what a stage can say for them.

    Barriers: the two worst of each stage. Touchpoints: their icons, each once. What decides: the highest level of the
    stage. Other lanes that only steps have are on the pages that follow; a note says which.
    """
    rows: list[Row] = []
    left: list[str] = []
    folded: set[str] = set()
    for row in content.rows:
        made = _by_stage(row, content)
        if made is None:
            left.append(row.title)
            continue
        rows.append(made)
        if row.lane.role in ("touchpoint", "channel", "criticality"):
            folded.add(str(row.lane.id))
    where = f"on pages 2 to {pages}" if pages > 2 else "on page 2"
    beside = ["what passes between them"] if content.hands else []
    beside += ["where else steps lead"] if any(column.ways for column in content.columns) else []
    beside += ["what they open"] if any(column.child for column in content.columns) else []
    left += beside
    told = f"An overview by stages; the {len(content.columns)} steps follow {where}."
    notes: list[str] = []
    if any(row.lane.role == "barrier" for row in rows):
        notes.append("Here stand the two worst barriers of each stage.")
    if left:
        notes.append(f"With the steps stand also: {', '.join(left)}.")
    journey = content.journey
    scenario = " ".join(part for part in (journey.scenario, told) if part)
    return replace(
        content,
        rows=tuple(rows),
        folded=frozenset(folded),
        journey=journey.model_copy(update={"scenario": scenario}),
        notes=tuple(notes),
        is_overview=True,
        failures=(),
    )


def _by_stage(row: Row, content: Content) -> Row | None:
    if row.lane.role == "emotion":
        return row
    by_stage: dict[int, tuple[Shown, ...]] = {}
    for stage in range(len(content.journey.stages)):
        found = [shown for i in content.columns_of(stage) for shown in row.cells.get(i, ())]
        if row.lane.role == "barrier":
            found.sort(key=lambda shown: -shown.level)
            by_stage[stage] = (*row.spans.get(stage, ()), *found)[:_WORST]
        elif row.lane.role in ("touchpoint", "channel"):
            unique = {shown.id or shown.text: shown for shown in (*row.spans.get(stage, ()), *found)}
            by_stage[stage] = tuple(unique.values())
        elif row.lane.role == "criticality":
            by_stage[stage] = tuple(sorted(found, key=lambda shown: -shown.level)[:1])
        else:
            by_stage[stage] = row.spans.get(stage, ())
    spans = {stage: cells for stage, cells in by_stage.items() if cells}
    return replace(row, cells={}, spans=spans) if spans else None


# ---------------------------------------------------------------- the pages of the steps


@dataclass(frozen=True, slots=True)
class Sheets:
    """The paper of the pages of the steps; the pages of one map lie on one size."""

    paper: str

    def of(self, width: float, least: float) -> Sheet:
        """Return the sheet of one page."""
        return sheet_of(self.paper) if self.paper != "roll" else Sheet("roll", width, least, 1.0)


def parts(content: Content, paper: str, make: Make[L]) -> tuple[list[L], Sheets]:
    """Return the pages of the steps laid out, as few as fit on that paper, and the paper that they need."""
    made: list[L] = []
    for sheet in larger(paper):
        for steps in _STEPS_A_PAGE:
            made = []
            for part in _cut(content, steps):
                columns = columns_for(part, sheet.width)
                laid = make(part, columns, sheet.width) if columns is not None else None
                if laid is None or laid.least > sheet.height:
                    break
                made.append(laid)
            else:
                return made, Sheets(sheet.paper)
    sheet = sheet_of("A0")
    made = []
    for part in _cut(content, _STEPS_A_PAGE[0]):
        columns = columns_for(part, sheet.width)
        assert columns is not None  # noqa: S101 - fifteen steps are never too wide for A0
        made.append(make(part, columns, sheet.width))
    return made, Sheets("roll")


def _cut(content: Content, most: int) -> Iterator[Content]:
    """Yield the parts of a journey of at most so many steps, cut between stages where that can be."""
    chunks: list[list[int]] = []
    for stage in range(len(content.journey.stages)):
        columns = content.columns_of(stage)
        pieces = -(-len(columns) // most) if columns else 0
        size = -(-len(columns) // pieces) if pieces else 0
        chunks += [columns[at : at + size] for at in range(0, len(columns), size or 1)]
    pages = [chunks[a:b] for a, b in _even([len(chunk) for chunk in chunks], most)]
    for number, page in enumerate(pages, start=2):
        yield _part(content, page, number, len(pages) + 1)


def _even(sizes: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Return where to cut a row of chunks: as few pages as can be, as even as can be, none over `most`."""
    # best[i]: for the first i chunks (pages, sum of squares, where the last page begins)
    best: list[tuple[int, int, int]] = [(0, 0, 0)]
    for end in range(1, len(sizes) + 1):
        tries: list[tuple[int, int, int]] = []
        total = 0
        for start in range(end - 1, -1, -1):
            total += sizes[start]
            if total > most and start < end - 1:
                break
            pages, squares, _ = best[start]
            tries.append((pages + 1, squares + total * total, start))
        best.append(min(tries))
    cuts: list[tuple[int, int]] = []
    end = len(sizes)
    while end:
        start = best[end][2]
        cuts.append((start, end))
        end = start
    return cuts[::-1]


def _part(content: Content, page: Sequence[Sequence[int]], number: int, pages: int) -> Content:
    journey = content.journey
    stages: list[Stage] = []
    columns: list[Column] = []
    numbers: list[int] = []
    first = page[0][0]
    for place, chunk in enumerate(page):
        index = content.columns[chunk[0]].stage
        stage = journey.stages[index]
        if chunk[0] != content.columns_of(index)[0]:
            stage = stage.model_copy(update={"title": f"{clean(stage.title)}, going on"})
        stages.append(stage)
        numbers.append(index + 1)
        columns += [replace(content.columns[i], stage=place) for i in chunk]
    rows = tuple(
        replace(
            row,
            cells={i - first: row.cells[i] for chunk in page for i in chunk if i in row.cells},
            spans={place: row.spans[n - 1] for place, n in enumerate(numbers) if n - 1 in row.spans},
            feelings=row.feelings[first : first + len(columns)],
        )
        for row in content.rows
    )
    here = {n for row in rows for cells in row.cells.values() for shown in cells for n in shown.fails}
    which = f"Stage {numbers[0]}" if numbers[0] == numbers[-1] else f"Stages {numbers[0]} to {numbers[-1]}"
    told = f"{which} of {len(journey.stages)}, steps {first + 1} to {first + len(columns)}; page {number} of {pages}"
    return replace(
        content,
        journey=journey.model_copy(
            update={
                "claim": "",
                "scenario": told,
                "stages": tuple(stages),
                "state": None,
                "improves": None,
                "company": "",
                "status": None,
            }
        ),
        persona=None,
        is_further=True,
        columns=tuple(columns),
        rows=rows,
        counts=(),
        starts=(),
        ends=(),
        empty=(),
        stage_numbers=tuple(numbers),
        first_step=first + 1,
        company=tuple(content.company[n - 1] for n in numbers),
        typicals=tuple(content.typicals[n - 1] for n in numbers) if not content.starts else (),
        failures=tuple(one for one in content.failures if one[0] in here),
    )
