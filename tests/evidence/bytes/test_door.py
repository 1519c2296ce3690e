"""The door: whatever the child does, this side lives, says which file and why, and nothing is left."""

from __future__ import annotations

import json
import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from footpath.base import BadInputError, UsageError
from footpath.evidence.door import in_child
from footpath.evidence.limits import MIB, Limits, format_size, parse_size

LIMITS = Limits(cpu_s=1, wall_s=60.0, output=MIB)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and resource limits are POSIX")


@pytest.fixture(autouse=True)
def _children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def run(name: str, argument: dict[str, Any], folder: Path, **more: Any) -> dict[str, Any]:
    return in_child(f"door_children:{name}", argument, folder=folder, **more)


def test_the_function_runs_elsewhere_and_its_answer_and_files_come_back(tmp_path: Path) -> None:
    told = run("echo", {"path": "/a.csv", "n": [1, None, "ü"]}, tmp_path)
    assert told["pid"] != os.getpid()
    assert told["argument"] == {"path": "/a.csv", "n": [1, None, "ü"]}
    assert told["here"] == told["folder"] != str(Path.cwd())
    assert run("write", {}, tmp_path) == {"file": "out.txt"}
    assert sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*")) == [
        "out.txt",
        "parts",
        "parts/a.txt",
    ]


def test_files_of_an_earlier_reading_are_replaced_only_when_all_went_well(tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("old", "utf-8")
    with pytest.raises(BadInputError, match="stumbled"):
        run("write", {"path": "/a.csv", "then": True}, tmp_path)
    assert (tmp_path / "out.txt").read_text("utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.txt"]
    run("write", {}, tmp_path)
    assert (tmp_path / "out.txt").read_text("utf-8") == "made"


@POSIX
@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        ("exit", "reader-died", "exit code 7"),
        ("exit-0", "reader-died", "exit code 0"),
        ("system-exit", "reader-died", "exit code 3"),
        ("raise", "reader-failed", "ZeroDivisionError: division by zero"),
        ("memory", "reader-memory", "more memory"),
        ("spin", "reader-time", "more than 1 s of processor time"),
        ("sleep", "reader-time", "longer than 1 s"),
        ("deep", "reader-too-deep", "deeper"),
        ("no-json", "reader-died", "exit code 1"),
        ("disk", "reader-failed", "File too large"),
        ("SIGSEGV", "reader-died", "SIGSEGV"),
        ("SIGABRT", "reader-died", "SIGABRT"),
        ("SIGKILL", "reader-memory", "memory"),
    ],
)
def test_every_death_of_the_child_is_an_error_with_the_file_and_the_reason(
    tmp_path: Path, how: str, code: str, words: str
) -> None:
    limits = replace(LIMITS, wall_s=1.0) if how == "sleep" else LIMITS
    with pytest.raises(BadInputError) as caught:
        run("die", {"path": "/exports/orders.csv", "how": how}, tmp_path, limits=limits)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert words in problem.message
    assert problem.place.file == "/exports/orders.csv"
    assert problem.help
    assert "Traceback" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_all_problems_of_the_child_cross_with_their_places(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        run("complain", {"path": "/b.csv"}, tmp_path)
    first, second = caught.value.problems
    assert (str(first.place), first.message, first.help) == ("a.csv:3", "nothing here", "Look.")
    assert (str(second.place), second.message) == ("/b.csv", "and cut")
    with pytest.raises(UsageError, match="not like this"):
        run("misuse", {}, tmp_path)


def test_the_child_has_no_network(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        told = run("call_out", {"port": port}, tmp_path)
    assert told["out"] is False
    assert "no network" in told["why"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="network namespaces are Linux")
def test_on_linux_native_code_has_no_network_either_where_the_kernel_allows(tmp_path: Path) -> None:
    if run("walls", {}, tmp_path)["network"] != "namespace":
        pytest.skip("this kernel allows no network namespace")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert run("call_out_natively", {"port": server.getsockname()[1]}, tmp_path) == {"out": False}


def test_the_child_gets_no_secrets_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "hunter2")
    told = run("environment", {}, tmp_path)
    assert "hunter2" not in json.dumps(told)
    assert told["FOOTPATH_STATE"] == os.environ["FOOTPATH_STATE"]


def test_what_a_killed_reading_left_is_swept_a_day_later(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / f".reading-{name}").mkdir()
    os.utime(tmp_path / ".reading-old", (0, 0))
    run("echo", {}, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [".reading-new"]


def test_sizes_are_read_and_shown() -> None:
    assert parse_size("4GB") == 4 << 30
    assert parse_size("512 MB") == parse_size("0.5g") == 512 << 20
    assert format_size(3 << 19) == "1.5 MB"
    with pytest.raises(ValueError, match="no size"):
        parse_size("much")
