"""The problem codes of insight."""

from footpath.base import register_codes

CODES = register_codes(
    "insight",
    {
        "nothing-to-count": "The sources of a journey hold no events, so nothing can be counted; remarks alone give no reach or times.",
        "unbound-journey": "No touchpoint of the journey has a rule, so no event can be told to belong to it.",
        "unknown-source": "A journey names a source that the atlas does not have.",
        "nothing-to-draft": "The events hold nothing that a journey could be drafted from.",
    },
)
