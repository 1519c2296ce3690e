"""Which channels the outcomes are owed to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem
from footpath.cli._options import duration
from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Costs, Question
    from footpath.rules import Rule


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--goal",
        required=True,
        metavar="EVENT|RULE",
        help="the outcome: an event, or a rule such as 'value > 100'",
    )
    group.add_argument(
        "--by", default="channel", metavar="COLUMN", help="what is credited: channel, or any property"
    )
    group.add_argument(
        "--model",
        default="markov",
        metavar="A,B,C",
        help="first, last, linear, position, time-decay, markov, markov-2, markov-3, shapley; several side by side, or all",
    )
    group.add_argument(
        "--goals",
        choices=("first", "each"),
        default="first",
        help="a customer's first goal ends the path (first), or each goal one path",
    )
    group.add_argument(
        "--lookback", metavar="DURATION", help="leave out sessions longer before the goal (default: none)"
    )
    group.add_argument(
        "--position",
        default="40/20/40",
        metavar="A/B/C",
        help="of position: first, between, last (40/20/40)",
    )
    group.add_argument(
        "--half-life", default="7d", metavar="DURATION", help="of time-decay: how long until half (7d)"
    )
    group.add_argument(
        "--worth",
        choices=("paths", "chain"),
        default="paths",
        help="of shapley: a set of channels is worth the outcomes of their paths, or their chance in the chain",
    )
    group.add_argument(
        "--orders",
        type=int,
        default=1000,
        metavar="N",
        help="of shapley over a long chain: orders drawn (1000)",
    )
    group.add_argument("--seed", type=int, default=0, metavar="N", help="of those draws (0)")
    group.add_argument(
        "--costs", type=Path, metavar="FILE", help="what channels cost by day: date, channel, cost, currency"
    )
    group.add_argument(
        "--cost-columns",
        metavar="ROLE=COLUMN,...",
        help="where the guess is wrong: date, channel, cost, currency",
    )
    group.add_argument("--cost-currency", metavar="CODE", help="of several currencies the one to take")
    group.add_argument("--cost-dates", choices=("dmy", "mdy"), help="the order of day and month in the costs")


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    args, zone = asked.args, asked.settings["zone"]
    if args.within not in (None, "customer"):
        raise _bad("--within", args.within, "customer: a path is a customer's sessions")
    models = [name.strip() for name in args.model.split(",") if name.strip()]
    return mining.attribution(
        goal_of(args.goal),
        by=args.by,
        model=list(mining.ATTRIBUTION_MODELS) if models == ["all"] else models,
        gap_us=asked.gap_us,
        goals=args.goals,
        lookback_us=None if args.lookback is None else duration(args.lookback, "--lookback"),
        position=_position(args.position),
        half_life_us=duration(args.half_life, "--half-life"),
        worth=args.worth,
        orders=args.orders,
        seed=args.seed,
        zone=zone,
        costs=None if args.costs is None else _costs(args, zone),
    )


def goal_of(text: str) -> str | Rule:
    """Return a goal as it is meant: a rule, or the name of an event where it is a name alone.

    A bare word is an event, although as a rule it would ask for a column that is true (write ``late = true``).
    """
    from footpath.base import raise_errors
    from footpath.rules import Column, Compare, Truth, parse

    found, problems = parse(text)
    if found is not None:
        tree = found.tree
        bare = isinstance(tree, Compare) and isinstance(tree.right, Truth) and isinstance(tree.left, Column)
        return text.strip() if bare and "=" not in text else found
    if any(sign in text for sign in '=<>("'):
        raise_errors(problems)
    return text.strip()


def _position(text: str) -> tuple[float, float, float]:
    try:
        begin, middle, end = (float(part) / 100 for part in text.split("/"))
    except ValueError:
        raise _bad("--position", text, "three shares that add up to 100, such as 40/20/40") from None
    return begin, middle, end


def _costs(args: Any, zone: str) -> Costs:
    """Read the table of costs in the reading child, as all foreign files."""
    import tempfile

    from footpath.evidence import in_child
    from footpath.mining import Costs

    pairs = [part.partition("=") for part in (args.cost_columns or "").split(",") if part.strip()]
    if any(not name.strip() or not column.strip() for name, _, column in pairs):
        raise _bad("--cost-columns", args.cost_columns, "ROLE=COLUMN, as channel=source,cost=spend")
    argument = {
        "path": str(args.costs.expanduser().resolve()),
        "by": args.by,
        "columns": {name.strip(): column.strip() for name, _, column in pairs},
        "currency": args.cost_currency,
        "dates": args.cost_dates,
        "zone": zone,
    }
    with tempfile.TemporaryDirectory(prefix="footpath-") as folder:
        answer = in_child("footpath.cli.asking.attribution:costs_in_child", argument, folder=Path(folder))
    return Costs.from_json(answer["costs"])


def costs_in_child(argument: dict[str, Any], _folder: Path) -> dict[str, Any]:
    """Read a table of costs and return it as plain data (runs in the child)."""
    from footpath.evidence import read_raw
    from footpath.mining import costs_of

    given = dict(argument)
    raw = read_raw(Path(given.pop("path")))
    costs = costs_of(raw.table, **given).to_json()
    costs["unreadable"] += raw.facts.aside
    return {"costs": costs}


def _bad(option: str, value: str, expected: str) -> BadInputError:
    return BadInputError(
        Problem(code="bad-option", message=f"{option} cannot be {value!r}", value=value, expected=expected)
    )
