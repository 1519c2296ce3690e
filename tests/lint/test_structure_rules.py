"""Family S: thresholds on both sides, other languages, and what is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from footpath.atlas import load_texts
from footpath.lint import RULES, Subject, check
from footpath.lint.settings import read_settings


def load(journey: str, **files: str):
    texts = {
        "atlas.yaml": "footpath: 1\ntitle: A\n",
        "journeys/example.yaml": f"footpath: 1\nid: example\n{journey}",
        **{name.replace("__", "/") + ".yaml": text for name, text in files.items()},
    }
    loaded = load_texts(texts)
    assert [str(problem) for problem in loaded.problems] == []
    return loaded


def said(loaded, code: str) -> list[str]:
    return [finding.message for finding in check(loaded, only=[code])]


def steps(*lines: str, more: str = "") -> str:
    return f"title: T\n{more}stages:\n  - title: S\n    steps:\n" + "".join(
        f"      - {{{line}}}\n" for line in lines
    )


def staged(*titles: str, more: str = "") -> str:
    return f"title: T\n{more}stages:\n" + "".join(f'  - title: "{title}"\n' for title in titles)


# ---------------------------------------------------------------- thresholds of the house


@pytest.mark.parametrize(
    ("code", "setting", "journey"),
    [
        ("S001", "{least: 1}", staged("A", "B")),
        ("S001", "{most: 12}", staged(*"ABCDEFGHIJ")),
        ("S002", "{most-in-a-stage: 12}", steps(*(f"title: t{n}" for n in range(11)))),
        ("S003", "{most: 30}", "PLACEHOLDER"),
        ("S004", "{least-share: 0.05}", steps(*(f"title: t{n}" for n in range(9)), "title: z, thought: x")),
        ("S006", "{alike: 1.0}", steps("title: I visit the flat", "title: I visit the flats")),
        ("S008", "{most: 9}", steps(*(f"title: t{n}" for n in range(9)))),
        (
            "S009",
            "{least: 4}",
            steps("title: a, support: x", *(f"title: t{n}" for n in range(3)), "title: z, support: x"),
        ),
        ("E001", "{least-share: 0}", steps("title: a")),
        ("E004", "{strong: 1.9}", steps("title: a, emotion: 1.5")),
    ],
)
def test_a_house_sets_its_own_threshold(code: str, setting: str, journey: str) -> None:
    if journey == "PLACEHOLDER":
        journey = staged("A", more=f"lanes: [{', '.join(LANES[:21])}]\n")
    assert said(load(journey), code)
    house = f"footpath: 1\ntitle: A\ncheck: {{{code}: {setting}}}\n"
    loaded = load(journey, atlas=house)
    assert said(loaded, "A003") == []
    assert said(loaded, code) == []


# ---------------------------------------------------------------- S003

LANES = [
    "goal",
    "motive",
    "interest",
    "concern",
    "spending",
    "action",
    "thought",
    "emotion",
    "quote",
    "touchpoint",
    "channel",
    "artefact",
    "duration",
    "expectation",
    "barrier",
    "driver",
    "criticality",
    "measure",
    "our-zone",
    "message",
    "brand-goal",
    "opportunity",
]


@pytest.mark.parametrize(("lanes", "found"), [(20, False), (21, True)])
def test_twenty_lanes_can_be_read(lanes: int, found: bool) -> None:
    assert bool(said(load(staged("A", more=f"lanes: [{', '.join(LANES[:lanes])}]\n")), "S003")) is found


def test_a_first_view_with_few_lanes_is_what_is_shown() -> None:
    more = f"lanes: [{', '.join(LANES)}]\nviews: [{{form: grid, lanes: [action, emotion]}}]\n"
    assert said(load(staged("A", more=more)), "S003") == []


# ---------------------------------------------------------------- S005


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ("{title: B}", True),
        ("{title: B, owner: [x, y]}", True),
        ("{title: B, steps: [{title: t, measure: median-wait}]}", True),
        ("{title: B, goal: to be there}", False),
        ("{title: B, steps: [{title: t, thought: why}]}", False),
        ("{title: B, steps: [{title: t, journey: child}]}", False),
        ("{title: B, when: count(event = 'x') >= 2}", False),
    ],
)
def test_when_a_stage_is_empty(second: str, found: bool) -> None:
    text = f"title: T\nstages:\n  - {{title: A, goal: x}}\n  - {second}\n"
    loaded = load(text, journeys__child="id: child\ntitle: C\nstages: [{title: D, goal: y}]\n")
    assert bool(said(loaded, "S005")) is found


def test_an_empty_map_is_said_once() -> None:
    assert said(load(staged("A", "B", "C")), "S005") == ["no stage of the map holds a cell yet"]


# ---------------------------------------------------------------- S006


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("商品を選ぶ", "商品を運ぶ", False),
        ("商品を選ぶ", "商品を選ぶ", True),
        ("Ich rufe die Praxis an", "Ich ruffe die Praxis an", True),
        ("Я жду курьера", "Я жду курьеров", True),
        ("I see it", "I see at", False),
    ],
)
def test_nearly_the_same_in_other_languages(a: str, b: str, found: bool) -> None:
    assert bool(said(load(steps(f"id: a, title: {a}", f"id: b, title: {b}")), "S006")) is found


def test_many_titles_that_differ_in_one_word_are_no_more_work_than_others(work) -> None:
    def find(count: int) -> Any:
        text = steps(
            *(
                f"id: s{n}, title: I see {chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}word"
                for n in range(count)
            )
        )
        subject = Subject(load(text), settings=read_settings({}, {"S006": RULES.get("S006")}))
        return lambda: list(RULES.get("S006").find(subject))

    assert work(find(1600)) < 11 * work(find(400))  # all against all would be 16 times


# ---------------------------------------------------------------- S007


@pytest.mark.parametrize(
    ("language", "titles", "ends"),
    [
        ("en", ("Ordering", "Use"), ["begins"]),
        ("en", ("Need", "Ordering"), ["ends"]),
        ("en", ("Need", "Ordering", "Use"), []),
        ("en", ("Need", "Use"), []),
        ("en", ("Buying",), []),
        ("en", ("Need", "Before the purchase", "Use"), []),
        ("en", ("After the purchase", "Use"), []),
        ("en", ("Need", "Paying and leaving"), ["ends"]),
        ("en", ("Getting my things in order", "Use"), []),
        ("de", ("Bedarf", "Kauf"), ["ends"]),
        ("de", ("Kaufberatung", "Nutzung"), []),
        ("es", ("Compra", "Uso"), ["begins"]),
        ("en", ("Покупка", "Использование"), ["begins"]),
        ("ja", ("購入", "利用"), ["begins"]),
        ("zh", ("认知", "购买"), ["ends"]),
        ("zh", ("购买前", "使用"), []),
        ("ko", ("구매 결정", "사용"), ["begins"]),
        ("ar", ("الوعي", "الشراء"), ["ends"]),
        ("xx", ("Purchase", "Use"), []),
    ],
)
def test_where_the_purchase_stands(language: str, titles: tuple[str, ...], ends: list[str]) -> None:
    loaded = load(staged(*titles), atlas=f"footpath: 1\ntitle: A\nlanguage: {language}\n")
    assert [message.split()[2] for message in said(loaded, "S007")] == ends


TILL = "touchpoints: [{id: till, title: The till, channel: payment}, {id: window, title: The window}]\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title: T\nstages:\n  - {title: A, touchpoint: till}\n  - {title: B, touchpoint: window}\n", True),
        ("title: T\nkind: user\nstages:\n  - {title: A, touchpoint: till}\n  - {title: B}\n", False),
        ("title: T\nkind: life\nstages:\n  - {title: A, touchpoint: till}\n  - {title: B}\n", False),
        (
            "title: T\nstages:\n  - {title: A, steps: [{title: I look}, {title: I go in, touchpoint: till}]}\n  - {title: B}\n",
            False,
        ),
        (
            "title: T\nstages:\n  - title: Need\n  - title: Buying\n  - {title: Coming back, touchpoint: till}\n",
            False,
        ),
    ],
    ids=["paid at once", "a user's", "a life", "steps before", "paid again"],
)
def test_a_touchpoint_of_payment_tells_the_purchase_where_no_title_does(text: str, found: bool) -> None:
    assert bool(said(load(text, touchpoints=TILL), "S007")) is found


def test_a_map_that_another_one_opens_is_a_part_on_purpose() -> None:
    child = "id: child\ntitle: C\nstages: [{title: Buying}, {title: Use}]\n"
    assert said(load(staged("A"), journeys__child=child), "S007")
    assert said(load(steps("title: I buy, journey: child"), journeys__child=child), "S007") == []


# ---------------------------------------------------------------- S008


@pytest.mark.parametrize(
    ("first", "count", "found"),
    [
        ("id: s0, title: t0", 8, False),
        ("id: s0, title: t0", 9, True),
        ("id: s0, title: t0, next: s1", 9, True),
        ("id: s0, title: t0, next: s2", 9, False),
        ("id: s0, title: t0, next: [s1, s5]", 9, False),
        ("id: s0, title: t0, next: [s1, gone]", 9, False),
        ("id: s0, title: t0, optional: true", 9, False),
    ],
)
def test_what_is_no_straight_line(first: str, count: int, found: bool) -> None:
    lines = [first, *(f"id: s{n}, title: t{n}" for n in range(1, count))]
    loaded = load(steps(*lines, more="ends: {wanted: there, unwanted: gone}\n"))
    assert bool(said(loaded, "S008")) is found


def test_a_loop_from_the_last_step_is_a_loop() -> None:
    lines = [f"id: s{n}, title: t{n}" for n in range(8)]
    assert said(load(steps(*lines, "id: s8, title: t8, next: s3")), "S008") == []


# ---------------------------------------------------------------- S009


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ("x..x", False),
        ("x...x", True),
        ("...x", False),
        ("x...", False),
        ("x...x...x", True),
        (".....", False),
    ],
)
@pytest.mark.parametrize("lane", ["frontstage-people", "backstage-system", "support", "mine"])
def test_how_long_an_actor_may_be_silent(cells: str, found: bool, lane: str) -> None:
    lines = [f"title: t{n}" + (f", {lane}: works" if cell == "x" else "") for n, cell in enumerate(cells)]
    more = "lanes: [{id: mine, role: action, persona: p}]\n" if lane == "mine" else ""
    loaded = load(steps(*lines, more=more), personas__p="id: p\nname: P\n")
    assert len(said(loaded, "S009")) == (cells.count("...x", 1) if found else 0)


@pytest.mark.parametrize("lane", ["thought", "barrier", "policy", "risk"])
def test_other_lanes_may_be_silent(lane: str) -> None:
    lines = [f"title: t0, {lane}: x", *(f"title: t{n}" for n in range(1, 6)), f"title: t6, {lane}: x"]
    assert said(load(steps(*lines)), "S009") == []


def test_a_cell_of_a_stage_fills_its_columns() -> None:
    text = steps("title: a, support: x", "title: b", "title: c", "title: d", "title: e, support: x")
    assert said(load(text.replace("title: S\n", "title: S\n    support: all the while\n")), "S009") == []


# ---------------------------------------------------------------- S011


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Awareness", True),
        ("Purchase", True),
        ("Consideration phase", True),
        ("Purchase of the house", False),
        ("Consideration for the neighbours", False),
        ("Conversion to Islam", False),
        ("Loss of awareness", False),
        ("Erwägung", True),
        ("Покупка", True),
        ("購入", True),
        ("购买阶段", True),
        ("Achat", True),
        ("Lebensabend", False),
    ],
)
def test_stages_of_a_sale_on_the_map_of_a_life(title: str, found: bool) -> None:
    language = {"Erwägung": "de", "Achat": "fr", "購入": "ja"}.get(title, "en")
    house = f"footpath: 1\ntitle: A\nlanguage: {language}\n"
    assert bool(said(load(staged(title, more="kind: life\n"), atlas=house), "S011")) is found
    assert said(load(staged(title), atlas=house), "S011") == []
