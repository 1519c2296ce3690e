"""Queries shown before they run (``--explain``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from footpath.cli._output import Output

_RUNS = ("fetch", "stream", "keep")


def show_queries(workspace: Any, out: Output, *, head: str) -> list[str]:
    """Have a workspace print each query before it runs, and return the list that they are put on.

    `head` is the line above each, with ``{}`` for its number.
    """
    shown: list[str] = []

    def before(run: Callable[..., Any]) -> Callable[..., Any]:
        def explained(expr: Any) -> Any:
            query = workspace.explain(expr)
            shown.append(query)
            out.line(f"-- {head.format(len(shown))}")
            out.line(f"{query.rstrip()};")
            out.line()
            return run(expr)

        return explained

    for name in _RUNS:
        if hasattr(workspace, name):
            # On the instance, so that what the workspace asks of itself (keys, duplicates, facts) is shown too.
            setattr(workspace, name, before(getattr(workspace, name)))
    return shown
