"""Families V and O: what their examples do not show, above all what they must leave alone."""

from __future__ import annotations

import json
from datetime import date

import pytest

from footpath.lint import check

TODAY = date(2026, 11, 21)
SOURCES = "sources:\n  - {id: e, files: e.csv, customer: c, time: t, event: e}\n"


def steps(*lines: str, head: str = "") -> str:
    return f"footpath: 1\nid: j\ntitle: T\n{head}stages:\n  - title: S\n    steps:\n" + "".join(
        f"      - {{{line}}}\n" for line in lines
    )


def run(*rows: dict, made: str = "2026-11-21T09:30:00Z", **more) -> dict[str, str]:
    data = {"footpath-measures": 1, "journey": "j", "made": made, "rows": list(rows), **more}
    return {f"measures/{made[:10]}T0930Z-1.json": json.dumps(data)}


def row(on: str, id_: str, measure: str, value: float | None, **more) -> dict:
    return {
        "on": on,
        "id": id_,
        "measure": measure,
        "value": value,
        "unit": "x",
        "n": 90,
        "source": "e",
        **more,
    }


def messages(atlas, code: str, journey: str, **files: str) -> list[str]:
    named = {
        f"{name.replace('house', 'atlas')}.yaml": text for name, text in files.items() if "/" not in name
    }
    named |= {name: text for name, text in files.items() if "/" in name}
    loaded = atlas.files({"journeys/j.yaml": journey, **named})
    assert [str(one) for one in loaded.problems if one.severity == "error"] == []
    return [one.message for one in check(loaded, only=[code], today=TODAY)]


LINK = "evidence: {{link: {}, sentence: so they said}}"
NUMBER = "evidence: {source: e, measure: share-lost}"


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        ([LINK.format("a"), LINK.format("b")], []),
        ([LINK.format("a")] * 3, ["the 3 pieces of evidence on this map are all words, all from a"]),
        ([LINK.format(x) for x in "abc"], ["the 3 pieces of evidence on this map are all words"]),
        ([NUMBER] * 3, ["the 3 pieces of evidence on this map are all numbers, all from e"]),
        ([NUMBER, NUMBER, LINK.format("a")], []),
    ],
    ids=["too few to say", "one talk", "several talks", "numbers alone", "both"],
)
def test_one_kind_of_evidence(atlas, evidence: list[str], found: list[str]) -> None:
    journey = steps(*(f"title: s{n}, thought: {{text: hm, {one}}}" for n, one in enumerate(evidence)))
    assert messages(atlas, "V002", journey, sources=SOURCES) == found


def test_the_newest_numbers_are_a_kind_of_evidence_too(atlas) -> None:
    journey = steps(*(f"title: s{n}, thought: {{text: hm, {LINK.format('a')}}}" for n in range(3)))
    measured = run(row("step", "s0", "reach", 9))
    assert messages(atlas, "V002", journey, sources=SOURCES, **measured) == []
    counted_words = run(row("step", "s0", "remarks", 9))
    assert messages(atlas, "V002", journey, sources=SOURCES, **counted_words) != []


@pytest.mark.parametrize(
    ("head", "last", "found"),
    [
        ("", "2026-08-24", False),
        ("", "2026-08-01", True),
        ("review: {cadence: 1 year}\n", "2026-08-01", False),
        ("status: retired\n", "2020-01-01", False),
    ],
    ids=["within three months", "older", "its own cadence", "retired"],
)
def test_stale_evidence(atlas, head: str, last: str, found: bool) -> None:
    house = "footpath: 1\ntitle: A\nreview: {cadence: 3 months}\n"
    measured = run(row("step", "a", "reach", 9, to=last), made="2026-11-01T09:30:00Z")
    said = messages(atlas, "V003", steps("id: a, title: A", head=head), house=house, **measured)
    assert bool(said) is found


def test_without_a_day_or_a_cadence_nothing_is_old(atlas) -> None:
    files = {
        "journeys/j.yaml": steps("id: a, title: A"),
        **run(row("step", "a", "reach", 9, to="2001-01-01")),
    }
    assert check(atlas.files(files), only=["V003"], today=TODAY) == []
    files["atlas.yaml"] = "title: A\nreview: {cadence: 3 months}\n"
    assert check(atlas.files(files), only=["V003"]) == []


@pytest.mark.parametrize(("share", "found"), [(0.1, False), (0.101, True), (None, False)])
def test_unmapped_traffic(atlas, share: float | None, found: bool) -> None:
    measured = run(row("journey", "j", "share-unmapped", share))
    assert bool(messages(atlas, "V005", steps("title: A"), **measured)) is found


EMOTION = "title: s{}, emotion: {{score: 1, evidence: {{source: e, measure: {}}}}}"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([EMOTION.format(0, "emotion-scores"), EMOTION.format(1, "emotion-words")], True),
        ([EMOTION.format(0, "emotion-scores"), EMOTION.format(1, "emotion-scores")], False),
        (["title: a, measure: nps", "title: b, measure: csat"], True),
        (["title: a, measure: nps", "title: b, measure: median-wait"], False),
        (["title: a, number: {value: 4, unit: of 5}", "title: b, number: {value: 7, unit: of 10}"], True),
        (["title: a, number: {value: 4, unit: of 5}", "title: b, number: {value: 3, unit: of 5}"], False),
        (["title: a, number: {value: 4, unit: min}", "title: b, number: {value: 7, unit: EUR}"], False),
    ],
)
def test_mixed_scales(atlas, lines: list[str], found: bool) -> None:
    assert bool(messages(atlas, "V007", steps(*lines), sources=SOURCES)) is found


def test_a_cell_that_rests_on_scores_and_on_words_mixes_nothing(atlas) -> None:
    both = "title: a, emotion: {score: 1, evidence: [{source: e, measure: emotion-scores}, {source: e, measure: emotion-words}]}"
    lines = [both, EMOTION.format(1, "emotion-scores")]
    assert messages(atlas, "V007", steps(*lines), sources=SOURCES) == []


CRITICAL = "id: a, title: A, criticality: high"


@pytest.mark.parametrize(
    ("journey", "found"),
    [
        (steps(CRITICAL), True),
        (steps("id: a, title: A, criticality: medium"), False),
        (steps(CRITICAL, head="kind: life\n"), False),
        (steps(CRITICAL, head="state: to-be\n"), False),
        (steps(CRITICAL, head="company: Theirs\n"), False),
        (steps(CRITICAL + ", measure: nps"), False),
        (steps(CRITICAL + ", touchpoint: seen"), False),
        (steps(CRITICAL + ", touchpoint: unseen"), True),
        (steps(CRITICAL + ", barrier: {text: x, " + NUMBER + "}"), False),
    ],
)
def test_unmeasured_moments_of_truth(atlas, journey: str, found: bool) -> None:
    library = "touchpoints:\n  - {id: seen, title: S, when: event = 'x'}\n  - {id: unseen, title: U}\n"
    said = messages(atlas, "V008", journey, touchpoints=library, sources=SOURCES)
    assert bool(said) is found


def test_words_tied_to_a_critical_step_are_a_measure_of_it(atlas) -> None:
    assert messages(atlas, "V008", steps(CRITICAL), **run(row("step", "a", "remarks", 12))) == []


@pytest.mark.parametrize(
    ("opportunity", "missing"),
    [
        ("{id: o, text: Do, answers: b, owner: A, effort: 1}", ""),
        ("{id: o, text: Do, owner: A, impact: 3}", "has no barrier or evidence behind it"),
        ("{id: o, text: Do, answers: b, effort: 1}", "has no owner"),
        ("{id: o, text: Do, answers: b, owner: A}", "has nothing to rank it by"),
        ("{id: o, text: Do, answers: b}", "has no owner and nothing to rank it by"),
        ("{id: o, text: Do, status: shipped}", ""),
        ("{id: o, text: Do, status: dropped}", ""),
    ],
)
def test_bare_opportunities(atlas, opportunity: str, missing: str) -> None:
    library = f"opportunities:\n  - {opportunity}\n"
    journey = steps("title: A, barrier: {id: b, text: B}")
    said = messages(atlas, "O002", journey, opportunities=library)
    assert said == ([f'the opportunity "Do" {missing}'] if missing else [])


def test_an_opportunity_that_stands_beside_a_barrier_or_driver_has_a_reason(atlas) -> None:
    library = "opportunities:\n  - {id: o, text: Do, owner: A, effort: 1}\n"
    for beside, found in (("barrier: B", False), ("driver: D", False), ("thought: T", True)):
        said = messages(atlas, "O002", steps(f"title: A, {beside}, opportunity: o"), opportunities=library)
        assert bool(said) is found


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (["effort: 1"] * 5, True),
        (["effort: 1"] * 4, False),
        (["effort: 1"] * 4 + ["effort: 2"], False),
        (["effort: 1"] * 4 + ["effort: 1, status: dropped"], False),
        (["owner: A"] * 6, False),
        (["effort: 1, answers: low"] * 4 + ["effort: 1, answers: high"], False),
    ],
    ids=["five alike", "four", "one differs", "one dropped", "none scored", "the barriers differ"],
)
def test_scores_all_equal(atlas, entries: list[str], found: bool) -> None:
    library = "opportunities:\n" + "".join(
        f"  - {{id: o{n}, text: T, {one}}}\n" for n, one in enumerate(entries)
    )
    journey = steps("title: A, barrier: [{id: low, text: L, severity: 1}, {id: high, text: H, severity: 5}]")
    assert bool(messages(atlas, "O003", journey, opportunities=library)) is found


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("id: old, title: Old", False),
        ("id: new, title: New", True),
        ("id: new, title: New, improves: old", False),
        ("id: new, title: New, opportunity: o", False),
        ("id: aimed, title: New", False),
    ],
)
def test_new_steps_of_a_map_to_be(atlas, step: str, found: bool) -> None:
    said = messages(
        atlas,
        "O005",
        steps(step, head="state: to-be\nimproves: today\n"),
        opportunities="opportunities:\n  - {id: o, text: T, target: {measure: nps, step: aimed, to: 1}}\n",
        **{
            "journeys/today.yaml": steps("id: old, title: Old", "id: aimed, title: X").replace(
                "id: j", "id: today"
            )
        }
        if step != "id: aimed, title: New"
        else {"journeys/today.yaml": steps("id: aimed, title: X").replace("id: j", "id: today")},
    )
    assert bool(said) is found


SHIPPED = "opportunities:\n  - {{id: o, text: Do, answers: b, status: shipped{}}}\n"


@pytest.mark.parametrize(
    ("more", "measured", "why"),
    [
        ("", {}, "nothing was measured since"),
        ("", run(row("step", "a", "reach", 9)), ""),
        (
            ", due: 2026-12-01",
            run(row("step", "a", "reach", 9)),
            "the newest measures (2026-11-21) are from before 2026-12-01",
        ),
        (", due: 2026-11-01", run(row("step", "a", "reach", 9)), ""),
        (
            ", target: {measure: nps, step: a, to: 30}",
            run(row("step", "a", "reach", 9)),
            "the newest measures do not hold the nps of a that it aims at",
        ),
        (", target: {measure: nps, step: a, to: 30}", run(row("step", "a", "nps", 9)), ""),
    ],
)
def test_nobody_told(atlas, more: str, measured: dict[str, str], why: str) -> None:
    journey = steps("id: a, title: A, barrier: {id: b, text: B}")
    said = messages(atlas, "O006", journey, opportunities=SHIPPED.format(more), sources=SOURCES, **measured)
    assert said == ([f'"Do" is shipped, and {why}'] if why else [])


def test_where_nothing_can_be_measured_yet_nobody_is_blamed(atlas) -> None:
    journey = steps("id: a, title: A, barrier: {id: b, text: B}")
    assert messages(atlas, "O006", journey, opportunities=SHIPPED.format("")) == []
