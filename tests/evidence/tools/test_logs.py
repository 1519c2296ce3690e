"""Event logs of process mining, XES and OCEL 2.0, and what is refused in them."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from footpath.base import BadInputError
from footpath.evidence.limits import Limits
from footpath.evidence.raw import read_raw

XES = [
    ("c-1", "received", "01 08:00:00", "0017", 120.5),
    ("c-1", "decided", "04 14:30:00", "0017", 120.5),
    ("c-1", "received", "02 09:00:00", "0018", None),
]


def test_e93_xes_events_with_their_trace(tools) -> None:
    read = tools.read("log.xes")
    assert read.guessed.tool == "xes"
    assert read.events("case_id", "value") == XES  # 0018 names its trace behind its events
    assert read.tables["events"][0]["org:resource.role"] == "clerk"
    assert read.tables["events"][1]["reasons.reason"] == "complete"
    assert [(one["line"], one["reason"]) for one in read.aside] == [(29, "is no date")]


def test_e93_xes_packed_and_without_its_first_line(tools) -> None:
    data = tools.path("log.xes").read_bytes().split(b"\n", 2)[2]
    assert tools.read(tools.write("log.xes.gz", gzip.compress(data))).events("case_id", "value") == XES


def test_e93_no_attribute_of_global_or_log_becomes_an_event(tools) -> None:
    raw = read_raw(tools.path("log.xes"))
    assert raw.facts.rows == 4
    assert "unknown" not in raw.table.column("concept:name").to_pylist()
    assert raw.lines.to_pylist() == [12, 17, 25, 29]


def refusal(path: Path, **limits: int) -> str:
    with pytest.raises(BadInputError) as caught:
        read_raw(path, limits=Limits(**limits))
    (problem,) = caught.value.problems
    assert problem.help
    return problem.code


BOMB = """<?xml version="1.0"?>
<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<log><trace><event><string key="concept:name" value="&b;"/></event></trace></log>"""
OUTSIDE = """<!DOCTYPE log SYSTEM "file:///etc/passwd">
<log><trace><event/></trace></log>"""


def test_e94_a_document_type_is_refused(tools) -> None:
    assert refusal(tools.write("bomb.xes", BOMB)) == "xml-doctype"
    assert refusal(tools.write("outside.xes", '<?xml version="1.0"?>' + OUTSIDE)) == "xml-doctype"
    data = '<?xml version="1.0"?><log><objects/><!DOCTYPE log><events/></log>'
    assert refusal(tools.write("late.xml", data)) in ("xml-doctype", "file-damaged")


def test_e94_deep_long_cut_and_empty_logs_are_refused(tools) -> None:
    deep = "<log>" + "<list key='a'>" * 300 + "</list>" * 300 + "</log>"
    assert refusal(tools.write("deep.xes", deep)) == "reader-too-deep"
    long = f"<log><trace><event><string key='a' value='{'x' * 2000}'/></event></trace></log>"
    assert refusal(tools.write("long.xes", long), field=1000) == "file-damaged"
    cut = tools.path("log.xes").read_bytes()[:900]
    assert refusal(tools.write("cut.xes", cut)) == "file-damaged"
    assert refusal(tools.write("none.xes", "<log xes.version='1.0'></log>")) == "log-no-events"
    assert refusal(tools.write("other.xml", "<?xml version='1.0'?><orders/>")) == "file-no-table"


def test_e94_an_entity_that_nobody_declared_is_no_xml(tools) -> None:
    text = "<log><trace><event><string key='concept:name' value='&who;'/></event></trace></log>"
    assert refusal(tools.write("entity.xes", text)) == "file-damaged"


# ---------------------------------------------------------------- OCEL 2.0

ORDERS = [
    ("c1", "place order", "01 10:00:00", "o1"),
    ("c1", "place order", "01 11:00:00", "o2"),
    (None, "pick item", "01 12:00:00", "o1"),
    (None, "send", "02 09:00:00", "o1"),
    (None, "send", "02 09:00:00", "o2"),
]


def test_e95_ocel_the_case_is_the_type_whose_name_says_so(tools) -> None:
    read = tools.read("ocel.json")
    assert read.guessed.tool == "ocel"
    assert read.source.case == "ocel:type:order[]"
    assert read.events("case_id") == ORDERS
    (guess,) = [g for g in read.guessed.guesses if g.role == "case"]
    assert "ocel:type:item[]" in guess.why
    assert guess.option == "--case COLUMN"


def test_e95_ocel_another_type_as_the_case(tools) -> None:
    read = tools.read("ocel.json", case="ocel:type:item[]")
    assert read.events("case_id") == [
        ("c1", "place order", "01 10:00:00", "i1"),
        ("c1", "place order", "01 10:00:00", "i2"),
        ("c1", "place order", "01 11:00:00", "i3"),
        (None, "pick item", "01 12:00:00", "i1"),
        (None, "send", "02 09:00:00", None),  # of no item: it stays, without a case
    ]


def test_e96_ocel_an_object_that_is_not_listed_is_set_aside(tools) -> None:
    read = tools.read("ocel.json")
    assert [(one["line"], one["reason"]) for one in read.aside] == [
        (4, "names an object that the log does not list")
    ]


def test_e96_ocel_as_xml(tools) -> None:
    read = tools.read("ocel.xml")
    assert read.events("case_id") == [
        (None, "place order", "01 10:00:00", "o1"),
        (None, "send", "02 10:00:00", "o1"),
    ]
    assert [row["total"] for row in read.tables["events"]] == [44.8, None]


def as_sqlite(log: dict, path: Path) -> None:
    base = sqlite3.connect(path)
    base.executescript(
        """CREATE TABLE event (ocel_id TEXT, ocel_type TEXT);
        CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
        CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
        CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);"""
    )
    for number, type_ in enumerate(sorted({event["type"] for event in log["events"]})):
        base.execute("INSERT INTO event_map_type VALUES (?, ?)", (type_, f"T{number}"))
        base.execute(f'CREATE TABLE "event_T{number}" (ocel_id TEXT, ocel_time TEXT, total REAL)')
        for event in log["events"]:
            if event["type"] == type_:
                total = next((a["value"] for a in event.get("attributes", [])), None)
                base.execute(
                    f'INSERT INTO "event_T{number}" VALUES (?, ?, ?)', (event["id"], event["time"], total)
                )
    for event in log["events"]:
        base.execute("INSERT INTO event VALUES (?, ?)", (event["id"], event["type"]))
        for one in event["relationships"]:
            base.execute("INSERT INTO event_object VALUES (?, ?, '')", (event["id"], one["objectId"]))
    base.executemany("INSERT INTO object VALUES (?, ?)", [(o["id"], o["type"]) for o in log["objects"]])
    base.commit()
    base.close()


def test_e96_ocel_as_sqlite_gives_what_its_json_gives(tools, tmp_path) -> None:
    path = tmp_path / "log.sqlite"
    as_sqlite(json.loads(tools.path("ocel.json").read_text()), path)
    before = path.read_bytes()
    assert tools.read(path).events("case_id") == ORDERS
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("log.sqlite")) == ["log.sqlite"]


def test_e96_what_is_no_log_of_version_2_is_refused(tools, tmp_path) -> None:
    base = sqlite3.connect(tmp_path / "shop.db")
    base.execute("CREATE TABLE orders (id TEXT)")
    base.commit()
    base.close()
    assert refusal(tmp_path / "shop.db") == "file-no-table"
    old = '{"ocel:global-log": {"ocel:version": "1.0"}, "ocel:events": {}, "ocel:objects": {}}'
    assert refusal(tools.write("old.jsonocel", old)) == "log-no-events"
    assert refusal(tools.write("cut.json", tools.path("ocel.json").read_text()[:700])) == "file-damaged"
    empty = '{"objectTypes": [], "eventTypes": [], "objects": [], "events": []}'
    assert refusal(tools.write("empty.json", empty)) == "log-no-events"
