"""Any bytes at all: a table, or an error with place and help; through the door never a traceback (SAFETY S1, S2)."""

from __future__ import annotations

import gzip
import io
import json
import random
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.base import BadInputError
from footpath.evidence.door import in_child
from footpath.evidence.limits import Limits
from footpath.evidence.raw import read_raw


def book(rows: list[list[object]]) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)  # type: ignore[union-attr]  # a new workbook has a sheet
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


PIECES = st.sampled_from(
    [
        b",",
        b";",
        b"\t",
        b'"',
        b'""',
        b"\n",
        b"\r\n",
        b"\r",
        b"\0",
        b"id",
        b"1,2",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xe9",
        "é".encode(),
        b"{",
        b"}",
        b'{"a":1}',
        b"[",
        b"]",
        b":",
        b"Total",
        b"PK\x03\x04",
        b"PAR1",
        b"\x1f\x8b",
        b"<html>",
        b" ",
        b"sep=;",
    ]
)


@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=30).map(b"".join)), st.booleans())
def test_any_bytes_are_a_table_or_an_error_with_help(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, packed: bool
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.csv"
    path.write_bytes(gzip.compress(data) if packed else data)
    try:
        raw = read_raw(path)
    except BadInputError as error:
        assert all(problem.help and problem.place.file == str(path) for problem in error.problems)
    else:
        assert raw.table.num_rows == len(raw.lines) == raw.facts.rows
        assert len(raw.aside) == raw.facts.aside
        assert list(raw.table.column_names) == list(raw.facts.columns)
        json.dumps(raw.facts.to_json())


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_torn_binary_files_never_bring_this_side_down(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    path = tmp_path / "in" / f"a.{kind}"
    path.parent.mkdir()
    if kind == "xlsx":
        good = book([["a", "b"], *([n, f"text {n}"] for n in range(200))])
    else:
        pq.write_table(pa.table({"a": range(2000), "b": [f"text {n}" for n in range(2000)]}), path)
        good = path.read_bytes()
    rng = random.Random(kind)  # a seed, so that the test repeats
    for _ in range(5):
        torn = bytearray(good)
        for _ in range(rng.randint(1, 20)):
            torn[rng.randrange(4, len(torn))] = rng.randrange(256)
        if rng.random() < 0.3:
            del torn[rng.randrange(4, len(torn)) :]
        path.write_bytes(torn)
        try:
            told = in_child(
                "door_children:read_file",
                {"path": str(path)},
                folder=tmp_path / "out",
                limits=Limits(memory=2 << 30, wall_s=60),
            )
            assert told["rows"] >= 0
        except BadInputError as error:
            assert all(problem.help for problem in error.problems)
            assert "Traceback" not in str(error)
        assert list((tmp_path / "out").iterdir()) == []
        assert path.read_bytes() == bytes(torn)


@pytest.mark.needs_shared
def test_every_shared_file_reads_whole(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows as the notes beside the data (or their publishers) state them, and no row set aside."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    stated = {
        "banking77/train.csv": 10003, "banking77/test.csv": 3080, "cdnow/CDNOW_master.txt": 69659, "complete_journey/campaigns.csv": 6589,
        "complete_journey/campaign_descriptions.csv": 27, "complete_journey/coupon_redemptions.csv": 2102, "complete_journey/demographics.csv": 801,
        "complete_journey/products.parquet": 92331, "complete_journey/transactions_sample.parquet": 75000,
        "hoasa-hotel-aspects/train_preprocess.csv": 2283, "hoasa-hotel-aspects/valid_preprocess.csv": 285, "olist_a/orders.csv": 4058,
        "olist_a/order_reviews.csv": 4107, "olist_a/order_payments.csv": 4397, "olist_a/order_items.csv": 4187, "olist_a/customers.csv": 4058,
        "olist_a/products.csv": 3034, "olist_a/sellers.csv": 1165, "traffic_fines/traffic_fines.parquet": 34724,
    }  # fmt: skip
    paths = {name: str(shared / "data" / name) for name in (*stated, "rete_ecom/ecom.csv.gz")}
    told = in_child("door_children:read_files", {"files": paths}, folder=tmp_path, about="all")
    for name, rows in stated.items():
        assert (told[name]["rows"], told[name]["aside"], told[name]["facts"]["problems"]) == (rows, [], []), (
            name
        )
    assert told["rete_ecom/ecom.csv.gz"]["rows"] > 30_000
    assert told["rete_ecom/ecom.csv.gz"]["facts"]["compression"] == "gzip"
