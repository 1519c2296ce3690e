"""The icons of channels: drawn by us on a 16 grid, outlines of 1.2 pt with round ends, one idea each.

Each is a list of strokes in a small notation: `M x y`, `L x y`, `C x1 y1 x2 y2 x y`, `Z`, and `O x y r` for a circle.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from footpath.atlas.types import Channel

ICONS: dict[str, str] = {
    "home": "M 2 8 L 8 2.5 L 14 8 M 3.6 6.8 L 3.6 13.5 L 12.4 13.5 L 12.4 6.8 M 6.6 13.5 L 6.6 9.6 L 9.4 9.6 L 9.4 13.5",
    "search": "O 7 7 4.6 M 10.4 10.4 L 14.2 14.2",
    "talk": "M 2 2.5 L 10.5 2.5 L 10.5 8.5 L 6 8.5 L 3.8 10.6 L 3.8 8.5 L 2 8.5 Z"
    " M 12.6 5.6 L 14 5.6 L 14 11.6 L 12.6 11.6 L 12.6 13.6 L 10.4 11.6 L 7 11.6",
    "browser": "M 2 3 L 14 3 L 14 13 L 2 13 Z M 2 6 L 14 6 M 4 4.5 L 4.1 4.5 M 6 4.5 L 6.1 4.5",
    "review": "M 2 2.5 L 14 2.5 L 14 11 L 8 11 L 5 13.8 L 5 11 L 2 11 Z"
    " M 8 4.2 L 8.75 5.9 L 10.5 6.1 L 9.2 7.3 L 9.55 9 L 8 8.15 L 6.45 9 L 6.8 7.3 L 5.5 6.1 L 7.25 5.9 Z",
    "tag": "M 2.2 2.5 L 8 2.5 L 14 8.5 L 8.8 13.8 L 2.2 8 Z O 5.2 5.4 .7",
    "bag": "M 3.4 5.5 L 12.6 5.5 L 13.6 13.6 L 2.4 13.6 Z M 5.6 7.4 L 5.6 4.6 C 5.6 1.6 10.4 1.6 10.4 4.6 L 10.4 7.4",
    "envelope": "M 2 3.6 L 14 3.6 L 14 12.6 L 2 12.6 Z M 2.2 4 L 8 8.8 L 13.8 4",
    "card": "M 1.8 3.6 L 14.2 3.6 L 14.2 12.6 L 1.8 12.6 Z M 1.8 6.4 L 14.2 6.4 M 4 9.8 L 7 9.8",
    "van": "M 1.5 3.8 L 9.5 3.8 L 9.5 11.4 L 6.2 11.4 M 3.2 11.4 L 1.5 11.4 L 1.5 3.8 M 9.5 6.4 L 12.3 6.4 L 14.5 8.8"
    " L 14.5 11.4 L 13.2 11.4 M 10.2 11.4 L 9.5 11.4 O 4.7 11.8 1.5 O 11.7 11.8 1.5",
    "box": "M 8 1.8 L 13.8 4.6 L 13.8 11.4 L 8 14.2 L 2.2 11.4 L 2.2 4.6 Z M 2.2 4.6 L 8 7.4 L 13.8 4.6 M 8 7.4 L 8 14.2",
    "chat": "M 2 2.8 L 14 2.8 L 14 11 L 8 11 L 5 13.8 L 5 11 L 2 11 Z M 5 6.9 L 5.1 6.9 M 8 6.9 L 8.1 6.9 M 11 6.9 L 11.1 6.9",
    "phone": "M 3 2.4 L 5.8 2.4 L 7 5.8 L 5.3 7.1 C 6 8.8 7.2 10 8.9 10.7 L 10.2 9 L 13.6 10.2 L 13.6 13"
    " C 13.6 13.5 13 13.8 12.4 13.7 C 7 13 3 9 2.3 3.6 C 2.2 3 2.5 2.4 3 2.4 Z",
    "mobile": "M 4.4 1.8 L 11.6 1.8 L 11.6 14.2 L 4.4 14.2 Z M 7.4 12.2 L 8.6 12.2",
    "shop": "M 2.2 6 L 3.4 2.4 L 12.6 2.4 L 13.8 6 Z M 3.2 6 L 3.2 13.6 L 12.8 13.6 L 12.8 6"
    " M 6.4 13.6 L 6.4 9.4 L 9.6 9.4 L 9.6 13.6",
    "share": "O 4 8 1.9 O 12 3.9 1.9 O 12 12.1 1.9 M 5.7 7.1 L 10.3 4.8 M 5.7 8.9 L 10.3 11.2",
    "megaphone": "M 2.2 6.4 L 5.4 6.4 L 12.6 2.8 L 12.6 12.2 L 5.4 9.6 L 2.2 9.6 Z M 4.6 9.6 L 5.8 13.6 L 7.4 13.6 L 6.8 10.2",
    "newspaper": "M 2.4 2.8 L 11.4 2.8 L 11.4 13.4 L 3.6 13.4 C 2.8 13.4 2.4 13 2.4 12.2 Z M 11.4 6 L 13.8 6 L 13.8 12.2"
    " C 13.8 13 13.4 13.4 12.6 13.4 L 11.4 13.4 M 4.6 5.6 L 9.2 5.6 M 4.6 8.2 L 9.2 8.2 M 4.6 10.8 L 7.4 10.8",
    "person": "O 8 5 2.7 M 2.8 13.8 C 2.8 7.6 13.2 7.6 13.2 13.8 Z",
    "headset": "M 2.8 9.6 L 2.8 8 C 2.8 1.2 13.2 1.2 13.2 8 L 13.2 9.6 M 2.8 8.6 L 5.2 8.6 L 5.2 12.4 L 2.8 12.4 Z"
    " M 13.2 8.6 L 10.8 8.6 L 10.8 12.4 L 13.2 12.4 Z M 13.2 12.4 C 13.2 14 11.4 14.2 9 14.2",
    "calendar": "M 2.4 3.6 L 13.6 3.6 L 13.6 13.6 L 2.4 13.6 Z M 2.4 6.6 L 13.6 6.6 M 5.2 2 L 5.2 4.6 M 10.8 2 L 10.8 4.6",
    "document": "M 3.6 1.8 L 9.6 1.8 L 12.6 4.8 L 12.6 14.2 L 3.6 14.2 Z M 9.4 2 L 9.4 5 L 12.4 5 M 5.8 8 L 10.4 8 M 5.8 10.8 L 10.4 10.8",
    "pin": "M 8 14.4 C 5 10.6 3.4 8.6 3.4 6.4 C 3.4 .3 12.6 .3 12.6 6.4 C 12.6 8.6 11 10.6 8 14.4 Z O 8 6.4 1.6",
    "screen": "M 1.8 3 L 14.2 3 L 14.2 11.4 L 1.8 11.4 Z M 5.4 13.8 L 10.6 13.8",
    "gear": "O 8 8 2.3 O 8 8 4.6 M 8 1.6 L 8 3.4 M 8 12.6 L 8 14.4 M 1.6 8 L 3.4 8 M 12.6 8 L 14.4 8 M 3.5 3.5 L 4.7 4.7"
    " M 11.3 11.3 L 12.5 12.5 M 3.5 12.5 L 4.7 11.3 M 11.3 4.7 L 12.5 3.5",
    "spot": "O 8 8 5.4 O 8 8 1.2",
}
"""Icon name to strokes."""

_WORDS: tuple[tuple[str, str], ...] = (
    ("search", "search google bing seo sea query"),
    ("envelope", "email e-mail mail newsletter inbox"),
    ("review", "review reviews rating trustpilot"),
    ("tag", "marketplace comparison price offer coupon voucher"),
    ("bag", "basket cart checkout order"),
    ("card", "payment pay card invoice bank billing"),
    ("van", "courier delivery carrier shipping logistics parcel"),
    ("box", "packaging package product unboxing"),
    ("chat", "chat messenger whatsapp bot sms"),
    ("headset", "support service helpdesk hotline callcentre call-centre call-center"),
    ("phone", "phone telephone call"),
    ("mobile", "app mobile push"),
    ("shop", "store shop branch showroom till pos"),
    ("share", "social instagram facebook tiktok linkedin community"),
    ("megaphone", "advert ad ads advertising campaign display banner"),
    ("newspaper", "print press flyer letter post catalogue catalog leaflet"),
    ("talk", "word-of-mouth mouth friends friend referral"),
    ("person", "sales adviser advisor agent field visit staff"),
    ("calendar", "event fair appointment booking"),
    ("document", "document contract paper form manual"),
    ("pin", "place map location street outdoor"),
    ("screen", "tv video television"),
    ("gear", "system backend internal erp crm"),
    ("home", "home household"),
    ("browser", "web website site online page portal shop-site"),
)


def icon_of(channel: Channel | None, id_: str = "") -> str:
    """Return the icon of a channel: the one that it names, else by a word in its id or title, else a plain spot."""
    if channel is not None and channel.icon in ICONS:
        return str(channel.icon)
    words = " ".join((id_, channel.id if channel else "", channel.title if channel else "")).lower()
    parts = {*words.split(), *words.replace("-", " ").replace("_", " ").split()}
    for name, keys in _WORDS:
        if parts & set(keys.split()):
            return name
    return "spot"


@lru_cache(maxsize=64)
def strokes(name: str) -> tuple[tuple[Any, ...], ...]:
    """Return an icon's strokes as path commands on the 16 grid."""
    out: list[tuple[Any, ...]] = []
    tokens = ICONS.get(name, ICONS["spot"]).split()
    index = 0
    needs = {"M": 2, "L": 2, "C": 6, "Z": 0, "O": 3}
    while index < len(tokens):
        letter = tokens[index]
        numbers = [float(t) for t in tokens[index + 1 : index + 1 + needs[letter]]]
        index += 1 + needs[letter]
        out.extend(_circle(*numbers) if letter == "O" else [(letter, *numbers)])
    return tuple(out)


def _circle(x: float, y: float, r: float) -> list[tuple[Any, ...]]:
    k = 0.5523 * r
    return [
        ("M", x + r, y),
        ("C", x + r, y + k, x + k, y + r, x, y + r),
        ("C", x - k, y + r, x - r, y + k, x - r, y),
        ("C", x - r, y - k, x - k, y - r, x, y - r),
        ("C", x + k, y - r, x + r, y - k, x + r, y),
        ("Z",),
    ]
