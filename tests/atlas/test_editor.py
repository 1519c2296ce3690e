"""An editor that reads the YAML language server's modeline completes and checks the files of an atlas, with no network.

The server itself is asked, as an editor asks it; `tools/npm.sh` brings it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from footpath.atlas import load, write_template

ROOT = Path(__file__).parents[2]
SERVER = (
    ROOT / ".cache/yaml-language-server-1.25.0/node_modules/yaml-language-server/bin/yaml-language-server"
)
NODE = shutil.which("node") or (
    str(ROOT / ".cache/node/bin/node") if (ROOT / ".cache/node/bin/node").exists() else None
)


class Editor:
    """The smallest editor: it opens texts, asks for completions, and hears what is wrong."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [str(NODE), str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.number = 0
        self.heard: dict[str, Any] = {}
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})
        self.tell(
            "workspace/didChangeConfiguration",
            {"settings": {"yaml": {"completion": True, "validate": True, "schemaStore": {"enable": False}}}},
        )

    def send(self, data: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **data}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        size = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        data: dict[str, Any] = json.loads(self.process.stdout.read(size))
        if "method" in data and "id" in data:  # it asks us something: we have no answer
            many = (
                [None] * len(data["params"].get("items", []))
                if isinstance(data.get("params"), dict)
                else None
            )
            self.send({"id": data["id"], "result": many})
        elif data.get("method") == "textDocument/publishDiagnostics":
            self.heard[data["params"]["uri"]] = data["params"]["diagnostics"]
        return data

    def tell(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            data = self.receive()
            if data.get("id") == self.number and "method" not in data:
                assert "error" not in data, data
                return data["result"]

    def open(self, path: Path, text: str) -> str:
        uri = path.as_uri()
        self.tell(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        return uri

    def complete(self, uri: str, line: int, character: int) -> set[str]:
        asked = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        return {item["label"] for item in self.ask("textDocument/completion", asked)["items"]}

    def complaints(self, uri: str) -> list[str]:
        while uri not in self.heard:
            self.receive()
        return [one["message"] for one in self.heard[uri]]


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    if NODE is None or not SERVER.is_file():
        pytest.skip("the YAML language server is not here; tools/npm.sh brings it")
    made = Editor()
    yield made
    made.process.kill()
    made.process.communicate()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    write_template("gift-online", tmp_path / "shop")
    return tmp_path / "shop"


def test_every_file_of_a_template_opens_without_a_complaint(editor: Editor, shop: Path) -> None:
    for file, text in load(shop).texts.items():
        assert text.startswith("# yaml-language-server: $schema="), file
        assert editor.complaints(editor.open(shop / file, text)) == [], file


def test_keys_lanes_and_values_are_offered(editor: Editor, shop: Path) -> None:
    head = "# yaml-language-server: $schema=../.footpath/schema/journey.json\n"
    text = head + "title: T\nstages:\n  - title: S\n    steps:\n      - title: I look\n        \nkind: \n"
    uri = editor.open(shop / "journeys" / "new.yaml", text)
    offered = editor.complete(uri, 6, 8)
    assert {"emotion", "thought", "frontstage-people", "next", "touchpoint"} <= offered
    assert {"customer", "user", "life"} <= editor.complete(uri, 7, 6)


def test_a_mistake_is_shown_while_it_is_typed(editor: Editor, shop: Path) -> None:
    head = "# yaml-language-server: $schema=../.footpath/schema/journey.json\n"
    uri = editor.open(shop / "journeys" / "wrong.yaml", head + "title: T\npurpos: x\nstages: [A]\n")
    assert any("purpos" in message for message in editor.complaints(uri))
