"""JSON Lines: values keep the text they were written with; doubled keys, cut lines and deep nests never pass unseen."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.base import BadInputError
from footpath.evidence.raw import RawTable, ReadOptions, read_raw


def read(folder: Path, data: str | bytes, how: ReadOptions | None = None) -> RawTable:
    path = folder / "a.jsonl"
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return read_raw(path, how)


def test_values_are_text_and_objects_are_columns_with_dots(tmp_path: Path) -> None:
    raw = read(
        tmp_path,
        '{"id": 9007199254740993, "a": {"b": 1.50, "c": {"d": true}}, "l": ["x", {"y": null}]}\n{"id": "007", "new": "", "e": {}}\n',
    )
    assert raw.table.to_pylist() == [
        {
            "id": "9007199254740993",
            "a.b": "1.50",
            "a.c.d": "true",
            "l": '["x", {"y": null}]',
            "new": None,
            "e": None,
        },
        {"id": "007", "a.b": None, "a.c.d": None, "l": None, "new": None, "e": "{}"},
    ]
    assert raw.lines.to_pylist() == [1, 2]


def test_lines_that_cannot_be_used_are_set_aside(tmp_path: Path) -> None:
    lines = [
        '{"id": "1"}',
        '{"id": "a", "id": "b"}',
        "",
        "[1, 2]",
        '{"id": "\\ud800"}',
        '{"a": {"b": 1}, "a.b": 2}',
        "nonsense",
        '{"id": "2"}',
        '{"id": "cut',
    ]
    raw = read(tmp_path, "\n".join(lines))
    assert [(aside.line, aside.reason) for aside in raw.aside] == [
        (2, "the key 'id' stands twice"),
        (4, "no JSON object"),
        (5, "half a character (a lone surrogate)"),
        (6, "the key 'a.b' stands twice"),
        (7, "no JSON at character 1: Expecting value"),
        (9, "no JSON at character 8: Unterminated string starting at"),
    ]
    assert raw.table.to_pylist() == [{"id": "1"}, {"id": "2"}]
    assert raw.lines.to_pylist() == [1, 8]


def test_odd_keys_and_values_are_set_aside(tmp_path: Path) -> None:
    lines = [
        '{"\\ud800": 1}',
        '{"a": "x\\u0000y"}',
        '{"a": [{"b": 1, "b": 2}]}',
        '{"é": "ü"}',
        '{"a": NaN, "b": 1}',
    ]
    raw = read(tmp_path, "\n".join(lines) + "\n")
    assert [(aside.line, aside.reason) for aside in raw.aside] == [
        (1, "half a character (a lone surrogate)"),
        (2, "NUL bytes"),
        (3, "a key inside a list stands twice"),
    ]
    assert [{k: v for k, v in row.items() if v} for row in raw.table.to_pylist()] == [{"é": "ü"}, {"b": "1"}]


def test_a_nest_is_set_aside_and_an_abyss_is_refused(tmp_path: Path) -> None:
    raw = read(
        tmp_path,
        '{"id": 1}\n{"id": ' + '{"x": ' * 40 + "1" + "}" * 41 + '\n{"id": ' + "[" * 40 + "]" * 40 + "}\n",
    )
    assert [aside.line for aside in raw.aside] == [2, 3]
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, '{"id": 1}\n{"a": ' * 1 + "[" * 200_000 + "]" * 200_000 + "}\n")
    assert (caught.value.problems[0].code, caught.value.problems[0].place.line) == ("reader-too-deep", 2)


@pytest.mark.parametrize("indent", [None, 1])
def test_a_document_with_a_list_of_objects_is_a_table_too(tmp_path: Path, indent: int | None) -> None:
    items = [{"a": 1}, {"a": 2, "b": "x"}]
    expected = [{"a": "1", "b": None}, {"a": "2", "b": "x"}]
    assert read(tmp_path, json.dumps(items, indent=indent)).table.to_pylist() == expected
    assert (
        read(
            tmp_path, json.dumps({"meta": {"n": 2}, "data": {"rows": items}}, indent=indent)
        ).table.to_pylist()
        == expected
    )
    cut = read(tmp_path, json.dumps([*items, {"a": 3}], indent=indent)[:-5])
    assert (cut.table.num_rows, cut.facts.aside) == (2, 1)


def test_files_without_objects_are_refused(tmp_path: Path) -> None:
    for data in ("[]", '{"a": [1', "{nonsense\nmore nonsense\n"):
        with pytest.raises(BadInputError) as caught:
            read(tmp_path, data)
        assert caught.value.problems[0].help


def test_gzip_utf_16_and_the_first_rows(tmp_path: Path) -> None:
    text = "".join(json.dumps({"id": n, "s": "é"}, ensure_ascii=False) + "\n" for n in range(100))
    assert read(tmp_path, gzip.compress(text.encode())).facts.compression == "gzip"
    raw = read(tmp_path, text.encode("utf-16"))
    assert (raw.facts.encoding, raw.table.column("s")[99].as_py()) == ("UTF-16", "é")
    some = read(tmp_path, text, ReadOptions(rows=7))
    assert (some.table.num_rows, some.facts.complete) == (7, False)
    assert read(tmp_path, text, ReadOptions(rows=0)).facts.columns == ("id", "s")


KEYS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=".\uffff"), max_size=4)
LEAVES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\uffff"), min_size=1, max_size=5),
    st.none(),
    st.booleans(),
    st.integers(),
)


@given(st.lists(st.dictionaries(KEYS, LEAVES, max_size=4), min_size=1, max_size=20).filter(any))
def test_what_a_program_wrote_comes_back(
    tmp_path_factory: pytest.TempPathFactory, items: list[dict[str, object]]
) -> None:
    """Law: each object is a row with its line; each value is its text; true and false are words; null is null."""
    path = tmp_path_factory.mktemp("law") / "a.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    raw = read_raw(path, ReadOptions(format="jsonl"))

    def text(value: object) -> object:
        return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    found = [
        {name: value for name, value in row.items() if value is not None} for row in raw.table.to_pylist()
    ]
    assert found == [
        {name: text(value) for name, value in item.items() if value is not None} for item in items
    ]
    assert raw.lines.to_pylist() == list(range(1, len(items) + 1))
