"""What all document types share: their base, the ids, and texts that may be given per locale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, NewType, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

JourneyId = NewType("JourneyId", str)
StageId = NewType("StageId", str)
StepId = NewType("StepId", str)
LaneId = NewType("LaneId", str)
PersonaId = NewType("PersonaId", str)
TouchpointId = NewType("TouchpointId", str)
SourceId = NewType("SourceId", str)
OpportunityId = NewType("OpportunityId", str)
ChannelId = NewType("ChannelId", str)

FORMAT_VERSION = 1

Origin = Literal["person", "import", "drafted"]
Grade = Literal["assumed", "reported", "measured"]
Ownership = Literal["owned", "earned", "paid", "partner", "customer"]
RuleText = Annotated[str, Field(max_length=4096)]
DurationText = Annotated[str, Field(description="a number and a unit: 30 min, 10 days")]

LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""What a locale looks like: a language, and perhaps a script or region (pt-BR, zh-Hant)."""


class Translated(str):
    """A text given per locale: as a string it is the one in the atlas's language; `locales` holds all."""

    locales: Mapping[str, str]

    def __new__(cls, locales: Mapping[str, str], language: str | None = None) -> Translated:
        """Return the text of a language, or the nearest that is given."""
        made = super().__new__(cls, in_locale(locales, language or "", ""))
        made.locales = dict(locales)
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return what a copy is made from."""
        return ({"": str(self)} | dict(self.locales), "")

    def __eq__(self, other: object) -> bool:
        """Compare all locales with another such text, else the text alone."""
        if isinstance(other, Translated):
            return self.locales == other.locales
        return str.__eq__(self, other) if isinstance(other, str) else NotImplemented

    __hash__ = str.__hash__


def in_locale(locales: Mapping[str, str], locale: str, language: str) -> str:
    """Return the text for a locale: its own, its language's, another of its language, the atlas's language, the first."""
    for wanted in (locale, language):
        part = wanted.partition("-")[0]
        if wanted in locales:
            return locales[wanted]
        if part in locales:
            return locales[part]
        for known, text in locales.items():
            if part and known.partition("-")[0] == part:
                return text
    return next(iter(locales.values()))


class _TextSchema:
    """How pydantic reads a `Text`: a text, or a mapping of locales."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_wrap_validator_function(
            _read_text,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(_write_text),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "propertyNames": {"pattern": f"^{LOCALE.pattern}$"},
                    "additionalProperties": {"type": "string"},
                    "minProperties": 1,
                },
            ]
        }


def _read_text(value: Any, handler: Any, info: Any) -> str:
    if isinstance(value, Translated):
        return value
    if isinstance(value, Mapping):
        if not value or not all(isinstance(key, str) and LOCALE.fullmatch(key) for key in value):
            raise ValueError("a text, or one for each locale: {en: Gift, de: Geschenk}")
        if any(isinstance(text, (Mapping, list, tuple)) or text is None for text in value.values()):
            raise ValueError("a text, or one for each locale: {en: Gift, de: Geschenk}")
        return Translated(
            {key: str(text) for key, text in value.items()}, (info.context or {}).get("language")
        )
    return handler(value)  # type: ignore[no-any-return]  # the handler is the schema of a text


def _write_text(value: str) -> Any:
    return dict(value.locales) if isinstance(value, Translated) else value


Text = Annotated[str, _TextSchema()]
"""A text that people read; in YAML a text, or one for each locale."""


def _hyphens(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class Model(BaseModel):
    """The base of all document types: frozen, no unknown keys, keys with hyphens.

    Where a list is expected, a single value is a list of one; a key without a value is as if it were not there. A type with a `shorthand` may be written as a bare
    value, which is the value of that field.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=_hyphens,
        populate_by_name=True,
        use_enum_values=True,
        allow_inf_nan=False,
    )
    shorthand: ClassVar[str] = ""

    @classmethod
    def from_bare(cls, value: Any) -> Any:
        """Return the mapping that a bare value stands for, or the value where it stands for none."""
        return {cls.shorthand: value} if cls.shorthand else value

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, data: Any) -> Any:
        if isinstance(data, dict):
            lists, optional = written_keys(cls)
            wrong = [
                key
                for key, value in data.items()
                if value is None or (key in lists and not isinstance(value, (list, tuple)))
            ]
            if not wrong:
                return data
            data = dict(data)
            for key in wrong:
                if data[key] is not None:
                    data[key] = (data[key],)
                elif key in optional:
                    del data[key]
            return data
        return cls.from_bare(data) if isinstance(data, (str, int, float)) else data


@cache
def written_keys(cls: type[Model]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys (and names) of a type's lists of any length, and of the fields that may be left out."""
    lists: set[str] = set()
    optional: set[str] = set()
    for name, field in cls.model_fields.items():
        if get_origin(field.annotation) is tuple and get_args(field.annotation)[-1] is Ellipsis:
            lists |= {name, field.alias or name}
        if not field.is_required():
            optional |= {name, field.alias or name}
    return frozenset(lists), frozenset(optional)
