"""ClickHouse's HTTP interface over the engine in this process, for tests: no package here carries a server.

Requests are answered by chdb, a connection for each session; a password is asked for, and rights can be taken away.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

NO_SETTINGS = {
    *("query", "database", "session_id", "session_timeout", "session_check", "query_id", "default_format"),
    *("compress", "decompress", "wait_end_of_query", "buffer_size", "client_protocol_version", "role"),
    *("send_progress_in_http_headers", "http_headers_progress_interval_ms", "enable_http_compression"),
}


@dataclass
class Fake:
    """A server: `forbidden` are patterns of queries that its user has no right to; `seen` is what it was asked."""

    url: str
    password: str
    forbidden: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)


@contextlib.contextmanager
def serving(password: str = "s3cret") -> Iterator[Fake]:  # noqa: S107 - of a server of tests
    """Return a server of ClickHouse on loopback; it ends with the block."""
    import chdb

    sessions: dict[str, object] = {}
    lock = threading.Lock()
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    fake = Fake(f"clickhouse://ana@127.0.0.1:{server.server_address[1]}/default", password)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            self.answer(200, b"Ok.\n")

        def do_POST(self) -> None:
            given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            body = self.body()
            if self.headers.get("Authorization") != _basic("ana", fake.password):
                self.fail(516, "AUTHENTICATION_FAILED")
                return
            query = given.pop("query", None)
            head, _, data = body.partition(b"\n") if body.startswith(b"INSERT") else (body, b"", b"")
            text = query if query is not None else head.decode()
            data = body if query is not None else data
            fake.seen.append(text)
            if any(re.search(pattern, text, re.IGNORECASE) for pattern in fake.forbidden):
                self.fail(497, "ACCESS_DENIED")
                return
            with lock:
                connection = sessions.setdefault(given.get("session_id", ""), chdb.connect(":memory:"))
                try:
                    for name, value in given.items():
                        if name not in NO_SETTINGS and not name.startswith("param_"):
                            connection.query(f"SET {name} = '{value}'")
                    self.answer(200, run(connection, text, data, given.get("default_format", "TabSeparated")))
                except Exception as error:
                    found = re.search(r"Code: (\d+)", str(error))
                    self.fail(int(found[1]) if found else 1002, str(error))

        def body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def fail(self, code: int, text: str) -> None:
            self.answer(500, f"Code: {code}. DB::Exception: {text}".encode(), code)

        def answer(self, status: int, body: bytes, code: int = 0) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if code:
                self.send_header("X-ClickHouse-Exception-Code", str(code))
            self.end_headers()
            self.wfile.write(body)

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever, name="clickhouse-http", daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        for connection in sessions.values():
            connection.close()


def run(connection, text: str, data: bytes, default: str) -> bytes:
    """Run a query; the rows of an insert come in the body, and are read from a file."""
    insert = re.fullmatch(r"\s*(INSERT INTO .*?)\s+FORMAT\s+(\w+)\s*", text, re.DOTALL | re.IGNORECASE)
    if insert is None or not data:
        return bytes(connection.query(text, default).bytes())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        path.write_bytes(data)
        connection.query(f"{insert[1]} FROM INFILE '{path}' FORMAT {insert[2]}", "TabSeparated")
    return b""


def _basic(user: str, password: str) -> str:
    import base64

    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
