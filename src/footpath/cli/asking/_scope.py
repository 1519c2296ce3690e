"""What the questions by periods share: the zone, the end of the data, the periods to show, rules of events."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from footpath.base import datetime_to_us
from footpath.cli._period import moment
from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Scope
    from footpath.rules import Rule


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument(
        "--from", dest="from_day", metavar="DAY", help="show only periods that begin on it or later"
    )
    group.add_argument("--to", dest="to_day", metavar="DAY", help="show only periods that begin before it")


def scope_of(asked: Asked) -> Scope:
    """Return the scope; events after the present are left out. With ``--until`` the last period counts as over."""
    from footpath.mining import Scope

    zone: str = asked.settings["zone"]
    return Scope(
        zone=zone,
        until_us=moment(asked.args.until, "--until", zone),
        now_us=datetime_to_us(datetime.now(UTC)),
        from_us=moment(asked.args.from_day, "--from", zone),
        to_us=moment(asked.args.to_day, "--to", zone),
    )


def rule_of(text: str | None) -> Rule | None:
    """Return the rule of an option that names an event, or says by a rule which events are meant."""
    from footpath.mining import named

    return None if text is None else named(text).when
