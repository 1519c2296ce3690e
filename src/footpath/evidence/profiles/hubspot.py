"""HubSpot: deals with a column of dates for each stage that they entered."""

from __future__ import annotations

import re
from collections.abc import Iterable

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile

_ENTERED = re.compile(r"""Date entered ["'“”]?(?P<stage>.+?)["'“”]?(?: \((?P<pipeline>[^()]*)\)["'“”]?)?""")
_ENTERED_API = re.compile(r"(?:properties\.)?hs_(?:v2_)?date_entered_(?P<stage>\w+)")


def _fits(columns: frozenset[str]) -> bool:
    deal = {"Deal Stage", "Deal Name", "Pipeline", "dealstage", "properties.dealstage"} & columns
    return bool(deal) and (bool(_stages(columns)) or {"Record ID", "Deal Stage"} <= columns)


def _stages(columns: Iterable[str]) -> dict[str, str]:
    """Return the column of each stage; a stage of several pipelines is told apart by the pipeline."""
    found: dict[str, list[tuple[str, str]]] = {}
    for column in columns:
        match = _ENTERED.fullmatch(column) or _ENTERED_API.fullmatch(column)
        if match:
            pipeline = match.groupdict().get("pipeline") or ""
            found.setdefault(match["stage"].strip(), []).append((pipeline, column))
    out = {}
    for stage, places in found.items():
        for pipeline, column in places:
            out[stage if len(places) == 1 else f"{stage} ({pipeline})"] = column
    return out


def _take(take: Taking) -> None:
    take.role(
        "case", "Record ID", "Deal ID", "id", "hs_object_id", why="HubSpot's id of the deal", means="the deal"
    )
    take.either(
        "customer",
        "Associated Company IDs",
        "Associated Contact IDs",
        "Associated Company",
        "Associated Contact",
    )
    created = take.first("Create Date", "createdate", "properties.createdate")
    stages = _stages(name for name in take.names if name in take)
    if stages:
        take.times(({"deal created": created} if created else {}) | stages)
    take.role("value", "Amount", "amount", "properties.amount")
    take.role("currency", "Currency", "deal_currency_code")
    stage = take.first("Deal Stage", "dealstage", "properties.dealstage")
    if stage:
        take.outcome(stage)
    close = take.first("Close Date", "closedate", "properties.closedate")
    if close:
        take.leave(close, "the expected day of closing until the deal is closed; the stages say when it was")


PROFILE = Profile(
    title="HubSpot (deals)",
    fits=_fits,
    take=_take,
    drop=re.compile(
        r"(?:Date (?:entered|exited)|Cumulative time|Latest time|Time in|Last |Next |Number of|Deal Name|Deal owner).*"
        r"|(?:properties\.)?hs_.*|.*owner.*",
        re.IGNORECASE,
    ),
    needs=(('Date entered "…"',),),
    case="deal",
    help="In HubSpot: Deals > Export > All properties on records; they hold a “Date entered” for each stage.",
    note=(
        "A deal that enters a stage twice shows the last time only. Where a deal has several companies, the field as it "
        "stands is the customer."
    ),
)
