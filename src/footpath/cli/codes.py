"""The problem codes of the command line."""

from footpath.base import register_codes

CODES = register_codes(
    "cli",
    {
        "no-journey": "The journey that a command was asked for does not exist, or several exist and none was named.",
        "fault": "Something in Footpath itself went wrong. Nothing half-written is left; please report it.",
        "folder-in-use": "`footpath new` makes a new folder; it never writes into one that holds something already.",
        "unknown-ending": "`-o` picks the format by the file's ending, and this ending is none of those that can be written.",
        "source-exists": "A source of that name stands in `sources.yaml` already; names are unique, so that evidence can be replayed.",
        "bad-option": "An option has a form that cannot be read; the message shows the form.",
        "no-demo-data": "The demo's data are part of the package and of a checkout; this installation has neither. Install again.",
        "step-never-seen": "A funnel was asked for a step that no event has, so nobody can have come to it; the nearest names are given.",
        "count-under-floor": "The customers behind a count were asked, and there are fewer of them than `--floor` lets be shown.",
        "id-like-formula": "An id begins with a sign that makes a spreadsheet run what follows, so a CSV has an apostrophe before it; JSON and Parquet hold ids exactly.",
        "count-of-cases": "The customers behind a count were to be kept as a list, and the count is of cases.",
        "list-empty": "A list of customers was given, and nobody in it is in the source that is asked.",
        "own-ids-missing": "Customers' own ids were asked for, and the source, read again, does not hold all of them any more.",
        "no-input": "What a command was to read is not there, or is a folder that is no atlas.",
        "needs-option": "The command needs an option that it cannot guess; the message says which.",
    },
)
