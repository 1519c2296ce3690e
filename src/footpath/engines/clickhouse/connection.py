"""Connecting to ClickHouse, and its errors as ours: without the query's text and the values in it."""

from __future__ import annotations

import re
from typing import Any

from footpath.base import EngineError, Problem
from footpath.engines.clickhouse.url import PASSWORDS, Server, password
from footpath.engines.types import EngineOptions, size_in_bytes

_MEANINGS = {
    # What the portable forms rely on: a row that nothing joins has nulls, times without a zone are UTC.
    "join_use_nulls": "1",
    "session_timezone": "UTC",
    # Text arrives as text and not as bytes, decimals in their own width.
    "output_format_arrow_string_as_string": "1",
    "output_format_arrow_low_cardinality_as_dictionary": "0",
    # A question over twenty columns in ten steps is a long query.
    "max_query_size": str(1 << 24),
    "max_ast_elements": "1000000",
    "max_expanded_ast_elements": "10000000",
}

_MEMORY = (241,)  # MEMORY_LIMIT_EXCEEDED
_DISK = (243, 1002)
_TIME = (159, 160, 209, 394)  # TIMEOUT_EXCEEDED, TOO_SLOW, SOCKET_TIMEOUT, QUERY_WAS_CANCELLED
_RIGHTS = (
    497,
    164,
    291,
    452,
)  # ACCESS_DENIED, READONLY, DATABASE_ACCESS_DENIED, SETTING_CONSTRAINT_VIOLATION
_WHO = (192, 193, 194, 516)  # UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, AUTHENTICATION_FAILED
_FILE = (
    76,
    107,
    117,
    235,
    636,
)  # CANNOT_OPEN_FILE, FILE_DOESNT_EXIST, INCORRECT_DATA, EOF, CANNOT_EXTRACT_TABLE_STRUCTURE
_LOST = (60, 81)  # UNKNOWN_TABLE, UNKNOWN_DATABASE


def connect(server: Server | None, options: EngineOptions, mark: str) -> Any:
    """Return a client of a server, or of the engine in this process where there is none; its queries bear a mark.

    Raises
    ------
    EngineError
        engine-unreachable, engine-cannot (the user may not set what the questions need), engine-option.
    """
    import clickhouse_connect
    from clickhouse_connect.driver.exceptions import ClickHouseError

    settings = {**_MEANINGS, "log_comment": mark}
    if options.seconds is not None:
        settings["max_execution_time"] = str(options.seconds)
    try:
        if server is None:
            memory = size_in_bytes(options.memory)
            settings |= {
                "max_memory_usage": str(memory),
                "max_bytes_before_external_group_by": str(memory // 2),
                "max_bytes_before_external_sort": str(memory // 2),
            }
            if options.threads:
                settings["max_threads"] = str(options.threads)
            return clickhouse_connect.get_client(interface="chdb", dsn="chdb://memory", settings=settings)
        # Temporary tables live as long as the session, and that is a minute without a question where nothing else is said.
        settings["session_timeout"] = "3600"
        return clickhouse_connect.get_client(
            interface="https" if server.secure else "http",
            host=server.host,
            port=server.port or (8443 if server.secure else 8123),
            username=server.user,
            password=password(),
            database=server.database,
            settings=settings,
            query_limit=0,
            client_name="footpath",
        )
    except ClickHouseError as error:
        found = engine_error(error)
        if server is None or found.problems[0].code in (
            "engine-cannot",
            "engine-table",
            "engine-unreachable",
        ):
            raise found from None
        raise _unreachable(server) from None  # the driver's own message names the address with its parameters


def _unreachable(server: Server) -> EngineError:
    return EngineError(
        Problem(
            code="engine-unreachable",
            message=f"ClickHouse at {server.host} does not answer",
            value=f"{server.host}:{server.port or (8443 if server.secure else 8123)}",
            help="Look at host, port and ?secure=1 in the URL; the port is that of HTTP(S), not of the native protocol (9000).",
        )
    )


def stopped() -> EngineError:
    """Return the error of a query that was stopped."""
    return EngineError(Problem(code="engine-time", message="the query was stopped before it was done"))


def code_of(error: BaseException) -> int:
    """Return ClickHouse's number of an error; 0 where it has none."""
    number = getattr(error, "code", None)
    if isinstance(number, int) and number:
        return number
    found = re.search(r"\bCode: (\d+)\b", str(error))
    return int(found[1]) if found else 0


def engine_error(error: BaseException) -> EngineError:
    """Return ClickHouse's error as ours; the text of a query and the values in it are left out (they may be people's)."""
    number = code_of(error)
    if number in _MEMORY:
        return EngineError(
            Problem(
                code="engine-memory",
                message="the query does not fit into the memory that ClickHouse may use",
                help="Give it more (--memory 8GB, on a server its own max_memory_usage), or ask of a shorter period.",
            )
        )
    if number in _DISK:
        return EngineError(
            Problem(
                code="engine-disk", message="ClickHouse's disk is full", help="Free space where it spills."
            )
        )
    if number in _TIME:
        return stopped()
    if number in _WHO:
        return EngineError(
            Problem(
                code="engine-unreachable",
                message="ClickHouse does not let this user in",
                help=f"The user is that of the URL, the password that of {PASSWORDS[0]} in the environment.",
            )
        )
    if number in _RIGHTS:
        return EngineError(
            Problem(
                code="engine-cannot",
                message="ClickHouse does not allow this user what the question needs",
                expected="the rights to read the table, to set settings (readonly = 0 or 2) and, for files, to create temporary tables",
                help="Ask whoever runs the server for GRANT CREATE TEMPORARY TABLE, or for the settings join_use_nulls = 1 and "
                "session_timezone = 'UTC' in the user's profile.",
            )
        )
    if number in _LOST:
        return EngineError(
            Problem(
                code="engine-table",
                message="ClickHouse has no table of that name",
                help="Name it as database.table, as the server spells it.",
            )
        )
    if number in _FILE:
        return EngineError(
            Problem(
                code="engine-file",
                message="a prepared file cannot be read",
                help="It was moved, cut short or changed since it was read in: read the source again.",
            )
        )
    if not number and type(error).__name__ in ("OperationalError", "StreamFailureError"):
        return EngineError(
            Problem(
                code="engine-unreachable",
                message="ClickHouse stopped answering",
                help="Look at the network and the server's own log, and ask again.",
            )
        )
    name = re.search(r"\(([A-Z][A-Z_]+)\)", str(error))
    shown = name[1] if name else type(error).__name__
    return EngineError(Problem(code="engine-failed", message=f"ClickHouse could not run the query ({shown})"))
