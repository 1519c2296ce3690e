"""New and late events join a kept trail: the same arrays and facts as one made from the beginning."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footpath.engines import EngineOptions
from footpath.engines.trail import holding, storage
from footpath.engines.trail import workspace as opening
from footpath.engines.trail.building import build_directly
from footpath.engines.trail.reading import readings
from footpath.engines.trail.workspace import TrailWorkspace
from footpath.mining import paths, run, transitions

SPEC = importlib.util.spec_from_file_location("trail_files", Path(__file__).with_name("test_trail_files.py"))
files = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(files)

COLUMNS = {"event_id": "id", "sequence": "seq", "case": "case", "pseudonyms": True}


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTPATH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("FOOTPATH_STATE", str(tmp_path / "state"))


def opened(prepared, tmp_path):
    return TrailWorkspace(prepared, EngineOptions(temp=tmp_path / "spill", threads=2))


def kept(prepared, tmp_path):
    """Make a trail and keep it."""
    with opened(prepared, tmp_path) as workspace:
        return files.plain(workspace.trail)


def joined(prepared, tmp_path):
    """Return a trail made from a kept one (None: from none), and one made from the beginning, without the reader's counts."""
    workspace = opened(prepared, tmp_path)
    plain = readings(prepared)
    whole = build_directly(plain, threads=2)
    return files.plain(workspace._joined(plain)), files.plain(whole)


def write(folder, parts, **how):
    """Write tables under their names and return the paths in the order of the names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in parts.items():
        table = files.table_of(rows, **how)
        # As plain text: a dictionary of the whole file would stand in each row group, and change with what is added.
        table = table.set_column(2, "what", table["what"].cast(pa.string()))
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=3)
    return sorted(folder.glob("*.parquet"))


def source(stands, paths_, **columns):
    return stands.in_place(paths_, customer="who", event="what", **columns)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_m232_appended_and_late_events_join_as_if_all_had_been_there(data, tmp_path_factory, stands):
    tmp_path = tmp_path_factory.mktemp("joining")
    os.environ["FOOTPATH_CACHE"] = str(tmp_path / "cache")
    ids = data.draw(st.sampled_from(["int", "text"]))
    event_ids = data.draw(st.sampled_from(["int", "text"]))
    more = data.draw(st.sets(st.sampled_from(sorted(COLUMNS))))
    names = data.draw(st.permutations(["a", "b", "c", "d"]))
    parts = {name: data.draw(files.rows_of(ids), label=name) for name in names}
    if "case" in more:
        parts = {name: [row for row in rows if row[0] is not None] for name, rows in parts.items()}
    first = data.draw(st.integers(1, 3))
    how = {"ids": ids, "event_ids": event_ids}
    columns = {name: COLUMNS[name] for name in more}
    early = write(tmp_path / "x", {name: parts[name] for name in names[:first]}, **how)
    kept([source(stands, early, **columns)], tmp_path)
    every = write(tmp_path / "x", {name: parts[name] for name in names[first:]}, **how)
    made, whole = joined([source(stands, every, **columns)], tmp_path)
    old = sum(len(parts[name]) for name in names[:first])
    if old * 2 < sum(map(len, parts.values())) or made is None:
        # Too little was there, or a row that came before has taken the place of a row with its event_id.
        assert made is None
        assert old * 2 < sum(map(len, parts.values())) or "event_id" in more
    else:
        assert made == whole


MANY = [(who, minute, "ab"[minute % 2], None, None, None) for minute in range(0, 12, 2) for who in (1, 2, 3)]


def test_m233_rows_added_to_a_file_join_too(stands, tmp_path):
    before = kept([source(stands, write(tmp_path / "x", {"a": MANY}))], tmp_path)
    more = [*MANY, (2, 3, "late", None, None, None), (9, 4, "new", None, None, None)]
    grown = write(tmp_path / "x", {"a": more})
    made, whole = joined([source(stands, grown)], tmp_path)
    assert made == whole
    assert made["facts"].rows == before["facts"].rows + 2
    # The last row group was not full: what it held was taken out and read again.
    shorter = [*MANY[:16], (4, 1, "b", None, None, None)]
    made, whole = joined([source(stands, write(tmp_path / "x", {"a": shorter}))], tmp_path)
    assert made == whole
    assert made["facts"].customers == 4


def test_m234_a_kept_trail_is_used_and_questions_do_not_see_it(stands, tmp_path, monkeypatch):
    kept([source(stands, write(tmp_path / "x", {"a": MANY}))], tmp_path)
    every = write(
        tmp_path / "x", {"0": [(1, 5, "late", None, None, None)], "b": [(7, 1, "b", None, None, None)]}
    )
    one = source(stands, every)
    whole = [run(asked, opened([one], tmp_path)._tables).to_json() for asked in (transitions(), paths())]

    def nothing(*_, **__):
        raise AssertionError("made from the beginning")

    monkeypatch.setattr(opening, "build_directly", nothing)
    with opened([one], tmp_path) as workspace:
        assert [run(asked, workspace).to_json() for asked in (transitions(), paths())] == whole
    assert len(storage.holders(holding.reading_key(readings([one]), opening.FORMAT))) == 2


def test_m235_what_is_read_otherwise_is_made_from_the_beginning(stands, tmp_path):
    paths_ = write(tmp_path / "x", {"a": MANY})
    kept([source(stands, paths_)], tmp_path)
    for columns in ({"sequence": "seq"}, {"event_id": "id"}):
        assert joined([source(stands, paths_, **columns)], tmp_path)[0] is None


def test_m236_a_file_that_was_changed_in_the_middle_of_a_reading_is_not_kept(stands, tmp_path):
    paths_ = write(tmp_path / "x", {"a": MANY})
    workspace = opened([source(stands, paths_)], tmp_path)
    write(tmp_path / "x", {"a": MANY[:-1]})
    assert workspace.trail is not None
    workspace.close()
    assert not storage.is_kept(workspace._key)


def test_a_damaged_holder_is_passed_by(stands, tmp_path):
    kept([source(stands, write(tmp_path / "x", {"a": MANY}))], tmp_path)
    (folder,) = storage.trails_folder().iterdir()
    (folder / "times.npy").write_bytes(b"")
    every = write(tmp_path / "x", {"b": MANY[:2]})
    assert joined([source(stands, every)], tmp_path)[0] is None


def test_pieces_are_known_by_their_bytes_not_by_their_names(tmp_path):
    from footpath.engines.trail.reading import Piece

    (path,) = write(tmp_path / "x", {"a": MANY})
    groups = pq.read_metadata(path).num_row_groups
    pieces = [Piece(0, path, group, 3) for group in range(groups)]
    before = holding.held(pieces)
    moved = path.rename(tmp_path / "x" / "z.parquet")
    after = holding.held([Piece(0, moved, group, 3) for group in range(groups)], before)
    assert [one.content for one in before] == [one.content for one in after]
    assert holding.matched(before, after[1:]) == [None, *range(groups - 1)]
