"""The problem codes of `draw`."""

from __future__ import annotations

from footpath.base import register_codes

CODES = register_codes(
    "draw",
    {
        "unsafe-link": "A link in a picture begins with a scheme that runs code or opens files; only https, http, mailto "
        "and places inside the picture are written.",
        "unknown-journey": "The atlas has no journey of that id; the nearest are named.",
        "unknown-persona": "The atlas has no persona of that id, or none was named where the card of one was asked for.",
        "unknown-locale": "A locale is a language, and perhaps a script or region: `de`, `pt-BR`, `zh-Hant`.",
        "unknown-view": "The journey has no view of that id or form; the nearest are named.",
        "look-unreadable": "A colour of the house (`look` of the atlas) reaches less than 4.5:1 on a ground that words stand "
        "on; the map is drawn with the default ink.",
        "unsafe-picture": "Something that is no picture (PNG, JPEG, WebP, GIF, all of it inside) was to be put into a page.",
        "chart-width": "A chart is drawn from 420 to 2400 points wide; narrower its words would not fit, wider nobody could read it.",
        "unknown-lane": "The journey has no lane of that id or role; the nearest are named.",
    },
)
