"""The problem codes of the room, each with its page."""

from __future__ import annotations

from footpath.base import register_codes

CODES = register_codes(
    "voice",
    {
        "bad-scale": "A scale has two different ends, the worst first: [1, 5], or [6, 1] where 1 is the best. A score is never "
        "read without its scale.",
        "wrong-scale": "This kind of score is asked on another scale: a net promoter score from 0 to 10. An answer on 1 to 5 is "
        "a rating, whatever the question was called.",
    },
)
