"""What stands by a key of its own: the glossary's terms, and what `footpath check` is allowed to pass over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from footpath.atlas.operations.work import Work, gone, lanes_at, senseless
from footpath.atlas.plain import to_plain
from footpath.atlas.yamltext import Mapping, Path


@dataclass(frozen=True, slots=True)
class SetTerm:
    """Explain a word of the house in the glossary: a text, or `{text, customers: true}` where customers use it too."""

    term: str
    value: Any


@dataclass(frozen=True, slots=True)
class RemoveTerm:
    """Take a word out of the glossary."""

    term: str


@dataclass(frozen=True, slots=True)
class SetAllowance:
    """Let `footpath check` pass over a finding, with the reason: in a journey, in a persona, or in the whole atlas."""

    code: str
    reason: str
    journey: str | None = None
    persona: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveAllowance:
    """Let `footpath check` report a finding again."""

    code: str
    journey: str | None = None
    persona: str | None = None


def _set_term(work: Work, op: SetTerm) -> None:
    _set(work, "atlas.yaml", "glossary", op.term, to_plain(op.value))


def _remove_term(work: Work, op: RemoveTerm) -> None:
    _remove(work, "atlas.yaml", "glossary", op.term)


def _set_allowance(work: Work, op: SetAllowance) -> None:
    if not op.reason.strip():
        raise senseless("a finding is passed over for a reason", op.code, "Say why in one sentence.")
    _set(work, _holder(work, op), "allow", op.code, op.reason)


def _remove_allowance(work: Work, op: RemoveAllowance) -> None:
    _remove(work, _holder(work, op), "allow", op.code)


def _holder(work: Work, op: SetAllowance | RemoveAllowance) -> str:
    if op.persona is not None:
        return work.file_of("persona", op.persona)
    return work.file_of("journey", op.journey) if op.journey is not None else "atlas.yaml"


def _set(work: Work, file: str, name: str, key: str, value: Any) -> None:
    path: Path = (name,)
    with work.edit(file) as edit:
        if isinstance(work.at(file, path), Mapping):
            edit.put(path, key, value)
        else:
            edit.put((), name, {key: value})


def _remove(work: Work, file: str, name: str, key: str) -> None:
    node = work.at(file, (name,))
    if not isinstance(node, Mapping) or node.entry(key) is None:
        raise gone(f"there is no {key!r} here", key, lanes_at(node))
    with work.edit(file) as edit:
        edit.remove((name, key) if len(node.entries) > 1 else (name,))


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {
    SetTerm: _set_term,
    RemoveTerm: _remove_term,
    SetAllowance: _set_allowance,
    RemoveAllowance: _remove_allowance,
}
