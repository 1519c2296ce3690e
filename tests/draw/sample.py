"""A rich map to draw: a gift bought online. All of it, people, words and numbers, is invented."""

from __future__ import annotations

from datetime import date

from footpath.atlas.types import (
    Atlas,
    Barrier,
    Boundary,
    Cell,
    Channel,
    Criticality,
    Emotion,
    Ends,
    Evidence,
    Horizon,
    Journey,
    Lane,
    MeasureRow,
    MeasureRun,
    Opportunity,
    Persona,
    QuoteRow,
    Reference,
    Slider,
    Source,
    SourceState,
    Stage,
    Step,
    Target,
    Touchpoint,
)

FROM, TO = date(2026, 9, 1), date(2026, 11, 15)
PATH_ROWS: list[MeasureRow] = []


def told(text: str, kind: type[Cell] = Cell, **more: object) -> Cell:
    """A cell that somebody said: reported."""
    return kind(text=text, evidence=(Evidence(source="reviews", theme="said"),), **more)


def seen(text: str, kind: type[Cell] = Cell, **more: object) -> Cell:
    """A cell with a number behind it: measured where the run has the row."""
    return kind(text=text, evidence=(Evidence(source="clicks", measure="reach"),), **more)


def counted(text: str, step_: str) -> Cell:
    """A cell of a persona with the number of a step behind it."""
    return Cell(text=text, evidence=(Evidence(source="clicks", measure="reach", on=step_),))


def row(on: str, id_: str, measure: str, value: float | None, n: int, **more: object) -> MeasureRow:
    source = "reviews" if measure.startswith("emotion") else "clicks"
    unit = {"reach": "walks", "median-time": "s", "emotion-scores": "score"}.get(measure, "share")
    return MeasureRow(
        on=on, id=id_, measure=measure, value=value, unit=unit, n=n, from_=FROM, to=TO, source=source, **more
    )


def step(id_: str, title: str, *, optional: bool = False, **cells: object) -> Step:
    lanes = {
        k.replace("_", "-"): (v if isinstance(v, tuple) else (v,)) for k, v in cells.items() if v is not None
    }
    return Step(id=id_, title=title, optional=optional, cells=lanes)


def stage(id_: str, title: str, *steps: Step, **cells: object) -> Stage:
    lanes = {k.replace("_", "-"): (v if isinstance(v, tuple) else (v,)) for k, v in cells.items()}
    return Stage(id=id_, title=title, steps=steps, cells=lanes)


def at(ref: str, how: object = Cell) -> Reference:
    if how is seen:
        return Reference(ref=ref, evidence=(Evidence(source="clicks", measure="visits", on=ref),))
    if how is told:
        return Reference(ref=ref, evidence=(Evidence(source="reviews", theme="where"),))
    return Reference(ref=ref)


def feels(score: float | None, word: str) -> Emotion:
    return Emotion(score=score, word=word)


def weight(level: int, why: str = "") -> Criticality:
    return Criticality(level=level, why=why)


def in_way(text: str, severity: int, id_: str, how: object = seen) -> Barrier:
    evidence = {
        seen: (Evidence(source="clicks", measure="reach", on=id_),),
        told: (Evidence(source="reviews", theme=id_),),
        Cell: (),
    }[how]  # type: ignore[index]
    return Barrier(text=text, severity=severity, id=id_, evidence=evidence)


STAGES = (
    stage(
        "need", "Noticing the need",
        step("date", "Eva’s birthday is in ten days", action=Cell(text="Puts a note in her calendar"),
             thought=Cell(text="What would she really like?"), emotion=feels(0.9, "looking forward"),
             touchpoint=at("invitation"), criticality=weight(1)),
        goal=Cell(text="Not forget the day"), message=Cell(text="A day worth remembering"),
        owner=Cell(text="Marketing"), takeaway=Cell(text="We are not there yet"),
    ),
    stage(
        "search", "Looking for an idea",
        step("look", "I look for an idea", action=seen("Searches for “warm tall vase gift”, opens six results"),
             thought=told("Everything looks the same"), emotion=feels(0.3, "curious"), touchpoint=at("results", seen),
             barrier=in_way("Results show vases, not gifts", 2, "vases-not-gifts"), criticality=weight(1)),
        step("ask", "I ask friends", action=told("Sends three links to a group chat"),
             thought=told("They know her as well as I do"), emotion=feels(1.0, "encouraged"),
             touchpoint=at("group-chat", told), driver=told("A friend has it, likes it", origin="drafted"), criticality=weight(1)),
        goal=told("Find something personal for 30 to 40 euros, in one evening"),
        message=Cell(text="Gifts for people who love flowers"), owner=Cell(text="Marketing"),
        opportunity=(Reference(ref="by-occasion"),), takeaway=Cell(text="One idea a page would save her an hour"),
    ),
    stage(
        "study", "Studying the vase",
        step("see", "I look at the vase closely", action=seen("Zooms into two pictures, looks for the size"),
             thought=told("Is it as blue as in the photo?"), emotion=feels(1.3, "taken with it"), touchpoint=at("product-page", seen),
             barrier=in_way("No size beside a hand or a book", 3, "no-size", told),
             driver=seen("Photo of the vase with tulips"), criticality=weight(2)),
        step("read", "I read what others say", action=seen("Reads four reviews, the worst first"),
             thought=told("Someone like me was happy"), emotion=feels(0.9, "reassured"), touchpoint=at("reviews", seen),
             driver=told("Reviews with pictures from homes"), criticality=weight(2)),
        goal=told("Be sure that it looks as good as in the picture"), message=told("Seen in real homes, with tulips"),
        owner=Cell(text="Web"), opportunity=(Reference(ref="beside-a-hand"),),
        takeaway=Cell(text="The picture with tulips does the selling"),
    ),
    stage(
        "compare", "Comparing with others",
        step("elsewhere", "I look for the same vase elsewhere", action=seen("Opens three shops in tabs"),
             thought=told("Is it cheaper somewhere else?"), emotion=feels(-0.9, "unsure"), touchpoint=at("comparison", seen),
             barrier=in_way("Two euros less at a marketplace", 3, "two-euros", told), criticality=weight(2)),
        step("basket", "I open the basket to see the full price", action=seen("Fills the basket, reads the sum, closes the page"),
             thought=seen("Eight euros, and only now they tell me"), emotion=feels(-0.5, "put off"), touchpoint=at("basket", seen),
             barrier=in_way("Shipping shows only in the basket", 5, "late-shipping-cost"), criticality=weight(3, "half leave here")),
        step("back", "I come back a day later", action=told("Follows the link in our e-mail"),
             thought=told("I still like this one best"), emotion=feels(-0.1, "torn"), touchpoint=at("reminder", seen),
             barrier=in_way("Basket is empty again after a day", 2, "empty-basket", told),
             driver=seen("E-mail with the same vase, next morning"), criticality=weight(2)),
        goal=seen("Know the full price, and that nobody has it cheaper"), message=Cell(text="The price you see is the price you pay"),
        owner=Cell(text="Web"), opportunity=(Reference(ref="full-price"), Reference(ref="keep-basket")),
        takeaway=Cell(text="Here we lose half; 7 of 10 who say why name one line in the basket"),
    ),
    stage(
        "buy", "Purchase",
        step("choose", "I choose a delivery day", action=seen("Compares two dates and their prices"),
             thought=told("Will it be here by Friday?"), emotion=feels(0.2, "careful"), touchpoint=at("delivery-choice", seen),
             barrier=in_way("The cheap date is after the birthday", 3, "cheap-late"), criticality=weight(2)),
        step("pay", "I pay", action=seen("Pays by card, on the phone"), thought=Cell(text="Done, at last"),
             emotion=feels(0.9, "relieved"), touchpoint=at("checkout", seen), driver=seen("Pays in two taps"), criticality=weight(1)),
        goal=seen("Have it in her hands before the day"), message=told("Here by Friday, or free"), owner=Cell(text="Web, payments"),
        opportunity=(Reference(ref="mark-dates"),), takeaway=Cell(text="She buys a date, not a vase"),
    ),
    stage(
        "use", "Use",
        step("arrives", "The parcel arrives", action=seen("Signs, looks into the box"), thought=told("Is it in one piece?"),
             emotion=feels(1.2, "glad, if in time"), touchpoint=at("hand-over", seen),
             barrier=in_way("1 in 9 parcels comes after the promised day", 4, "late-parcel"), criticality=weight(3)),
        step("give", "I give the vase to Eva", action=told("Wraps it herself"), thought=told("She loves it"),
             emotion=feels(1.8, "proud"), touchpoint=at("gift-box", told),
             driver=Cell(text="The box needs no wrapping", evidence=(Evidence(source="old-study", measure="reach", on="give"),)), criticality=weight(1)),
        goal=told("See Eva pleased"), message=Cell(text="Ready to give"), owner=Cell(text="Logistics"),
        opportunity=(Reference(ref="honest-day"),), takeaway=Cell(text="A late parcel undoes everything before it"),
    ),
    stage(
        "support", "Contact with support",
        step("say", "I say that the glaze is cracked", optional=True, action=seen("Sends a photo by chat"),
             thought=seen("Did anyone read my message?"), emotion=feels(-0.7, "let down"), touchpoint=at("support-chat", seen),
             barrier=in_way("First answer takes 26 hours", 4, "slow-answer"), criticality=weight(2)),
        step("new", "I get a new glaze", optional=True, action=told("Opens the second parcel"), thought=Cell(text="Fine, but I will check first next time"),
             emotion=feels(0.6, "appeased"), touchpoint=at("second-parcel", told), driver=told("No need to send the old one back"),
             criticality=weight(1)),
        goal=told("Have it put right without a fuss"), message=told("A person answers today"), owner=Cell(text="Support"),
        opportunity=(Reference(ref="answer-at-once"),), takeaway=Cell(text="She waits a day for one word"),
    ),
)  # fmt: skip

REACH = {
    "look": 8412, "see": 5130, "read": 2977, "elsewhere": 3046, "basket": 2204, "back": 902, "choose": 1588, "pay": 1391,
    "arrives": 1391, "say": 118,
}  # fmt: skip
FEEL = {
    "look": (0.2, -0.1, 0.55, 64), "see": (1.15, 0.95, 1.32, 142), "read": (0.7, 0.45, 0.93, 96), "elsewhere": (-0.4, -0.75, -0.05, 88),
    "basket": (-1.5, -1.68, -1.32, 214), "back": (-0.7, -1.1, -0.3, 41), "choose": (-0.2, -0.5, 0.1, 73), "pay": (0.6, 0.4, 0.78, 187),
    "arrives": (0.35, 0.22, 0.46, 612), "give": (1.6, 1.4, 1.75, 131), "say": (-1.2, -1.6, -0.8, 38), "new": (0.3, None, None, 12),
}  # fmt: skip
DECIDES = {
    "see": (-0.06, -0.1, -0.03, 900), "read": (-0.04, -0.08, -0.01, 700), "elsewhere": (-0.11, -0.19, -0.07, 800), "basket": (-0.19, -0.22, -0.15, 2204),
    "back": (-0.06, -0.13, 0.0, 400), "choose": (-0.08, -0.14, -0.05, 900), "pay": (-0.02, -0.05, 0.01, 900), "arrives": (-0.14, -0.19, -0.12, 1391),
    "say": (-0.2, -0.4, 0.1, 24),
}  # fmt: skip


def rows() -> tuple[MeasureRow, ...]:
    out = [
        row("journey", "gift", "reach", 8412, 8412),
        row("persona", "marta", "share", 0.23, 7930, low=0.22, high=0.24),
    ]
    for id_, n in REACH.items():
        out.append(row("step", id_, "reach", n, n))
    for id_, n in {
        "search": 8412,
        "study": 5130,
        "compare": 3046,
        "buy": 1588,
        "use": 1391,
        "support": 118,
    }.items():
        out.append(row("stage", id_, "reach", n, n))
    for id_, share in {"search": 0.39, "study": 0.41, "compare": 0.48, "buy": 0.12}.items():
        out.append(row("stage", id_, "share-lost", share, 3000, low=share - 0.02, high=share + 0.02))
    days = {
        "date": 0.0,
        "look": 1.0,
        "see": 2.03,
        "elsewhere": 2.06,
        "choose": 4.2,
        "arrives": 7.1,
        "say": 9.3,
        "new": 14.0,
    }
    for id_, d in days.items():
        out.append(row("step", id_, "median-time", d * 86_400, 1000))
    for id_, (value, low, high, n) in FEEL.items():
        out.append(row("step", id_, "emotion-scores", value, n, low=low, high=high))
    out.append(row("step", "arrives", "emotion-scores", 1.1, 544, low=0.98, high=1.2, among="in-time"))
    out.append(row("step", "arrives", "emotion-scores", -0.9, 68, low=-1.2, high=-0.6, among="late"))
    for id_, (value, low, high, n) in DECIDES.items():
        out.append(row("step", id_, "criticality", value, n, low=low, high=high))
    for id_, n in {"results": 8412, "product-page": 5130, "reviews": 2977, "comparison": 3046, "basket": 2204, "reminder": 902,
                   "delivery-choice": 1588, "checkout": 1391, "hand-over": 1391, "support-chat": 118}.items():  # fmt: skip
        out += [row("touchpoint", id_, "visits", n, n), row("touchpoint", id_, "reach", n, n)]
    for id_, n in {
        "vases-not-gifts": 8412,
        "late-shipping-cost": 214,
        "cheap-late": 497,
        "late-parcel": 1391,
        "slow-answer": 118,
    }.items():
        out.append(row("barrier", id_, "reach", n, n))
    out.append(row("step", "give", "reach", 60, 60).model_copy(update={"source": "old-study"}))
    for id_, kind, n in (("in-time", "wanted", 1236), ("delivered-late", "unwanted", 155), ("elsewhere", "unwanted", 2388),
                         ("silent", "silent", 4420), ("censored", "censored", 213)):  # fmt: skip
        out.append(row("outcome", id_, "reach", n, n, among=kind))
    return tuple(out)


RUN = MeasureRun(
    journey="gift", made="2026-11-16T09:30:00Z", zone="Europe/Lisbon",
    sources=(
        SourceState(id="clicks", hash="0" * 32, rows=61_204, customers=7930, from_=FROM, to=TO),
        SourceState(id="reviews", hash="1" * 32, rows=1310, customers=1188, from_=FROM, to=TO),
    ),
    definitions={
        "reach": "walks with at least one visit to the stage or step",
        "emotion-scores": "mean of the scores given about this step, 1 to 5 mapped to -2..+2",
        "share-lost": "of those who reached it, the share that went no further: unwanted outcome or silence of 30 days",
    },
    rows=rows(),
    quotes=(
        QuoteRow(step="basket", text="Eight euros of shipping for a vase of 31, and I only saw it in the basket.", remark="r1",
                 source="reviews", said=date(2026, 11, 3), score=1, kind="extreme", alike=151, of=214),
        QuoteRow(step="say", text="Sent the photo twice. Nobody told me when I would hear.", remark="r2", source="chats",
                 said=date(2026, 10, 21), score=1, kind="extreme", alike=24, of=38),
    ),
)  # fmt: skip

MARTA = Persona(
    id="marta", name="Marta", summary="Gift buyer in a hurry", age="34", occupation="runs a small studio in Porto",
    situation="buys 6 gifts a year, mostly in the evening and on the phone",
    quote=told("I know what she likes. I only want to be sure that it comes before Friday."),
    goals=(counted("Have it in her hands before the day", "choose"), told("Find something personal in one evening"),
           told("Know the full price at once"), Cell(text="Be thought of as somebody who remembers")),
    pains=(in_way("Shipping shows only in the basket", 5, "late-shipping-cost"), in_way("One parcel in nine is late", 4, "late-parcel"),
           in_way("The cheap date is after the birthday", 3, "cheap-late"), in_way("No size beside a hand or a book", 3, "no-size", told)),
    drivers=(counted("A photo of the thing in use, at night", "see"), told("Friends who own it"), told("Two taps to pay"),
             told("A box that needs no wrapping")),
    sliders=(Slider(low="price first", high="time first", at=0.82, all_at=0.44, evidence=(Evidence(source="clicks", measure="reach", on="look"),)),
             Slider(low="plans ahead", high="last minute", at=0.74, all_at=0.52, evidence=(Evidence(source="clicks", measure="reach", on="look"),)),
             Slider(low="decides alone", high="asks friends", at=0.58, all_at=0.41, evidence=(Evidence(source="reviews", theme="friends"),)),
             Slider(low="desk", high="phone", at=0.88, all_at=0.63, evidence=(Evidence(source="clicks", measure="reach", on="look"),)),
             Slider(low="tries new shops", high="stays with one", at=0.35, all_at=0.5)),
    channels=("search", "social", "newsletter", "web", "reviews", "courier", "chat"),
    unknown=("What she does with the gifts that arrive late.", "Whether she would pay 4 euros for a promised day: 9 answers, too few to tell."),
    segment='count(event = "gift") >= 2 and delivery = "express"',
)  # fmt: skip

TOUCHPOINTS = tuple(
    Touchpoint(id=i, title=t, channel=c, when=f'event = "{i}"')
    for i, t, c in (
        ("invitation", "Invitation on the fridge", "home"), ("results", "Results page", "search"), ("group-chat", "Group chat", "friends"),
        ("product-page", "Product page", "web"), ("reviews", "Reviews", "review-site"), ("comparison", "Price comparison", "marketplace"),
        ("basket", "Basket", "basket"), ("reminder", "Reminder", "email"), ("delivery-choice", "Delivery choice", "web"),
        ("checkout", "Checkout", "payment"), ("hand-over", "Hand-over", "courier"), ("gift-box", "Gift box", "packaging"),
        ("support-chat", "Support chat", "chat"), ("second-parcel", "Second parcel", "courier"),
    )
)  # fmt: skip
CHANNELS = tuple(
    Channel(id=i, title=t, icon=icon)
    for i, t, icon in (
        ("home", "at home", "home"), ("search", "search", "search"), ("friends", "word of mouth", "talk"), ("web", "web site", "browser"),
        ("review-site", "review site", "review"), ("marketplace", "marketplace", "tag"), ("basket", "web site", "bag"), ("email", "e-mail", "envelope"),
        ("payment", "payment", "card"), ("courier", "courier", "van"), ("packaging", "packaging", "box"), ("chat", "chat", "chat"),
        ("social", "friends’ posts", "share"), ("newsletter", "newsletter", "newspaper"), ("reviews", "reviews", "review"),
    )
)  # fmt: skip
OPPORTUNITIES = (
    Opportunity(id="full-price", text="Show the full price on the product page", answers=("late-shipping-cost",), owner="web", effort=2,
                status="in-work", target=Target(measure="share-going-on", step="basket", from_=0.48, to=0.6)),
    Opportunity(id="mark-dates", text="Mark the dates that meet the birthday", answers=("cheap-late",), owner="logistics", effort=1),
    Opportunity(id="honest-day", text="Promise a day only where it holds for 19 of 20", answers=("late-parcel",), owner="logistics", effort=2),
    Opportunity(id="keep-basket", text="Keep the basket for a week", answers=("empty-basket",), owner="web", effort=1),
    Opportunity(id="beside-a-hand", text="Show the vase beside a hand", answers=("no-size",), owner="web", effort=2),
    Opportunity(id="by-occasion", text="Group results by occasion", answers=("vases-not-gifts",), owner="marketing", effort=3),
    Opportunity(id="answer-at-once", text="Answer at once with a time", answers=("slow-answer",), owner="support", effort=4),
)  # fmt: skip

LANES = tuple(
    Lane(id=role, role=role, title=title)
    for role, title in (
        ("goal", "What she wants"), ("action", "What she does"), ("thought", "What she thinks"), ("emotion", "How she feels"),
        ("touchpoint", "Where we meet"), ("barrier", "What gets in the way"), ("driver", "What carries her on"),
        ("criticality", "How much it decides"), ("message", "What we should say"), ("opportunity", "What we could do"),
        ("owner", "Who answers for it"), ("takeaway", "In one sentence"),
    )
)  # fmt: skip

GIFT = Journey(
    id="gift", title="Buying a gift for a friend online, from the invitation to the thank-you",
    claim="Marta is won at the vase and lost at the basket, where shipping first shows its price",
    state="as-is", purpose="Fewer gift buyers lost while they compare", personas=("marta",),
    horizon=Horizon(typical="10 days", silence="30 days"),
    ends=Ends(wanted=(Boundary(text="has the gift in time", value="in-time"),),
              unwanted=(Boundary(text="has it late", value="delivered-late"), Boundary(text="buys elsewhere", value="elsewhere"))),
    owner="marketing", lanes=LANES, stages=STAGES, sources=("clicks", "reviews"), reviewed=date(2026, 11, 14),
)  # fmt: skip


def atlas(*journeys: Journey, run: MeasureRun | None = RUN, **more: object) -> Atlas:
    """The sample atlas, or one with other journeys in it."""
    given: dict[str, object] = {
        "title": "An invented vase shop",
        "personas": (MARTA,),
        "journeys": journeys or (GIFT,),
        "touchpoints": TOUCHPOINTS,
        "channels": CHANNELS,
        "opportunities": OPPORTUNITIES,
        "sources": (
            Source(id="clicks", title="Clicks"),
            Source(id="reviews", title="Reviews", note="All of it is invented"),
        ),
        "measures": (run,) if run is not None else (),
    }
    return Atlas(**{**given, **more})
