"""The codes of problems at the border to other people's formats."""

from footpath.base import register_codes

register_codes(
    "interchange",
    {
        "unknown-format-ending": "No format is known by that ending of a file name. The message lists the endings that are.",
        "cannot-write": "The format can be read and not written (or the other way round); the message says which can.",
        "cannot-read": "The format can be written and not read; the message says which can be read.",
        "not-this-format": "What was handed over is not in the format that it was read as. The message says what is missing; name another format with `--from`.",
        "no-such-journey": "The atlas has no journey of that id; the nearest ids are named.",
        "no-such-lane": "The journey has no lane of that id; the nearest ids are named.",
    },
)
