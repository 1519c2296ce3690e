"""Families B and P: they speak where a map is a blueprint, or a text is private, cut or untranslated; and nowhere else."""

from __future__ import annotations

import pytest

from footpath.lint import Contrast, Layout, Overflow, check
from footpath.lint.rules.personal_data import found_in

LANES = "lanes: [action, touchpoint, measure, frontstage-people, backstage-people, support]\n"
TOUCHPOINTS = (
    "touchpoints:\n  - {id: door, title: The door, ownership: owned}\n"
    "  - {id: talk, title: A talk, ownership: customer}\n"
)


def messages(atlas, code: str, *lines: str, lanes: str = LANES, stage: str = "", **files: str) -> list[str]:
    body = "".join(f"      - {{{line}}}\n" for line in lines)
    journey = f"footpath: 1\nid: j\ntitle: T\n{lanes}stages:\n  - title: S\n{stage}    steps:\n{body}"
    named = {f"{name.replace('house', 'atlas')}.yaml": text for name, text in files.items()}
    loaded = atlas.files({"journeys/j.yaml": journey, "touchpoints.yaml": TOUCHPOINTS, **named})
    assert [str(one) for one in loaded.problems if one.severity == "error"] == []
    return [one.message for one in check(loaded, only=[code])]


@pytest.mark.parametrize("code", ["B001", "B005"])
def test_a_journey_map_is_no_blueprint(atlas, code: str) -> None:
    assert messages(atlas, code, "title: A, touchpoint: door", lanes="") == []
    assert messages(atlas, code, "title: A, touchpoint: door") != []


def test_a_line_is_crossed_at_the_step_or_for_the_whole_stage(atlas) -> None:
    assert messages(atlas, "B001", "title: A, touchpoint: talk") == []
    assert messages(atlas, "B001", "title: A, touchpoint: door, frontstage-people: Bo") == []
    assert messages(atlas, "B001", "title: A, touchpoint: door", stage="    frontstage-people: Bo\n") == []
    two = messages(atlas, "B001", "title: A, touchpoint: [door, door]", "title: B, touchpoint: door")
    assert len(two) == 2


def test_work_behind_is_tied_to_what_stands_in_front(atlas) -> None:
    assert messages(atlas, "B002", "title: A, backstage-people: Bo") != []
    assert messages(atlas, "B002", "title: A, support: The bank") != []
    assert messages(atlas, "B002", "title: A, backstage-people: Bo, action: waits") == []
    assert messages(atlas, "B002", "title: A, backstage-people: Bo, frontstage-people: Cy") == []
    assert messages(atlas, "B002", "title: A, backstage-people: Bo", stage="    action: waits\n") == []


@pytest.mark.parametrize(
    ("lanes", "found"),
    [
        ("action, frontstage-people, backstage-people, support", False),
        ("action, backstage-people, frontstage-people", True),
        ("frontstage-people, action", True),
        ("support, backstage-people", True),
        ("message, action, opportunity, frontstage-people, takeaway, backstage-people, owner", False),
        ("emotion, action, thought", False),
    ],
)
def test_lanes_in_the_order_of_the_lines(atlas, lanes: str, found: bool) -> None:
    assert bool(messages(atlas, "B003", "title: A", lanes=f"lanes: [{lanes}]\n")) is found


def test_the_houses_lanes_are_told_once_where_a_blueprint_uses_them(atlas) -> None:
    house = "title: A\nlanes: [action, backstage-people, frontstage-people]\n"
    assert len(messages(atlas, "B003", "title: A", lanes="", house=house)) == 1
    assert (
        messages(atlas, "B003", "title: A", lanes="lanes: [action, frontstage-people]\n", house=house) == []
    )


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["title: A, backstage-people: Charges the card at noon"], True),
        (["title: A, backstage-people: Is in charge of the room"], False),
        (["title: A, action: Sees the price, backstage-people: Charges the card"], False),
        (["title: A, action: Reads, backstage-people: Charges the card", "title: B, action: Pays"], True),
        (["title: A, action: Pays", "title: B, backstage-people: Charges the card"], False),
        (["title: I pay, backstage-people: Charges the card"], False),
        (["title: A, frontstage-people: Says 50 €, backstage-people: Collects the deposit"], False),
        (["title: A, backstage-people: The cashier types it in again"], False),
    ],
)
def test_money_that_is_taken_unseen(atlas, lines: list[str], found: bool) -> None:
    assert bool(messages(atlas, "B004", *lines)) is found


def test_money_in_german_and_silence_in_a_language_without_a_table(atlas) -> None:
    line = "title: A, backstage-people: Das System bucht den Betrag ab"
    assert messages(atlas, "B004", line, house="title: A\nlanguage: de\n") != []
    assert messages(atlas, "B004", line, house="title: A\nlanguage: fi\n") == []


@pytest.mark.parametrize("ownership", ["customer", "earned", "partner"])
def test_what_is_not_ours_needs_no_department(atlas, ownership: str) -> None:
    library = f"touchpoints:\n  - {{id: door, title: The door, ownership: {ownership}}}\n"
    assert messages(atlas, "B005", "title: A, touchpoint: door", touchpoints=library) == []


def test_measures_and_work_belong_together(atlas) -> None:
    both = "title: A{}, action: x, measure: nps, frontstage-people: Bo"
    assert messages(atlas, "B006", both.format(1)) == []
    assert messages(atlas, "B006", "title: A, frontstage-people: Bo") == []
    assert messages(atlas, "B006", both.format(1), "title: C, measure: nps") == [
        'nobody of ours works where this is measured: "C"'
    ]
    work = "title: C, action: x, backstage-people: Cy"
    assert messages(atlas, "B006", both.format(1), both.format(2), work) == [
        'we work here, and measure nothing: "C"'
    ]
    # a lane of measures that is filled here and there is no promise to measure everything
    assert messages(atlas, "B006", both.format(1), work, "title: D, backstage-people: Cy") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mrs Okafor waited for an hour", "en"),
        ("My name is Ines and I am late", "en"),
        ("Dear Mr. J. Smith, your parcel", "en"),
        ("Frau Dr. Weber rief an", "de"),
        ("Ich heiße Mehmet", "de"),
        ("Je m'appelle Odile Martin", "fr"),
        ("La señora García esperó", "es"),
        ("Mi chiamo Giulia", "it"),
        ("Меня зовут Ольга", "ru"),
        ("Mijn naam is Sanne", "nl"),
        ("nazywam się Anna Nowak", "pl"),
    ],
)
def test_a_name_after_a_form_of_address(text: str, language: str) -> None:
    assert found_in(text, [language]) == ["somebody's name"]
    assert found_in(text, []) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dear Sir or Madam", "en"),
        ("Dear customer, we moved", "en"),
        ("Dear Team", "en"),
        ("Miss the bus again", "en"),
        ("My name is on the list", "en"),
        ("Mrs Weber's cat", "de"),
        ("Eine Frau wartet vor der Tür", "de"),
        ("Frau Doktor sagt, es sei nichts", "de"),
        ("Liebe Kundinnen", "de"),
        ("Monsieur le directeur", "fr"),
        ("La señora de la caja", "es"),
        ("Pan Kowalski", "de"),
        ("Уважаемые клиенты", "ru"),
    ],
)
def test_what_is_nobodys_name(text: str, language: str) -> None:
    assert found_in(text, [language]) == []


def test_personas_and_brands_may_be_named(atlas) -> None:
    persona = {"personas/ines": "id: ines\nname: Ines Okafor\n"}
    line = "title: A, action: 'Mrs Okafor asks Mr Wash'"
    wash = "touchpoints:\n  - {id: wash, title: Mr Wash}\n"
    assert messages(atlas, "P001", line) == ["somebody's name stands in the text"]
    assert messages(atlas, "P001", line, touchpoints=wash, **persona) == []


def test_a_text_in_another_locale_is_looked_at_too(atlas) -> None:
    line = "title: A, action: {text: {en: She writes, de: Sie schreibt ines@example.org}}"
    assert messages(atlas, "P001", line) == ["an e-mail address stands in the text"]


def test_pictures_need_a_description_wherever_they_stand(atlas) -> None:
    files = {
        "journeys/j.yaml": "id: j\ntitle: T\nattachments: [{file: a.png, text: A lamp}, b.png]\n"
        "notes: [{picture: c.png}, {text: the wall, picture: d.png}]\n"
        "stages:\n  - title: S\n    steps:\n      - {title: A, image: e.png, attachments: f.png}\n",
        "personas/p.yaml": "id: p\nname: P\nportrait: g.png\n",
        "touchpoints.yaml": "touchpoints:\n  - {id: t, title: T, picture: h.png}\n",
    }
    said = [one.message for one in check(atlas.files(files), only=["P004"])]
    assert [text.split('"')[1][0] for text in said] == ["b", "c", "e", "f", "g", "h"]


def test_a_locale_is_served_by_its_language_and_a_name_may_stay(atlas) -> None:
    head = "title: {en: A, pt: A}\nlocales: [pt-BR]\n"
    journey = "id: j\ntitle: {en: T, pt: T}\nstages:\n  - {title: {en: S, pt: S}, action: only English}\n"
    files = {"atlas.yaml": head, "journeys/j.yaml": journey, "personas/p.yaml": "id: p\nname: Pia\n"}
    assert check(atlas.files(files), only=["P005"]) == []
    files["atlas.yaml"] = head + "check: {P005: {cells: true}}\n"
    assert [one.message for one in check(atlas.files(files), only=["P005"])] == [
        '1 of 3 titles is not given in pt-BR: "only English"'
    ]


def test_what_a_drawing_tells_is_found_where_the_text_stands(atlas) -> None:
    loaded = atlas.files(
        {
            "journeys/j.yaml": "id: j\ntitle: T\nstages:\n  - title: S\n    steps:\n      - {title: A, action: long}\n"
        }
    )
    layout = Layout(
        (Overflow("j", "action of A", "long", "A4", "folded"), Overflow("j", "", "T", "A4", "needs A2")),
        paper="A4",
    )
    found = check(loaded, only=["P002"], layout=layout)
    assert [(one.place.line, one.place.column, one.message) for one in found] == [
        (2, 8, "the map does not fit on A4: it needs A2"),
        (6, 28, '"long" (action of A) is folded on A4'),
    ]


@pytest.mark.parametrize(("ratio", "said"), [(4.49, "4.4 to 1"), (4.5, "")])
def test_contrast_is_never_rounded_up(atlas, ratio: float, said: str) -> None:
    loaded = atlas.files({"atlas.yaml": 'title: A\nlook: {flow: "#777777"}\n'})
    layout = Layout((), (Contrast("flow", ("#777777", "#FFFFFF"), ratio),))
    found = [one.message for one in check(loaded, only=["P003"], layout=layout)]
    assert bool(found) is bool(said)
    assert all(said in message for message in found)


def test_the_house_colours_are_measured_on_every_ground(atlas) -> None:
    from footpath.cli._layout import layout_of

    loaded = atlas.files({"atlas.yaml": 'title: A\nlook: {flow: "#000000", carry: "#FFFFFF"}\n'})
    contrasts = layout_of(loaded).contrasts
    assert max(one.ratio for one in contrasts if one.what == "flow") == pytest.approx(21)
    assert min(one.ratio for one in contrasts if one.what == "carry") == pytest.approx(1)
    assert layout_of(loaded).overflows == ()
