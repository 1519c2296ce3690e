"""Write the demo's data under examples/demo from the two free data sets that they come from.

    python tools/make_demo_data.py COMPLETE_JOURNEY_FOLDER BANKING77_FOLDER

The Complete Journey (84.51°, CC0): one row a booklet of coupons that a household was sent, with the days on which it then
came to the shop and redeemed a coupon. BANKING77 (PolyAI, CC BY 4.0): what people asked a bank about their card.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb

OUT = Path(__file__).resolve().parent.parent / "examples" / "demo"

BOOKLETS = """
with visits as (select distinct household_id, basket_id, min(transaction_timestamp) as came from transactions group by all),
sent as (
    select c.household_id, c.campaign_id, d.campaign_type, d.start_date, d.end_date
    from campaigns c join descriptions d using (campaign_id)
    where d.start_date >= date '2017-01-01'
),
redeemed as (
    select household_id, campaign_id, min(redemption_date) as first_on, count(*) as coupons,
        list_sort(list(distinct redemption_date))[2] as second_on
    from redemptions group by all
)
select s.campaign_id || '-' || s.household_id as booklet_id, s.household_id, s.campaign_type as booklet_kind,
    strftime(s.start_date, '%Y-%m-%d') as booklet_sent_date,
    (select strftime(min(came), '%Y-%m-%d %H:%M:%S') from visits v
        where v.household_id = s.household_id and v.came >= s.start_date and v.came < s.end_date + interval 1 day) as shop_visit_date,
    strftime(r.first_on, '%Y-%m-%d') as coupon_redeemed_date,
    strftime(r.second_on, '%Y-%m-%d') as second_coupon_redeemed_date,
    coalesce(r.coupons, 0) as coupons_redeemed
from sent s left join redeemed r using (household_id, campaign_id)
order by s.start_date, s.campaign_id::int, s.household_id::int
"""

ABOUT_CARDS = {
    "order_physical_card", "getting_spare_card", "card_delivery_estimate", "card_arrival", "activate_my_card", "change_pin",
    "get_physical_card", "pin_blocked", "card_payment_fee_charged", "card_not_working", "contactless_not_working",
    "declined_card_payment", "pending_card_payment", "card_swallowed", "lost_or_stolen_card", "compromised_card",
    "card_about_to_expire", "card_linking", "virtual_card_not_working", "getting_virtual_card",
}  # fmt: skip


def main(journey: Path, banking: Path) -> None:
    """Write booklets.csv, households.csv and questions.csv."""
    OUT.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    con.read_parquet(str(journey / "transactions_sample.parquet")).create_view("transactions")
    for name, file in (
        ("campaigns", "campaigns"),
        ("descriptions", "campaign_descriptions"),
        ("redemptions", "coupon_redemptions"),
    ):
        text = {"campaign_id": "varchar", "household_id": "varchar"}
        columns = {"campaign_id": "varchar"} if name == "descriptions" else text
        con.read_csv(str(journey / f"{file}.csv"), dtype=columns).create_view(name)
    con.sql(BOOKLETS).write_csv(str(OUT / "booklets.csv"))
    con.read_csv(str(journey / "demographics.csv"), all_varchar=True).order("household_id::int").write_csv(
        str(OUT / "households.csv")
    )
    rows = []
    for split in ("train", "test"):
        with (banking / f"{split}.csv").open(encoding="utf-8", newline="") as file:
            rows += [
                (f"{split}-{i}", r["category"], r["text"].strip())
                for i, r in enumerate(csv.DictReader(file), 1)
            ]
    with (OUT / "questions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("question_id", "category", "text"))
        writer.writerows(row for row in rows if row[1] in ABOUT_CARDS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
