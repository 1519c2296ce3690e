"""A map whose only source is words needs no rules: remarks say what they are about."""

from __future__ import annotations

from footpath.atlas import load_texts
from footpath.lint import check

ATLAS = "footpath: 1\ntitle: Cards\n"
JOURNEY = "title: Using a card\nsources: [{source}]\nstages:\n  - title: Paying\n    steps:\n      - {{title: I pay, touchpoint: till}}\n"
LIBRARY = "touchpoints:\n  - {id: till, title: The till, ownership: owned}\n"
SOURCES = (
    "sources:\n"
    "  - {id: clicks, files: [clicks.csv], customer: who, time: at, event: what}\n"
    "  - {id: questions, files: [questions.csv], text: [text], about: topic}\n"
)


def found(source: str) -> set[str]:
    texts = {
        "atlas.yaml": ATLAS,
        "journeys/card.yaml": JOURNEY.format(source=source),
        "touchpoints.yaml": LIBRARY,
        "sources.yaml": SOURCES,
    }
    return {finding.code for finding in check(load_texts(texts))}


def test_a_touchpoint_without_a_rule_is_dead_only_where_events_could_tell() -> None:
    assert "V004" in found("clicks")
    assert "V004" not in found("questions")
