"""Addresses become screens: what always folds, the rules found, the rules that people write."""

from __future__ import annotations

from importlib import import_module

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import Source
from footpath.atlas.types.base import Model
from footpath.evidence.canonical import convert
from footpath.evidence.screens import Screens, find_screens, fold, screens_of

PLAIN = Screens("url")


@pytest.mark.parametrize(
    ("address", "screen"),
    [
        ("https://shop.example/products/123?utm=x#top", "/products/*"),
        ("//shop.example/a//b/", "/a/b"),
        ("shop.example/cart", "/cart"),
        ("/orders/3f2504e0-4f89-11d3-9a0c-0305e82c3301/items", "/orders/*/items"),
        ("/p/red-shoes-98231", "/p/*"),
        ("/commit/9fceb02d0ae598e9", "/commit/*"),
        ("/2024/05/01/news", "/*/*/*/news"),
        ("/users/kim@example.org", "/users/*"),
        ("/app#/cart/7?x=1", "/app/#/cart/*"),
        ("/page#section", "/page"),
        ("/index.html", "/"),
        ("https://shop.example", "/"),
        ("/basket;jsessionid=1A2B", "/basket"),
        ("/caf%C3%A9", "/café"),
        ("/top10", "/top10"),
        ("CheckoutScreen", "CheckoutScreen"),
    ],
)
def test_e90_what_always_folds(address: str, screen: str) -> None:
    assert fold(address, PLAIN) == screen


def test_e91_many_values_under_one_path_are_one_screen() -> None:
    shop = [f"/products/{a}{b}/reviews" for a in "abcde" for b in "vwxyz"] + [
        "/cart",
        "/help/pay",
        "/help/send",
    ]
    found = find_screens("url", shop)
    assert found.rules == ("/products/*",)
    assert {fold(one, found) for one in shop} == {"/products/*/reviews", "/cart", "/help/pay", "/help/send"}
    assert find_screens("url", shop[:20] + shop[25:]).rules == ()


def test_e91_languages_fall_away_where_there_are_several() -> None:
    found = find_screens("url", ["/de/cart", "/pt-BR/cart", "/cart"])
    assert found.languages == ("de", "pt-BR")
    assert {fold(one, found) for one in ("/de/cart", "/pt-BR/cart", "/pt-br/cart", "/cart")} == {"/cart"}
    assert find_screens("url", ["/it/tickets", *["/cart"] * 30]).languages == ()


def test_e91_rules_that_people_write() -> None:
    rules = Screens("url", ("/checkout/** = checkout", "/help/*", "/products/1001 = the lamp"))
    assert fold("/checkout/address/2", rules) == "checkout"
    assert fold("/checkout", rules) == "checkout"
    assert fold("/help/paying/cards", rules) == "/help/*/cards"
    assert fold("/products/1001", rules) == "the lamp"  # wins over what always folds
    assert fold("/products/1002", rules) == "/products/*"


def test_e92_views_are_called_by_their_screen_and_every_event_keeps_it(tools) -> None:
    read = tools.read("ga4.jsonl")
    assert [(row["event"], row["screen"]) for row in read.tables["events"]] == [
        ("/products/*", "/products/*"),
        ("add_to_cart", "/products/*"),
        ("login", "/login"),
        ("purchase", "/thanks"),
        ("/", "/"),
    ]
    (shown,) = [guess for guess in read.guessed.guesses if guess.role == "screens"]
    assert "page_view" in shown.why


def test_e92_a_log_whose_events_are_addresses_has_screens_for_events(tools) -> None:
    rows = "".join(f"2024-05-01 10:{i:02}:00,c{i % 3},https://x.example/item/{i}?a=1\n" for i in range(30))
    read = tools.read(tools.write("hits.csv", "time,visitor_id,url\n" + rows))
    assert {row["event"] for row in read.tables["events"]} == {"/item/*"}


class SaidScreens(Model):
    """What `screens` in sources.yaml holds."""

    column: str
    rules: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class WithScreens(Source):
    """A source that says its screens."""

    screens: SaidScreens | None = None


def test_e92_a_source_that_says_its_screens_is_read_by_them(tools, monkeypatch) -> None:
    for module in ("footpath.evidence.guessing.decide", "footpath.evidence.canonical.convert"):
        monkeypatch.setattr(import_module(module), "Source", WithScreens)
    found = tools.guess(tools.path("ga4.jsonl")).source
    assert found.screens.views == ("page_view",)
    said = found.screens.model_copy(update={"rules": ("/products/** = product",)})
    data = found.model_copy(update={"screens": said}).model_dump(mode="json", by_alias=True)
    assert screens_of(WithScreens.model_validate(data)) == Screens(
        said.column, said.rules, said.views, said.languages
    )
    argument = {
        "source": {k: v for k, v in data.items() if v not in (None, [], {}, "")},
        "paths": [str(tools.path("ga4.jsonl"))],
        "zone": "UTC",
        "now_us": 2 * 10**15,
    }
    (tools.folder / "out").mkdir()
    convert(argument, tools.folder / "out")
    events = pq.read_table(tools.folder / "out" / "events.parquet").to_pylist()
    assert [row["event"] for row in events] == ["product", "add_to_cart", "login", "purchase", "/"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.lists(st.sampled_from(["/a/*", "/a/** = a", "/*/b", "/* = one"]), max_size=3))
def test_e90_folding_is_stable_and_never_fails(address: str, rules: list[str]) -> None:
    once = fold("/" + address, Screens("url", tuple(rules)))
    assert once
    assert fold("/" + address, Screens("url", tuple(rules))) == once
    assert "?" not in address or len(once) <= 3 * len(address) + 20
