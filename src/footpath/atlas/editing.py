"""One edit of a loaded atlas, from the operation to texts and types: what did not change is neither read nor built again.

operation -> spans (operations) -> tree (yamltext.reparse) -> types (loader, with what was made before)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from footpath.atlas.files import digest, kind_of
from footpath.atlas.loader import Loaded, load_texts, without_collection
from footpath.atlas.operations import AddMeasures, Operation, apply
from footpath.atlas.types import MeasureRun
from footpath.atlas.yamltext import Change, Parsed
from footpath.base import BadInputError, Problem

_LINE = re.compile(r"\bline \d+")


@dataclass(frozen=True)
class Changed:
    """An atlas after one operation.

    Attributes
    ----------
    loaded
        The document with its problems, texts and trees: equal to what loading the new texts gives.
    inverse
        The operation that brings the old bytes back.
    changes
        By file, the spans of the old text that were replaced; a file that came or went has none.
    """

    loaded: Loaded
    inverse: Operation
    changes: Mapping[str, tuple[Change, ...]]


def change(loaded: Loaded, operation: Operation) -> Changed:
    """Return the atlas after an operation; pure: nothing is read or written, and `loaded` stays as it is.

    Spec: document.md, rules D62 and D80 to D83.

    Raises
    ------
    BadInputError
        What the operation is refused with (`target-gone`, `target-exists`, `cannot-edit`, ...), or `would-be-invalid` where it
        would bring an error that was not there before.
    """
    with without_collection():
        applied = apply(loaded.texts, operation, loaded.parsed)
        after = reloaded(loaded, applied.texts, applied.parsed, (operation,))
        refuse_new_errors(loaded, after)
        return Changed(after, applied.inverse, applied.changes)


def reloaded(
    loaded: Loaded,
    texts: Mapping[str, str],
    parsed: Mapping[str, Parsed],
    operations: Iterable[Operation] = (),
) -> Loaded:
    """Return the atlas that other texts make, where most is as it was; `operations` bring the runs of measures that are new.

    `parsed` holds trees that are known already. The texts of runs of measures, which an atlas does not keep, are left out.
    """
    own = {file: text for file, text in texts.items() if kind_of(file) != "measures"}
    unread = frozenset(loaded.hashes.keys() - loaded.texts.keys())
    hashes = {file: hash_ for file, hash_ in loaded.hashes.items() if file in own or file in unread}
    for file, text in own.items():
        if loaded.texts.get(file) != text or file not in hashes:
            hashes[file] = digest(text.encode("utf-8", "replace"))
    return load_texts(
        own,
        measures=_with_new_runs(loaded.atlas.measures, operations),
        problems=loaded.outside,
        hashes=hashes,
        folder=loaded.folder,
        parsed={**loaded.parsed, **parsed},
        unread=unread,
        before=loaded,
    )


def refuse_new_errors(before: Loaded, after: Loaded) -> None:
    """Refuse an atlas that has an error which was not there before, as often as it is there now.

    Raises
    ------
    BadInputError
        `would-be-invalid`, followed by the new errors.
    """
    had = Counter(_sign(problem) for problem in before.problems)
    new: list[Problem] = []
    for problem in after.problems:
        sign = _sign(problem)
        if problem.severity == "error" and had[sign] <= 0:
            new.append(problem)
        had[sign] -= 1
    if new:
        head = Problem(
            code="would-be-invalid",
            message=f"the change would leave the atlas with {len(new)} new error{'s' if len(new) > 1 else ''}; nothing was written",
            place=new[0].place,
        )
        raise BadInputError(head, *new)


def _sign(problem: Problem) -> tuple[str | None, ...]:
    """Return what makes a problem the same before and after, though lines move."""
    return (problem.code, problem.place.file, _LINE.sub("line", problem.message), problem.value)


def _with_new_runs(runs: tuple[MeasureRun, ...], operations: Iterable[Operation]) -> tuple[MeasureRun, ...]:
    newest = {run.journey: run for run in runs}
    found = list(new_runs(operations))
    if not found:
        return runs
    for run in found:
        known = newest.get(run.journey)
        if known is None or run.made >= known.made:
            newest[run.journey] = run
    return tuple(newest[journey] for journey in sorted(newest))


def new_runs(operations: Iterable[Operation]) -> Iterator[MeasureRun]:
    """Yield the runs of measures that operations add."""
    for operation in operations:
        if isinstance(operation, AddMeasures):
            yield operation.run
        yield from new_runs(getattr(operation, "operations", ()))
