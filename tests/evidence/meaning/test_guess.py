"""Guesses: what the columns of a file are, shape by shape (spec E1 to E19)."""

from __future__ import annotations

import pytest

from footpath.evidence.guessing import names

ORDERS = """order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date
o1,c1,delivered,2018-01-02 10:00:00,2018-01-02 11:00:00,2018-01-03 09:00:00,2018-01-09 15:00:00,2018-01-12 00:00:00
o2,c2,delivered,2018-01-05 10:00:00,2018-01-05 10:10:00,2018-01-07 09:00:00,2018-01-20 15:00:00,2018-01-19 00:00:00
o3,c3,canceled,2018-01-06 10:00:00,,,,2018-01-25 00:00:00
o4,c1,shipped,2018-02-01 10:00:00,2018-02-01 10:20:00,2018-02-04 12:00:00,,2018-02-20 00:00:00
"""


def test_e1_a_wide_table_of_orders(reading) -> None:
    guessed = reading.guess(reading.write("orders.csv", ORDERS))
    source = guessed.source
    assert (source.case, source.customer) == ("order_id", "customer_id")
    assert dict(source.times) == {
        "purchase": "order_purchase_timestamp",
        "approved": "order_approved_at",
        "delivered-carrier": "order_delivered_carrier_date",
        "delivered-customer": "order_delivered_customer_date",
    }
    assert dict(source.promises) == {"delivered-customer": "order_estimated_delivery_date"}
    assert source.outcome.column == "order_status"
    assert (source.outcome.wanted, source.outcome.unwanted) == (("delivered",), ("canceled",))
    assert not guessed.problems


def test_e2_each_guess_says_why_shows_values_and_names_the_option(reading) -> None:
    guessed = reading.guess(reading.write("orders.csv", ORDERS))
    by_column = {guess.column: guess for guess in guessed.guesses}
    assert list(by_column) == ORDERS.splitlines()[0].split(",")
    promise = by_column["order_estimated_delivery_date"]
    assert promise.means == "a promise: when “delivered-customer” should happen"
    assert promise.option == "--promise EVENT=order_estimated_delivery_date"
    assert len(promise.examples) == 3 and promise.why


def test_e3_what_the_user_says_wins(reading) -> None:
    path = reading.write("orders.csv", ORDERS)
    source = reading.guess(
        path, customer="order_id", promises={"approved": "order_estimated_delivery_date"}
    ).source
    assert source.customer == "order_id"
    assert dict(source.promises) == {"approved": "order_estimated_delivery_date"}


def test_e3_a_column_that_is_not_there_is_an_error_with_the_nearest(reading) -> None:
    guessed = reading.guess(reading.write("orders.csv", ORDERS), customer="custmer_id")
    problem = next(problem for problem in guessed.problems if problem.code == "column-missing")
    assert "--customer names the column 'custmer_id'" in problem.message
    assert "customer_id" in problem.help


LOG = """user_id,session,event,timestamp,device,utm_source,channel,revenue
u1,s1,home,2024-03-13 10:21:14,mobile,google,search,
u1,s1,view,2024-03-13 10:21:28,mobile,google,search,
u1,s1,buy,2024-03-13 10:25:28,mobile,google,search,19.90
u2,s2,home,2024-03-14 09:00:00,desktop,,email,
u2,s2,view,2024-03-14 09:01:00,desktop,,email,
"""


def test_e4_a_log_of_events(reading) -> None:
    source = reading.guess(reading.write("clicks.csv", LOG)).source
    assert (source.customer, source.time, source.event) == ("user_id", "timestamp", "event")
    assert (source.session, source.channel, source.value) == ("session", "channel", "revenue")
    assert source.properties == ("device", "utm_source")
    assert not source.times


def test_e4_an_anonymous_id_beside_a_customer_ties_the_two(reading) -> None:
    text = "anonymous_id,user_id,event,timestamp\n" + "".join(
        f"a{i % 7}x9,{f'u{i % 7}' if i > 10 else ''},view,2024-01-01 10:{i:02}:00\n" for i in range(40)
    )
    source = reading.guess(reading.write("track.csv", text)).source
    assert source.customer == "user_id"
    assert (source.identity.id, source.identity.customer) == ("anonymous_id", "user_id")


def test_e5_one_time_and_no_event_column_is_one_event_named_by_the_column(reading) -> None:
    text = "household_id,coupon_upc,redemption_date\n" + "".join(
        f"{i % 9},5138{i},2017-01-{i + 1:02}\n" for i in range(25)
    )
    source = reading.guess(reading.write("coupons.csv", text)).source
    assert (source.customer, source.time, source.event_name) == (
        "household_id",
        "redemption_date",
        "redemption",
    )
    assert source.properties == ("coupon_upc",)


def test_e6_reviews_are_scores_and_words_and_no_events(reading) -> None:
    text = "review_id,order_id,review_score,review_comment_title,review_comment_message,review_creation_date,review_answer_timestamp\n"
    words = [
        "Chegou antes do prazo, recomendo muito",
        "Não recebi a encomenda até agora",
        "",
        "Bom",
        "Candeeiro veio partido e quebrado",
    ]
    text += "".join(
        f'r{i},o{i},{i % 5 + 1},,"{words[i % 5]} {i}",2018-01-{i + 1:02} 00:00:00,2018-01-{i + 2:02} 10:00:00\n'
        for i in range(20)
    )
    source = reading.guess(reading.write("order_reviews.csv", text)).source
    assert source.case == "order_id" and source.remark_id == "review_id"
    assert (source.score.column, source.score.scale, source.score.kind) == ("review_score", (1, 5), "rating")
    assert source.text == ("review_comment_message",)
    assert source.said == "review_creation_date" and source.source_kind == "review"
    assert not source.times and source.time is None


@pytest.mark.parametrize(
    ("column", "values", "kind", "scale"),
    [
        ("nps", range(11), "nps", (0, 10)),
        ("How likely are you to recommend us?", range(11), "nps", (0, 10)),
        ("CSAT", range(1, 6), "csat", (1, 5)),
        ("effort_score", range(1, 8), "ces", (1, 7)),
        ("stars", range(1, 6), "rating", (1, 5)),
        ("Bewertung", range(1, 6), "rating", (1, 5)),
        ("rating", range(-2, 3), "rating", (-2, 2)),
        ("rating", range(1, 11), "rating", (1, 10)),
    ],
)
def test_e7_scores_have_a_scale_and_a_kind(
    reading, column: str, values: range, kind: str, scale: tuple[int, int]
) -> None:
    rows = list(values) * 3
    text = f'customer_id,"{column}",submitted_at\n' + "".join(
        f"c{i},{v},2024-01-01 10:{i:02}:00\n" for i, v in enumerate(rows)
    )
    score = reading.guess(reading.write("survey.csv", text)).source.score
    assert (score.column, score.kind, score.scale) == (column, kind, scale)


def test_e8_a_ticket_with_its_times_and_its_words_gives_both(reading) -> None:
    text = "ticket_id,requester_email,created_at,first_reply_at,solved_at,due_at,subject,description,satisfaction\n"
    text += "".join(
        f"t{i},c{i % 6}@example.org,2024-03-{i + 1:02} 09:00,2024-03-{i + 1:02} 12:{i:02},2024-03-{i + 3:02} 15:00,2024-03-{i + 2:02},"
        f'"Lamp {i} is broken","The lamp arrived broken and nobody answers my mails {i}",{i % 5 + 1}\n'
        for i in range(20)
    )
    source = reading.guess(reading.write("tickets.csv", text)).source
    assert dict(source.times) == {
        "created": "created_at",
        "first-reply": "first_reply_at",
        "solved": "solved_at",
    }
    assert dict(source.promises) == {"solved": "due_at"}
    assert source.text == ("subject", "description") and source.said == "created_at"
    assert source.case == "ticket_id" and source.customer == "requester_email"
    assert source.source_kind == "support"


def test_e9_customers_with_their_traits_and_without_their_addresses(reading) -> None:
    text = "customer_id,email,first_name,phone,country,plan,created_at\n" + "".join(
        f"c{i},p{i}@example.org,Eva,0170{i},{'PT' if i % 2 else 'DE'},basic,2020-01-{i + 1:02}\n"
        for i in range(20)
    )
    guessed = reading.guess(reading.write("customers.csv", text))
    source = guessed.source
    assert (source.customer, source.known, source.traits) == (
        "customer_id",
        "created_at",
        ("country", "plan"),
    )
    assert not source.times and source.time is None
    left = {guess.column: guess.why for guess in guessed.guesses if guess.means == "left out"}
    assert left == dict.fromkeys(("email", "first_name", "phone"), "names or places of people are not kept")


def test_e10_a_second_id_that_is_new_each_time_is_an_identity(reading) -> None:
    text = "customer_id,customer_unique_id,customer_city,customer_state\n" + "".join(
        f"{i:032x},{i // 2:031x}f,lisboa,PT\n" for i in range(40)
    )
    source = reading.guess(reading.write("customers.csv", text)).source
    assert source.customer == "customer_unique_id"
    assert (source.identity.id, source.identity.customer) == ("customer_id", "customer_unique_id")
    assert source.traits == ("customer_city", "customer_state")


def test_e11_an_order_export_with_a_line_an_item_as_shopify_writes_it(reading) -> None:
    head = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Total,Lineitem quantity,Lineitem name,Lineitem price,Created at\n"
    rows = []
    for i in range(12):
        mail, day = f"p{i % 5}@example.org", f"2024-05-{i + 1:02}"
        rows.append(
            f"#10{i:02},{mail},paid,{day} 10:05:00 +0200,fulfilled,{day} 18:00:00 +0200,59.80,1,Lamp,29.90,{day} 10:00:00 +0200\n"
        )
        rows.append(f"#10{i:02},{mail},,,,,,1,Bulb,29.90,\n")
    source = reading.guess(reading.write("orders_export.csv", head + "".join(rows))).source
    assert (source.case, source.customer, source.value) == ("Name", "Email", "Total")
    assert dict(source.times) == {"ordered": "Created at", "paid": "Paid at", "fulfilled": "Fulfilled at"}
    assert source.outcome.column in {"Fulfillment Status", "Financial Status"}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "Bestellnummer;Kundennummer;bestellt am;versendet am;zugestellt am;voraussichtliche Zustellung;Status",
            ("Bestellnummer", "Kundennummer"),
        ),
        (
            "pedido_id;cliente_id;data_compra;data_envio;data_entrega;data_entrega_prevista;estado",
            ("pedido_id", "cliente_id"),
        ),
        (
            "id_commande;id_client;date_commande;date_expedition;date_livraison;date_livraison_prévue;statut",
            ("id_commande", "id_client"),
        ),
        (
            "номер заказа;клиент id;дата заказа;дата отправки;дата доставки;ожидаемая дата доставки;статус",
            ("номер заказа", "клиент id"),
        ),
        (
            "OrderId;CustomerId;OrderedAt;ShippedAt;DeliveredAt;PromisedDeliveredAt;Status",
            ("OrderId", "CustomerId"),
        ),
    ],
)
def test_e12_headers_in_many_languages(reading, head: str, expected: tuple[str, str]) -> None:
    rows = "".join(
        f"b{i:03};k{i % 7:02};{i + 1:02}.03.2024 10:00;{i + 2:02}.03.2024 10:00;{i + 4:02}.03.2024 10:00;{i + 5:02}.03.2024;ok\n"
        for i in range(20)
    )
    source = reading.guess(reading.write("export.csv", head + "\n" + rows)).source
    columns = head.split(";")
    assert (source.case, source.customer) == expected
    assert list(source.times.values()) == columns[2:5]
    assert list(source.promises.items()) == [(list(source.times)[2], columns[5])]
    assert source.dates == "dmy"


def test_e13_dates_that_fit_both_orders_are_asked_about(reading) -> None:
    text = "order_id,customer_id,ordered_at,delivered_at\n" + "".join(
        f"o{i},c{i % 3},0{i % 9 + 1}/0{i % 7 + 1}/2024,0{i % 9 + 1}/0{i % 7 + 2}/2024\n" for i in range(12)
    )
    path = reading.write("orders.csv", text)
    (problem,) = [problem for problem in reading.guess(path).problems if problem.severity == "error"]
    assert problem.code == "dates-ambiguous"
    assert problem.help == "Day first: --dates dmy. Month first: --dates mdy."
    assert not [p for p in reading.guess(path, dates="mdy").problems if p.severity == "error"]


def test_e13_one_date_that_fits_one_order_settles_it(reading) -> None:
    text = "customer_id,event,at\n" + "".join(
        f"c{i % 3},view,0{i % 9 + 1}/0{i % 7 + 1}/2024\n" for i in range(12)
    )
    assert reading.guess(reading.write("a.csv", text + "c1,view,05/31/2024\n")).source.dates == "mdy"
    assert reading.guess(reading.write("b.csv", text + "c1,view,31/05/2024\n")).source.dates == "dmy"


def test_e14_decimal_commas_are_seen(reading) -> None:
    text = "Kunde;Ereignis;Zeitpunkt;Betrag\n" + "".join(
        f"k{i % 3};Kauf;{i + 1:02}.03.2024;1.2{i:02},50\n" for i in range(20)
    )
    source = reading.guess(reading.write("umsatz.csv", text)).source
    assert (source.value, source.decimal) == ("Betrag", ",")


@pytest.mark.parametrize(
    ("name", "text", "code", "says"),
    [
        (
            "pages.csv",
            "page,views,visitors\n/home,1200,800\n/lamps,300,200\n",
            "report-of-totals",
            "it says how often, not who",
        ),
        (
            "daily.csv",
            "date,page,views\n2024-01-01,/home,12\n2024-01-02,/lamps,30\n2024-01-03,/lamps,31\n",
            "report-of-totals",
            "BigQuery",
        ),
        (
            "items.csv",
            "order_id,item,shipping_limit_date,price\no1,1,2024-01-05,3.5\no2,1,2024-01-06,4.5\n",
            "promise-alone",
            "no column says when it did",
        ),
        (
            "payments.csv",
            "order_id,payment_type,payment_value\no1,card,3.5\no2,card,4.5\n",
            "no-time",
            "no column says when anything happened",
        ),
        ("sent.csv", "campaign_id,household_id\n1,7\n1,8\n2,7\n", "no-time", "cannot be placed on a journey"),
        (
            "products.csv",
            "product_id,category,weight\np1,lamp,3\np2,lamp,4\n",
            "no-evidence",
            "no column says who",
        ),
    ],
)
def test_e15_what_is_no_evidence_is_said_with_the_step_that_helps(
    reading, name: str, text: str, code: str, says: str
) -> None:
    (problem,) = [p for p in reading.guess(reading.write(name, text)).problems if p.severity == "error"]
    assert problem.code == code
    assert says in problem.render()


def test_e16_ids_that_a_spreadsheet_rounded_are_warned_of(reading) -> None:
    text = (
        "customer_id,event,time\n"
        + "".join(f"4.57E+11,view,2024-01-{i + 1:02}\n" for i in range(9))
        + "1.2E+10,view,2024-02-01\n"
    )
    (problem,) = [p for p in reading.guess(reading.write("a.csv", text)).problems if p.code == "ids-ruined"]
    assert problem.severity == "warning" and "such as 4.57E+11" in problem.message
    assert "set to Text" in problem.help


def test_e17_promises_meet_the_event_that_they_are_about() -> None:
    columns = ["order_purchase_timestamp", "order_approved_at", "order_shipped_date", "order_delivered_date"]
    times = {name: column for column, name in names.event_names(columns).items()}
    best = {
        p: max(times, key=lambda e: names.likeness(p, times[e]))
        for p in ("shipping_limit_date", "estimated_delivery_date", "approval_deadline")
    }
    assert best == {
        "shipping_limit_date": "shipped",
        "estimated_delivery_date": "delivered",
        "approval_deadline": "approved",
    }


def test_e18_names_of_events_lose_what_is_common_and_words_for_time() -> None:
    assert names.event_names(["created_at", "First Reply At", "solvedAt"]) == {
        "created_at": "created",
        "First Reply At": "first-reply",
        "solvedAt": "solved",
    }
    assert names.event_names(["date"]) == {"date": "date"}


@pytest.mark.parametrize(
    ("values", "wanted", "unwanted"),
    [
        (["delivered", "shipped", "canceled", "approved"], ("delivered",), ("canceled",)),
        (["paid", "pending", "refunded"], ("paid",), ("refunded",)),
        (["Closed Won", "Closed Lost", "Open"], ("Closed Won",), ("Closed Lost",)),
        (["not delivered", "delivered"], ("delivered",), ("not delivered",)),
        (["zugestellt", "storniert", "offen"], ("zugestellt",), ("storniert",)),
    ],
)
def test_e19_a_status_tells_wanted_and_unwanted_ends(
    values: list[str], wanted: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    from footpath.evidence.guessing.rest import sort_values

    assert sort_values(values) == (wanted, unwanted)


def test_real_orders_reviews_and_customers(shared, reading) -> None:
    folder = shared / "data" / "olist_a"
    orders = reading.guess(folder / "orders.csv").source
    assert list(orders.times) == ["purchase", "approved", "delivered-carrier", "delivered-customer"]
    assert dict(orders.promises) == {"delivered-customer": "order_estimated_delivery_date"}
    assert (orders.outcome.wanted, orders.outcome.unwanted) == (("delivered",), ("canceled", "unavailable"))
    reviews = reading.guess(folder / "order_reviews.csv").source
    assert (reviews.said, reviews.text) == (
        "review_creation_date",
        ("review_comment_title", "review_comment_message"),
    )
    customers = reading.guess(folder / "customers.csv").source
    assert (customers.identity.id, customers.identity.customer) == ("customer_id", "customer_unique_id")


def test_real_logs(shared, reading) -> None:
    data = shared / "data"
    clicks = reading.guess(data / "rete_ecom" / "ecom.csv.gz").source
    assert (clicks.customer, clicks.event, clicks.time, clicks.session) == (
        "user_id",
        "event",
        "timestamp",
        "session_id",
    )
    assert clicks.channel == "acquisition_channel"
    fines = reading.guess(data / "traffic_fines" / "traffic_fines.parquet").source
    assert (fines.case, fines.customer, fines.event, fines.sequence) == (
        "case_id",
        None,
        "activity",
        ".order",
    )
    baskets = reading.guess(data / "complete_journey" / "transactions_sample.parquet").source
    assert (baskets.case, baskets.customer, dict(baskets.times)) == (
        "basket_id",
        "household_id",
        {"transaction": "transaction_timestamp"},
    )
