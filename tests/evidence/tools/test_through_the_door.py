"""The whole way of an export, child process included: what a user sees of it, and that engines count the same."""

from __future__ import annotations

from pathlib import Path

from footpath.engines import open_engine
from footpath.evidence import guess, prepare

SAMPLES = Path(__file__).parent / "samples"


def test_e89_what_tying_changed_is_shown_and_is_what_engines_count(tmp_path: Path) -> None:
    guessed = guess([SAMPLES / "segment.jsonl"])
    prepared = prepare(guessed.source, SAMPLES, screens=guessed.screens)
    text = " ".join(prepared.report.render().split())
    assert "5 events, 1 order, 2 customers" in text
    assert "The columns are those of Segment." in text
    assert "Ids that turned out to be known customers: 1. Their 2 events of before" in text
    assert "who are 2 instead of 3" in text
    assert "Called by their screen: page." in text
    assert "a-1" not in text.replace("a-1…", "")
    workspace = open_engine(memory="512MB", threads=1, temp=tmp_path).workspace([prepared])
    try:
        events = workspace.events
        rows = workspace.fetch(events.select("customer_key", "event", "occurred_us").order_by("occurred_us"))
        keys = [row["customer_key"] for row in rows.to_pylist()]
        assert len(set(keys)) == prepared.report.customers
        assert keys[:4] == [keys[0]] * 4  # the browser's first page is the later customer's
        assert keys[4] != keys[0]
    finally:
        workspace.close()


def test_e92_other_screens_are_other_events_in_the_cache() -> None:
    guessed = guess([SAMPLES / "posthog.csv"])
    kinds = prepare(guessed.source, SAMPLES, screens=guessed.screens).report.kinds
    assert set(kinds) == {"/", "/products/*", "$identify", "add_to_cart", "purchase"}
    plain = guessed.source.model_copy(update={"screens": None})
    assert "$pageview" in prepare(plain, SAMPLES).report.kinds
