"""Names known in the field: which stage an event belongs to, and how a customer would say the step.

A table of words, not of events: `order_delivered_customer_date` is recognised by *delivered*. The first row that matches
wins, so that what is more special stands first. Stages are those of METHOD's usual sets, in the order people live them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["begin", "wanted", "unwanted", "later", "between"]


@dataclass(frozen=True, slots=True)
class Name:
    """How an event is called on a map: stage, step title, what they do, channel; and what it means for the outcome.

    `kind` is *wanted* or *unwanted* where the event usually ends a journey, *later* where it comes after the outcome
    (use, service), *begin* where it usually begins one. `ours` marks a step that the company takes, not the customer.
    """

    words: tuple[str, ...]
    stage: str
    title: str
    action: str
    channel: str = ""
    kind: Kind = "between"
    ours: bool = False


STAGES: tuple[str, ...] = (
    "Awareness of need",
    "Search for a solution",
    "Study of a product",
    "Comparison with competitors",
    "Purchase",
    "Payment",
    "Delivery",
    "First use",
    "Use",
    "Contact with support",
    "Coming back",
    "Leaving",
)
"""Stage titles in the order in which customers usually live them."""

# one entry a name: the formatter would make four hundred lines of it
# fmt: off
_NAMES = (
    Name(("second coupon", "next coupon", "another coupon"),
         "Coming back", "I redeem another coupon", "Comes back and redeems another", "shop", kind="later"),
    Name(("cancel", "canceled", "cancelled", "cancellation", "storno"),
         "Leaving", "I call it off", "Cancels", kind="unwanted"),
    Name(("unavailable",),
         "Leaving", "It is not to be had after all", "Learns that it is not to be had", kind="unwanted"),
    Name(("churn", "churned", "unsubscribe", "unsubscribed", "lapsed", "closed"),
         "Leaving", "I leave", "Leaves", kind="unwanted"),
    Name(("refund", "refunded"),
         "Contact with support", "I get my money back", "Asks for the money back", kind="later"),
    Name(("return", "returned", "returns"),
         "Contact with support", "I send it back", "Sends the thing back", "post", kind="later"),
    Name(("delivered carrier", "handed over", "handover", "hand over", "shipped", "dispatched", "shipment", "dispatch"),
         "Delivery", "My parcel is handed to the carrier", "Waits; the parcel is on its way", "courier", ours=True),
    Name(("delivered customer", "delivered", "received", "delivery done", "entregado", "zugestellt"),
         "Delivery", "The parcel comes", "Takes the parcel in", "courier", kind="wanted"),
    Name(("delivery track", "tracking", "track"),
         "Delivery", "I look where my parcel is", "Follows the parcel", "web"),
    Name(("pickup", "picked up", "collected"),
         "Delivery", "I pick it up", "Picks it up", "shop", kind="wanted"),
    Name(("payment error", "payment failed", "declined", "payment rejected"),
         "Payment", "My payment does not go through", "Tries to pay and fails", "payment"),
    Name(("approved", "approval", "payment confirmed", "confirmed"),
         "Payment", "My payment is approved", "Waits for the payment to be approved", "payment", ours=True),
    Name(("payment info", "pay", "paid", "payment", "invoice paid"), "Payment", "I pay", "Pays the sum", "payment"),
    Name(("invoice", "invoiced", "billed", "bill"),
         "Payment", "I get the bill", "Gets the bill", "invoice", ours=True),
    Name(("begin checkout", "checkout start", "checkout"),
         "Purchase", "I go to the checkout", "Goes to the checkout", "web"),
    Name(("shipping info", "delivery choice", "address"),
         "Purchase", "I say where it should go", "Gives the address", "web"),
    Name(("order review", "review order"), "Purchase", "I look over my order", "Looks the order over", "web"),
    Name(("identity check", "verification", "verify"),
         "Purchase", "I prove who I am", "Proves who they are", "web"),
    Name(("identity ok", "verified"), "Purchase", "They believe me", "Is recognised", "web", ours=True),
    Name(("coupon redeemed", "redeemed", "redemption", "redeem"),
         "Purchase", "I redeem a coupon", "Redeems a coupon", "shop", kind="wanted"),
    Name(("coupon", "promo code", "voucher"), "Purchase", "I use a coupon", "Enters a coupon", "web"),
    Name(("add to cart", "addtocart", "cart add", "basket add", "add to basket"),
         "Purchase", "I put it in the basket", "Puts it in the basket", "web"),
    Name(("cart", "basket"), "Purchase", "I open the basket", "Opens the basket", "web"),
    Name(("purchase", "purchased", "ordered", "order placed", "order created", "order", "bought", "buy", "transaction", "sale", "kauf", "compra", "achat"),
         "Purchase", "I order", "Places an order", "web", kind="begin"),
    Name(("shop visit", "store visit", "visit shop"),
         "Purchase", "I go to the shop", "Goes to the shop", "shop"),
    Name(("campaign received", "mailing", "booklet", "campaign", "leaflet"),
         "Awareness of need", "A booklet of coupons comes", "Gets the booklet", "post", kind="begin"),
    Name(("ad click", "ad", "banner", "impression"),
         "Awareness of need", "I see an ad", "Clicks an ad", "social-ads", kind="begin"),
    Name(("social", "post", "influencer"),
         "Awareness of need", "I see a post", "Follows a post", "social", kind="begin"),
    Name(("email open", "newsletter open"),
         "Awareness of need", "I open their e-mail", "Opens the e-mail", "e-mail", kind="begin"),
    Name(("email click", "newsletter click"),
         "Awareness of need", "I follow the link in their e-mail", "Follows the link", "e-mail"),
    Name(("landing",), "Awareness of need", "I land on their page", "Lands on the page", "web", kind="begin"),
    Name(("promo", "promotion", "offer"),
         "Awareness of need", "I look at the offer", "Looks at the offer", "web"),
    Name(("blog", "article"), "Awareness of need", "I read about it", "Reads an article", "web"),
    Name(("search results", "results"),
         "Search for a solution", "I look through the results", "Looks through results", "web"),
    Name(("search", "suche", "busca"), "Search for a solution", "I search", "Types what they look for", "search"),
    Name(("home", "homepage", "main"),
         "Search for a solution", "I open the shop's first page", "Opens the first page", "web", kind="begin"),
    Name(("catalog", "catalogue", "category", "listing", "browse"),
         "Search for a solution", "I browse the shelves", "Browses the categories", "web"),
    Name(("compare", "comparison", "price check"),
         "Comparison with competitors", "I compare", "Compares offers", "web"),
    Name(("review read", "reviews", "rating view"),
         "Study of a product", "I read what others say", "Reads reviews", "web"),
    Name(("wishlist", "favourite", "favorite"),
         "Study of a product", "I put it on my list", "Saves it for later", "web"),
    Name(("store locator", "find shop"),
         "Search for a solution", "I look for a shop near me", "Looks for a shop", "web"),
    Name(("product", "item", "detail"),
         "Study of a product", "I look at it closely", "Looks at the product", "web"),
    Name(("sign up", "signup", "register", "registered", "account create", "registration"),
         "First use", "I make an account", "Makes an account", "web"),
    Name(("log in", "login", "logged in"), "Use", "I log in", "Logs in", "web"),
    Name(("tutorial", "onboarding", "activated", "activation", "app install", "install"),
         "First use", "I start to use it", "Sets it up", "app", kind="later"),
    Name(("nps", "survey", "feedback", "review written", "review write", "review", "rated"),
         "Use", "I say how it was", "Answers how it was", "web", kind="later"),
    Name(("referral", "recommend", "invite"),
         "Coming back", "I tell a friend", "Recommends it", "word-of-mouth", kind="later"),
    Name(("help", "faq"), "Contact with support", "I look for help", "Looks for help", "web", kind="later"),
    Name(("chat",),
         "Contact with support", "I write to the chat", "Writes to the chat", "chat", kind="later"),
    Name(("call", "phone"), "Contact with support", "I call them", "Calls", "phone", kind="later"),
    Name(("ticket", "complaint", "case opened"),
         "Contact with support", "I complain", "Complains", "e-mail", kind="later"),
    Name(("renew", "renewed", "renewal", "repurchase", "second order", "repeat"),
         "Coming back", "I come back", "Comes back", kind="later"),
)
# fmt: on

_SEPARATORS = re.compile(r"[^\w]+|_+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def words_of(event: str) -> str:
    """Return an event's name as plain lower-case words: ``OrderDelivered_customer`` is ``order delivered customer``."""
    spaced = _CAMEL.sub(" ", event)
    return " ".join(part for part in _SEPARATORS.split(spaced) if part).casefold()


def known_name(event: str) -> Name | None:
    """Return the field's name for an event, or None where no word of it is known."""
    text = f" {words_of(event)} "
    for name in _NAMES:
        if any(f" {word} " in text for word in name.words):
            return name
    return None


def plain_title(event: str) -> str:
    """Return a readable title for an event that nobody has a name for."""
    words = words_of(event)
    return words[:1].upper() + words[1:] if words else event


def stage_rank(stage: str) -> int:
    """Return where a stage usually stands (0 first); unknown stages stand last."""
    return STAGES.index(stage) if stage in STAGES else len(STAGES)
