"""Bad input, as people bring it: each gets a clear error or a warning with place and next step, never a traceback.

Nothing half-written stays: a new atlas that cannot be made leaves no folder, a file that cannot be written no part.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from footpath.cli import main

HEADER = "order_id,customer_id,ordered_at,delivered_at\n"
GOOD = HEADER + "".join(
    f"A{i},C{i % 7},2026-01-{1 + i % 28:02d} 10:00,2026-02-{1 + i % 28:02d} 12:00\n" for i in range(60)
)
CLICKS = "user_id,event,time\n" + "".join(
    f"u{i % 9},view,2026-03-{1 + i % 28:02d} 08:{i % 60:02d}:00\n" for i in range(90)
)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    def write_file(content: str | bytes, name: str = "export.csv") -> str:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return str(path)

    return write_file


@pytest.fixture
def new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Return a run of `footpath new --from`: its exit code, and all that it said."""

    def run(*files: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
        code = main(["new", str(tmp_path / "made"), "--no-open", *options, "--from", *files])
        said = "".join(capsys.readouterr())
        assert "Traceback" not in said
        if code != 0:
            assert not (tmp_path / "made").exists(), "a folder stayed behind"
        parts = [path for path in tmp_path.rglob("*") if path.name.endswith((".part", ".tmp"))]
        assert parts == []
        return code, said

    return run


def test_an_empty_file(new: Callable[..., tuple[int, str]], write: Callable[..., str]) -> None:
    code, said = new(write(""))
    assert code == 3
    assert "export.csv" in said
    assert "empty" in said


def test_a_file_with_a_header_alone(new: Callable[..., tuple[int, str]], write: Callable[..., str]) -> None:
    code, said = new(write(HEADER))
    assert code == 3
    assert "no rows" in said or "nothing" in said


def test_a_file_that_is_not_there(new: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    code, said = new(str(tmp_path / "orders.csv"))
    assert code == 3
    assert "orders.csv" in said
    assert "help:" in said


def test_a_wrong_delimiter_is_told_apart_from_bad_data(
    new: Callable[..., tuple[int, str]], write: Callable[..., str]
) -> None:
    code, said = new(write(GOOD), options=("--delimiter", ";"))
    assert code == 3
    assert "delimiter" in said


def test_a_semicolon_and_a_decimal_comma_are_found_without_being_told(
    new: Callable[..., tuple[int, str]], write: Callable[..., str]
) -> None:
    rows = GOOD.replace(",", ";").replace("delivered_at\n", "delivered_at;betrag\n").splitlines()
    text = rows[0] + "\n" + "".join(f"{row};{i},5{i % 10}\n" for i, row in enumerate(rows[1:]))
    code, _ = new(write(text))
    assert code == 0


def test_a_column_named_twice(new: Callable[..., tuple[int, str]], write: Callable[..., str]) -> None:
    code, said = new(write(GOOD.replace("customer_id", "order_id")))
    assert "order_id" in said
    assert "twice" in said
    assert code in (0, 3)


def test_unparsable_dates_are_set_aside_with_line_and_value(
    new: Callable[..., tuple[int, str]], write: Callable[..., str]
) -> None:
    code, said = new(write(GOOD.replace("2026-02-05 12:00", "31/02/2026", 1)))
    assert code == 0
    assert "set aside" in said.lower()
    assert "line" in said


def test_a_column_of_times_that_are_none_is_refused_with_what_would_be_right(
    new: Callable[..., tuple[int, str]], write: Callable[..., str]
) -> None:
    text = "user_id,event,time\n" + "".join(f"u{i},view,soon\n" for i in range(50))
    code, said = new(write(text))
    assert code == 3
    assert "time" in said
    assert "help:" in said


def test_times_in_the_future_are_told(new: Callable[..., tuple[int, str]], write: Callable[..., str]) -> None:
    code, said = new(write(CLICKS.replace("2026-03", "2126-03")))
    assert "future" in said
    assert code in (0, 3)


def test_an_empty_customer_column(new: Callable[..., tuple[int, str]], write: Callable[..., str]) -> None:
    text = "user_id,event,time\n" + "".join(f",view,2026-03-{1 + i % 28:02d} 08:00:00\n" for i in range(50))
    code, said = new(write(text))
    assert code == 3
    assert "customer" in said
    assert "help:" in said


def test_ids_that_a_spreadsheet_turned_into_numbers(
    new: Callable[..., tuple[int, str]], write: Callable[..., str]
) -> None:
    lines = GOOD.splitlines()
    text = lines[0] + "\n" + "".join("4.57E+11" + line[line.index(",") :] + "\n" for line in lines[1:])
    code, said = new(write(text))
    assert "4.57E+11" in said or "spreadsheet" in said
    assert code in (0, 3)


def test_a_report_of_totals_without_customers(
    new: Callable[..., tuple[int, str]], write: Callable[..., str]
) -> None:
    text = "page,views,visitors\n" + "".join(f"/page/{i},{100 - i},{80 - i}\n" for i in range(40))
    code, said = new(write(text))
    assert code == 3
    assert "totals" in said
    assert "help:" in said


def test_two_files_with_no_id_in_common(
    new: Callable[..., tuple[int, str]], write: Callable[..., str]
) -> None:
    reviews = "review_id,order_id,score,comment,written\n" + "".join(
        f"R{i},ZZ{i},{1 + i % 5},The thing number {i} is what I wanted for long,2026-02-{1 + i % 28:02d}\n"
        for i in range(60)
    )
    code, said = new(write(GOOD, "orders.csv"), write(reviews, "reviews.csv"))
    assert "in common" in said or "do not meet" in said
    assert code in (0, 3)


def test_nul_bytes(new: Callable[..., tuple[int, str]], write: Callable[..., str]) -> None:
    lines = GOOD.splitlines(keepends=True)
    lines[5] = lines[5].replace("A4", "A\0004")
    code, said = new(write("".join(lines)))
    assert code == 0
    assert "set aside" in said.lower()


def test_a_login_page_in_place_of_an_export(
    new: Callable[..., tuple[int, str]], write: Callable[..., str]
) -> None:
    code, said = new(write("<!doctype html>\n<html><body><form>Please sign in</form></body></html>\n"))
    assert code == 3
    assert "HTML" in said or "page" in said


def test_a_parquet_file_cut_short(
    new: Callable[..., tuple[int, str]], write: Callable[..., str], tmp_path: Path
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "events.parquet"
    pq.write_table(
        pa.table({"user_id": ["a"] * 5000, "event": ["view"] * 5000, "time": list(range(5000))}), path
    )
    code, said = new(write(path.read_bytes()[:-300], "cut.parquet"))
    assert code == 3
    assert "cut.parquet" in said


def test_a_gzip_cut_short_and_one_that_is_none(
    new: Callable[..., tuple[int, str]], write: Callable[..., str]
) -> None:
    for content in (gzip.compress(GOOD.encode())[:-20], b"\x1f\x8b" + random.Random(0).randbytes(200)):
        code, said = new(write(content, "orders.csv.gz"))
        assert code == 3
        assert "orders.csv.gz" in said


def test_random_bytes(new: Callable[..., tuple[int, str]], write: Callable[..., str]) -> None:
    for name in ("x.csv", "x.xlsx", "x.parquet", "x.jsonl"):
        code, said = new(write(random.Random(name).randbytes(4000), name))
        assert code == 3
        assert name in said


def test_a_folder_that_holds_something_is_left_alone(
    tmp_path: Path, write: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine.txt").write_text("mine")
    assert main(["new", str(tmp_path / "made"), "--from", write(GOOD), "--no-open"]) == 3
    assert "holds something" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["mine.txt"]


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    folder = tmp_path / "atlas"
    assert main(["new", str(folder), "--template", "gift-online"]) == 0
    return folder


def journey_of(atlas: Path) -> Path:
    return next((atlas / "journeys").glob("*.yaml"))


@pytest.mark.parametrize(
    ("what", "text", "words"),
    [
        ("tabs", "title: A\nstages:\n\t- title: B\n", ("tab",)),
        ("unknown key", "title: A\nstages: [{title: B}]\nclaimm: C\n", ("claimm", "claim")),
        ("duplicate id", "title: A\nstages:\n  - {id: b, title: B}\n  - {id: b, title: C}\n", ("b",)),
        ("anchor", "title: &a A\nstages: [{title: *a}]\n", ("anchor",)),
        (
            "dangling",
            "title: A\nstages: [{title: B, steps: [{title: C, touchpoint: nowhere}]}]\n",
            ("nowhere",),
        ),
        ("no stage", "title: A\n", ("stage",)),
        ("newer", "footpath: 99\ntitle: A\nstages: [{title: B}]\n", ("99",)),
    ],
)
def test_a_journey_that_is_not_right(
    atlas: Path, what: str, text: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    (atlas / "journeys" / "other.yaml").write_text(text, "utf-8")
    capsys.readouterr()
    assert main(["draw", str(atlas), "other", "-o", str(atlas / "out.svg")]) == 3
    said = capsys.readouterr().err
    assert "journeys/other.yaml:" in said, what
    assert all(word in said for word in words)
    assert "Traceback" not in said
    assert not (atlas / "out.svg").exists()


def test_a_touchpoint_that_no_rule_recognises(
    tmp_path: Path,
    write: Callable[..., str],
    new: Callable[..., tuple[int, str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert new(write(GOOD))[0] == 0
    library = tmp_path / "made" / "touchpoints.yaml"
    library.write_text(
        library.read_text("utf-8").replace('event = "delivered"', 'event = "devilered"'), "utf-8"
    )
    assert main(["measure", str(tmp_path / "made")]) == 0
    assert main(["check", str(tmp_path / "made")]) in (0, 1)
    assert "dead-binding" in capsys.readouterr().out


def test_a_rule_that_is_none(atlas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = atlas / "touchpoints.yaml"
    first = library.read_text("utf-8")
    entry = next(line for line in first.splitlines() if "id:" in line)
    indent = len(entry) - len(entry.lstrip(" -"))
    if entry.rstrip().endswith("}"):
        changed = first.replace(entry, entry.rstrip()[:-1] + ", when: 'event = '}")
    else:
        changed = first.replace(entry, f"{entry}\n{' ' * indent}when: 'event = '")
    library.write_text(changed, "utf-8")
    capsys.readouterr()
    assert main(["draw", str(atlas), "-o", str(atlas / "out.svg")]) == 3
    said = capsys.readouterr().err
    assert "touchpoints.yaml:" in said
    assert "expected" in said


@pytest.mark.parametrize(
    "command", [["check"], ["draw", "-o", "x.svg"], ["measure"], ["draft"], ["listen", "show", "--atlas"]]
)
def test_a_folder_that_is_no_atlas(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    folder = str(tmp_path / "empty")
    words = [*command, folder] if command[0] == "listen" else [command[0], folder, *command[1:]]
    assert main(words) == 3
    said = capsys.readouterr().err
    assert "atlas" in said
    assert "footpath new" in said
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_wrong_option_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["mine", "funnel", "x.csv"], ["draw", "--nonsense"], ["nonsense"]):
        with pytest.raises(SystemExit) as stopped:
            main(words)
        assert stopped.value.code == 2
        assert "--help" in capsys.readouterr().err


def test_a_step_of_a_funnel_that_no_event_has(
    write: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mine", "funnel", write(CLICKS), "--steps", "veiw,purchase"]) in (0, 3)
    said = "".join(capsys.readouterr())
    assert "veiw" in said
    assert "view" in said.replace("veiw", "")


def test_an_ending_that_nobody_writes(atlas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", str(atlas), "housewarming-gift", "-o", str(atlas / "map.docx")]) == 3
    assert ".html" in capsys.readouterr().err
