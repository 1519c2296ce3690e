"""Whatever a file holds: a source or a problem with a step that helps, and no row is lost unseen."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import BadInputError

VALUES = st.sampled_from(
    [
        "", "n/a", "c1", "c2", "007", "1", "2", "5", "4.57E+11", "2024-01-05", "2024-02-31", "05/06/2024", "31.12.2024 10:00",
        "1704103200", "delivered", "canceled", "view", "12,50", "1.234,50", "€ 3", "eva@example.org", "It came late and broken",
        "Total", "'; drop table x; --", "=1+1", "\u202e", "é", "1" * 300, "9999-12-31", "{}", "NaN", "-",
    ]
)  # fmt: skip
NAMES = st.sampled_from(
    [
        "order_id", "customer_id", "event", "time", "ordered_at", "delivered_at", "estimated_delivery", "status", "value", "score",
        "comment", "id", "email", "channel", "session_id", "x", "created", "Users", "views", "user_id", "anonymous_id", "value_2",
    ]
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    head = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    rows = draw(st.lists(st.lists(VALUES, min_size=len(head), max_size=len(head)), min_size=1, max_size=12))
    return head, rows


@settings(max_examples=120)
@given(table=tables())
def test_any_table_gives_a_source_or_a_problem(reading_in, table: tuple[list[str], list[list[str]]]) -> None:
    head, rows = table
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    folder = Path(tempfile.mkdtemp())
    try:
        reading = reading_in(folder)
        path = reading.write("table.csv", text.getvalue())
        try:
            guessed = reading.guess(path)
            if [problem for problem in guessed.problems if problem.severity == "error"]:
                assert all(problem.help for problem in guessed.problems if problem.severity == "error")
                return
            fields = guessed.source.model_dump(exclude_defaults=True, exclude={"id", "files"})
            loaded = reading.load(path, **fields)
        except BadInputError as error:
            assert all(problem.code and problem.message for problem in error.problems)
            return
        if guessed.source.time is not None and "events" in loaded.tables:
            # Every row of a log is an event, a duplicate, or stands among those set aside.
            whole_rows = {
                row["line"]
                for row in loaded.aside
                if row["reason"] not in ("is no number", "is no whole number", "is no score")
            }
            assert (
                loaded.facts["events"] + loaded.facts["duplicates"] + len(whole_rows) >= loaded.facts["rows"]
            )
    finally:
        shutil.rmtree(folder)
