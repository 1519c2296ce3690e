"""Texts per locale: an atlas in one locale, and which texts a locale is missing from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from footpath.atlas.types import Atlas, Model, Translated, in_locale

M = TypeVar("M", bound=Model)


def localised(atlas: Atlas, locale: str) -> Atlas:
    """Return the atlas with every text as a plain string of one locale.

    A text that is not given in it falls back: to the locale's language, to another region of that language, to the
    atlas's language, to the first that is given. `language` of the result is the locale.
    """
    made = _model(atlas, locale, atlas.language)
    return made.model_copy(update={"language": locale})


def missing_locales(text: str, language: str, locales: Iterable[str]) -> tuple[str, ...]:
    """Return those of the locales that a text is not given in; a text given once is in the atlas's language.

    A locale is served by a text of its language (`pt` serves `pt-BR`).
    """
    given = set(text.locales) if isinstance(text, Translated) else {language}
    return tuple(
        wanted for wanted in locales if wanted not in given and wanted.partition("-")[0] not in given
    )


def _model(model: M, locale: str, language: str) -> M:
    changed: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        made = _value(value, locale, language)
        if made is not value:
            changed[name] = made
    return model.model_copy(update=changed) if changed else model


def _value(value: Any, locale: str, language: str) -> Any:
    if isinstance(value, Translated):
        return in_locale(value.locales, locale, language)
    if isinstance(value, Model):
        return _model(value, locale, language)
    if isinstance(value, tuple):
        items = tuple(_value(item, locale, language) for item in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, Mapping):
        entries = {key: _value(item, locale, language) for key, item in value.items()}
        return entries if any(entries[key] is not item for key, item in value.items()) else value
    return value
