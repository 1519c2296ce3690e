"""Applying operations to texts: pure, one splice or a few, with the inverse that puts the bytes back.

An operation whose target is not there, or not what it was, is refused with a problem; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from footpath.atlas.operations.table import HANDLERS, Operation
from footpath.atlas.operations.work import Applied, Work
from footpath.atlas.yamltext import Parsed

__all__ = ["Applied", "apply", "apply_all"]


def apply(
    texts: Mapping[str, str], operation: Operation, parsed: Mapping[str, Parsed] | None = None
) -> Applied:
    """Return the texts after an operation, and its inverse.

    Parameters
    ----------
    texts
        Relative path to text, as `Loaded.texts`.
    parsed
        Trees that are known already (`Loaded.parsed`), so that nothing is read twice.

    Raises
    ------
    BadInputError
        `target-gone`, `target-exists`, `still-named`, `wrong-value`, `bad-id`, `cannot-edit`, `unwritable-value`,
        `unknown-file`; the texts are untouched.
    """
    work = Work(texts, parsed or {})
    HANDLERS[type(operation)](work, operation)
    return work.applied()


def apply_all(
    texts: Mapping[str, str], operations: Iterable[Operation], parsed: Mapping[str, Parsed] | None = None
) -> tuple[Mapping[str, str], tuple[Operation, ...], Mapping[str, Parsed]]:
    """Return the texts after all operations, the inverses (to be applied in that order), and the trees known by then."""
    known = dict(parsed or {})
    inverses: list[Operation] = []
    for operation in operations:
        applied = apply(texts, operation, known)
        texts = applied.texts
        known.update(applied.parsed)
        inverses.append(applied.inverse)
    return texts, tuple(reversed(inverses)), known
