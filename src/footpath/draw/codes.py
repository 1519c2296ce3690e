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
        "unknown-lane": "The journey has no lane of that id or role; the nearest are named.",
    },
)
