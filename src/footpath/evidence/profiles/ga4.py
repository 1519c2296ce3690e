"""Google Analytics 4: the tables `events_YYYYMMDD` of its BigQuery export, as JSON Lines or Parquet."""

from __future__ import annotations

import re

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile, heads


def _fits(columns: frozenset[str]) -> bool:
    return {"event_name", "event_timestamp"} <= columns and bool(
        {"event_params", "user_pseudo_id", "event_date", "stream_id"} & heads(columns)
    )


def _take(take: Taking) -> None:
    take.role("time", "event_timestamp", why="microseconds since 1970, in UTC")
    take.role("event", "event_name")
    customer = take.role("customer", "user_id")
    if customer is None:
        take.role("customer", "user_pseudo_id", why="a browser or app; nobody in the file is signed in")
    take.identity(
        take.first("user_pseudo_id") if customer else None,
        customer,
        "the browser, also before the person signs in",
    )
    take.role("session", "event_params.ga_session_id", why="counted within each browser")
    take.role("sequence", "batch_event_index")
    take.either(
        "channel",
        "collected_traffic_source.manual_medium",
        "event_params.medium",
        "session_traffic_source_last_click.manual_campaign.medium",
        "traffic_source.medium",
    )
    take.either("value", "ecommerce.purchase_revenue", "event_params.value")
    take.role("currency", "event_params.currency")
    take.role("case", "ecommerce.transaction_id", "event_params.transaction_id")
    take.screens(
        "event_params.page_location",
        "event_params.page_path",
        "event_params.firebase_screen",
        views=("page_view", "screen_view"),
    )
    take.leave("event_date", "the day of event_timestamp, in the property's zone")
    take.leave("event_previous_timestamp", "the time of the event before")
    take.leave("user_first_touch_timestamp", "when the browser was first seen")


PROFILE = Profile(
    title="Google Analytics 4 (BigQuery export)",
    fits=_fits,
    take=_take,
    keep=re.compile(
        r"event_params\.(?!ga_session|engaged_session|session_engaged|debug|batch|page_location|page_referrer).*"
        r"|user_properties\..*|device\.(?:category|operating_system|language)|geo\.(?:country|city)|platform"
        r"|(?:collected_)?traffic_source\.(?:source|manual_source|name|manual_campaign_name)"
    ),
    needs=(("user_pseudo_id", "user_id"),),
    help=(
        "Export the tables events_YYYYMMDD from BigQuery as they are, as Parquet or JSON Lines (CSV has no nested fields); "
        "without consent there is no user_pseudo_id, and only totals can be counted."
    ),
    note="Equal events of GA4 have no id of their own: sending the same hit twice counts twice.",
)
