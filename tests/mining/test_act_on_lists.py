"""From a count to people: files, labels, kept lists, one customer's own path, what the lost said."""

from __future__ import annotations

import csv
import json
import os
import re

import pytest

from footpath.cli import main

ROWS = [  # who, when, what
    ("ann", "2026-03-01 10:00", "view"),
    ("ann", "2026-03-01 10:05", "basket"),
    ("ann", "2026-03-01 10:09", "pay"),
    *((f"u{n}", f"2026-03-0{1 + n % 3} 11:00", "view") for n in range(8)),
    *((f"u{n}", f"2026-03-0{1 + n % 3} 11:04", "basket") for n in range(8)),
    ("u0", "2026-03-01 11:20", "help"),
    ("=bad", "2026-03-02 09:00", "view"),
    ("=bad", "2026-03-02 09:00", "\x1b[31mred"),
    ("zoe", "2026-03-20 09:00", "view"),
]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTPATH_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("FOOTPATH_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    with (tmp_path / "clicks.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["visitor_id", "time", "event"])
        writer.writerows(ROWS)
    with (tmp_path / "reviews.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["review_id", "visitor_id", "written", "stars", "words"])
        for n in range(8):
            text = f"The payment page asked for too much, call me at u{n}@example.org"
            writer.writerow([f"r{n}", f"u{n}", f"2026-03-0{4 + n % 3} 12:00", 1 + n % 2, text])
        writer.writerow(["r9", "ann", "2026-03-02 12:00", 5, "All good and quick, thank you very much"])
        writer.writerow(["r8", "u1", "2026-09-02 12:00", 5, "Much later and about something else entirely"])
    return tmp_path


@pytest.fixture
def atlas(home, capsys):
    assert main(["new", "shop"]) == 0
    columns = ["--customer", "visitor_id", "--zone", "UTC", "--atlas", "shop"]
    assert (
        main(["listen", "add", "clicks", "clicks.csv", *columns, "--time", "time", "--event", "event"]) == 0
    )
    words = ["--said", "written", "--text", "words", "--remark-id", "review_id", "--score", "stars:1-5"]
    assert main(["listen", "add", "reviews", "reviews.csv", *columns, *words]) == 0
    capsys.readouterr()
    return home


FUNNEL = ["--steps", "view,basket,pay", "--window", "1d", "--zone", "UTC"]


def mine(*words):
    return main(["mine", *words, "--engine", "duckdb://"])


def rows_of(path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def held(folder):
    """Return the bytes of all files below a folder, in one."""
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_m259_a_file_for_the_mail_tool_has_their_own_column_and_labels(home):
    given = ["--who", "lost.csv", "--cell", "lost=2", "--label", "lost_at=payment", "--label", "wave=3"]
    assert mine("funnel", "clicks.csv", *FUNNEL, *given) == 0
    rows = rows_of(home / "lost.csv")
    assert len(rows) == 8
    assert rows[0] == {"visitor_id": "u0", "lost_at": "payment", "wave": "3"}


def test_m259_labels_of_sessions_name_each_customer_once(home):
    given = ["--who", "l.csv", "--cell", "from=view", "--cell", "to=basket", "--label", "x=1"]
    assert mine("transitions", "clicks.csv", "--within", "session", *given) == 0
    assert len((home / "l.csv").read_text().splitlines()) == 10


def test_m260_a_kept_list_asks_files_and_atlas_and_holds_pseudonyms_alone(atlas, capsys):
    assert mine("funnel", "clicks.csv", *FUNNEL, "--cell", "lost=2", "--save", "lost") == 0
    kept = atlas / "state" / "lists" / "lost.json"
    told = json.loads(kept.read_text())
    assert (told["count"], len(told["customers"])) == ("lost=2", 8)
    assert all(re.fullmatch(r"p-[0-9a-f]{24}", one) for one in told["customers"])
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0
    for source in ("clicks.csv", "shop:clicks"):
        capsys.readouterr()
        words = ["--where", "lost and event = 'view'", "--list", "lost", "--json"]
        assert mine("transitions", source, "--within", "customer", *words) == 0
        rows = json.loads(capsys.readouterr().out)["rows"]
        assert [(row["from"], row["to"], row["customers"]) for row in rows] == [
            ("(begin)", "view", 8),
            ("view", "(end)", 8),
        ]


def test_m261_a_list_is_a_column_a_segment_and_a_file(home, capsys):
    (home / "some.csv").write_text("customer\nu1\nu2\n'=bad\nnobody\n")
    given = ["--list", "vip=some.csv", "--json"]
    assert mine("compare", "clicks.csv", "--goal", "basket", "--by", "vip", "--least", "1", *given) == 0
    row = json.loads(capsys.readouterr().out)["rows"][0]
    assert {row["group"]: row["customers"], row["base"]: row["base_customers"]} == {"true": 3, "false": 8}
    segments = ["--segment", "vip", "--segment", "buyers: count(event = 'pay') >= 1"]
    assert mine("segments", "clicks.csv", *segments, *given) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["customers"] for row in rows if row["other"] == "(all)"] == [3, 1, 7]
    assert mine("funnel", "clicks.csv", *FUNNEL, "--by", "vip", *given) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert {row["segment"]: row["count"] for row in rows if row["step"] == 1} == {
        "(all)": 11,
        "false": 8,
        "true": 3,
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--list", "nothere"], "list-unknown"),
        (["--list", "a b=some.csv"], "list-name"),
        (["--list", "event=clicks.csv"], "list-name-taken"),
        (["--list", "x=no.csv"], "list-unreadable"),
        (["--save", "1x", "--cell", "step=1"], "list-name"),
        (["--save", "x"], "bad-option"),
        (["--label", "x=1", "--cell", "step=1"], "bad-option"),
        (["--who", "w.csv", "--label", "x", "--cell", "step=1"], "bad-option"),
        (["--who", "w.csv", "--label", "visitor_id=1", "--cell", "step=1"], "bad-option"),
        (["--lost-said"], "bad-option"),
        (["--within", "case", "--case", "visitor_id", "--cell", "step=1", "--save", "x"], "count-of-cases"),
    ],
)
def test_m262_what_cannot_be_is_said_by_name(home, capsys, words, code):
    assert mine("funnel", "clicks.csv", *FUNNEL, *words) in (2, 3)
    assert f"[{code}]" in capsys.readouterr().err


def test_m262_a_list_that_means_nobody_is_a_warning(home, capsys):
    (home / "other.txt").write_text("x1\nx2\n")
    assert mine("transitions", "clicks.csv", "--list", "x=other.txt") == 0
    assert "[list-empty]" in capsys.readouterr().err


def test_m263_own_ids_only_when_asked_logged_and_in_no_cache(atlas, capsys):
    cell = ["--cell", "lost=2", "--label", "lost_at=payment", "--within", "customer"]
    assert mine("funnel", "shop:clicks", *FUNNEL, "--who", "p.csv", *cell) == 0
    rows = rows_of(atlas / "p.csv")
    assert len(rows) == 8
    assert all(row["customer"].startswith("p-") for row in rows)
    assert not (atlas / "state" / "own-ids.log").exists()
    assert mine("funnel", "shop:clicks", *FUNNEL, "--who", "own.csv", *cell, "--own-ids") == 0
    rows = rows_of(atlas / "own.csv")
    assert [row["visitor_id"] for row in rows] == sorted(f"u{n}" for n in range(8))
    log = [json.loads(line) for line in (atlas / "state" / "own-ids.log").read_text().splitlines()]
    assert [(one["source"], one["count"], one["rows"]) for one in log] == [("shop:clicks", "lost=2", 8)]
    assert b"=bad" not in held(atlas / "cache") + held(atlas / "shop") + held(atlas / "state")


def test_m264_the_floor_holds_for_lists_only_where_it_is_asked_for(atlas, capsys):
    given = ["--within", "customer", "--who", "one.json", "--cell", "step=pay"]
    assert mine("funnel", "shop:clicks", *FUNNEL, *given) == 0
    assert len(json.loads((atlas / "one.json").read_text())) == 1
    assert mine("funnel", "shop:clicks", *FUNNEL, *given, "--floor", "5") == 3
    assert "[count-under-floor]" in capsys.readouterr().err


def test_m266_one_customers_path_as_text_and_rows(atlas, capsys):
    assert mine("customer", "shop:clicks", "--id", "u0", "--zone", "Europe/Lisbon") == 0
    said = capsys.readouterr().out
    assert "3 events, 1 session, 1 score, 1 remark (times in Europe/Lisbon)" in said
    lines = [line.strip() for line in said.splitlines()]
    assert lines.index("Sun 1 Mar 2026") < lines.index("Wed 4 Mar 2026")
    assert any(line.startswith("11:20:00         +16 min  help") for line in lines)
    assert "[e-mail]" in said
    assert "example.org" not in said
    assert mine("customer", "shop:clicks", "--id", "u0", "--json") == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["kind"] for row in rows] == ["event", "event", "event", "score", "remark"]
    assert [row["since_s"] for row in rows[:3]] == [None, 240.0, 960.0]
    assert rows[3]["score"] == 1.0
    assert rows[0]["customer"].startswith("p-")


def test_m267_what_a_terminal_would_obey_is_shown(home, capsys):
    assert mine("customer", "clicks.csv", "--id", "=bad") == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\\x1b[31mred" in out


def test_m265_somebody_by_chance_is_the_same_with_the_same_seed(home, capsys):
    (home / "some.txt").write_text("u1\nu2\nu3\n")
    words = ["--list", "some=some.txt", "--number", "2", "--seed", "4", "--json"]
    seen = []
    for _ in range(2):
        assert mine("customer", "clicks.csv", *words) == 0
        seen.append({row["customer"] for row in json.loads(capsys.readouterr().out)["rows"]})
    assert seen[0] == seen[1]
    assert len(seen[0]) == 2
    assert seen[0] <= {"u1", "u2", "u3"}
    assert mine("customer", "clicks.csv", "--id", "nobody") == 3
    assert "[customer-unknown]" in capsys.readouterr().err
    assert mine("customer", "clicks.csv", "--id", "=bad", "-o", "one.csv") == 0
    assert rows_of(home / "one.csv")[0]["customer"] == "'=bad"


def test_m268_what_the_lost_said_soon_after(atlas, capsys):
    assert mine("funnel", "shop:clicks", "--within", "customer", *FUNNEL, "--lost-said", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    at = {row["name"]: row for row in told["said"]}
    assert set(at) == {"view", "basket"}
    basket = at["basket"]
    assert (basket["lost"], basket["customers"], basket["remarks"], basket["scores"]) == (8, 8, 8, 8)
    assert basket["emotion"] == pytest.approx(-1.5)
    assert basket["quotes"]
    assert all("example.org" not in quote for quote in basket["quotes"])
    assert at["view"]["remarks"] == 0
    lost = {row["name"]: row["lost"] for row in told["rows"]}
    assert lost == {"view": 2, "basket": 8}


def test_m269_of_few_nothing_is_told(atlas, capsys):
    words = ["--where", "event != 'help'", "--lost-said", "--said-within", "3d", "--floor", "5"]
    assert mine("funnel", "shop:clicks", "--within", "customer", *FUNNEL, *words, "--json") == 0
    basket = json.loads(capsys.readouterr().out)["said"][1]
    # u0, u3, u6 wrote three days and an hour after; u2 and u5 likewise: nobody within three days
    assert (basket["customers"], basket["emotion"], basket["quotes"]) == (0, None, [])
    words = ["--lost-said", "--floor", "9", "--within", "customer", "--json"]
    assert mine("funnel", "shop:clicks", *FUNNEL, *words) == 0
    basket = json.loads(capsys.readouterr().out)["said"][1]
    assert (basket["customers"], basket["remarks"], basket["scores"]) == (None, None, None)
    assert (basket["emotion"], basket["quotes"]) == (None, [])
