"""Mending what can be mended without a judgement: operations of findings, applied until nothing more can be.

Pure: texts in, operations and texts out; the command line writes them. An operation that is refused, or that would bring
an error, is left out and its finding stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from footpath.atlas import Loaded, apply, load_texts
from footpath.base import BadInputError
from footpath.lint.finding import Finding

_ROUNDS = 100
"""Mending one fault may show the next; this many times at most."""

Find = Callable[[Loaded], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was mended: the atlas afterwards, the operations in their order, their findings, and what is left."""

    loaded: Loaded
    operations: tuple[Any, ...]
    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]


def fix(loaded: Loaded, find: Find) -> Fixed:
    """Return the atlas with every finding mended that has an operation.

    Parameters
    ----------
    find
        What looks for findings: `check` with its options.
    """
    operations: list[Any] = []
    mended: list[Finding] = []
    refused: set[tuple[str, str]] = set()
    findings = list(find(loaded))
    for _ in range(_ROUNDS):
        chosen = [one for one in _apart(findings) if _sign(one) not in refused]
        if not chosen:
            break
        after, done = _round(loaded, chosen)
        refused |= {_sign(one) for one in chosen if one not in done}
        if done:
            operations += [one.operation for one in done]
            mended += done
            loaded = after
            findings = list(find(loaded))
    return Fixed(loaded, tuple(operations), tuple(mended), tuple(findings))


def _round(loaded: Loaded, findings: Sequence[Finding]) -> tuple[Loaded, list[Finding]]:
    """Return the atlas after those operations that can be applied, and their findings."""
    after, done = _applied(loaded, findings)
    if _new_errors(loaded, after):
        # together they break something: one after the other, without the one that does
        after, done = loaded, []
        for finding in findings:
            next_, applied = _applied(after, [finding])
            if applied and not _new_errors(after, next_):
                after, done = next_, [*done, finding]
    return after, done


def _applied(loaded: Loaded, findings: Iterable[Finding]) -> tuple[Loaded, list[Finding]]:
    texts, parsed, done = loaded.texts, dict(loaded.parsed), []
    for finding in findings:
        try:
            applied = apply(texts, finding.operation, parsed)
        except BadInputError:
            continue
        if applied.texts != texts:
            texts = applied.texts
            parsed.update(applied.parsed)
            done.append(finding)
    if not done:
        return loaded, []
    unread = frozenset(loaded.hashes.keys() - loaded.texts.keys())
    after = load_texts(
        texts, measures=loaded.atlas.measures, folder=loaded.folder, parsed=parsed, unread=unread
    )
    return after, done


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose operations do not change one cell: there the first may shift what the next means."""
    taken: set[tuple[Any, ...]] = set()
    chosen = []
    for finding in findings:
        operation = finding.operation
        if operation is None:
            continue
        place = _place(operation)
        if place not in taken:
            taken.add(place)
            chosen.append(finding)
    return chosen


_NAMES = ("thing", "id", "field", "library", "journey", "at", "on", "lane")


def _place(operation: Any) -> tuple[Any, ...]:
    """Return what an operation changes; of several operations all that they change."""
    parts = getattr(operation, "operations", None)
    if parts is not None:
        return tuple(_place(part) for part in parts)
    return tuple(str(getattr(operation, name, "")) for name in _NAMES)


def _new_errors(before: Loaded, after: Loaded) -> bool:
    def errors(loaded: Loaded) -> set[tuple[str | None, ...]]:
        found = (one for one in loaded.problems if one.severity == "error")
        return {(one.code, one.place.file, one.message, one.value) for one in found}

    return bool(errors(after) - errors(before))


def _sign(finding: Finding) -> tuple[str, str]:
    return finding.code, repr(finding.operation)
