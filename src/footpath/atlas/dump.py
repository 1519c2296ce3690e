"""A document written as fresh text: every file of an atlas, without comments."""

from __future__ import annotations

from typing import Any

from footpath.atlas.plain import to_plain
from footpath.atlas.schema_names import modeline
from footpath.atlas.types import Atlas
from footpath.atlas.yamltext import emit
from footpath.base import unique

_ELSEWHERE = ("personas", "journeys", "touchpoints", "sources", "opportunities", "measures")


def dump(atlas: Atlas) -> dict[str, str]:
    """Return the texts of an atlas by relative path: what `load_texts` makes the same atlas from.

    Runs of measures are files of their own that are never written anew, and are left out. A journey's or persona's file
    has the name of its id; where two differ in case only, the second gets a number, as some systems take them for one.

    Raises
    ------
    BadInputError
        Where a value cannot be written into an atlas (`unwritable-value`).
    """
    head = atlas.model_copy(update=dict.fromkeys(_ELSEWHERE, ()))
    texts = {"atlas.yaml": _file("atlas.yaml", to_plain(head))}
    for name in ("touchpoints", "sources", "opportunities"):
        if things := getattr(atlas, name):
            texts[f"{name}.yaml"] = _file(f"{name}.yaml", {name: to_plain(things)})
    for folder, things in (("personas", atlas.personas), ("journeys", atlas.journeys)):
        taken: set[str] = set()
        for thing in things:
            name = unique(thing.id.casefold(), taken)
            taken.add(name)
            stem = thing.id + name.removeprefix(thing.id.casefold())
            texts[f"{folder}/{stem}.yaml"] = _file(f"{folder}/{stem}.yaml", to_plain(thing))
    return texts


def _file(file: str, value: dict[str, Any]) -> str:
    return emit.document(value, header=modeline(file))
