"""The shape of somebody else's grid: where its heads stand, which columns are steps of which stage, which rows are lanes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footpath.interchange.lanes import fold, is_line, role_of
from footpath.interchange.reading import refuse

STAGE_WORDS = frozenset(
    [
        "stage",
        "stages",
        "phase",
        "phases",
        "journey stage",
        "journey phase",
        "journey stages",
        "etapa",
        "etapas",
        "fase",
        "fases",
        "fasen",
        "fasi",
        "étape",
        "étapes",
        "phasen",
        "phase der reise",
        "etap",
        "etapy",
        "этап",
        "этапы",
        "стадия",
        "стадии",
        "阶段",
        "段階",
    ]
)
STEP_WORDS = frozenset(
    [
        "step",
        "steps",
        "sub stage",
        "substage",
        "sub stages",
        "journey steps",
        "activity step",
        "moment",
        "moments",
        "episode",
        "screen",
        "screens",
        "schritt",
        "schritte",
        "étapes détaillées",
        "paso",
        "pasos",
        "passo",
        "passos",
        "passi",
        "stap",
        "stappen",
        "krok",
        "kroki",
        "шаг",
        "шаги",
        "步骤",
        "ステップ",
    ]
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the map: its number in the table, its stage, and its step (None where a column is a whole stage)."""

    number: int
    stage: str
    step: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with its heads told apart: `lanes` are name and fields in the order of `columns`."""

    title: str
    columns: tuple[Column, ...]
    lanes: tuple[tuple[str, tuple[str, ...]], ...]
    is_turned: bool = False
    assumed: tuple[str, ...] = ()


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    """Return the shape of a grid.

    Two rows of heads (stage, step), one (steps, or stages where it says so), or none above the lanes; a line above the
    heads is the title. A table whose *columns* are lanes (a row a step) is turned first.

    Raises
    ------
    BadInputError
        Where there is no column or no row of lanes (`not-this-format`).
    """
    kept = [[field.strip() for field in row] for row in rows]
    title, kept = _title(kept)
    width = max((len(row) for row in kept), default=0)
    square = [row + [""] * (width - len(row)) for row in kept]
    square = [row for row in square if any(row)]
    if len(square) < 2 or width < 2:
        raise refuse(
            "the table has no row of heads with rows under it",
            "A grid has stages and steps as columns and lanes as rows, with the lanes' names in the first column.",
        )
    if _is_turned(square):
        turned = _table([list(column) for column in zip(*square, strict=True)], title)
        return Table(
            turned.title,
            turned.columns,
            turned.lanes,
            True,
            (*turned.assumed, "the table had a row a step: it was turned"),
        )
    return _table(square, title)


def _title(rows: list[list[str]]) -> tuple[str, list[list[str]]]:
    """Take the lines above the table away; the first is its title."""
    lines: list[str] = []
    while rows and sum(bool(field) for field in rows[0]) <= 1:
        lines += [field for field in rows[0] if field]
        rows = rows[1:]
    return (lines[0] if lines else ""), rows


def _is_turned(rows: list[list[str]]) -> bool:
    """Return whether the first row names lanes: one of its cells a step or stage, most others a known role."""
    heads = [fold(field) for field in rows[0] if field]
    marks = [head for head in heads if head in STAGE_WORDS | STEP_WORDS]
    others = [field for field in rows[0] if field and fold(field) not in STAGE_WORDS | STEP_WORDS]
    firsts = [row[0] for row in rows[1:] if row[0]]
    across = sum(role_of(field)[0] != "text" for field in others)
    down = sum(role_of(field)[0] != "text" for field in firsts)
    return bool(marks and others) and across * 2 >= len(others) and across > down


def _table(rows: list[list[str]], title: str) -> Table:
    assumed: list[str] = []
    first, second = fold(rows[0][0]), fold(rows[1][0])
    has_two = first in STAGE_WORDS and second in STEP_WORDS
    if not has_two and first not in STEP_WORDS and second in ({""} | STEP_WORDS) and len(rows) > 2:
        has_two = any(not field for field in rows[0][1:]) or second in STEP_WORDS
        if has_two:
            assumed.append("the first row holds the stages, the second the steps")
    if has_two:
        stages, steps, body = rows[0], rows[1], rows[2:]
    elif first in STEP_WORDS:
        stages, steps, body = [""] * len(rows[0]), rows[0], rows[1:]
        assumed.append("the table has no stages: all steps stand in one")
    else:
        stages, steps, body = rows[0], [""] * len(rows[0]), rows[1:]
        assumed.append("each column is a stage without steps")
    columns: list[Column] = []
    stage = ""
    for number in range(1, len(stages)):
        stage = stages[number] or stage
        if steps[number] or stages[number]:
            columns.append(Column(number, stage or title or "Journey", steps[number] or None))
        elif any(row[number] for row in body) and columns:
            columns.append(Column(number, stage, f"Step {number}"))
            assumed.append(f"the column {number + 1} has no head")
    if not columns:
        raise refuse("no column has a head", "Write the stages and steps above the columns.")
    lanes: list[tuple[str, tuple[str, ...]]] = []
    for row in body:
        if not row[0] and lanes and any(row):  # a merged head of several rows: more items of the lane above
            name, fields = lanes[-1]
            more = tuple(row[column.number] for column in columns)
            joined = tuple(
                "\n".join(part for part in pair if part) for pair in zip(fields, more, strict=True)
            )
            lanes[-1] = (name, joined)
        elif row[0] and not is_line(row[0]):
            lanes.append((row[0], tuple(row[column.number] for column in columns)))
    return Table(title, tuple(columns), tuple(lanes), False, tuple(assumed))
