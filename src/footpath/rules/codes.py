"""The problem codes of the room, each with its page."""

from __future__ import annotations

from footpath.base import register_codes

CODES = register_codes(
    "rules",
    {
        "rule-empty": 'A rule was expected and nothing stands there. Write what is meant, such as event = "delivered", '
        "or leave the key out.",
        "rule-too-long": "A rule may have 4 KiB at most. A long list of values is better one value of a property: derive "
        "a property in the source and compare that.",
        "rule-too-deep": "A rule may have 32 brackets and nots inside each other. `and` and `or` chains need no brackets "
        "of their own.",
        "rule-bad-character": "A sign that the language of rules does not know. Texts stand in straight quotes, column "
        "names with spaces or signs in backticks, and the words and, or, not join conditions.",
        "rule-unclosed": "A text, a column name in backticks or a bracket begins and does not end.",
        "rule-bad-value": "A number, date or duration that cannot be: a number past 64 bits, the 30th of February, an "
        "unknown unit. Dates are written 2018-05-31 or 2018-05-31T10:30, durations 10 days or 30 min.",
        "rule-unexpected": "Something else was expected at this place; the message says what, and shows what stands there.",
        "rule-two-values": "Both sides of a comparison are values, or both are counts: one side must be a column, or (over "
        "customers) one side a count, first or last.",
        "rule-wrong-kind": "The two sides of a comparison cannot be compared: a count with a text, the time of the first "
        "event with a number, true or false by size, values of different kinds in one list.",
        "rule-not-over-events": "count, first and last ask about all events of a customer. They belong in a segment (a rule "
        "over customers), not in the rule of a touchpoint or outcome, and not inside each other.",
    },
)
