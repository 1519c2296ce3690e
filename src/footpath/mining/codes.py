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
        "question-too-large": (
            "The answer would need more memory than a laptop has; the message says what makes it so large and what to ask instead."
        ),
        "costs-unreadable": (
            "A table of costs (a row a day and channel) cannot be understood: no column is the channel or the cost, days could "
            "stand in two orders, or amounts are in several currencies. The message names the option that settles it."
        ),
        "pattern-syntax": (
            "A pattern could not be read. Steps are names or {rules}, separated by commas; !x may not stand between its "
            "neighbours, x? may be missing, directly x follows with nothing between, x within 10m comes at most so long "
            "after the step before, and all within 1h, at the end, bounds the whole. Names with commas, question marks or "
            'such words in them stand in "quotes".'
        ),
        "question-cell": (
            "Who is behind a count was asked, and the result has no such count: name it as its rows do, a funnel's step, a "
            "pair of transitions, a path, a group, a segment."
        ),
        "customer-unknown": "One customer's own path was asked for, and no event names a customer of that id.",
        "question-without-who": "The customers behind a count were asked of a question that cannot tell them.",
        "sample-ratio-mismatch": (
            "The variants of a test have customers in another ratio than planned, further off than chance would have it (p "
            "under 0.001). Something decides with who is in which variant, and differences between them may come from that."
        ),
    },
)
