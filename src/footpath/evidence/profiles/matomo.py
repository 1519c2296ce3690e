"""Matomo: the visits log (Live.getLastVisitsDetails) as JSON, CSV or TSV; each visit holds its actions."""

from __future__ import annotations

import re

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile

_EACH = "actionDetails"


def _fits(columns: frozenset[str]) -> bool:
    visit = {"idVisit", "visitorId", "visitIp", "fingerprint"} & columns
    return bool(visit) and any(_EACH in column for column in columns)


def _take(take: Taking) -> None:
    take.role("time", f"{_EACH}[].timestamp", why="seconds since 1970, in UTC")
    take.either(
        "event",
        f"{_EACH}[].goalName",
        f"{_EACH}[].eventAction",
        f"{_EACH}[].type",
        why="what kind of action it was",
    )
    customer = take.role("customer", "userId")
    if customer is None:
        take.role("customer", "visitorId", "fingerprint", why="a browser; nobody in the file is signed in")
    take.identity(
        take.first("visitorId") if customer else None,
        customer,
        "the browser, also before the person signs in",
    )
    take.role("session", "idVisit", why="Matomo's visit")
    take.role("channel", "referrerType", "referrerTypeName")
    take.role("value", f"{_EACH}[].revenue")
    take.role("currency", "siteCurrency")
    take.role("case", f"{_EACH}[].orderId")
    take.screens(f"{_EACH}[].url", views=("action",))


PROFILE = Profile(
    title="Matomo (visits log)",
    fits=_fits,
    take=_take,
    each=_EACH,
    keep=re.compile(
        r"actionDetails\[\]\.(?:eventCategory|eventName|eventValue|siteSearchKeyword|timeSpent|dimension\d+)"
        r"|deviceType|operatingSystemName|browserName|countryCode|languageCode|referrerName|campaign\w*|visitorType"
    ),
    needs=(("actionDetails[].timestamp",), ("visitorId", "userId", "fingerprint")),
    help="Use Live.getLastVisitsDetails with format=json (CSV and TSV work too) and filter_limit=-1.",
    note="A visit without actions gives no event and is set aside.",
)
