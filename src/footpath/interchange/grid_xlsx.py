"""The grid as a workbook, out and in: heads frozen, stages merged, every field a text, so that nothing runs as a formula.

Source: ECMA-376, by XlsxWriter.
"""

from __future__ import annotations

import io

from footpath.atlas.types import Atlas, Journey
from footpath.interchange.formats import Format, Options
from footpath.interchange.grid import grid
from footpath.interchange.grid_back import grid_back
from footpath.interchange.grid_read import read_rows
from footpath.interchange.reading import Foreign, Read, ReadOptions, Rows, refuse
from footpath.interchange.report import Written

_MOST_IN_A_FIELD = 32_767  # of Excel's fields
_HEADS = 2


def write(atlas: Atlas, journey: Journey, options: Options) -> Written:
    """Return the workbook and its report; two calls give the same bytes."""
    from datetime import datetime

    import xlsxwriter

    table = grid(atlas, journey, options, name="grid XLSX")
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {"title": journey.title, "created": datetime(2000, 1, 1)}
    )  # a fixed date, so that equal maps are equal files
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
    lane = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "right": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_sheet_name(journey.title))
    sheet.freeze_panes(_HEADS, 1)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, max(1, len(table.rows[0]) - 1), 28)
    for number, row in enumerate(table.rows):
        for column, field in enumerate(row):
            style = head if number < _HEADS else lane if column == 0 else cell
            if field:
                sheet.write_string(number, column, field[:_MOST_IN_A_FIELD], style)
    starts = [n for n, title in enumerate(table.rows[0]) if n and title]
    for first, after in zip(starts, [*starts[1:], len(table.rows[0])], strict=True):
        if after - first > 1:
            sheet.merge_range(0, first, 0, after - 1, table.rows[0][first], head)
    book.close()
    return Written(file.getvalue(), table.report)


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the map that a sheet's rows hold."""
    return read_rows(rows(foreign), foreign, options, name="grid XLSX")


def rows(foreign: Foreign) -> Rows:
    """Return the rows of the sheet."""
    if foreign.rows is None:
        raise refuse("a workbook is read as rows", "Hand the rows of its sheet over.")
    return foreign.rows


def _sheet_name(title: str) -> str:
    clean = "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)
    return " ".join(clean.split())[:31].strip() or "Journey"


FORMAT = Format("grid XLSX", (".xlsx",), write=write, read=read, rows=rows, home=grid_back)
