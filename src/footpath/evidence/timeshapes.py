"""How times are written: from a shape (digits replaced by 9) to where year, month, day and the rest stand in it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

Order = Literal["ymd", "dmy", "mdy"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero ene janeiro янв январь января gennaio gen januari",
            "feb february februar février fevrier févr fevr febrero fevereiro fev фев февраль февраля febbraio februari",
            "mar march mär märz maerz mrz mars marzo março marco мар март марта maart mrt",
            "apr april avril avr abril abr апр апрель апреля aprile",
            "may mai mayo maio май мая maggio mag mei",
            "jun june juni juin junio junho июн июнь июня giugno giu",
            "jul july juli juillet juil julio julho июл июль июля luglio lug",
            "aug august août aout agosto ago авг август августа augustus",
            "sep sept september septembre septiembre setembro set сен сент сентябрь сентября settembre",
            "oct october okt oktober octobre octubre outubro out окт октябрь октября ottobre ott",
            "nov november novembre noviembre novembro ноя нояб ноябрь ноября",
            "dec december dez dezember décembre decembre déc diciembre dic dezembro дек декабрь декабря dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+|^(?:mo|di|mi|do|fr|sa|so)\.?,?\s+"
)
_TIME = re.compile(
    r"(?P<h>9{1,2})(?:[:h.](?P<m>99))(?:[:m.](?P<s>99)(?:[.,:](?P<f>9{1,9}))?)?\s*(?P<ampm>[ap]\.?\s?m\.?)?"
    r"\s*(?P<zone>z|utc|gmt|(?:utc|gmt)?\s?[+\-−]9{1,2}(?::?99)?)?(?:\s*\[[a-z_/]+\])?$"
)
_TIME_WORDS = re.compile(r"^(?:,?\s*t?|\s*,?\s+(?:at|um|à|a las|às|в)\s+|\s*[-–]\s+|\s*\|\s*)$")
_NUMERIC = re.compile(
    r"(?P<a>9{1,4})(?P<s1>\s*[-/.年]\s*|\s+)(?P<b>9{1,2})(?P<s2>\s*[-/.月]\s*|\s+)(?P<c>9{1,4})(?:\s?[日.г]\.?)?"
)
_WORD_DMY = re.compile(
    r"(?P<d>9{1,2})(?:st|nd|rd|th|\.|º)?[\s\-/.]*(?:de\s+|of\s+)?(?P<mon>[^\W\d]+)\.?(?:\s+de)?[\s\-/.,]+(?P<y>9999|99)(?:\s*г\.?)?"
)
_WORD_MDY = re.compile(r"(?P<mon>[^\W\d]+)\.?\s+(?P<d>9{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>9999)")
_WORD_YMD = re.compile(r"(?P<y>9999)[\s\-/.]+(?P<mon>[^\W\d]+)[\s\-/.]+(?P<d>9{1,2})")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a shape's parts stand: (start, length) of each, fixed parts as numbers."""

    year: tuple[int, int] | None = None
    month: tuple[int, int] | int | None = None
    day: tuple[int, int] | None = None
    hour: tuple[int, int] | None = None
    minute: tuple[int, int] | None = None
    second: tuple[int, int] | None = None
    fraction: tuple[int, int] | None = None
    afternoon: bool | None = None
    offset: int | None = None  # sign, 0 without a zone
    offset_hour: tuple[int, int] | None = None
    offset_minute: tuple[int, int] | None = None
    unix: tuple[int, int] | None = None
    unix_per_second: int = 1


@lru_cache(maxsize=20_000)
def layout_of(shape: str, order: Order) -> Layout | None:
    """Return where the parts of a shape stand (in bytes), or None where it is no time."""
    text = shape.strip("\"' \t")
    start = shape.find(text) if text else 0
    unix = _unix_layout(text, start)
    if unix is not None:
        return unix
    week = _WEEKDAY.match(text)
    if week:
        start += week.end()
        text = text[week.end() :]
    for pattern, parts in (
        (_NUMERIC, _numeric),
        (_WORD_DMY, _worded),
        (_WORD_MDY, _worded),
        (_WORD_YMD, _worded),
    ):
        match = pattern.match(text)
        if match is None:
            continue
        date = parts(match, order)
        if date is None:
            continue
        clock = _clock(text, match.end())
        if clock is None:
            continue
        return _in_bytes(Layout(**date, **clock), shape, start)
    compact = _compact(text)
    return None if compact is None else _in_bytes(compact, shape, start)


def _unix_layout(text: str, start: int) -> Layout | None:
    match = re.fullmatch(r"(9+)(?:\.(9{1,9}))?", text)
    per_second = {10: 1, 13: 1000, 16: 10**6, 19: 10**9}.get(len(match.group(1))) if match else None
    if match is None or per_second is None:
        return None
    fraction = match.group(2)
    span = (start + match.start(2), len(fraction)) if fraction and per_second == 1 else None
    return Layout(unix=(start, len(match.group(1))), unix_per_second=per_second, fraction=span)


def _numeric(match: re.Match[str], order: Order) -> dict[str, Any] | None:
    a, b, c = (match.span(name) for name in "abc")
    long = [span[1] - span[0] for span in (a, b, c)]
    spans = [(span[0], span[1] - span[0]) for span in (a, b, c)]
    if long[0] == 4 and long[2] <= 2:
        year, month, day = spans
    elif long[0] <= 2 and long[2] in (2, 4):
        if long[2] == 2 and order == "ymd":
            if long[0] != 2:
                return None
            year, month, day = spans
        elif order == "mdy":
            month, day, year = spans
        else:
            # With the year written last, "ymd" cannot be meant: what was not settled reads day first,
            # and the guess asks before anything rests on it.
            day, month, year = spans
    else:
        return None
    return {"year": year, "month": month, "day": day}


def _worded(match: re.Match[str], _order: Order) -> dict[str, Any] | None:
    month = _MONTHS.get(match.group("mon"))
    if month is None:
        return None

    def span(name: str) -> tuple[int, int]:
        return match.start(name), match.end(name) - match.start(name)

    return {"year": span("y"), "month": month, "day": span("d")}


def _clock(text: str, at: int) -> dict[str, Any] | None:
    rest = text[at:]
    if not rest.strip():
        return {}
    zone_only = re.fullmatch(r"\s*(z|[+\-]99:?99)", rest)
    if zone_only:
        return {"offset": 0} if zone_only.group(1) == "z" else None
    digits = rest.find("9")
    if digits < 0 or not _TIME_WORDS.match(rest[:digits]):
        return None
    match = _TIME.match(rest[digits:])
    if match is None:
        return None
    base = at + digits
    clock: dict[str, Any] = {}
    for name, group in (("hour", "h"), ("minute", "m"), ("second", "s"), ("fraction", "f")):
        if match.group(group):
            clock[name] = (base + match.start(group), len(match.group(group)))
    if match.group("ampm"):
        clock["afternoon"] = match.group("ampm").startswith("p")
    zone = match.group("zone")
    if zone:
        clock |= _offset(zone, base + match.start("zone"))
    return clock


def _offset(zone: str, at: int) -> dict[str, Any]:
    sign = re.search(r"[+\-−]", zone)
    if sign is None:
        return {"offset": 0}
    digits = re.search(r"(9{1,2}):?(99)?$", zone)
    if digits is None:
        return {"offset": 0}
    out: dict[str, Any] = {"offset": 1 if sign.group() == "+" else -1}
    out["offset_hour"] = (at + digits.start(1), len(digits.group(1)))
    if digits.group(2):
        out["offset_minute"] = (at + digits.start(2), 2)
    return out


def _compact(text: str) -> Layout | None:
    """Read 20180531, 20180531T143000, 20180531143000 (with Z)."""
    match = re.fullmatch(r"9{8}(?:([t ]?)(9{6}|9{4})(?:\.(9{1,6}))?(z)?)?", text)
    if match is None:
        return None
    parts: dict[str, Any] = {"year": (0, 4), "month": (4, 2), "day": (6, 2)}
    clock = match.group(2)
    if clock:
        at = match.start(2)
        parts |= {"hour": (at, 2), "minute": (at + 2, 2)}
        if len(clock) == 6:
            parts["second"] = (at + 4, 2)
        if match.group(3):
            parts["fraction"] = (match.start(3), len(match.group(3)))
    if match.group(4):
        parts["offset"] = 0
    return Layout(**parts)


def _in_bytes(layout: Layout, shape: str, start: int) -> Layout:
    """Return the layout moved by `start` and counted in bytes (names of months may have letters of two)."""
    places = [0]
    for letter in shape:
        places.append(places[-1] + len(letter.encode("utf-8")))

    def moved(span: Any) -> Any:
        return (places[span[0] + start], span[1]) if isinstance(span, tuple) else span

    return Layout(**{f.name: moved(getattr(layout, f.name)) for f in dataclasses.fields(layout)})
