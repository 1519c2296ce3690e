"""The text layer: what is read, what is refused and where, and how small edits look."""

from __future__ import annotations

from typing import Any

import pytest

from footpath.atlas.yamltext import MAX_NODES, Mapping, Scalar, find, parse_yaml, to_data
from footpath.atlas.yamltext.resolve import resolve
from footpath.atlas.yamltext.splice import Edit


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse_yaml(text, "a.yaml").problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("on", "on"), ("1:30", "1:30"), ("2026-11-21", "2026-11-21"), ("007", 7), ("0o17", 15), ("0x1F", 31),
        ("-1", -1), ("+2", 2), ("1.", 1.0), (".5", 0.5), ("1e3", 1000.0), ("1_000", "1_000"), ("0b1", "0b1"), ("true", True),
        ("TRUE", True), ("yes", "yes"), ("~", None), ("null", None), ("", None), ("Null", None), ("٣", "٣"), ("9" * 50, "9" * 50),
    ],
)  # fmt: skip
def test_d23_plain_scalars_mean_what_yaml_1_2_says(text: str, value: object) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_d21_a_byte_order_mark_is_kept_and_not_counted() -> None:
    parsed = parse_yaml("\ufefftitle: &x y", "a.yaml")
    assert parsed.problems[0].place.column == 8
    edit = Edit(parse_yaml("\ufefftitle: y\n"), "a.yaml")
    edit.put((), "title", "z")
    assert edit.done()[0].text == "\ufefftitle: z\n"


def test_d22_windows_line_ends_are_kept_and_lines_counted_alike() -> None:
    assert parse_yaml("a: 1\r\nb: &x\r\n", "a.yaml").problems[0].place.line == 2
    edit = Edit(parse_yaml("a: 1\r\nb:\r\n  - x\r\n"), "a.yaml")
    edit.insert(("b",), 1, "z")
    edit.put((), "a", "one\ntwo")
    assert edit.done()[0].text == "a: |-\r\n  one\r\n  two\r\nb:\r\n  - x\r\n  - z\r\n"


def test_characters_that_other_readers_take_for_line_ends_are_text() -> None:
    assert to_data(parse_yaml("a: x\u2028y\nb: \x85z\n").tree) == {"a": "x\u2028y", "b": "\x85z"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &b 1", "yaml-anchor"), ("a: *b", "yaml-anchor"), ("<<: {}", "yaml-anchor"), ("a: !b 1", "yaml-tag"), ("a: ! 1", "yaml-tag"),
        ("%YAML 1.2\n---\na: 1", "yaml-directive"), ("a: 1\n---\nb: 1", "yaml-documents"), ("a:\n\t- b", "yaml-tab"),
        ("a: \x00", "yaml-control-character"), ("a: \ud800", "yaml-control-character"), ("? a\n: b", "yaml-key"), ("[a]: b", "yaml-key"),
        (": b", "yaml-syntax"), ("{? a : b}", "yaml-key"), ("a: -.INF", "yaml-not-finite"), ("a: .nan", "yaml-not-finite"), ("a: 1e999", "yaml-not-finite"),
        ("a: 1\na: 2", "duplicate-key"), ("a: [", "yaml-syntax"), ("a: b: c", "yaml-syntax"),
    ],
)  # fmt: skip
def test_d24_to_d30_what_the_format_has_not_is_refused(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_quoted_texts_and_lone_signs_are_no_refused_things() -> None:
    assert codes("a: '&b'\nb: \"<<\"\nc: x & y\nd: 'why?'\n\"<<\": 1\ne: why?\nf: b\n") == []


def test_d31_depth_and_size_are_limited_before_anything_is_built(work: Any) -> None:
    assert work(lambda: codes("a: " + "[" * 20_000)) < 5_000
    assert work(lambda: codes("a: " + "x" * (4 * 1024 * 1024))) < 500
    assert codes("a: " + "[" * 20_000) == ["yaml-too-deep"]
    assert codes("a: &a [x]\nb: &b [*a, *a]") == ["yaml-anchor"] * 4
    assert codes("a: " + "x" * (4 * 1024 * 1024)) == ["file-too-large"]
    assert codes("a: " + "[" * 31 + "]" * 31) == []
    assert codes("a: " + "[" * 32 + "]" * 32) == ["yaml-too-deep"]
    assert codes("[" + "a," * MAX_NODES + "]") == ["yaml-too-many-nodes"]


def test_spans_are_code_points_of_the_node_alone() -> None:
    text = "# 😀\nkey: é  # c\nlist:\n  - 'q'  # d\n\n  # e\nlast: |\n  a\n\n\n# end\n"
    tree = parse_yaml(text).tree
    assert isinstance(tree, Mapping)
    shown = {entry.key.text: text[entry.value.start : entry.value.end] for entry in tree.entries}
    assert shown == {"key": "é", "list": "- 'q'", "last": "|\n  a"}


def edited(text: str, *steps: tuple[object, ...]) -> str:
    edit = Edit(parse_yaml(text), "a.yaml")
    for name, *arguments in steps:
        getattr(edit, str(name))(*arguments)
    return edit.done()[0].text


@pytest.mark.parametrize(
    ("text", "step", "expected"),
    [
        ("a: 1  # c\n", ("put", (), "a", 2), "a: 2  # c\n"),
        ("a:\nb: 1\n", ("put", (), "a", "x"), "a: x\nb: 1\n"),
        ("a: # c\n  - 1\n", ("put", (), "a", "x"), "a: # c\n  x\n"),
        ("a:\n  - 1 # one\n  - 2\n", ("put", (), "a", "x"), "a: x\n"),
        ("a: |  # why\n  x\n  y\nb: 1\n", ("put", (), "a", "z"), "a: z  # why\nb: 1\n"),
        ("a: x # c\n", ("put", (), "a", "l\nm"), 'a: "l\\nm" # c\n'),
        ("a: {b: 1, c: 2}\n", ("put", ("a",), "b", "x, y"), "a: {b: 'x, y', c: 2}\n"),
        ("a: {b}\n", ("put", ("a",), "b", 1), "a: {b: 1}\n"),
        ("a: {b: }\n", ("put", ("a",), "b", 1), "a: {b: 1 }\n"),
        ("a: {}\n", ("put", ("a",), "b", 1), "a: {b: 1}\n"),
        ("a: []\nb: 1\n", ("insert", ("a",), 0, "x"), "a: [x]\nb: 1\n"),
        ("a:\n- x # 1\n# c\n- y\n", ("insert", ("a",), 1, "z"), "a:\n- x # 1\n- z\n# c\n- y\n"),
        ("a:\n- x # 1\n# c\n- y", ("insert", ("a",), 2, "z"), "a:\n- x # 1\n# c\n- y\n- z"),
        ("a: [x, y] # c\n", ("insert", ("a",), 1, "z"), "a: [x, z, y] # c\n"),
        ("a: [x, # 1\n  y # 2\n  ]\n", ("remove", ("a", 1)), "a: [x # 1\n   # 2\n  ]\n"),
        ("- a: 1\n  b: 2\n- c: 3\n", ("remove", (0, "a")), "- b: 2\n- c: 3\n"),
        ("a: 1 # x\nb: 2\n", ("remove", ("a",)), "b: 2\n"),
        ("# top\na: 1\n# b's\nb: 2\n# end\n", ("remove", ("b",)), "# top\na: 1\n# b's\n# end\n"),
        ("a:\n  - x\nb: 1\n", ("remove", ("a", 0)), "a: []\nb: 1\n"),
        ("steps:\n  - x\n", ("put", (), "a", 1), "a: 1\nsteps:\n  - x\n"),
        ("a:\n    b: 1\n", ("put", (), "c", {"d": {"e": "x" * 90}, "f": "y" * 40}), "a:\n    b: 1\nc:\n    d: {e: " + "x" * 90 + "}\n    f: " + "y" * 40 + "\n"),
    ],
)  # fmt: skip
def test_an_edit_changes_its_own_bytes(text: str, step: tuple[object, ...], expected: str) -> None:
    assert edited(text, step) == expected


def test_a_step_carries_the_comment_above_it() -> None:
    text = "a:\n  - x\n  # about y\n  - y\n  - z\n"
    edit = Edit(parse_yaml(text), "a.yaml")
    taken = edit.cut(("a", 1))
    edit.insert(("a",), 3, taken=taken)
    assert edit.done()[0].text == "a:\n  - x\n  - z\n  # about y\n  - y\n"


def test_find_says_none_where_nothing_is() -> None:
    tree = parse_yaml("a: [1]").tree
    assert isinstance(find(tree, ("a", 0)), Scalar)  # type: ignore[arg-type]
    assert find(tree, ("a", 3)) is None  # type: ignore[arg-type]
    assert find(tree, ("b", "c")) is None  # type: ignore[arg-type]
