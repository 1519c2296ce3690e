"""Snowplow: enriched events as tab-separated lines without a head, or the table of its warehouse with one."""

from __future__ import annotations

import re

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile


def _fits(columns: frozenset[str]) -> bool:
    return {"collector_tstamp", "event_id", "domain_userid"} <= columns


def _take(take: Taking) -> None:
    take.either("time", "derived_tstamp", "collector_tstamp")
    take.either("event", "event_name", "event")
    take.role("event_id", "event_id", why="an id that is new with each event")
    customer = take.role("customer", "user_id")
    browser = take.first("domain_userid", "network_userid")
    if customer is None:
        take.role(
            "customer", "domain_userid", "network_userid", why="a browser; nobody in the file is signed in"
        )
    take.identity(browser if customer else None, customer, "the browser, also before the person signs in")
    take.role("session", "domain_sessionid")
    take.role("channel", "mkt_medium", "refr_medium")
    take.either("value", "tr_total", "se_value")
    take.role("currency", "tr_currency")
    take.role("case", "tr_orderid")
    take.screens("page_url", "page_urlpath", views=("page_view", "screen_view"))
    take.zone("UTC", "Snowplow's times are in UTC")


PROFILE = Profile(
    title="Snowplow",
    fits=_fits,
    take=_take,
    keep=re.compile(
        r"app_id|platform|geo_country|geo_city|mkt_(?:source|campaign|term|content)|refr_source|se_(?:category|action|label|property)"
        r"|dvce_type|os_family|br_family|ti_(?:sku|name|category|quantity)|unstruct_event\.data\.data\..*"
    ),
    needs=(("domain_userid", "user_id", "network_userid"),),
    help="Export the enriched events, or the table atomic.events, with all columns.",
    note="page_ping says every few seconds that a page is still open; a rule or --where leaves it out.",
)
