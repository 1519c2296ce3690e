"""Laws of tidy text and of fresh text: the same document, the same comments, and twice is once.

Rules D92, D93, D94, D95 of docs/spec/document.md.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import Atlas, dump, format_text, formatted, load_texts
from footpath.base import has_errors

Write = Callable[[int], dict[str, str]]


def _tidy(texts: Mapping[str, str], lanes: dict[str, str]) -> dict[str, str]:
    return {file: format_text(text, file, lanes=lanes) for file, text in texts.items()}


def _comments(text: str) -> Counter[str]:
    return Counter(re.findall(r"# c\d+\b", text))


@pytest.mark.parametrize("first", range(0, 160, 40))
def test_tidy_text_says_the_same_with_all_comments_and_is_its_own_tidy_text(
    first: int, write_atlas: Write
) -> None:
    for seed in range(first, first + 40):
        texts = write_atlas(seed)
        loaded = load_texts(texts)
        lanes = {str(lane.id): lane.role for lane in loaded.atlas.lanes}
        tidy = _tidy(texts, lanes)
        assert load_texts(tidy).atlas == loaded.atlas, seed
        assert _tidy(tidy, lanes) == tidy, seed
        for file, text in texts.items():
            assert not formatted(text, file, lanes=lanes).problems, (seed, file)
            assert _comments(tidy[file]) == _comments(text), (seed, file)
            assert not re.search(r"[ \t]\r?$", _outside_blocks(tidy[file]), re.MULTILINE), (seed, file)
            assert tidy[file].endswith("\n"), (seed, file)
            assert not tidy[file].endswith("\n\n"), (seed, file)
            assert ("\r\n" in text) == ("\r\n" in tidy[file]), (seed, file)


def _outside_blocks(text: str) -> str:
    return text if "|" not in text and ">" not in text else ""


@pytest.mark.parametrize("first", range(0, 160, 40))
def test_fresh_text_of_a_document_is_the_document(first: int, write_atlas: Write) -> None:
    for seed in range(first, first + 40):
        atlas = load_texts(write_atlas(seed)).atlas
        again = load_texts(dump(atlas))
        assert not again.problems, seed
        assert again.atlas == atlas, seed


# ---------------------------------------------------------------- every field of every type

NASTY = (
    "no",
    "1:30",
    "- x",
    "a: b",
    "x #y",
    " lead",
    "'",
    '"',
    "a\nb",
    "a\n\nb\n",
    "😀",
    "0x1",
    "{x",
    "=",
    "~",
    "1e3",
)
LETTERS = "ab z,:#'\"-?!&*%@`|>{}[]\\=~0189.éשлم中😀\t"
WORDS = st.one_of(
    st.sampled_from(NASTY), st.text(alphabet=LETTERS, max_size=12).map(lambda text: f"{text}x{text}")
)
IDS = st.sampled_from(("a1", "b-2", "c.3", "ünï", "no", "1984", "x_y"))


def texts() -> st.SearchStrategy[Any]:
    per_locale = st.dictionaries(st.sampled_from(("en", "de", "he", "pt-BR")), WORDS, min_size=1, max_size=3)
    return st.one_of(WORDS, WORDS, per_locale)


def maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def joined(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda found: {key: value for part in found for key, value in part.items()})


DAYS = st.dates().map(str)
DURATIONS = st.sampled_from(("30 min", "10 days"))
ORIGINS = st.sampled_from(("person", "import", "drafted"))
NUMBERS = st.one_of(st.integers(-1000, 1000), st.floats(-1e6, 1e6, allow_nan=False))
SHARES = st.floats(0, 1)
EVIDENCE = st.one_of(
    joined(
        st.just({"source": "reviews"}),
        st.one_of(
            st.fixed_dictionaries({"theme": WORDS}),
            st.fixed_dictionaries({"measure": st.just("share-late")}),
            st.fixed_dictionaries({"remarks": st.lists(IDS, min_size=1, max_size=2)}),
            st.fixed_dictionaries({"exit": st.just("s1")}),
        ),
        maybe(among=st.just("late"), **{"from": DAYS, "to": DAYS}),
    ),
    st.fixed_dictionaries({"link": WORDS, "sentence": texts()}),
)
ABOUT = maybe(evidence=st.lists(EVIDENCE, min_size=1, max_size=2), persona=st.just("nadia"), origin=ORIGINS)
CELL = joined(st.fixed_dictionaries({"text": texts()}), ABOUT, maybe(id=IDS))
EMOTION = joined(st.fixed_dictionaries({"score": st.floats(-2, 2)}), maybe(word=texts()), ABOUT)
CRITICALITY = joined(
    st.fixed_dictionaries({"level": st.sampled_from(("low", "medium", "high"))}), maybe(why=texts()), ABOUT
)
NUMBER = joined(
    st.one_of(
        st.fixed_dictionaries({"value": NUMBERS}),
        st.fixed_dictionaries({"measure": st.just("nps")}),
        st.fixed_dictionaries({"text": texts()}),
    ),
    maybe(unit=WORDS),
    ABOUT,
)
IMAGE = joined(st.just({"picture": "pictures/a.png"}), maybe(text=texts()), ABOUT)
ATTACHMENTS = st.lists(
    joined(st.just({"file": "pictures/b.png"}), maybe(text=texts())), min_size=1, max_size=2
)


def many(cell: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(cell, min_size=1, max_size=2)


LANES = maybe(
    action=many(CELL),
    emotion=many(EMOTION),
    criticality=many(CRITICALITY),
    number=many(NUMBER),
    image=many(IMAGE),
    touchpoint=st.just(["web"]),
    opportunity=many(joined(st.just({"ref": "faster"}), maybe(text=texts()))),
    house=many(CELL),
)
BARRIER = joined(
    st.fixed_dictionaries({"text": texts()}),
    maybe(severity=st.integers(1, 5), kind=st.just("price"), when=st.just("late")),
    ABOUT,
)


@st.composite
def documents(draw: st.DrawFn) -> Atlas:
    """Return an atlas with any of all fields."""
    step_fields = maybe(
        optional=st.booleans(),
        next=st.lists(
            joined(st.just({"to": "s1"}), maybe(label=texts(), when=st.just("late"))), min_size=1, max_size=2
        ),
        typical=DURATIONS,
        journey=st.just("child"),
        improves=st.just("s1"),
        attachments=ATTACHMENTS,
        origin=ORIGINS,
    )
    stages = []
    for number in range(draw(st.integers(1, 2))):
        barrier = draw(maybe(barrier=BARRIER))
        if barrier:
            barrier["barrier"]["id"] = f"b{number}"
        step = {"id": f"s{number + 1}", "title": draw(texts()), **barrier, **draw(step_fields), **draw(LANES)}
        stage = {"id": f"st{number}", "title": draw(texts()), "steps": [step], **draw(LANES)}
        stages.append(
            {
                **stage,
                **draw(maybe(typical=DURATIONS, attachments=ATTACHMENTS, when=st.just('tier = "gold"'))),
            }
        )
    journey = {
        "title": draw(texts()),
        "stages": stages,
        **draw(
            maybe(
                claim=texts(),
                kind=st.sampled_from(("customer", "user", "life")),
                state=st.sampled_from(("as-is", "to-be")),
                company=texts(),
                beside=st.just("child"),
                improves=st.just("child"),
                status=st.sampled_from(("draft", "agreed")),
                purpose=texts(),
                personas=st.just(["nadia"]),
                scenario=texts(),
                horizon=maybe(typical=DURATIONS, silence=DURATIONS),
                follows=WORDS,
                begins=joined(st.fixed_dictionaries({"text": texts()}), maybe(touchpoint=st.just("web"))),
                ends=maybe(
                    wanted=many(joined(st.fixed_dictionaries({"text": texts()}), maybe(value=WORDS))),
                    unwanted=many(texts().map(lambda text: {"text": text})),
                ),
                owner=WORDS,
                hands=many(
                    joined(st.just({"from": "nadia", "to": "nadia", "step": "s1"}), maybe(text=texts()))
                ),
                notes=many(
                    joined(
                        st.fixed_dictionaries({"text": texts()}),
                        maybe(
                            id=IDS,
                            picture=st.just("pictures/c.png"),
                            author=WORDS,
                            tags=many(WORDS),
                            votes=st.integers(0, 9),
                            origin=ORIGINS,
                        ),
                    )
                ),
                sources=st.just(["reviews"]),
                reviewed=DAYS,
                review=st.just({"cadence": "90 days"}),
                views=many(
                    joined(
                        st.just({"form": "funnel"}),
                        maybe(
                            id=IDS,
                            title=texts(),
                            lanes=st.just(["action"]),
                            persona=st.just("nadia"),
                            stages=texts().map(lambda text: {"st0": text}),
                        ),
                    )
                ),
                attachments=ATTACHMENTS,
                origin=ORIGINS,
                allow=st.dictionaries(st.just("F001"), WORDS, max_size=1),
                lanes=st.just(
                    ["action", {"id": "house", "role": "text", "title": "House", "persona": "nadia"}]
                ),
            )
        ),
    }
    goals = many(CELL)
    persona = {
        "name": draw(texts()),
        **draw(
            maybe(
                summary=texts(),
                age=texts(),
                occupation=texts(),
                quote=CELL,
                interests=goals,
                goals=goals,
                pains=many(BARRIER),
                channels=st.just(["web", "kiosk"]),
                sliders=many(
                    joined(
                        st.fixed_dictionaries({"low": texts(), "high": texts(), "at": SHARES}),
                        maybe(**{"all-at": SHARES}),
                    )
                ),
                unknown=many(texts()),
                segment=st.just('count(event = "x") >= 2'),
                actor=WORDS,
                portrait=joined(st.just({"file": "pictures/n.png"}), maybe(text=texts())),
                attachments=ATTACHMENTS,
                origin=ORIGINS,
            )
        ),
    }
    head = {
        "title": draw(texts()),
        "lanes": [{"id": "house", "role": "text", "title": draw(texts())}],
        "channels": ["web", {"id": "kiosk", "title": draw(texts()), "icon": "desk"}],
        "departments": ["a b", {"id": "log", "title": draw(texts()), "typical": "2 days"}],
        **draw(
            maybe(
                language=st.sampled_from(("en", "de")),
                locales=st.just(["de", "pt-BR"]),
                zone=st.just("Europe/Lisbon"),
                currency=st.just("EUR"),
                team=many(WORDS),
                glossary=st.dictionaries(
                    IDS,
                    joined(st.fixed_dictionaries({"text": texts()}), maybe(customers=st.booleans())),
                    max_size=2,
                ),
                review=st.just({"cadence": "1 year"}),
                floor=st.integers(1, 9),
                look=st.just({"flow": "#102030"}),
                check=st.just({"S001": {"most": 12}, "emotion": "off"}),
                settings=st.dictionaries(IDS, st.one_of(NUMBERS, WORDS, st.booleans()), max_size=2),
            )
        ),
    }
    touchpoint = {
        "id": "web",
        "title": draw(texts()),
        **draw(
            maybe(
                channel=st.just("kiosk"),
                ownership=st.just("owned"),
                kind=st.sampled_from(("physical", "digital")),
                managed=st.booleans(),
                initiator=WORDS,
                department=st.just("a b"),
                when=st.just('event = "view"'),
                picture=st.just("pictures/w.png"),
                attachments=ATTACHMENTS,
            )
        ),
    }
    opportunity = {
        "id": "faster",
        "text": draw(texts()),
        **draw(
            maybe(
                owner=WORDS,
                effort=st.floats(0, 9),
                impact=st.floats(1, 5),
                confidence=SHARES,
                reach=st.floats(0, 1e6),
                importance=st.floats(0, 10),
                satisfaction=st.floats(0, 10),
                kano=st.sampled_from(("must-be", "attractive")),
                due=DAYS,
                link=WORDS,
                status=st.sampled_from(("idea", "shipped")),
                target=joined(
                    st.just({"measure": "nps", "to": 0.5}), maybe(step=st.just("s1"), **{"from": NUMBERS})
                ),
                evidence=st.lists(EVIDENCE, min_size=1, max_size=1),
            )
        ),
    }
    loaded = load_texts(
        {
            "atlas.yaml": json.dumps(head, ensure_ascii=False),
            "touchpoints.yaml": json.dumps({"touchpoints": [touchpoint]}, ensure_ascii=False),
            "sources.yaml": "sources:\n  - {id: reviews, files: r.csv, score: {column: s, scale: [1, 5]}, pseudonyms: false, days: 30}\n",
            "opportunities.yaml": json.dumps({"opportunities": [opportunity]}, ensure_ascii=False),
            "personas/nadia.yaml": json.dumps(persona, ensure_ascii=False),
            "journeys/child.yaml": "title: Child\nstages: [Only]\n",
            "journeys/j.yaml": json.dumps(journey, ensure_ascii=False),
        }
    )
    assert not has_errors(loaded.problems), loaded.problems
    return loaded.atlas


@settings(max_examples=60)
@given(documents())
def test_any_document_is_what_is_read_from_its_fresh_text(atlas: Atlas) -> None:
    written = dump(atlas)
    again = load_texts(written)
    assert not has_errors(again.problems), again.problems
    assert again.atlas == atlas
    tidy = {file: format_text(text, file, lanes={"house": "text"}) for file, text in written.items()}
    assert load_texts(tidy).atlas == atlas
    assert {file: format_text(text, file, lanes={"house": "text"}) for file, text in tidy.items()} == tidy


@settings(max_examples=150)
@given(st.text(alphabet="ab: -#|>[]{},'\"\n\r\t&*!?%=\u2028😀", max_size=60))
def test_any_text_is_put_in_form_or_left_as_it_is(text: str) -> None:
    for file in ("journeys/j.yaml", "touchpoints.yaml"):
        tidy = format_text(text, file)
        assert format_text(tidy, file) == tidy
