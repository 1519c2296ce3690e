"""Rules of docs/spec/document.md that nothing else here shows: D42 and D54."""

from __future__ import annotations

import pytest

from footpath.atlas import SetField, apply, load_texts


def _texts(journey: str) -> dict[str, str]:
    return {
        "atlas.yaml": "title: Shop\n",
        "sources.yaml": "sources: [{id: reviews, files: [a.csv]}]\n",
        "journeys/j.yaml": journey,
    }


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ("{source: reviews, theme: price}", None),
        ("{link: 'https://example.org', sentence: half of them compare}", None),
        ("{source: reviews}", "exactly one of measure, exit, wait, question, theme, remarks"),
        ("{source: reviews, theme: price, exit: look}", "exactly one of measure, exit, wait"),
        ("{theme: price}", "a `source`, or a `link`"),
        ("{link: 'https://example.org'}", "a link with a `sentence`"),
        ("{link: 'https://example.org', sentence: so it is, source: reviews}", "a link stands alone"),
    ],
)
def test_d42_evidence_names_a_source_and_one_thing_or_is_a_link(evidence: str, expected: str | None) -> None:
    stage = f"{{title: Search, action: {{text: looks, evidence: [{evidence}]}}, steps: [{{id: look, title: I look}}]}}"
    problems = load_texts(_texts(f"title: Gift\nstages: [{stage}]\n")).problems
    assert len(problems) == (expected is not None)
    assert all(expected in str(problem.expected) for problem in problems if expected)


@pytest.mark.parametrize(("thing", "id_"), [("step", "i-look"), ("stage", "search")])
def test_d54_what_had_no_id_keeps_the_one_it_had_when_its_title_changes(thing: str, id_: str) -> None:
    texts = _texts("title: Gift\nstages:\n  - title: Search\n    steps:\n      - title: I look\n")
    after = apply(texts, SetField(thing, id_, "title", "Something else", journey="j"))  # type: ignore[arg-type]
    assert f"id: {id_}\n" in after.texts["journeys/j.yaml"]
    assert load_texts(after.texts).problems == ()
