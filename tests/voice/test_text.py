"""Words and sentences of remarks in many languages, and what says nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.voice import count_words, says_something, sentences
from footpath.voice.text import fold, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It came late. I am angry!", ["It came late.", "I am angry!"]),
        ("It cost 10.50 at 5 p.m. and broke", ["It cost 10.50 at 5 p.m. and broke"]),
        ("Dr. Silva was kind. Thank you.", ["Dr. Silva was kind.", "Thank you."]),
        ('"Never again!" she said.', ['"Never again!"', "she said."]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("late... very late", ["late...", "very late"]),
        ("Broken!No answer", ["Broken!", "No answer"]),
        ("配送が遅い。でも親切でした。", ["配送が遅い。", "でも親切でした。"]),
        ("أين الطلب؟ لم يصل", ["أين الطلب؟", "لم يصل"]),
        ("देर से आया। खराब था।", ["देर से आया।", "खराब था।"]),
        ("", []),
        (" . ", ["."]),
    ],
)
def test_sentences_stand_as_they_were_written(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(max_size=80))
def test_sentences_are_pieces_of_the_text_in_order(text: str) -> None:
    at = 0
    for sentence in sentences(text):
        at = text.index(sentence, at) + len(sentence)
        assert sentence == sentence.strip()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("I didn't get it", 4),
        ("a well-made lamp, really", 4),
        ("não recebi a encomenda", 4),
        ("देर से आया", 3),
        ("配送が遅い", 3),
        ("R$ 10,50 off", 3),
        ("👍👍", 0),
    ],
)
def test_words_are_counted_as_people_would(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    "text",
    ["", "  \n ", "n/a", "N.A.", "ok", "OK!!!", "👍👍👍", "-", "10/10", "...", "Nada a declarar", "sem comentários", "no comment",
     "good good", "5", "😡 ok", "Kein Kommentar.", "asdf asdf asdf"],
)  # fmt: skip
def test_what_says_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize(
    "text", ["came late", "не пришло", "配送が遅い", "لم يصل الطلب", "1 week late", "Muito bom"]
)
def test_what_says_something(text: str) -> None:
    assert says_something(text)


def test_accents_and_case_do_not_part_equal_words_but_vowel_signs_do() -> None:
    assert fold("NÃO Recebi") == "nao recebi"
    assert words("Ёлка") == words("елка")
    assert words("देर") != words("दर")
    assert words("配送遅") == ["配送", "送遅"]
    assert words("iPhone15ケース") == ["ケー", "ース", "iphone15"]
