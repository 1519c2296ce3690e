"""A map of everything at once: a new company looks for a bank. All of it, people, words and numbers, is invented.

Three personas on one map with what passes between them, branches, loops and exits, the lanes of a blueprint, departments
with their times, a child map, a to-be map, a competitor's one, three languages, pictures, changes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from datetime import date
from typing import Any

from footpath.atlas.types import (
    Atlas,
    Attachment,
    Barrier,
    Boundary,
    Cell,
    Channel,
    Criticality,
    Department,
    Emotion,
    Ends,
    HandOver,
    Horizon,
    ImageCell,
    Journey,
    Lane,
    Look,
    MeasureRow,
    MeasureRun,
    Next,
    Note,
    Opportunity,
    Persona,
    Reference,
    Review,
    Stage,
    Step,
    Touchpoint,
    Translated,
    View,
)

PORTRAIT, WINDOW, GONE = "pictures/portrait.png", "pictures/window.png", "pictures/gone.png"


def t(en: str, de: str, ar: str) -> Translated:
    return Translated({"en": en, "de": de, "ar": ar}, "en")


def png(width: int, height: int, colour: Callable[[int, int], tuple[int, int, int]]) -> bytes:
    """A small picture: one colour a pixel, no filter."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"".join(bytes(colour(x, y)) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def pictures() -> dict[str, bytes]:
    """The files of the atlas: a drawn face, a shop window; one that the map names is not there."""

    def face(x: int, y: int) -> tuple[int, int, int]:
        if (x - 48) ** 2 + (y - 40) ** 2 < 22**2:
            return 226, 190, 160
        return (40, 70, 110) if (x - 48) ** 2 / 1.6 + (y - 104) ** 2 < 44**2 else (214, 226, 236)

    def window(x: int, y: int) -> tuple[int, int, int]:
        is_frame = x % 40 < 3 or y < 4 or y > 76
        return (90, 70, 50) if is_frame else (200 + y // 4, 220, 235 - x // 4)

    return {PORTRAIT: png(96, 96, face), WINDOW: png(160, 80, window)}


def cells(**given: Any) -> dict[str, Any]:
    return {
        key.replace("_", "-"): (value if isinstance(value, tuple) else (value,))
        for key, value in given.items()
        if value is not None
    }


def step(id_: str, title: str, *, ways: tuple[Next, ...] = (), **given: Any) -> Step:
    known = {
        key: given.pop(key)
        for key in ("journey", "typical", "improves", "optional", "attachments")
        if key in given
    }
    return Step(id=id_, title=title, next=ways, cells=cells(**given), **known)


def feels(*scores: float, word: str = "") -> tuple[Emotion, ...]:
    """Ines first, then Oskar."""
    who = ("ines", "oskar")
    return tuple(Emotion(score=s, word=word if n == 0 else "", persona=who[n]) for n, s in enumerate(scores))


INES = Persona(
    id="ines", name=t("Ines", "Ines", "إيناس"), summary=t("Founder of a bakery", "Gründerin einer Bäckerei", "مؤسسة مخبز"),
    quote=Cell(text="I want to bake, not to fill in forms."), portrait=Attachment(file=PORTRAIT, text="A woman in an apron, drawn"),
    goals=(Cell(text="An account before the first delivery of flour"),), pains=(Barrier(text="Papers asked for twice", severity=4),),
)  # fmt: skip
OSKAR = Persona(id="oskar", name=t("Oskar", "Oskar", "أوسكار"), summary="Her accountant, two days a week")
LIV = Persona(id="liv", name=t("Liv", "Liv", "ليف"), summary="Adviser at the bank",
              portrait=Attachment(file=GONE, text="An adviser at her desk"))  # fmt: skip

DEPARTMENTS = (
    Department(id="branch", title=t("Branch", "Filiale", "الفرع"), typical="10 min"),
    Department(
        id="back-office", title=t("Back office", "Sachbearbeitung", "المكتب الخلفي"), typical="4 days"
    ),
)
CHANNELS = (
    Channel(id="web", title="web site"), Channel(id="branch", title="branch", icon="shop"), Channel(id="phone", title="phone"),
    Channel(id="email", title="e-mail"), Channel(id="post", title="post"),
)  # fmt: skip
TOUCHPOINTS = (
    Touchpoint(id="price-page", title=t("Price page", "Preisseite", "صفحة الأسعار"), channel="web", ownership="owned"),
    Touchpoint(id="window", title=t("Branch window", "Schaufenster", "واجهة الفرع"), channel="branch", department="branch",
               picture=Attachment(file=WINDOW, text="The window of the branch")),
    Touchpoint(id="form", title=t("Request form", "Antragsformular", "نموذج الطلب"), channel="web", department="back-office", ownership="owned"),
    Touchpoint(id="offer", title=t("Offer by post", "Angebot per Post", "عرض بالبريد"), channel="post", department="back-office"),
    Touchpoint(id="talk", title=t("Talk at the branch", "Gespräch", "حديث في الفرع"), channel="branch", department="branch"),
    Touchpoint(id="card", title=t("First card", "Erste Karte", "البطاقة الأولى"), channel="post", department="branch"),
)  # fmt: skip
OPPORTUNITIES = (
    Opportunity(id="one-list", text=t("One list of papers, with pictures", "Eine Liste der Unterlagen", "قائمة واحدة بالأوراق"),
                answers=("asked-twice",), owner="back-office", effort=1),
    Opportunity(id="date-at-once", text=t("Answer at once with a date", "Sofort mit Datum antworten", "الرد فورا بموعد"),
                answers=("waits",), owner="branch", effort=2),
)  # fmt: skip

LANES = (
    Lane(id="ines-does", role="action", title=t("What she does", "Was sie tut", "ما تفعله"), persona="ines"),
    Lane(id="ines-thinks", role="thought", title=t("What she thinks", "Was sie denkt", "ما تفكر فيه"), persona="ines"),
    Lane(id="oskar-does", role="action", title=t("What he does", "Was er tut", "ما يفعله"), persona="oskar"),
    Lane(id="emotion", role="emotion", title=t("How they feel", "Wie es ihnen geht", "ما يشعرون به")),
    Lane(id="touchpoint", role="touchpoint", title=t("Where we meet", "Wo wir uns treffen", "أين نلتقي")),
    Lane(id="picture", role="image", title=t("What it looks like", "Wie es aussieht", "كيف يبدو")),
    Lane(id="barrier", role="barrier", title=t("What gets in the way", "Was im Weg steht", "ما يعيقهم")),
    Lane(id="criticality", role="criticality", title=t("How much it decides", "Wie viel es entscheidet", "كم يحسم")),
    Lane(id="frontstage-people", role="frontstage-people", title=t("People they see", "Wen sie sehen", "من يرونهم")),
    Lane(id="backstage-people", role="backstage-people", title=t("People behind", "Wer dahinter steht", "من في الخلف")),
    Lane(id="backstage-system", role="backstage-system", title=t("Systems behind", "Systeme dahinter", "الأنظمة")),
    Lane(id="support", role="support", title=t("What supports it", "Was es trägt", "ما يدعمها")),
    Lane(id="opportunity", role="opportunity", title=t("What we could do", "Was wir tun könnten", "ما يمكننا فعله")),
    Lane(id="takeaway", role="takeaway", title=t("In one sentence", "In einem Satz", "في جملة")),
)  # fmt: skip

STAGES = (
    Stage(id="need", title=t("Need", "Bedarf", "الحاجة"), typical="2 weeks", cells=cells(takeaway=Cell(text="She asks her accountant before any bank")), steps=(
        step("notice", t("We need an account by June", "Wir brauchen bis Juni ein Konto", "نحتاج إلى حساب قبل يونيو"), typical="1 day",
             ines_does=Cell(text="Writes “bank?” on the wall calendar"), ines_thinks=Cell(text="Is it not all the same?"),
             oskar_does=Cell(text="Lists what a bakery needs"), emotion=feels(0.4, 0.2, word="busy"), touchpoint=Reference(ref="window"),
             picture=ImageCell(picture=WINDOW, text="What she passes each morning"), criticality=Criticality(level=1)),
        step("compare", t("I compare three banks", "Ich vergleiche drei Banken", "أقارن بين ثلاثة بنوك"), typical="2 h",
             ways=(Next(to="request", label=t("if a friend has named one", "wenn eine Freundin eine nennt", "إذا رشحت صديقة واحدا")),
                   Next(to="stays with the savings bank")),
             ines_does=Cell(text="Opens three price pages side by side"), ines_thinks=Cell(text="Why do they hide the fee?"),
             oskar_does=Cell(text="Adds a column: what a month costs"), emotion=feels(-0.6, 0.3, word="annoyed"), touchpoint=Reference(ref="price-page"),
             barrier=Barrier(id="fee-hidden", text="The fee stands in a document of nine pages", severity=3), criticality=Criticality(level=2),
             opportunity=None, support=Cell(text="Price list, yearly")),
    )),
    Stage(id="request", title=t("Request and offer", "Anfrage und Angebot", "الطلب والعرض"), typical="10 days", owner="back-office",
          cells=cells(takeaway=Cell(text="Ten days of silence, and the papers twice")), steps=(
        step("request", t("I ask for an offer", "Ich frage ein Angebot an", "أطلب عرضا"), typical="1 h", journey="papers",
             ines_does=Cell(text="Fills in the form at night"), ines_thinks=Cell(text="They know all that from the register"),
             oskar_does=Cell(text="Scans the papers"), emotion=feels(-0.2, -0.4, word="tired"), touchpoint=Reference(ref="form"),
             barrier=(Barrier(id="asked-twice", text="The same papers are asked for twice", severity=4), Barrier(id="no-save", text="The form cannot be saved", severity=2)),
             criticality=Criticality(level=3), opportunity=Reference(ref="one-list"),
             frontstage_people=Cell(text="Nobody: the form answers"), backstage_people=Cell(text="Types the form into the core system"),
             backstage_system=Cell(text="Core banking system"), support=Cell(text="Company register")),
        step("wait", t("We wait for the offer", "Wir warten auf das Angebot", "ننتظر العرض"), typical="7 days",
             ways=(Next(to="request", label=t("papers missing", "Unterlagen fehlen", "أوراق ناقصة"), when="status = 'incomplete'"),
                   Next(to="goes to another bank", label="no word after a week")),
             ines_does=Cell(text="Asks every other day whether it came"), oskar_does=Cell(text="Calls the branch twice"),
             emotion=feels(-1.4, -0.9, word="left alone"), touchpoint=Reference(ref="offer"), picture=ImageCell(picture=GONE, text="The letter that did not come"),
             barrier=Barrier(id="waits", text="An offer takes a week and a half", severity=5), criticality=Criticality(level=3),
             opportunity=Reference(ref="date-at-once"), frontstage_people=Cell(text="Whoever is at the counter says “soon”"),
             backstage_people=Cell(text="Two people check, one signs"), backstage_system=Cell(text="Folder on a desk")),
    )),
    Stage(id="decision", title=t("Decision", "Entscheidung", "القرار"), cells=cells(takeaway=Cell(text="The talk decides, not the price")), steps=(
        step("talk", t("We talk it through", "Wir besprechen es", "نناقش الأمر"), typical="40 min",
             ways=(Next(to="compare", label="the fee is higher than it said"),),
             ines_does=Cell(text="Comes with a list and with Oskar"), ines_thinks=Cell(text="She has read our papers!"),
             oskar_does=Cell(text="Asks for the monthly fee in writing"), emotion=feels(1.2, 0.8, word="taken seriously"), touchpoint=Reference(ref="talk"),
             criticality=Criticality(level=2), frontstage_people=Cell(text="Liv explains each line", persona="liv"),
             backstage_people=Cell(text="A colleague prepares the file"), backstage_system=Cell(text="Customer file")),
        step("sign", t("I sign", "Ich unterschreibe", "أوقع"),
             ines_does=Cell(text="Signs four times"), oskar_does=Cell(text="Keeps a copy"), emotion=feels(1.5, 1.0, word="relieved"),
             touchpoint=Reference(ref="talk"), frontstage_people=Cell(text="Liv, with a pen", persona="liv"), backstage_system=Cell(text="Signature pad")),
    )),
    Stage(id="start", title=t("The first month", "Der erste Monat", "الشهر الأول"), typical="1 month", cells=cells(takeaway=Cell(text="The first invoice makes her stay")), steps=(
        step("card", t("The card comes", "Die Karte kommt", "تصل البطاقة"), ines_does=Cell(text="Pays the flour with it"), emotion=feels(1.0, 0.4, word="proud"),
             touchpoint=Reference(ref="card"), frontstage_people=Cell(text="A letter"), backstage_system=Cell(text="Card printer"), support=Cell(text="Card maker"),
             picture=ImageCell(picture=WINDOW, text="The card in its letter")),
    )),
)  # fmt: skip

HANDS = (
    HandOver(from_="ines", to="oskar", step="notice", text="asks what a bakery needs"),
    HandOver(from_="oskar", to="ines", step="compare", text="sends his table"),
    HandOver(from_="ines", to="oskar", step="compare", text="names three banks"),
    HandOver(from_="oskar", to="ines", step="request", text="gives the scanned papers"),
    HandOver(from_="oskar", to="liv", step="wait", text="asks where the offer is"),
    HandOver(from_="liv", to="ines", step="talk", text="explains the fee, line by line"),
    HandOver(from_="ines", to="liv", step="sign", text="gives back the signed contract"),
)

BANK = Journey(
    id="m", title=t("A new company looks for a bank", "Eine neue Firma sucht eine Bank", "شركة جديدة تبحث عن بنك"),
    claim=t("The bank loses the bakery while nobody answers, and wins it back in one talk",
            "Die Bank verliert die Bäckerei, während niemand antwortet", "يخسر البنك المخبز حين لا يرد أحد، ويستعيده في حديث واحد"),
    state="as-is", status="in-review", purpose=t("Fewer new companies lost while they wait", "Weniger verlorene Firmen", "شركات أقل تضيع وهي تنتظر"),
    personas=("ines", "oskar", "liv"), horizon=Horizon(typical="6 weeks"), owner="business banking", reviewed=date(2026, 10, 4),
    review=Review(cadence="6 months"), lanes=LANES, stages=STAGES, hands=HANDS,
    ends=Ends(wanted=(Boundary(text="has an account that is used"),), unwanted=(Boundary(text="goes to another bank"), Boundary(text="stays with the savings bank"))),
    notes=(Note(text="What do florists do?"), Note(text="Ask the savings bank's customers")),
    views=(View(id="all", form="grid", stages={"need": "lead", "request": t("offer", "Angebot", "عرض"), "decision": "order", "start": "customer"}),
           View(id="front", form="blueprint", lanes=("touchpoint", "barrier", "frontstage-people", "backstage-people", "backstage-system", "support")),
           View(id="hers", form="funnel", persona="ines", lanes=("action", "emotion"))),
)  # fmt: skip

PAPERS = Journey(
    id="papers", title=t("Getting the papers together", "Unterlagen sammeln", "جمع الأوراق"), personas=("ines",), horizon=Horizon(typical="3 days"),
    stages=(Stage(id="all", title="Papers", steps=(
        Step(id="find", title="I look for the papers", cells=cells(emotion=Emotion(score=-0.5))),
        Step(id="scan", title="I photograph them", cells=cells(emotion=Emotion(score=0.1))),
        Step(id="send", title="I send them again", cells=cells(emotion=Emotion(score=-1.4))),
        Step(id="hear", title="I hear nothing", cells=cells()),
    )),),
)  # fmt: skip


def number(on: str, id_: str, measure: str, value: float, n: int, **more: Any) -> MeasureRow:
    unit = {"reach": "walks", "median-time": "s"}.get(
        measure, "score" if measure.startswith("emotion") else "share"
    )
    return MeasureRow(on=on, id=id_, measure=measure, value=value, unit=unit, n=n, **more)  # type: ignore[arg-type]


PAPERS_RUN = MeasureRun(
    journey="papers", made="2026-10-01T09:00:00Z",
    rows=(
        number("journey", "papers", "reach", 412, 412), number("journey", "papers", "share-going-on", 0.71, 412),
        number("step", "find", "emotion-scores", -0.4, 60, low=-0.6, high=-0.2),
        number("step", "send", "emotion-scores", -1.3, 180, low=-1.5, high=-1.1),
    ),
)  # fmt: skip

TO_BE = BANK.model_copy(
    update={
        "id": "to-be", "state": "to-be", "improves": "m", "status": "draft", "reviewed": None, "views": (), "hands": HANDS[:1], "notes": (),
        "title": "A bank that answers at once", "claim": "An offer with a date on the same day",
        "stages": (
            STAGES[0],
            STAGES[1].model_copy(update={"steps": (
                STAGES[1].steps[0],
                step("date", "I get a date at once", ines_does=Cell(text="Reads the date, tells the miller"), emotion=feels(0.9, 0.5, word="calm")),
                step("offer-comes", "The offer comes", improves="wait", ines_does=Cell(text="Opens it the next morning"), emotion=feels(0.6, 0.6, word="glad")),
            )}),
            *STAGES[2:],
        ),
    }
)  # fmt: skip

RIVAL = Journey(
    id="rival", title="Opening an account elsewhere", company="Quick Bank", beside="m", state="as-is", personas=("ines",),
    stages=(Stage(id="all", title="All of it", steps=(step("app", "I do it in an app", action=Cell(text="Eleven minutes")),
                                                      step("call", "Someone calls", action=Cell(text="Asks one question")))),),
)  # fmt: skip

LIFE = Journey(
    id="life", title="Starting a bakery", kind="life", personas=("ines",), horizon=Horizon(typical="3 years"), status="draft",
    purpose="Know where a bank could be of use, and where it should keep away",
    lanes=tuple(Lane(id=r, role=r) for r in ("action", "interest", "concern", "spending", "emotion", "our-zone", "message", "brand-goal", "takeaway")),
    stages=tuple(
        Stage(id=i, title=title, typical=typical, cells=cells(takeaway=Cell(text=sentence)), steps=(
            step(f"{i}-1", one, action=Cell(text=f"{one}, with a friend"), interest=Cell(text="Old ovens, new flour"), concern=Cell(text=worry),
                 spending=Cell(text="Savings, evenings"), emotion=Emotion(score=score, word=word), our_zone=Cell(text=zone) if zone else None,
                 message=Cell(text="Bread first, papers with us") if zone else None, brand_goal=Cell(text="Be the bank that a miller names") if zone else None),
            step(f"{i}-2", f"{one} again", action=Cell(text="Asks her mother"), emotion=Emotion(score=score - 0.4)),
        ))
        for i, title, typical, one, worry, score, word, zone, sentence in (
            ("dream", "Dreaming of it", "1 year", "Bakes for neighbours", "Is it only a hobby?", 1.2, "in love", "", "Nobody thinks of a bank here"),
            ("leap", "The leap", "6 months", "Gives notice", "What if nobody comes?", -0.8, "dizzy", "A plan that a baker can read", "Here she needs a listener"),
            ("days", "The long days", "18 months", "Gets up at two", "Who bakes when I am ill?", -0.2, "tired, proud", "A month without instalments", "Here we could show patience"),
        )
    ),
)  # fmt: skip


def atlas(**more: Any) -> Atlas:
    """The atlas of the bank."""
    given: dict[str, Any] = {
        "title": "An invented bank", "language": "en", "locales": ("de", "ar"), "personas": (INES, OSKAR, LIV),
        "journeys": (BANK, PAPERS, TO_BE, RIVAL, LIFE), "touchpoints": TOUCHPOINTS, "channels": CHANNELS, "departments": DEPARTMENTS,
        "opportunities": OPPORTUNITIES, "measures": (PAPERS_RUN,),
    }  # fmt: skip
    return Atlas(**{**given, **more})


def purple(**more: Any) -> Atlas:
    """The bank with inks of its own: a purple that can be read, and a green that cannot."""
    return atlas(look=Look(flow="#6B2FA0", carry="#7BD389"), **more)
