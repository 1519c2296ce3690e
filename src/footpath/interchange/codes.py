"""The codes of problems at the border to other people's formats."""

from footpath.base import register_codes

register_codes(
    "interchange",
    {
        "unknown-format-ending": "No format is known by that ending of a file name. The message lists the endings that are.",
        "cannot-write": "The format can be read and not written (or the other way round); the message says which can.",
        "no-such-journey": "The atlas has no journey of that id; the nearest ids are named.",
        "no-such-lane": "The journey has no lane of that id; the nearest ids are named.",
    },
)
