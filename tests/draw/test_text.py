"""Widths and line breaks: by the fonts that come along, never wider than the room."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.draw.text import FACES, clean, face, missing, width, wrap

WORDS = st.text(alphabet=st.sampled_from("abcXYZ äöщλ漢字。,-/’…0123 \u200d👩🏽é"), max_size=90)


def test_kerning_is_measured() -> None:
    assert width("AVATAR", "sans-400", 10) < sum(width(letter, "sans-400", 10) for letter in "AVATAR")


def test_figures_are_tabular_in_every_face() -> None:
    for name in FACES:
        assert len({round(width(figure, name, 10), 4) for figure in "0123456789"}) == 1, name


def test_a_width_grows_with_the_size() -> None:
    assert width("Basket", "sans-600", 14) == pytest.approx(2 * width("Basket", "sans-600", 7))


@settings(max_examples=150)
@given(WORDS, st.floats(12, 200), st.integers(1, 5), st.integers(1, 12))
def test_no_line_is_wider_than_its_room(text: str, room: float, lines: int, words: int) -> None:
    laid = wrap(text, "sans-400", 7.7, room, lines=lines, words=words)
    assert len(laid.lines) <= lines
    widest = max((face("sans-400").width(c) * 7.7 for c in clean(text)), default=0)
    for line, wide in zip(laid.lines, laid.widths, strict=True):
        assert wide == pytest.approx(width(line, "sans-400", 7.7))
        assert wide <= max(room, widest + 8) + 0.01


@settings(max_examples=100)
@given(WORDS, st.floats(30, 200))
def test_nothing_is_lost_where_nothing_is_cut(text: str, room: float) -> None:
    laid = wrap(text, "sans-400", 7.7, room)
    assert not laid.cut
    assert "".join(laid.lines).replace(" ", "") == clean(text).replace(" ", "")


def test_a_long_text_is_cut_at_a_word() -> None:
    laid = wrap("one two three four five six seven eight", "sans-400", 8, 60, lines=2)
    assert laid.cut
    assert laid.lines[-1].endswith("…")
    assert laid.lines[-1][:-1].split()[-1] in ["one", "two", "three", "four", "five", "six", "seven", "eight"]


def test_ideographs_break_anywhere_but_before_a_closing_mark() -> None:
    laid = wrap("顧客は注文を確認する。そして待つ。", "sans-400", 8, 44)
    assert len(laid.lines) > 2
    assert all(not line.startswith("。") for line in laid.lines)


def test_a_joined_family_is_never_taken_apart() -> None:
    laid = wrap("👩‍👩‍👧 👩🏽‍🦰", "sans-400", 8, 14)
    assert all(not line.startswith(("\u200d", "🏽")) for line in laid.lines)


def test_words_break_after_a_hyphen() -> None:
    assert wrap("check-out-counter", "sans-400", 8, 45).lines[0] == "check-out-"


def test_control_characters_and_direction_overrides_do_not_come_in() -> None:
    assert clean("a\u202eb\x00c\u2066d\x1b\n e") == "abcd e"


def test_characters_without_a_font_are_found() -> None:
    assert missing([("Łódź Ψ Ж", "sans-400"), ("漢a", "sans-600")]) == ["漢"]
