"""Opportunities as task lists that Jira, Trello, Asana and GitHub take, out; owner, status and date read back by id.

Each tool's importer wants its own heads; the id stands in a column of its own and in the text, so that a list that lost the
column still finds home.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from footpath.atlas import Loaded, Operation, SetField
from footpath.atlas.types import Atlas, Opportunity
from footpath.interchange.formats import Format
from footpath.interchange.grid_csv import defuse, fuse
from footpath.interchange.lanes import fold
from footpath.interchange.reading import Back, Foreign, ReadOptions, Rows, refuse, rows_of
from footpath.interchange.report import Report, Written, counted

_ID = "Footpath ID"
_MARK = re.compile(r"footpath[ :#-]+([\w.\-]+)", re.IGNORECASE)
_STATUSES: Mapping[str, str] = {
    word: status
    for status, words in {
        "idea": "idea, ideas, to do, todo, backlog, open, new, planned, selected for development, no status, not started",
        "in-work": "in work, in progress, doing, started, in review, review, active, wip, blocked, testing, qa",
        "shipped": "shipped, done, closed, complete, completed, resolved, released, live",
        "dropped": "dropped, won't do, wont do, cancelled, canceled, rejected, declined, duplicate, closed as not planned, not planned",
    }.items()
    for word in words.split(", ")
}
_SHOWN = {"idea": "To Do", "in-work": "In Progress", "shipped": "Done", "dropped": "Won't Do"}
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": (_ID.lower(), "id", "footpath", "external id", "external issue id"),
    "title": ("summary", "card name", "name", "title", "task name"),
    "text": ("description", "card description", "notes", "body"),
    "owner": ("assignee", "assignees", "owner", "members", "assigned to", "responsible"),
    "status": ("status", "list name", "list", "section column", "section", "column", "state"),
    "due": ("due date", "due", "end date", "deadline"),
    "link": ("link", "url", "issue url", "card url", "permalink"),
}


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool's list: its name, and for each head what stands under it."""

    title: str
    heads: tuple[tuple[str, Callable[[Atlas, Opportunity], str]], ...]


def _body(atlas: Atlas, one: Opportunity) -> str:
    barriers = {
        str(cell.id): (cell.text, step.title, journey.title)
        for journey in atlas.journeys
        for step in journey.steps()
        for cell in step.lane("barrier")
        if cell.id
    }
    lines: list[str] = []
    for id_ in one.answers:
        text, step, journey = barriers.get(id_, (id_, "", ""))
        lines.append(f"Answers: {text}" + (f" ({step}, in the map {journey})" if step else ""))
    if one.target:
        lines.append(
            f"Target: {one.target.measure} to {one.target.to:g}"
            + (f" at {one.target.step}" if one.target.step else "")
        )
    lines.append(f"footpath: {one.id}")
    return "\n".join(lines)


def _status(_: Atlas, one: Opportunity) -> str:
    return _SHOWN[one.status]


def _title(_: Atlas, one: Opportunity) -> str:
    return " ".join(one.text.split())


def _owner(_: Atlas, one: Opportunity) -> str:
    return one.owner or ""


def _due(_: Atlas, one: Opportunity) -> str:
    return one.due.isoformat() if one.due else ""


def _id(_: Atlas, one: Opportunity) -> str:
    return str(one.id)


def _link(_: Atlas, one: Opportunity) -> str:
    return one.link


def _label(_: Atlas, __: Opportunity) -> str:
    return "footpath"


def _priority(_: Atlas, one: Opportunity) -> str:
    return ("Low", "Low", "Medium", "High", "Highest")[round(one.impact) - 1] if one.impact else ""


TOOLS: Mapping[str, Tool] = {
    "jira": Tool(
        "tasks for Jira",
        (
            ("Summary", _title),
            ("Description", _body),
            ("Assignee", _owner),
            ("Status", _status),
            ("Priority", _priority),
            ("Due Date", _due),
            ("Labels", _label),
            (_ID, _id),
            ("Link", _link),
        ),
    ),
    "trello": Tool(
        "tasks for Trello",
        (
            ("Card Name", _title),
            ("Card Description", _body),
            ("Members", _owner),
            ("List Name", _status),
            ("Due Date", _due),
            ("Labels", _label),
            (_ID, _id),
            ("Link", _link),
        ),
    ),
    "asana": Tool(
        "tasks for Asana",
        (
            ("Name", _title),
            ("Notes", _body),
            ("Assignee", _owner),
            ("Section/Column", _status),
            ("Due Date", _due),
            ("Tags", _label),
            (_ID, _id),
            ("Link", _link),
        ),
    ),
    "github": Tool(
        "tasks for GitHub",
        (
            ("Title", _title),
            ("Body", _body),
            ("Assignees", _owner),
            ("Status", _status),
            ("Due Date", _due),
            ("Labels", _label),
            (_ID, _id),
            ("URL", _link),
        ),
    ),
}


def write(atlas: Atlas, tool: str) -> Written:
    """Return all opportunities of an atlas as a list for a tool, and the report."""
    chosen = TOOLS[tool]
    rows: list[Sequence[str]] = [[head for head, _ in chosen.heads]]
    rows += [[defuse(give(atlas, one)) for _, give in chosen.heads] for one in atlas.opportunities]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    report = Report(
        format=chosen.title,
        direction="out",
        kept=counted([("opportunities", len(atlas.opportunities))]),
        lost=counted(
            [
                (
                    "references to evidence",
                    sum(len(one.evidence) for one in atlas.opportunities),
                    "a task holds words",
                ),
                (
                    "efforts and scores",
                    sum(one.effort is not None or one.reach is not None for one in atlas.opportunities),
                    "each tool has fields of its own for them",
                ),
            ]
        ),
        assumed=("status idea, in-work, shipped and dropped became To Do, In Progress, Done and Won't Do",),
    )
    return Written(text.getvalue().encode("utf-8-sig"), report)


def home(rows: Rows, loaded: Loaded, journey: str | None, options: ReadOptions) -> Back:
    """Return what a list that comes back changes: owner, status, due date and link, by id; nothing else.

    Raises
    ------
    BadInputError
        Where no column holds the ids (`not-this-format`).
    """
    del journey
    kept = [[fuse(field.strip()) for field in row] for row in rows]
    kept = [row for row in kept if any(row)]
    heads = _heads(kept[0], options) if kept else {}
    if "id" not in heads and "text" not in heads:
        raise refuse(
            "no column holds the ids of opportunities",
            f"Keep the column {_ID!r}, or the line `footpath: ID` in the description.",
        )
    known = {str(one.id): one for one in loaded.atlas.opportunities}
    operations: list[Operation] = []
    lost: list[tuple[str, int, str]] = []
    found = 0
    for row in kept[1:]:
        id_ = _id_of(row, heads)
        one = known.get(id_)
        if one is None:
            lost.append(("tasks of no opportunity", 1, "no id of theirs stands in opportunities.yaml"))
            continue
        found += 1
        operations += _changes(one, row, heads, lost)
    report = Report(
        format="task list",
        direction="in",
        kept=counted([("opportunities found", found), ("changes", len(operations))]),
        lost=counted(_summed(lost)),
    )
    return Back(tuple(operations), report)


def _heads(row: Sequence[str], options: ReadOptions) -> dict[str, int]:
    given = {fold(name): meaning for name, meaning in options.columns.items()}
    found: dict[str, int] = {}
    for meaning, names in _COLUMNS.items():
        for number, head in enumerate(row):
            if given.get(fold(head), "") == meaning or (
                fold(head) in map(fold, names) and fold(head) not in given
            ):
                found.setdefault(meaning, number)
    return found


def _id_of(row: Sequence[str], heads: Mapping[str, int]) -> str:
    written = _at(row, heads, "id")
    if written:
        return written
    marked = _MARK.search(_at(row, heads, "text"))
    return marked[1] if marked else ""


def _at(row: Sequence[str], heads: Mapping[str, int], name: str) -> str:
    number = heads.get(name)
    return row[number].strip() if number is not None and number < len(row) else ""


def _changes(
    one: Opportunity, row: Sequence[str], heads: Mapping[str, int], lost: list[tuple[str, int, str]]
) -> list[Operation]:
    made: list[Operation] = []
    owner, status, due, link = (_at(row, heads, name) for name in ("owner", "status", "due", "link"))
    if owner and owner != (one.owner or ""):
        made.append(SetField("opportunity", one.id, "owner", owner))
    if status:
        meant = _STATUSES.get(fold(status))
        if meant is None:
            lost.append((f"the status {status!r}", 1, "none of ours; write `--column` or change it there"))
        elif meant != one.status:
            made.append(SetField("opportunity", one.id, "status", meant))
    if due:
        try:
            day = date.fromisoformat(due[:10]).isoformat()
        except ValueError:
            lost.append(("due dates that are no dates", 1, "write them as 2026-11-21"))
        else:
            if day != (one.due.isoformat() if one.due else ""):
                made.append(SetField("opportunity", one.id, "due", day))
    if link.startswith(("http://", "https://")) and link != one.link:
        made.append(SetField("opportunity", one.id, "link", link))
    return made


def _summed(lost: Sequence[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    sums: dict[tuple[str, str], int] = {}
    for what, count, why in lost:
        sums[(what, why)] = sums.get((what, why), 0) + count
    return [(what, count, why) for (what, why), count in sums.items()]


def _rows(foreign: Foreign) -> Rows:
    return rows_of(foreign)


def _format(tool: str) -> Format:
    def write_for_tool(atlas: Atlas) -> Written:
        return write(atlas, tool)

    return Format(TOOLS[tool].title, (f".{tool}.csv",), write_atlas=write_for_tool, rows=_rows, home=home)


JIRA, TRELLO, ASANA, GITHUB = (_format(tool) for tool in ("jira", "trello", "asana", "github"))
