"""Fields of two states of one thing, compared by name; and texts compared per locale. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from footpath.atlas.differing.short import quoted_pair, said
from footpath.atlas.differing.types import MapChange
from footpath.atlas.plain import to_plain
from footpath.atlas.types import Model, Translated

_NOT_TOLD = frozenset({"id", "footpath", "cells", "steps", "stages", "lanes_of_house"})


@dataclass(frozen=True, slots=True)
class Told:
    """How a field is told: in its own words where it has some, and how telling a change of it is."""

    weight: float
    words: str = ""


def changed_fields(
    base: MapChange,
    head: str,
    before: Model,
    after: Model,
    told: Mapping[str, Told],
    *,
    skip: Collection[str] = (),
    language: str = "",
) -> Iterator[MapChange]:
    """Yield a change for each field that differs.

    Parameters
    ----------
    base
        Where the thing stands; its sentence, field and values are filled in.
    head
        What each sentence begins with: ``look-elsewhere``.
    told
        Words and weight by field; others are told by their name, with the weight of `base`.
    """
    for name in type(after).model_fields:
        if name in _NOT_TOLD or name in skip:
            continue
        old, new = getattr(before, name, None), getattr(after, name)
        how = told.get(name, Told(base.weight))
        words = how.words or name.rstrip("_").replace("_", " ")
        yield from value_changes(base, f"{head}: {words}", name, old, new, how.weight, language)


def value_changes(
    base: MapChange, words: str, field: str, old: Any, new: Any, weight: float, language: str = ""
) -> Iterator[MapChange]:
    """Yield what changed between two values of a field: the value itself, or only its translations."""
    if isinstance(old, str) and isinstance(new, str):
        yield from text_changes(base, words, field, old, new, weight, language)
    elif to_plain(old) != to_plain(new):
        made = _changed(base, words, field, old, new, weight)
        if isinstance(old, tuple) and isinstance(new, tuple):
            made = replace(made, sentence=f"{words} {_list_sentence(old, new)}")
        yield made


def text_changes(
    base: MapChange, words: str, field: str, old: str, new: str, weight: float, language: str = ""
) -> Iterator[MapChange]:
    """Yield what changed in a text: what is read where no locale is asked for, then each locale."""
    one, other = texts_of(old, language), texts_of(new, language)
    if str(old) != str(new):
        yield _changed(base, words, field, str(old), str(new), weight)
    for locale in sorted({*one, *other}):
        before, after = one.get(locale), other.get(locale)
        if before == after or (before == str(old) and after == str(new)):
            continue
        if before is None or after is None:
            if str(old) != str(new) and locale == language:
                continue
            what = f"also in {locale} now" if before is None else f"no longer in {locale}"
            sentence = f"{words} {what}"
        else:
            sentence = f"{words} in {locale} now {quoted_pair(before, after)[1]}, was {quoted_pair(before, after)[0]}"
        yield replace(
            base,
            kind="changed",
            sentence=sentence,
            field=f"{field}.{locale}",
            before=before,
            after=after,
            weight=min(weight, 20.0),
        )


def texts_of(text: str, language: str) -> Mapping[str, str]:
    """Return a text by locale; one given once is in the atlas's language."""
    if isinstance(text, Translated):
        return text.locales
    return {language: text} if text else {}


def _changed(base: MapChange, words: str, field: str, old: Any, new: Any, weight: float) -> MapChange:
    sentence = f"{words} {now_was(old, new)}"
    return replace(
        base,
        kind="changed",
        sentence=sentence,
        field=field.rstrip("_").replace("_", "-"),
        before=to_plain(old),
        after=to_plain(new),
        weight=weight,
    )


def is_same(old: Any, new: Any) -> bool:
    """Return whether two values say the same in every locale; a text alone is equal to one with translations."""
    return bool(old == new) and to_plain(old) == to_plain(new)


def now_was(old: Any, new: Any) -> str:
    """Return the second half of a sentence: now this, was that; short values as `this to that`."""
    empty: tuple[Any, ...] = (None, "", (), {})
    if old in empty or new in empty:
        return f"taken out, was {said(old)}" if new in empty else f"now {said(new)}"
    if isinstance(old, str) and isinstance(new, str) and (" " in old or " " in new):
        before, after = quoted_pair(old, new)
        return f"now {after}, was {before}"
    return f"{said(old)} to {said(new)}"


def _list_sentence(old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
    plain_old, plain_new = [to_plain(item) for item in old], [to_plain(item) for item in new]
    fresh = tuple(item for item, plain in zip(new, plain_new, strict=True) if plain not in plain_old)
    gone = tuple(item for item, plain in zip(old, plain_old, strict=True) if plain not in plain_new)
    parts = [f"{word} {said(items)}" for word, items in (("without", gone), ("with", fresh)) if items]
    return ", ".join(parts) if parts else "in another order"
