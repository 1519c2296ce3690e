"""Files as a whole: journeys, personas, libraries, runs of measures; and undoing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from footpath.atlas.files import kind_of
from footpath.atlas.ids import is_id
from footpath.atlas.measures import run_name, run_text
from footpath.atlas.operations.restore import restore
from footpath.atlas.operations.types import AddFile, RemoveFile, Restore, Several
from footpath.atlas.operations.where import find_thing, house_lanes
from footpath.atlas.operations.work import Work, exists, gone, no_id
from footpath.atlas.plain import to_plain
from footpath.atlas.schema_names import modeline
from footpath.atlas.types import MeasureRun
from footpath.atlas.yamltext import emit, parse_yaml
from footpath.atlas.yamltext.reparse import Change
from footpath.base import BadInputError, Problem


@dataclass(frozen=True, slots=True)
class AddMeasures:
    """Add a run of measures as a file of its own."""

    run: MeasureRun


@dataclass(frozen=True, slots=True)
class DuplicateJourney:
    """Make a journey of its own from another, with its comments and ids; by default its to-be, which `improves` it.

    Steps keep their ids, so that the two can be drawn side by side; what the original was reviewed for is not taken over.
    """

    journey: str
    id: str
    title: str | None = None
    to_be: bool = True


@dataclass(frozen=True, slots=True)
class FormatFile:
    """Put a file in form, as `footpath fmt` does: tidy text that says the same, with all comments, and ids written down."""

    file: str


def _format_file(work: Work, op: FormatFile) -> None:
    from footpath.atlas.format import formatted

    if kind_of(op.file) in (None, "measures"):
        raise gone(f"there is no file {op.file} that can be put in form", op.file, work.texts)
    old = work.read(op.file)
    made = formatted(old.text, op.file, lanes=house_lanes(work))
    if made.problems:
        raise BadInputError(*made.problems)
    work.touch(op.file)
    if made.text != old.text:
        work.restored(op.file, parse_yaml(made.text, op.file), _line_changes(old.text, made.text))


def _line_changes(old: str, new: str) -> tuple[Change, ...]:
    """Return the lines that differ, as spans."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    return tuple(
        Change(starts[a], starts[b], "".join(after[c:d]))
        for tag, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes()
        if tag != "equal"
    )


def _add_file(work: Work, op: AddFile) -> None:
    kind = kind_of(op.file)
    if kind is None or kind == "measures":
        raise BadInputError(
            Problem(
                code="unknown-file",
                message="an atlas has no such file",
                value=op.file,
                expected="journeys/ID.yaml, personas/ID.yaml, or one of the libraries",
            )
        )
    if op.file in work.texts:
        raise exists(f"{op.file} is there already", op.file)
    value = to_plain(op.value)
    is_whole = isinstance(value, dict) and kind in ("journey", "persona")
    if op.text is None and is_whole and "footpath" not in value:
        value = {"footpath": 1, **value}
    text = op.text if op.text is not None else emit.document(value or {}, header=modeline(op.file))
    id_ = value.get("id") if isinstance(value, dict) else None
    if id_ is not None and not is_id(str(id_)):
        raise no_id(str(id_))
    work.add(op.file, text)


def _remove_file(work: Work, op: RemoveFile) -> None:
    if op.file not in work.texts or op.file == "atlas.yaml":
        raise gone(f"there is no file {op.file} that can be removed", op.file, work.texts)
    if op.text is not None and op.text != work.texts[op.file]:
        raise gone(f"{op.file} is not what it was", op.file, ())
    work.drop(op.file)


def _add_measures(work: Work, op: AddMeasures) -> None:
    work.add(run_name(op.run, work.texts), run_text(op.run))


def _restore(work: Work, op: Restore) -> None:
    if op.file not in work.texts:
        raise gone(f"there is no file {op.file}", op.file, work.texts)
    work.touch(op.file)
    if op.pieces:
        work.restored(op.file, *restore(work.read(op.file), op))


def _several(work: Work, op: Several) -> None:
    for operation in op.operations:
        work.run(operation)


def _duplicate_journey(work: Work, op: DuplicateJourney) -> None:
    file, _ = find_thing(work, "journey", op.journey)
    new = f"journeys/{op.id}.yaml"
    known = [work.index(each).id for each in work.files("journey")]
    if op.id in known or new in work.texts:
        raise exists(f"the journey {op.id!r} is there already", op.id)
    if not is_id(op.id):
        raise no_id(op.id)
    work.add(new, work.texts[file])
    with work.edit(new) as edit:
        edit.put((), "id", op.id)
        if op.title is not None:
            edit.put((), "title", op.title)
        if op.to_be:
            edit.put((), "state", "to-be")
            edit.put((), "improves", op.journey)
    for key in ("reviewed", "status"):
        if work.at(new, (key,)) is not None:
            with work.edit(new) as edit:
                edit.remove((key,))


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {
    AddFile: _add_file,
    RemoveFile: _remove_file,
    AddMeasures: _add_measures,
    DuplicateJourney: _duplicate_journey,
    FormatFile: _format_file,
    Restore: _restore,
    Several: _several,
}
