"""Workbooks: weighed before they are parsed, one sheet, the header below its titles, ids as text."""

from __future__ import annotations

import datetime
import gzip
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from footpath.base import BadInputError
from footpath.evidence.limits import Limits
from footpath.evidence.raw import RawTable, ReadOptions, read_raw


def book(sheets: dict[str, list[list[Any]]], *, hidden: str | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]  # a new workbook has one
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name == hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def changed(data: bytes, member: str, pattern: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == member:
                text, count = re.subn(pattern.encode(), new.encode(), text, count=1)
                assert count == 1
            copy.writestr(entry.filename, text)
    return out.getvalue()


def read(folder: Path, data: bytes, how: ReadOptions | None = None, limits: Limits | None = None) -> RawTable:
    path = folder / "book.xlsx"
    path.write_bytes(data)
    return read_raw(path, how, limits=limits)


def refused(folder: Path, data: bytes, how: ReadOptions | None = None, limits: Limits | None = None) -> str:
    with pytest.raises(BadInputError) as caught:
        read(folder, data, how, limits)
    assert caught.value.problems[0].help
    return caught.value.problems[0].code


def test_cells_become_text_as_the_sheet_shows_them(tmp_path: Path) -> None:
    rows = [
        ["id", "day", "time", "n", "x", "ok", "clock"],
        [
            "007",
            datetime.date(2024, 1, 31),
            datetime.datetime(2024, 1, 31, 10, 5, 7),
            457123456789,
            0.1 + 0.2,
            True,
            datetime.time(9, 5),
        ],
        ["4.57E+11", None, datetime.datetime(2024, 2, 1), 5.0, -1.5, False, datetime.timedelta(hours=30)],
    ]
    raw = read(tmp_path, book({"Orders": rows}))
    assert [list(row.values()) for row in raw.table.to_pylist()] == [
        ["007", "2024-01-31", "2024-01-31 10:05:07", "457123456789", "0.3", "true", "09:05:00"],
        ["4.57E+11", None, "2024-02-01", "5", "-1.5", "false", "30:00:00"],
    ]
    assert raw.lines.to_pylist() == [2, 3]
    assert (raw.facts.sheet, raw.facts.sheets, raw.facts.header_line) == ("Orders", ("Orders",), 1)


def test_the_header_is_found_below_titles_and_beside_a_margin(tmp_path: Path) -> None:
    rows = [
        ["Orders of May"],
        [],
        [None, "order", "when", "n"],
        [None, "a", "2024-05-01", 1],
        [],
        [None, "b", "2024-05-02", 2],
        [None, "Total", None, 3],
    ]
    raw = read(tmp_path, book({"x": rows}))
    assert raw.facts.columns == ("order", "when", "n")
    assert (raw.facts.header_line, raw.facts.above) == (3, ("Orders of May",))
    assert raw.lines.to_pylist() == [4, 6]
    assert [(aside.line, aside.reason) for aside in raw.aside] == [(7, "is a row of totals")]


def test_a_sheet_is_chosen_named_and_its_neighbours_told(tmp_path: Path) -> None:
    data = book(
        {
            "Cover": [["Our report"]],
            "Old": [["a", "b"], [0, 0]],
            "May": [["a", "b"], [1, 2]],
            "June": [["a", "b"], [3, 4]],
        },
        hidden="Old",
    )
    raw = read(tmp_path, data)
    assert raw.facts.sheet == "May"
    (problem,) = raw.facts.problems
    assert (problem.code, problem.severity) == ("sheets-several", "warning")
    assert "'June'" in problem.message
    assert read(tmp_path, data, ReadOptions(sheet="june")).table.to_pylist() == [{"a": "3", "b": "4"}]
    assert refused(tmp_path, data, ReadOptions(sheet="Jule")) == "sheet-unknown"


def test_ids_that_the_spreadsheet_rounded_are_told(tmp_path: Path) -> None:
    raw = read(tmp_path, book({"x": [["id", "n"], [457123456789012345, 1]]}))
    assert [problem.code for problem in raw.facts.problems] == ["sheet-rounded"]


def test_a_cell_at_the_end_of_the_world_is_set_aside(tmp_path: Path) -> None:
    data = changed(
        book({"x": [["a", "b"], [1, 2]]}),
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576" t="str"><v>far</v></c></row></sheetData>',
    )
    raw = read(tmp_path, data)
    assert raw.table.to_pylist() == [{"a": "1", "b": "2"}]
    assert [(aside.column, aside.reason) for aside in raw.aside] == [
        ("XFD1048576", "a cell far away from the table")
    ]
    assert raw.facts.aside == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["book.xlsx"]


def test_bombs_are_refused_before_anything_is_parsed(tmp_path: Path) -> None:
    data = book({"x": [["a", "b"], [1, 2]]})
    bomb = changed(data, "xl/worksheets/sheet1.xml", "</sheetData>", f"{' ' * 40_000_000}</sheetData>")
    assert len(bomb) < 100_000
    assert refused(tmp_path, bomb) == "file-inflates"
    assert refused(tmp_path, bomb, limits=Limits(ratio=10_000, inflated=1 << 20)) == "file-inflates"
    many = book({"x": [[1] * 50] * 50})
    assert refused(tmp_path, many, limits=Limits(cells=2000)) == "source-too-large"


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    data = changed(
        book({"x": [["a", "b"], [1, 2]]}),
        "xl/worksheets/sheet1.xml",
        "<worksheet",
        '<!DOCTYPE a [<!ENTITY b "c">]><worksheet',
    )
    assert refused(tmp_path, data) == "file-damaged"


def test_damaged_cut_and_empty_workbooks_are_refused(tmp_path: Path) -> None:
    data = book({"x": [["a", "b"], *([[n, n * 7] for n in range(500)])]})
    assert refused(tmp_path, data[: len(data) // 2]) == "file-cut-short"
    assert refused(tmp_path, book({"x": []})) == "file-empty"
    at = data.index(b"xl/worksheets/sheet1.xml") + 300
    assert refused(tmp_path, data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]) == "file-damaged"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("orders.csv", "a,b\n1,2\n")
    with pytest.raises(BadInputError, match=r"zip archive \(orders\.csv\)"):
        read(tmp_path, out.getvalue())


def test_a_gzipped_workbook_and_the_first_rows(tmp_path: Path) -> None:
    data = book({"x": [["a", "b"], *([[n, n] for n in range(50)])]})
    raw = read(tmp_path, gzip.compress(data))
    assert (raw.table.num_rows, raw.facts.compression) == (50, "gzip")
    some = read(tmp_path, data, ReadOptions(rows=5))
    assert (some.table.num_rows, some.facts.complete) == (5, False)
    assert read(tmp_path, data, ReadOptions(header=0)).table.num_rows == 51
