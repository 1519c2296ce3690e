"""What a URL of ClickHouse says; a password is none of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from footpath.base import BadInputError, Problem
from footpath.engines.types import EngineUrl

PASSWORDS = ("FOOTPATH_CLICKHOUSE_PASSWORD", "CLICKHOUSE_PASSWORD")
"""The variables of the environment that hold the password, the first that is set; the second is ClickHouse's own."""

_EXPECTED = "clickhouse://USER@HOST:PORT/DATABASE, with ?secure=1 for HTTPS"
_YES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Server:
    """A server of ClickHouse: `port` None is that of HTTP (8123) or, where `secure`, of HTTPS (8443)."""

    host: str
    port: int | None = None
    user: str = "default"
    database: str = "default"
    secure: bool = False


def server_of(url: EngineUrl) -> Server:
    """Return the server that ``clickhouse://user@host:port/database?secure=1`` names.

    Raises
    ------
    BadInputError
        engine-password where the URL holds a password (which is not repeated), engine-url where a part is not understood.
    """
    # Taken apart by hand first: a password may hold signs that make the rest unreadable, and must not be quoted then.
    authority = url.rest.rsplit("@", 1)[0] if "@" in url.rest else ""
    if ":" in authority or "password" in url.rest.lower():
        raise BadInputError(
            Problem(
                code="engine-password",
                message="the engine's URL holds a password, which would end up in histories and logs",
                expected="clickhouse://USER@HOST/DATABASE",
                help=f"Leave it out and set {PASSWORDS[0]} in the environment.",
            )
        )
    try:
        parts = urlsplit(f"{url.scheme}://{url.rest}")
        port = parts.port
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise _unreadable(url) from None
    database = unquote(parts.path.strip("/")) or "default"
    secure = _YES.get(options.pop("secure", "0").lower())
    if not parts.hostname or options or secure is None or "/" in database or parts.fragment:
        raise _unreadable(url)
    return Server(parts.hostname, port, unquote(parts.username or "") or "default", database, secure)


def password() -> str:
    """Return the password that the environment holds, or an empty one."""
    return next((os.environ[name] for name in PASSWORDS if os.environ.get(name)), "")


def _unreadable(url: EngineUrl) -> BadInputError:
    return BadInputError(
        Problem(code="engine-url", message=f"{url} is no URL of ClickHouse", expected=_EXPECTED)
    )
