"""Salesforce: OpportunityHistory, one row each time that an opportunity changed its stage."""

from __future__ import annotations

import re

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile


def _plain(columns: frozenset[str]) -> frozenset[str]:
    return frozenset(column.replace(" ", "").lower() for column in columns)


def _fits(columns: frozenset[str]) -> bool:
    return {"opportunityid", "stagename"} <= _plain(columns)


def _fits_report(columns: frozenset[str]) -> bool:
    return {"fromstage", "tostage"} <= _plain(columns)


def _named(take: Taking, *wanted: str) -> list[str]:
    names = {name.replace(" ", "").lower(): name for name in take.names}
    return [names[one] for one in wanted if one in names]


def _take(take: Taking) -> None:
    take.role("case", *_named(take, "opportunityid"), means="the opportunity")
    take.role("event", *_named(take, "stagename"))
    take.role("time", *_named(take, "createddate", "systemmodstamp"))
    take.role("event_id", *_named(take, "id"), why="an id that is new with each change")
    take.role("customer", *_named(take, "opportunity.accountid", "accountid", "account.id"))
    take.role("actor", *_named(take, "actor"))
    for name in _named(take, "closedate", "validtodate"):
        take.leave(name, "the expected day of closing at that time, not what happened")


def _take_report(take: Taking) -> None:
    take.role(
        "case",
        *_named(take, "opportunityid", "opportunityname", "opportunity:opportunityname"),
        means="the opportunity",
    )
    take.role("event", *_named(take, "tostage"))
    take.role(
        "time", *_named(take, "lastmodified", "lastmodifieddate", "changedon", "changeddate", "createddate")
    )
    take.role("customer", *_named(take, "accountid", "accountname"))
    for name in _named(take, "closedate"):
        take.leave(name, "the expected day of closing, not what happened")


_DROP = re.compile(r".*(?:ById|By|Owner|IsDeleted|SystemModstamp)$")
PROFILE = Profile(
    title="Salesforce (OpportunityHistory)",
    fits=_fits,
    take=_take,
    drop=_DROP,
    needs=(("CreatedDate", "Created Date"),),
    help="Export OpportunityHistory with OpportunityId, StageName and CreatedDate (Data Loader, or a SOQL query).",
    note="A change of amount or date makes a row with the same stage: it counts as that stage again.",
)
REPORT = Profile(
    title="Salesforce (Opportunity History report)",
    fits=_fits_report,
    take=_take_report,
    drop=_DROP,
    needs=(("Last Modified", "Last Modified Date", "Changed On", "Changed Date"),),
    help="Add the columns Opportunity ID, To Stage and Last Modified to the report, and export its details only.",
)
