"""Delimited text as the world writes it: each row with its line, each misfit aside with its reason, nothing unseen."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.base import BadInputError
from footpath.evidence.limits import Limits
from footpath.evidence.raw import RawTable, ReadOptions, read_raw


def read(
    folder: Path, data: str | bytes, how: ReadOptions | None = None, limits: Limits | None = None
) -> RawTable:
    path = folder / "export.csv"
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    before = path.read_bytes()
    try:
        return read_raw(path, how, limits=limits)
    finally:
        assert path.read_bytes() == before
        assert sorted(folder.iterdir()) == [path]


def rows(raw: RawTable) -> list[list[str | None]]:
    return [list(row.values()) for row in raw.table.to_pylist()]


def refused(folder: Path, data: str | bytes, how: ReadOptions | None = None) -> tuple[str, str]:
    with pytest.raises(BadInputError) as caught:
        read(folder, data, how)
    (problem,) = caught.value.problems
    assert problem.help
    assert problem.place.file == str(folder / "export.csv")
    return problem.code, problem.message


def test_ids_stay_text_whatever_they_look_like(tmp_path: Path) -> None:
    raw = read(tmp_path, "id,x\n007,1\n9007199254740993,2\n1e30,3\n4.57E+11,true\n")
    assert raw.table.column("id").to_pylist() == ["007", "9007199254740993", "1e30", "4.57E+11"]
    assert [str(field.type) for field in raw.table.schema] == ["string", "string"]
    assert raw.lines.to_pylist() == [2, 3, 4, 5]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found(tmp_path: Path, delimiter: str, end: str) -> None:
    text = (
        end.join(delimiter.join(row) for row in (["id", "what", "n"], ["1", "a b", "2"], ["2", "c", "3"]))
        + end
    )
    raw = read(tmp_path, text)
    assert rows(raw) == [["1", "a b", "2"], ["2", "c", "3"]]
    assert (raw.facts.delimiter, raw.facts.header_line) == (delimiter, 1)
    assert raw.facts.guessed == ("encoding", "delimiter", "header")


def test_a_decimal_comma_is_told_from_a_delimiter(tmp_path: Path) -> None:
    raw = read(tmp_path, "id;price;weight\n1;1.234,50;0,5\n2;3,20;1,25\n")
    assert (raw.facts.delimiter, raw.facts.decimal) == (";", ",")
    assert rows(raw)[0] == ["1", "1.234,50", "0,5"]
    assert read(tmp_path, "id,price\n1,2.50\n").facts.decimal == "."


def test_a_column_of_free_text_is_one_column(tmp_path: Path) -> None:
    raw = read(tmp_path, "remark\nGood, but late\nBad; very, very bad\nfine\n")
    assert raw.facts.delimiter is None
    assert rows(raw) == [["Good, but late"], ["Bad; very, very bad"], ["fine"]]


def test_runs_of_blanks_delimit_columns_of_figures(tmp_path: Path) -> None:
    raw = read(
        tmp_path,
        " customer  date  value\n 00001 19970101  11.77\n 00002 19970112   12.00\n 00002 19970112 77.00\n",
    )
    assert raw.facts.delimiter == " "
    assert rows(raw)[0] == ["00001", "19970101", "11.77"]
    assert raw.lines.to_pylist() == [2, 3, 4]


def test_a_line_that_names_the_delimiter_and_titles_over_the_header_are_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path, "sep=;\nid;n\n1;2\n").lines.to_pylist() == [3]
    raw = read(
        tmp_path,
        "Orders of May\nmade 2024-06-01\n\nid,n,when\n1,2,2024-05-01\n2,3,2024-05-02\n3,1,2024-05-03\n",
    )
    assert raw.facts.header_line == 4
    assert raw.facts.above == ("Orders of May", "made 2024-06-01")
    assert raw.lines.to_pylist() == [5, 6, 7]


def test_a_file_without_header_gets_names_and_says_so(tmp_path: Path) -> None:
    raw = read(tmp_path, "1,2024-01-01,a\n2,2024-01-02,b\n3,2024-01-03,c\n")
    assert raw.facts.columns == ("column 1", "column 2", "column 3")
    assert raw.table.num_rows == 3
    assert [problem.code for problem in raw.facts.problems] == ["csv-no-header"]
    told = read(tmp_path, "1,2024-01-01,a\n2,2024-01-02,b\n", ReadOptions(header=0))
    assert (told.table.num_rows, told.facts.problems) == (2, ())


def test_rows_that_are_no_rows_are_set_aside_with_line_and_reason(tmp_path: Path) -> None:
    text = (
        "id,when,price\n"  # 1
        "1,2024-01-01,10\n"
        "2,2024-01-02\n"  # 3: short
        "3,2024-01-03,30,extra\n"  # 4: long
        "4,2024-01-04,40,,\n"  # 5: only empty values too many: fits
        "id,when,price\n"  # 6: the header again
        "\n"  # 7: blank
        "6,2024-01-06,\x0060\n"  # 8: NUL
        "7,2024-01-07,70\n"  # 9
        "Total,,210\n"  # 10
        "Total eclipse,2024-01-08,5\n"  # 11: a row
    )
    raw = read(tmp_path, text)
    assert [(aside.line, aside.reason) for aside in raw.aside] == [
        (3, "2 values in 3 columns"),
        (4, "4 values in 3 columns"),
        (8, "NUL bytes"),
        (6, "is the header again"),
        (10, "is a row of totals"),
    ]
    assert raw.lines.to_pylist() == [2, 5, 9, 11]
    assert (raw.facts.rows, raw.facts.aside) == (4, 5)
    assert {aside.file for aside in raw.aside} == {str(tmp_path / "export.csv")}


def test_quoted_line_breaks_count_as_lines(tmp_path: Path) -> None:
    raw = read(tmp_path, 'id,text\n1,"two\nlines"\n2,"say ""hi"", x"\n3,short\n4\n')
    assert rows(raw) == [["1", "two\nlines"], ["2", 'say "hi", x'], ["3", "short"]]
    assert raw.lines.to_pylist() == [2, 4, 5]
    assert [aside.line for aside in raw.aside] == [6]


def test_a_header_of_two_lines_is_one_header(tmp_path: Path) -> None:
    raw = read(tmp_path, '"order\nid",n\n1,2\n2,3\n')
    assert raw.facts.columns == ("order id", "n")
    assert raw.lines.to_pylist() == [3, 4]


def test_a_quote_that_nobody_closes_costs_one_row(tmp_path: Path) -> None:
    body = "".join(f"{n},fine {n}\n" for n in range(3, 5000))
    raw = read(tmp_path, f'id,text\n1,ok\n2,"never closed\n{body}')
    assert [(aside.line, aside.reason) for aside in raw.aside] == [
        (3, "a quote opens here and is never closed")
    ]
    assert raw.table.num_rows == 1 + 4997
    raw = read(tmp_path, f'id,text\n1,ok\n2,"open\n3,x\n4,"closed" \n{body}')
    assert raw.aside[0].line == 3
    assert raw.table.column("id").to_pylist()[:3] == ["1", "3", "4"]


def test_a_quote_in_the_middle_of_a_value_is_a_letter(tmp_path: Path) -> None:
    assert rows(read(tmp_path, 'id,size\n1,5" screen\n2,7" screen\n')) == [
        ["1", '5" screen'],
        ["2", '7" screen'],
    ]


def test_quotes_escaped_by_backslashes_are_understood(tmp_path: Path) -> None:
    assert rows(read(tmp_path, 'id,text\n1,"say \\"hi\\", x"\n2,"y"\n')) == [["1", 'say "hi", x'], ["2", "y"]]


def test_columns_named_twice_or_not_at_all_get_names_and_a_warning(tmp_path: Path) -> None:
    raw = read(tmp_path, "id,date,date,,date (2)\n1,a,b,c,d\n2,a,b,c,d\n")
    assert raw.facts.columns == ("id", "date", "date (3)", "column 4", "date (2)")
    assert raw.facts.renamed == {"date (3)": "date", "column 4": ""}
    assert [problem.code for problem in raw.facts.problems] == ["column-twice", "column-unnamed"]
    assert all(problem.severity == "warning" for problem in raw.facts.problems)


def test_a_delimiter_at_the_end_of_each_line_is_no_column_worth_a_warning(tmp_path: Path) -> None:
    assert read(tmp_path, "id,n,\n1,2,\n2,3,\n").facts.problems == ()


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "file-empty", "empty"),
        (b"\xef\xbb\xbf", "file-empty", "empty"),
        (b"\n\n  \n", "file-empty", "blank lines"),
        (b"\0" * 5000, "file-damaged", "NUL"),
        (
            b"<!DOCTYPE html><html><head><title>Sign in \xe2\x80\x93 Shop</title>",
            "file-web-page",
            "'Sign in – Shop'",
        ),
        (b"  <html>\n<body>a,b\n1,2", "file-web-page", "web page"),
        (b"%PDF-1.7\n", "file-no-table", "PDF"),
        (b"\x89PNG\r\n\x1a\n123", "file-no-table", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file-no-table", ".xls"),
        (b"BZh91AY", "file-no-table", "bzip2"),
        (b"PK\x03\x04" + b"\0" * 30, "file-cut-short", "cut short"),
        (b"id,a,b\n1,2\n3,4\n5,6\n", "csv-rows-differ", "header has 3 columns, but most rows have 2"),
    ],
)
def test_files_that_are_no_table_are_refused_with_what_they_are(
    tmp_path: Path, data: bytes, code: str, words: str
) -> None:
    found, message = refused(tmp_path, data)
    assert found == code
    assert words in message


def test_a_wrong_delimiter_is_refused_with_the_right_one(tmp_path: Path) -> None:
    code, message = refused(tmp_path, "id;what;n\n1;a;2\n2;b;3\n", ReadOptions(delimiter=","))
    assert code == "csv-delimiter"
    assert "';'" in message


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "no.csv", "no such file"), (tmp_path, "folder without Parquet")):
        with pytest.raises(BadInputError, match=words):
            read_raw(path)


def test_a_header_alone_is_a_warning(tmp_path: Path) -> None:
    raw = read(tmp_path, "id,name\n")
    assert (raw.table.num_rows, raw.facts.columns) == (0, ("id", "name"))
    assert [(problem.code, problem.severity) for problem in raw.facts.problems] == [("file-empty", "warning")]


def test_the_first_rows_and_the_facts_alone_can_be_asked_for(tmp_path: Path) -> None:
    text = "id,n\n" + "".join(f"{n},{n}\n" for n in range(100))
    some = read(tmp_path, text, ReadOptions(rows=10))
    assert (some.table.num_rows, some.facts.complete) == (10, False)
    none = read(tmp_path, text, ReadOptions(rows=0))
    assert (none.table.num_rows, none.table.column_names, none.facts.complete) == (0, ["id", "n"], False)


def test_gzip_is_read_and_its_damages_are_told(tmp_path: Path) -> None:
    text = ("id,n\n" + "".join(f"{n},{n * 7 % 1000}\n" for n in range(5000))).encode()
    packed = gzip.compress(text)
    raw = read(tmp_path, packed)
    assert (raw.table.num_rows, raw.facts.compression) == (5000, "gzip")
    assert read(tmp_path, gzip.compress(text[:20000]) + gzip.compress(text[20000:])).table.num_rows == 5000
    assert refused(tmp_path, packed[:-200])[0] == "file-cut-short"
    assert refused(tmp_path, packed[:3000] + b"\xff\0\xff\0" + packed[3004:])[0] in (
        "file-damaged",
        "file-cut-short",
    )
    assert refused(tmp_path, gzip.compress(b""))[0] == "file-empty"


def test_a_gzip_bomb_is_refused_while_it_inflates_and_repetitive_exports_are_not(tmp_path: Path) -> None:
    assert refused(tmp_path, gzip.compress(b"id,n\n" + b"1,1\n" * 10_000_000))[0] == "file-inflates"
    dull = "".join(f"{n},u{n % 500},view,mobile,yes\n" for n in range(200_000))
    limits = Limits(slack=1000)
    assert (
        read(
            tmp_path, gzip.compress(f"id,user,event,device,ok\n{dull}".encode()), limits=limits
        ).table.num_rows
        == 200_000
    )


def test_a_value_longer_than_any_sets_its_row_aside(tmp_path: Path) -> None:
    raw = read(tmp_path, f"id,text\n1,a\n2,{'x' * 5000}\n3,b\n", limits=Limits(field=1000))
    assert [(aside.line, aside.reason) for aside in raw.aside] == [
        (3, "a value longer than 1,000 characters")
    ]
    assert raw.table.num_rows == 2


def test_what_was_lost_before_is_counted(tmp_path: Path) -> None:
    assert read(tmp_path, "id,text\n1,caf\ufffd\n").facts.damaged == 1


def test_facts_and_options_cross_as_plain_data(tmp_path: Path) -> None:
    facts = read(tmp_path, "a,a\n1,2\n").facts
    assert type(facts).from_json(facts.to_json()) == facts
    how = ReadOptions(encoding="cp1252", rows=0)
    assert ReadOptions.from_json(how.to_json()) == how


TEXT = st.text(
    st.one_of(
        st.sampled_from("\",;\n\r\t' ax1"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\uffff"),
    ),
    max_size=6,
)


@given(
    table=st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(TEXT, min_size=n, max_size=n), max_size=30)),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    small=st.booleans(),
)
def test_what_a_program_wrote_comes_back_with_its_lines(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], quoting: int, end: str, small: bool
) -> None:
    """Law: read(write(rows)) = rows, on the way through Arrow and on the way record by record."""
    wide = len(table[0]) if table else 2
    if (
        quoting == csv.QUOTE_MINIMAL and end == "\n"
    ):  # until Python 3.13 the writer leaves such values unquoted
        table = [[value.replace("\r", "") for value in row] for row in table]
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]  # an int to the checker
    writer.writerow([f"column {n} name" for n in range(wide)])
    starts: list[int] = []
    for row in table:
        starts.append(out.getvalue().count("\n") + 1)
        writer.writerow(row)
    path = tmp_path_factory.mktemp("law") / "a.csv"
    path.write_bytes(out.getvalue().encode("utf-8"))
    limits = Limits(field=1 << 16) if small else Limits()
    raw = read_raw(path, ReadOptions(delimiter=",", header=1, encoding="utf-8", format="csv"), limits=limits)
    expected = [([value or None for value in row], line) for row, line in zip(table, starts, strict=True)]
    found = list(zip(rows(raw), raw.lines.to_pylist(), strict=True))
    if wide == 1:  # a blank line is no row, so an empty value alone is not told from it
        expected = [item for item in expected if item[0] != [None]]
        found = [item for item in found if item[0] != [None]]
    assert found == expected
    assert raw.facts.aside == 0
