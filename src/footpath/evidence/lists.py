"""Lists of customers: read from a file, or kept on this machine under a name, as pseudonyms.

What is kept lies in the user's state folder, beside the key that made the pseudonyms, and in no atlas: it is about people,
and no use to anybody without that key. A file may hold ids as a tool exports them, or pseudonyms.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from footpath.base import BadInputError, Place, Problem, did_you_mean, state_folder, write_whole
from footpath.evidence.privacy import Pseudonyms

NAME = re.compile(r"[^\W\d][\w-]{0,59}")
"""What a list may be called: as a column of a rule, so that it needs no backticks there."""

_PSEUDONYM = re.compile(r"p-[0-9a-f]{24}")
_ID_COLUMNS = ("customer", "customer_id", "id")


@dataclass(frozen=True, slots=True)
class CustomerList:
    """Customers by name: `ids` as they stand in a file, or pseudonyms of this machine's key."""

    name: str
    ids: frozenset[str]

    def with_pseudonyms(self) -> frozenset[str]:
        """Return the ids, and the pseudonyms of those that are none: what the customers of either kind of source are called."""
        plain = [id_ for id_ in self.ids if not is_pseudonym(id_)]
        if not plain:
            return self.ids
        known = Pseudonyms.of_user()
        return self.ids | {known.one(id_) for id_ in plain}

    def means(self, ids: Iterable[str]) -> frozenset[str]:
        """Return those of some customers' own ids whose pseudonyms are in the list."""
        hidden = {id_ for id_ in self.ids if is_pseudonym(id_)}
        if not hidden:
            return frozenset()
        known = Pseudonyms.of_user()
        return frozenset(id_ for id_ in ids if not is_pseudonym(id_) and known.one(id_) in hidden)


def is_pseudonym(id_: str) -> bool:
    """Return whether an id looks like a pseudonym.

    >>> is_pseudonym("p-0123456789abcdef01234567"), is_pseudonym("p-1")
    (True, False)
    """
    return _PSEUDONYM.fullmatch(id_) is not None


def list_folder() -> Path:
    """Return where lists are kept, made with private rights."""
    folder = state_folder() / "lists"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def keep_list(name: str, ids: Collection[str], *, told: Mapping[str, Any]) -> Path:
    """Keep customers under a name, as pseudonyms, and return the file; one of that name is replaced.

    Parameters
    ----------
    ids
        As a workspace has them: own ids become pseudonyms first.
    told
        What they are: question, count, source. Kept beside them.

    Raises
    ------
    BadInputError
        list-name for a name that no rule could say plainly.
    """
    check_name(name)
    known = Pseudonyms.of_user()
    hidden = sorted({id_ if is_pseudonym(id_) else known.one(id_) for id_ in ids})
    made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    text = {"name": name, "made": made, "key": _mark(known), **told, "customers": hidden}
    path = list_folder() / f"{name}.json"
    write_whole(path, json.dumps(text, ensure_ascii=False, indent=1))
    path.chmod(0o600)
    return path


def kept_list(name: str) -> CustomerList:
    """Return a list that was kept.

    Raises
    ------
    BadInputError
        list-unknown where there is none of that name, or it was made with another key; list-unreadable.
    """
    check_name(name)
    path = list_folder() / f"{name}.json"
    if not path.is_file():
        there = [one.stem for one in sorted(list_folder().glob("*.json"))]
        raise BadInputError(
            Problem(
                code="list-unknown",
                message=f"no list is kept as {name!r}",
                value=name,
                help=did_you_mean(name, there, what="kept are")
                if there
                else f"Keep one with --save {name}, or read a file: --list {name}=FILE",
            )
        )
    try:
        told = json.loads(path.read_text("utf-8"))
        ids, mark = frozenset(map(str, told["customers"])), told["key"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, "this is no kept list") from error
    if mark != _mark(Pseudonyms.of_user()):
        raise BadInputError(
            Problem(
                code="list-unknown",
                message=f"the list {name!r} was made with another key: its pseudonyms mean nobody here",
                place=Place(str(path)),
                help="Make it again with --save.",
            )
        )
    return CustomerList(name, ids)


def read_list(name: str, path: Path) -> CustomerList:
    """Return the customers of a file: a CSV (the column customer, customer_id or id, else the first), JSON, Parquet, or lines.

    An apostrophe that a CSV has before an id like a formula is taken away again.

    Raises
    ------
    BadInputError
        list-name, list-unreadable.
    """
    check_name(name)
    try:
        ids = _ids_of(path)
    except (OSError, ValueError, csv.Error) as error:
        raise _unreadable(path, f"no list of customers can be read from it ({error})") from error
    return CustomerList(name, frozenset(id_ for id_ in ids if id_))


def check_name(name: str) -> None:
    """Raise BadInputError (list-name) for a name that no rule could say plainly."""
    if NAME.fullmatch(name) is None:
        raise BadInputError(
            Problem(
                code="list-name",
                message=f"a list cannot be called {name!r}",
                value=name,
                expected="a letter, then letters, digits, _ and -: lost_at_payment",
            )
        )


def _ids_of(path: Path) -> list[str]:
    ending = path.suffix.lower()
    if ending == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            table = pq.read_table(path, columns=[_id_column(pq.read_schema(path).names)])
        except pa.ArrowException as error:
            raise ValueError("no Parquet") from error
        return [str(value) for value in table.column(0).to_pylist() if value is not None]
    text = path.read_text("utf-8-sig")
    if ending == ".json":
        found = json.loads(text)
        rows = found.get("customers") if isinstance(found, dict) else found
        if not isinstance(rows, list):
            raise ValueError("a list of ids, or of objects with an id, is expected")
        return [str(row[_id_column(list(row))]) if isinstance(row, dict) else str(row) for row in rows]
    if ending != ".csv":
        return [line.strip() for line in text.splitlines()]
    rows = list(csv.reader(text.splitlines()))
    if not rows:
        return []
    place = rows[0].index(_id_column(rows[0]))
    return [_unquoted(row[place]) for row in rows[1:] if len(row) > place]


def _id_column(names: list[str]) -> str:
    if not names:
        raise ValueError("it has no columns")
    return next((name for name in _ID_COLUMNS if name in names), names[0])


def _unquoted(id_: str) -> str:
    return id_[1:] if id_[:1] == "'" and id_[1:2] in ("=", "+", "-", "@", "\t", "\r") else id_


def _mark(known: Pseudonyms) -> str:
    """Return what tells a key from others without giving it away."""
    return hashlib.sha256(known.one("footpath list").encode()).hexdigest()[:16]


def _unreadable(path: Path, message: str) -> BadInputError:
    return BadInputError(
        Problem(
            code="list-unreadable",
            message=message,
            place=Place(str(path)),
            expected="a CSV with a header, a JSON list, Parquet, or one id a line",
        )
    )


__all__ = [
    "CustomerList",
    "check_name",
    "is_pseudonym",
    "keep_list",
    "kept_list",
    "list_folder",
    "read_list",
]
