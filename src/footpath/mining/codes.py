"""The problem codes of the room `mining`."""

from __future__ import annotations

from footpath.base import register_codes

CODES = register_codes(
    "mining",
    {
        "question-parameter": "A question was asked with a parameter that it cannot use; the message says which values it takes.",
        "question-needs-walk": (
            "Episodes are walks through a journey: asking within episodes needs a journey (an atlas), not files alone."
        ),
    },
)
