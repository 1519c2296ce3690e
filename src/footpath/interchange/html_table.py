"""A grid as an HTML table: what a spreadsheet or a whiteboard puts on the clipboard, in and out.

Reading takes the largest table of a page or clipboard fragment; `colspan` and `rowspan` leave their further fields empty,
as a merged cell does, and line breaks and list items inside a field stay lines. Nothing of a page runs: it is read by the
standard library's tokeniser.

Source: HTML Living Standard, "Tabular data".
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from footpath.atlas.types import Atlas, Journey
from footpath.interchange.formats import Format, Options
from footpath.interchange.grid import grid
from footpath.interchange.grid_back import grid_back
from footpath.interchange.grid_read import read_rows
from footpath.interchange.reading import Foreign, Read, ReadOptions, Rows, refuse
from footpath.interchange.report import Written

_MOST_SPAN = 1000
_BREAKS = frozenset({"br", "p", "div", "li"})
_SILENT = frozenset({"style", "script", "title", "template"})


def write(atlas: Atlas, journey: Journey, options: Options) -> Written:
    """Return the table, its heads marked as heads, and its report."""
    table = grid(atlas, journey, options, name="HTML table")
    lines = ["<table>"]
    for number, row in enumerate(table.rows):
        fields = []
        for column, field in enumerate(row):
            tag = "th" if number < 2 or column == 0 else "td"
            fields.append(f"<{tag}>{escape(field, quote=False).replace(chr(10), '<br>')}</{tag}>")
        lines.append("<tr>" + "".join(fields) + "</tr>")
    return Written(("\n".join([*lines, "</table>"]) + "\n").encode("utf-8"), table.report)


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the map that a page's largest table holds."""
    return read_rows(rows_of_html(foreign.text), foreign, options, name="HTML table")


def rows(foreign: Foreign) -> Rows:
    """Return the rows of the largest table."""
    return rows_of_html(foreign.text)


def rows_of_html(text: str) -> list[list[str]]:
    """Return the rows of the largest table.

    Raises
    ------
    BadInputError
        Where there is no table (`not-this-format`).
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_row()
    tables = [table for table in reader.tables if table]
    if not tables:
        raise refuse(
            "the text holds no HTML table",
            "Copy the cells of a spreadsheet, or save the page with its table.",
        )
    return max(tables, key=lambda table: sum(len(row) for row in table))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.open: list[list[list[str]]] = []
        self.row: list[str] | None = None
        self.field: list[str] | None = None
        self.spans: tuple[int, int] = (1, 1)
        self.below: dict[int, int] = {}
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self.end_row()
            self.open.append([])
            self.tables.append(self.open[-1])
            self.below = {}
        elif tag == "tr":
            self.end_row()
            self.row = []
        elif tag in ("td", "th"):
            self.end_field()
            self.row = [] if self.row is None else self.row
            self.field = []
            facts = dict(attrs)
            self.spans = (_span(facts.get("colspan")), _span(facts.get("rowspan")))
        elif tag in _BREAKS and self.field is not None:
            self.field.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th"):
            self.end_field()
        elif tag == "tr":
            self.end_row()
        elif tag == "table":
            self.end_row()
            if self.open:
                self.open.pop()
        elif tag in _BREAKS and self.field is not None:
            self.field.append("\n")

    def handle_data(self, data: str) -> None:
        if self.field is not None and not self.silent:
            self.field.append(data.replace("\n", " ").replace("\r", " "))

    def end_field(self) -> None:
        if self.field is None or self.row is None:
            return
        self.skip_merged()
        lines = [" ".join(line.split()) for line in "".join(self.field).split("\n")]
        wide, high = self.spans
        for offset in range(wide):
            if high > 1:
                self.below[len(self.row) + offset] = high - 1
        self.row += ["\n".join(line for line in lines if line), *[""] * (wide - 1)]
        self.field = None

    def skip_merged(self) -> None:
        """Leave the fields empty that a cell of a row above reaches into."""
        while self.row is not None and self.below.get(len(self.row), 0) > 0:
            self.below[len(self.row)] -= 1
            self.row.append("")

    def end_row(self) -> None:
        self.end_field()
        if self.row is not None:
            self.skip_merged()
            if self.open and self.row:
                self.open[-1].append(self.row)
        self.row = None


def _span(text: str | None) -> int:
    return min(int(text), _MOST_SPAN) if text and text.isdigit() and int(text) > 0 else 1


FORMAT = Format("HTML table", (".htm",), write=write, read=read, rows=rows, home=grid_back)
