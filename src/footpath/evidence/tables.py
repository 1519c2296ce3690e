"""The canonical tables as Arrow schemas: events, answers, remarks, customers, identities.

Whatever a source looks like, it becomes these. Identifiers are text always, times are int64 microseconds since 1970
in UTC. A source's kept properties and traits follow as further columns of their own types, under the file's own
names. `customer_key` is not here: the engine makes it, once per distinct customer.
"""

from __future__ import annotations

import pyarrow as pa

VALUE = pa.decimal128(18, 6)
"""Money and amounts: exact to six places, so that sums are equal whichever engine adds them."""

EVENTS = pa.schema(
    [
        pa.field("customer_id", pa.string()),
        pa.field("case_id", pa.string()),
        pa.field("actor", pa.string()),
        pa.field("occurred_us", pa.int64(), nullable=False),
        pa.field("event", pa.string(), nullable=False),
        pa.field("event_id", pa.string()),
        pa.field("sequence", pa.int64()),
        pa.field("promised_us", pa.int64()),
        pa.field("session_id", pa.string()),
        pa.field("channel", pa.string()),
        pa.field("value", VALUE),
        pa.field("currency", pa.string()),
        pa.field("case_status", pa.string()),
    ]
)
"""One row an event. `promised_us` without a time of day is the end of that day; `case_status` is the case's own."""

ANSWERS = pa.schema(
    [
        pa.field("respondent_id", pa.string(), nullable=False),
        pa.field("customer_id", pa.string()),
        pa.field("case_id", pa.string()),
        pa.field("answered_us", pa.int64()),
        pa.field("question_id", pa.string(), nullable=False),
        pa.field("question_kind", pa.string(), nullable=False),
        pa.field("scale_min", pa.float64()),
        pa.field("scale_max", pa.float64()),
        pa.field("value", pa.float64()),
        pa.field("text", pa.string()),
        pa.field("about", pa.string()),
    ]
)
"""One row an answer to one question. `answered_us` is null where the source has no time."""

REMARKS = pa.schema(
    [
        pa.field("remark_id", pa.string(), nullable=False),
        pa.field("customer_id", pa.string()),
        pa.field("case_id", pa.string()),
        pa.field("said_us", pa.int64()),
        pa.field("source_kind", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("language", pa.string()),
        pa.field("rating", pa.float64()),
        pa.field("author", pa.string()),
        pa.field("about", pa.string()),
        pa.field("emotion", pa.float64()),
    ]
)
"""One row a text, masked (e-mail addresses, phone and card numbers). `said_us` is null where the source has no time."""

CUSTOMERS = pa.schema(
    [pa.field("customer_id", pa.string(), nullable=False), pa.field("known_us", pa.int64())]
)
"""One row a customer, the newest stands; the traits follow."""

IDENTITIES = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("customer_id", pa.string(), nullable=False),
        pa.field("since_us", pa.int64()),
    ]
)
"""One row a pair of an anonymous id and the customer that it names."""

SCHEMAS: dict[str, pa.Schema] = {
    "events": EVENTS,
    "answers": ANSWERS,
    "remarks": REMARKS,
    "customers": CUSTOMERS,
    "identities": IDENTITIES,
}
"""Every canonical table by name."""


def kept_names(schema: pa.Schema, columns: tuple[str, ...]) -> dict[str, str]:
    """Return each kept column's name in the canonical table: its own, or with ``_2`` where the schema has that one."""
    taken, names = {*schema.names, "customer_key", "arrival", "late", "delay_us"}, {}
    for column in columns:
        name, number = column, 2
        while name in taken:
            name, number = f"{column}_{number}", number + 1
        taken.add(name)
        names[column] = name
    return names
