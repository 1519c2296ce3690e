"""Parquet: checked, never copied; types stay; what is cut, torn or swollen is refused with the file's name."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.base import BadInputError
from footpath.evidence.limits import Limits
from footpath.evidence.raw import ReadOptions, read_raw

TABLE = pa.table(
    {
        "id": ["007", "b", None] * 1000,
        "at": pa.array(range(3000), pa.timestamp("us")),
        "n": pa.array(range(3000), pa.int32()),
    }
)


def refused(path: Path, how: ReadOptions | None = None, limits: Limits | None = None) -> str:
    with pytest.raises(BadInputError) as caught:
        read_raw(path, how, limits=limits)
    (problem,) = caught.value.problems
    assert problem.place.file == str(path) or str(path) in str(problem.place.file)
    assert problem.help
    return problem.code


def test_types_stay_and_facts_come_without_reading_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(TABLE, path)
    facts = read_raw(path, ReadOptions(rows=0)).facts
    assert (facts.rows, facts.columns) == (3000, ("id", "at", "n"))
    assert facts.types == {"id": "string", "at": "timestamp[us]", "n": "int32"}
    raw = read_raw(path)
    assert raw.table.schema.types == TABLE.schema.types
    assert raw.lines.to_pylist() == list(range(1, 3001))
    assert read_raw(path, ReadOptions(rows=10)).table.num_rows == 10


def test_a_folder_of_parts_is_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "events"
    (folder / "day=1").mkdir(parents=True)
    pq.write_table(TABLE, folder / "day=1" / "a.parquet")
    pq.write_table(TABLE.slice(0, 10), folder / "b.parquet")
    (folder / "_metadata.parquet").write_bytes(b"notes of another tool")
    facts = read_raw(folder, ReadOptions(rows=0)).facts
    assert facts.rows == 3010
    assert [(Path(part.path).name, part.rows) for part in facts.parts] == [
        ("b.parquet", 10),
        ("a.parquet", 3000),
    ]
    assert read_raw(folder).lines[-1].as_py() == 3010
    pq.write_table(pa.table({"id": [1], "at": ["x"]}), folder / "c.parquet")
    assert refused(folder) == "parquet-parts-differ"


@pytest.mark.parametrize("cut", [5, 100, -1, -8, -60])
def test_a_file_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(TABLE, path)
    path.write_bytes(path.read_bytes()[:cut])
    assert refused(path) == "file-cut-short"


def test_a_false_footer_and_a_flipped_page_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(TABLE, path, compression="zstd", use_dictionary=False, write_page_checksum=True)
    good = path.read_bytes()
    path.write_bytes(good[:-8] + b"\xff\xff\xff\x7fPAR1")
    assert refused(path) == "file-damaged"
    path.write_bytes(good[:-60] + b"\x17" * 40 + good[-20:])
    assert refused(path) == "file-damaged"
    torn = bytearray(good)
    torn[200:400] = b"\0" * 200
    path.write_bytes(bytes(torn))
    assert read_raw(path, ReadOptions(rows=0)).facts.rows == 3000
    assert refused(path, ReadOptions(rows=0, verify=True)) == "file-damaged"
    assert refused(path) == "file-damaged"


def test_a_small_dictionary_that_stands_for_too_much_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    index = pa.array([0] * 300_000, pa.int32())
    pq.write_table(
        pa.table(
            {
                "t": pa.DictionaryArray.from_arrays(index, ["x" * 900_000]).cast(
                    pa.dictionary(pa.int32(), pa.string())
                )
            }
        ),
        path,
    )
    assert path.stat().st_size < 100_000
    assert refused(path, ReadOptions(rows=0, verify=True)) == "file-inflates"
    assert refused(path, ReadOptions(rows=0, verify=True), Limits(field=1000)) == "file-inflates"


def test_a_column_named_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]), path)
    assert refused(path) == "column-twice"


def test_a_gzipped_file_and_one_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(TABLE, path)
    packed = tmp_path / "a.parquet.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    raw = read_raw(packed)
    assert (raw.table.num_rows, raw.facts.compression, raw.facts.parts) == (3000, "gzip", ())
    pq.write_table(TABLE.slice(0, 0), path)
    raw = read_raw(path)
    assert [problem.code for problem in raw.facts.problems] == ["file-empty"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.parquet", "a.parquet.gz"]
