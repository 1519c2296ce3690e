"""The problem codes of the room `engines`."""

from __future__ import annotations

from footpath.base import register_codes

CODES = register_codes(
    "engines",
    {
        "engine-url": (
            "An engine is named by a URL: duckdb:// is the embedded one. The URL has a part that its engine does not "
            "understand, or no scheme."
        ),
        "engine-option": "An option of the engine cannot be read: memory is a number and a unit, as in 4GB.",
        "engine-memory": (
            "The query needed more memory than the engine may use, and could not spill enough to disk. Give it more "
            "(--memory 8GB), ask of a shorter period, or free space where it spills."
        ),
        "engine-disk": "The disk that the engine spills to is full, or the spill reached its cap.",
        "engine-time": "The query was stopped: it took longer than it may, or it was cancelled.",
        "engine-file": (
            "A prepared file cannot be read: it was moved, cut short or changed after it was prepared. Read the source "
            "again (footpath listen check)."
        ),
        "engine-failed": "The engine could not run the query. This is a fault of Footpath; the engine's own error is attached.",
        "list-name-taken": "A list of customers becomes a column of yes and no; the source has a column of that name already.",
        "engine-closed": "The workspace was closed before the question was asked.",
        "engine-cannot": (
            "The engine cannot do what was asked, and says so before anything runs: a table by name in an engine that holds "
            "no tables, files on a server that may not take them. The help names what to do instead."
        ),
        "engine-password": (
            "An engine's URL holds a password. It is not read from there, since URLs end up in histories and logs: set "
            "FOOTPATH_CLICKHOUSE_PASSWORD in the environment."
        ),
        "engine-unreachable": (
            "The server or cluster does not answer at the address of the engine's URL, does not let this user in, or gives no "
            "worker in time. See whether it runs, whether this machine reaches it, whether the password in the environment "
            "is right, and whether there are workers that are free."
        ),
        "engine-table": "The engine has no table of the name that the source gives, or does not let you read it.",
        "no-events": "A question about events was asked of sources that hold none (only answers, remarks or customers).",
        "rule-unknown-column": "A rule names a column that the table does not have; the nearest are named.",
        "rule-needs-customers": (
            "A rule over customers names a trait, but no source gives a table of customers (a source with traits)."
        ),
        "rule-over-customers": (
            "A rule that counts events (count, first, last) can tell customers apart, not events: it was used where "
            "events are meant."
        ),
    },
)
