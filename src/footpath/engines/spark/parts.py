"""The parts of a query that it uses several times, each computed once.

Spark writes a named part of a query (a CTE) out again wherever it is used. A walk's visits are used in parts that are
themselves used twice, and so on: such questions took five to ten times as long. So what costs more than to be held is
computed first, held by the executors until the answer is here, and read from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlglot.expressions as sge


@dataclass(frozen=True)
class Part:
    """One named part: `query` to compute (sqlglot's tree, with the parts that only it needs), or the last one's (name "")."""

    name: str
    query: Any


def parts_of(query: Any, fresh: Callable[[], str]) -> Iterator[Part]:
    """Return what has to be computed, in order; the last part, without a name, is the answer.

    Parameters
    ----------
    query
        sqlglot's tree of a query, as Ibis makes it: its named parts in an order in which each uses only earlier ones.
    fresh
        Gives a new name for a held part each time.
    """
    query = query.copy()
    given = query.args.pop("with_", None) or query.args.pop("with", None)
    named = {one.alias: one.this for one in given.expressions} if given is not None else {}
    copies = dict.fromkeys(named, 0)
    held = set()
    for inner in _used(query, named):
        copies[inner] += 1
    for name, body in reversed(named.items()):  # whoever uses a part comes after it
        if copies[name] > _copies(body):
            held.add(name)
        for inner in _used(body, named):
            copies[inner] += 1 if name in held else copies[name]
    called = {name: fresh() for name in named if name in held}
    for name, new in called.items():
        yield Part(new, _closed(named[name], named, called))
    yield Part("", _closed(query, named, called))


def _used(body: Any, named: dict[str, Any]) -> list[str]:
    """Return the named parts that a body reads, as often as it does."""
    return [table.name for table in body.find_all(sge.Table) if table.name in named and not table.db]


def _copies(body: Any) -> int:
    """Return how many times a body may be written out: what groups or sorts once, joins a few times, scans more often.

    A scan reads only the columns that are asked for, what is held has all of them.
    """
    if body.find(sge.Window, sge.Group, sge.AggFunc, sge.Distinct) is not None:
        return 1
    return 4 if body.find(sge.Join, sge.Union) is not None else 16


def _closed(body: Any, named: dict[str, Any], held: dict[str, str]) -> Any:
    """Return a body with the unheld parts that it needs before it, and the held ones by their new names."""
    needed: list[str] = []

    def need(one: Any) -> None:
        for name in _used(one, named):
            if name not in held and name not in needed:
                need(named[name])
                needed.append(name)

    need(body)
    made = _renamed(body, held)
    for name in needed:
        made = made.with_(sge.to_identifier(name, quoted=True), _renamed(named[name], held), copy=False)
    return made


def _renamed(body: Any, held: dict[str, str]) -> Any:
    made = body.copy()
    for table in list(made.find_all(sge.Table)):
        if table.name in held and not table.db:
            alias = table.alias or table.name
            table.replace(
                sge.alias_(sge.to_table(held[table.name]), sge.to_identifier(alias, quoted=True), table=True)
            )
    return made
