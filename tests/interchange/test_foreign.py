"""What others' tools write, as they write it: odd, half-right, old; read, with what was lost or assumed said."""

from __future__ import annotations

import csv
import io
import json

import pytest

from footpath.atlas import Atlas, apply_all, load_texts
from footpath.base import BadInputError
from footpath.interchange import FORMATS, Foreign, Read, ReadOptions, operations_of, read, write

EMPTY = {"atlas.yaml": "footpath: 1\ntitle: A\n"}


def got(text: str, fmt: str, **options: dict[str, str]) -> tuple[Read, Atlas]:
    found = read(Foreign(text, name="wall"), fmt, ReadOptions(**options))
    texts, _, _ = apply_all(EMPTY, operations_of(found, load_texts(EMPTY).atlas))
    loaded = load_texts(texts)
    assert not [problem.render() for problem in loaded.problems if problem.severity == "error"]
    return found, loaded.atlas


def lost(found: Read) -> dict[str, int]:
    return {one.what: one.count for one in found.report.lost}


# ---------------------------------------------------------------- Mermaid


def test_mermaid_is_read_as_its_parser_reads_it() -> None:
    found, atlas = got(
        """```mermaid
%%{init: {"theme": "forest"}}%%
journey
    title My working day #58; long
    %% nobody reads this
    # nor this
    Wake up: 2: Me
    section Go to work
      Make tea: 5: Me, Cat: of a pot
      Stand on the bridge: 6: Me
      Think: NaN: Me
      Walk
    accDescr: A day as it is
```
""",
        "mermaid",
    )
    (journey,) = atlas.journeys
    assert (journey.title, journey.purpose) == ("My working day : long", "A day as it is")
    assert [(stage.title, [step.title for step in stage.steps]) for stage in journey.stages] == [
        ("My working day : long", ["Wake up"]),
        ("Go to work", ["Make tea", "Stand on the bridge", "Think", "Walk"]),
    ]
    assert sorted(persona.name for persona in atlas.personas) == ["Cat", "Me"]
    first, tea = list(journey.steps())[:2]
    # one actor of two feels it: it is hers alone; where all act, it is everybody's
    assert [(cell.score, cell.persona) for cell in first.lane("emotion")] == [(-1, "me")]
    assert [(cell.score, cell.persona) for cell in tea.lane("emotion")] == [(2, None)]
    assert lost(found) == {
        "comments": 2,
        "texts after a third colon": 1,
        "scores outside 1 to 5": 1,
        "scores that are no numbers": 1,
    }


def test_what_is_no_mermaid_journey_is_refused() -> None:
    with pytest.raises(BadInputError, match="does not begin with `journey`"):
        read("graph TD\n A-->B", "mermaid")


# ---------------------------------------------------------------- dgmo


@pytest.mark.parametrize(
    "step",
    ["Ask the neighbour | 4 Hopeful, c: Letter", "Ask the neighbour score: 4, emotion: Hopeful, c: Letter"],
    ids=["older", "newer"],
)
def test_dgmo_is_read_in_its_older_and_newer_way(step: str) -> None:
    _, atlas = got(
        f"""journey-map Finding a garden
solid-fill
// a comment
persona Mina | color: blue
  Works at night
  Has two cats

tag Channel c
  Letter(red)

[Looking]
  {step}
    pain: Nobody answers
    pain: The bell is broken
    thought: Is there another way?
    description: I ring twice
    opportunity: A board with names
    something else
  Wait
""",
        "dgmo",
    )
    (journey,) = atlas.journeys
    ask, wait = journey.steps()
    assert (ask.title, wait.title) == ("Ask the neighbour", "Wait")
    assert [(cell.score, cell.word) for cell in ask.lane("emotion")] == [(1, "Hopeful")]
    assert [cell.text for cell in ask.lane("barrier")] == ["Nobody answers", "The bell is broken"]
    assert [cell.text for cell in ask.lane("action")] == ["I ring twice"]
    assert [one.text for one in atlas.opportunities] == ["A board with names"]
    assert [cell.ref for cell in ask.lane("channel")] == ["letter"]
    assert atlas.personas[0].summary == "Works at night Has two cats"


# ---------------------------------------------------------------- Open Journey Format


@pytest.mark.parametrize(
    ("sentiments", "expected"),
    [((-5, 0, 5), (-2, 0, 2)), ((0, 5, 10), (-2, 0, 2))],
    ids=["-5 to +5", "0 to 10"],
)
def test_ojf_is_read_on_either_of_its_scales_and_says_which(
    sentiments: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    data = {
        "version": "1.0",
        "persona": {"name": "Mina"},
        "pointOfView": "On a rainy day",
        "stages": [{"id": f"s{n}", "name": f"Stage {n}", "order": 3 - n} for n in range(3)],
        "swimlanes": [{"id": "a", "name": "Doing"}, {"id": "b", "name": "Pain points"}],
        "nodes": [
            *(
                {"stageId": f"s{n}", "swimlaneId": "a", "title": f"act {n}", "sentiment": s}
                for n, s in enumerate(sentiments)
            ),
            {
                "stageId": "s0",
                "swimlaneId": "b",
                "title": "Wet",
                "severity": 4,
                "tags": ["waiting"],
                "isMomentOfTruth": True,
            },
            {"stageId": "gone", "swimlaneId": "a", "title": "Lost one"},
        ],
    }
    found, atlas = got(json.dumps(data), "ojf")
    (journey,) = atlas.journeys
    assert [stage.title for stage in journey.stages] == ["Stage 2", "Stage 1", "Stage 0"]
    by_id = {stage.id: stage for stage in journey.stages}
    assert tuple(by_id[f"s{n}"].lane("emotion")[0].score for n in range(3)) == expected
    barrier = by_id["s0"].lane("barrier")[0]
    assert (barrier.text, barrier.severity, barrier.kind) == ("Wet", 4, "waiting")
    assert [note.text for note in journey.notes] == ["Lost one"]
    assert any("scale from" in sentence for sentence in found.report.assumed)


# ---------------------------------------------------------------- CJML


CJML = """<!-- Produced by: a tool Date:2024 -->
<CJML version="2.0">
<actualJourney>
<journeyID>AJ1</journeyID><journeyTitle>Salt & pepper < sugar</journeyTitle><plannedReference>PJ1</plannedReference>
<journeyPhases><journeyPhase phaseID =" Before"><phaseName> Before</phaseName></journeyPhase></journeyPhases>
<actors><endUser actorID ="Mina"/><serviceProvider actorID ="Hospital"/></actors>
<touchpoints>
<actualCommunicationPoint><touchpointID>0</touchpointID><belongsTo phaseIDref =" Before"></belongsTo>
<receiver><refersTo actorIDref="Mina"/><receiverLabel>I get a letter</receiverLabel></receiver>
<initiator><refersTo actorIDref="Hospital"/><initiatorLabel>Sends the date</initiatorLabel></initiator>
<channel><channelName>selfServiceMachine</channelName></channel><comment>It came late</comment>
<timestamps><timeOriginated>2020-01-01</timeOriginated></timestamps>
<touchpointExperience><experienceDescription>worried</experienceDescription><experienceRating>2</experienceRating></touchpointExperience>
</actualCommunicationPoint>
<actualAction><touchpointID>1</touchpointID><belongsTo phaseIDref =" Before"></belongsTo>
<initiator><refersTo actorIDref="Mina"/><initiatorLabel>I write it down</initiatorLabel></initiator></actualAction>
</touchpoints></actualJourney></CJML>"""


def test_cjml_that_is_not_well_formed_is_read() -> None:
    found, atlas = got(CJML, "cjml")
    (journey,) = atlas.journeys
    assert journey.title == "Salt & pepper < sugar"
    letter, note = journey.steps()
    assert (journey.stages[0].title, letter.title, note.title) == (
        "Before",
        "I get a letter",
        "I write it down",
    )
    (touchpoint,) = atlas.touchpoints
    assert (touchpoint.title, touchpoint.channel) == ("Sends the date", "self-service")
    assert (touchpoint.initiator, touchpoint.receiver) == ("Hospital", "Mina")
    assert [(cell.score, cell.word) for cell in letter.lane("emotion")] == [(-1, "worried")]
    assert lost(found)["times of day"] == 1


@pytest.mark.parametrize(
    "head",
    ['<!DOCTYPE lolz [<!ENTITY lol "lol">]>', "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "<!doctype html>"],
)
def test_a_document_type_or_entity_is_refused_before_anything_is_read(head: str) -> None:
    with pytest.raises(BadInputError, match="refused"):
        read(head + CJML.replace("It came late", "&lol;&x;"), "cjml")


# ---------------------------------------------------------------- User Journey Graph


def test_a_graph_of_somebody_else_becomes_a_map_with_its_branches() -> None:
    items = [
        {
            "type": "Journey",
            "id": "urn:x:j",
            "label": "Buying",
            "startState": "urn:x:home",
            "stateRefs": [],
            "transitionRefs": [],
        },
        {"type": "State", "id": "urn:x:pay", "label": "Paying", "tags": ["phase:end"]},
        {"type": "State", "id": "urn:x:home", "label": "Home page", "tags": ["phase:start"]},
        {
            "type": "CompositeState",
            "id": "urn:x:cart",
            "label": "Cart",
            "subjourneyId": "urn:x:cartj",
            "tags": ["phase:start"],
        },
        {"type": "Transition", "id": "t1", "from": "urn:x:home", "to": {"id": "urn:x:cart"}, "label": "Add"},
        {"type": "Transition", "id": "t2", "from": "urn:x:cart", "to": "urn:x:pay"},
        {"type": "Transition", "id": "t3", "from": "urn:x:cart", "to": "urn:x:home", "label": "Look again"},
        {"type": "PainPoint", "id": "p", "label": "Slow", "severity": 0.75, "graphRefs": ["t2"]},
        {"type": "RuntimeEvent", "id": "e", "stateRef": "urn:x:home"},
    ]
    found, atlas = got(json.dumps({"type": "UJGDocument", "items": items}), "ujg")
    (journey,) = atlas.journeys
    assert [(stage.title, [step.title for step in stage.steps]) for stage in journey.stages] == [
        ("Start", ["Home page", "Cart"]),
        ("End", ["Paying"]),
    ]
    assert [(way.to, way.label) for way in journey.step("cart").next] == [("pay", ""), ("home", "Look again")]
    barrier = journey.step("cart").lane("barrier")[0]
    assert (barrier.text, barrier.severity) == ("Slow", 4)  # 0.75 of the way from 1 to 5
    assert lost(found) == {"steps that open a child journey": 1, "RuntimeEvent": 1}


def test_our_own_graph_comes_back_with_its_ids_ways_and_words() -> None:
    journey = """footpath: 1
id: j
title: Lunch
claim: Won at the door
lanes: [emotion, thought, {id: mine, role: text, title: Mine}]
ends: {unwanted: [goes home]}
stages:
  - {id: go, title: Going, thought: At last, steps: [{id: walk, title: I walk, emotion: {score: -1.5, word: cold}, next: [{to: eat-it, label: hungry}, goes home]}, {id: eat-it, title: I eat, mine: [a, b]}]}
"""
    texts = {**EMPTY, "journeys/j.yaml": journey}
    atlas = load_texts(texts).atlas
    _, again = got(write(atlas, "j", "ujg").data.decode(), "ujg")
    one, two = atlas.journeys[0], again.journeys[0]
    assert (two.id, two.claim) == ("j", "Won at the door")
    assert [stage.cells for stage in two.stages] == [stage.cells for stage in one.stages]
    assert [(step.id, step.title, step.cells, step.next) for step in two.steps()] == [
        (step.id, step.title, step.cells, step.next) for step in one.steps()
    ]


# ---------------------------------------------------------------- whiteboards


def test_notes_with_places_make_columns_by_where_they_lie_and_lanes_by_colour() -> None:
    rows = [["Text", "Position X", "Position Y", "BG Color", "Votes"]]
    rows += [[head, str(100 + 300 * n), "0", "gray", ""] for n, head in enumerate(["Before", "After"])]
    rows += [
        ["I call", "105", "150", "yellow", ""],
        ["I wait", "98", "300", "yellow", "3"],
        ["Nobody answers", "110", "450", "pink", ""],
    ]
    rows += [
        ["I rest", "395", "155", "yellow", ""],
        ["Too dear", "402", "290", "pink", ""],
        ["Where do we park?", "", "", "", "2"],
    ]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    found, atlas = got(text.getvalue(), "notes", lanes={"yellow": "action", "pink": "barrier"})
    (journey,) = atlas.journeys
    assert [stage.title for stage in journey.stages] == ["Before", "After"]
    before, after = journey.stages
    assert [cell.text for cell in before.lane("action")] == ["I call", "I wait"]
    assert [cell.text for cell in after.lane("barrier")] == ["Too dear"]
    assert [(note.text, note.votes) for note in journey.notes] == [("Where do we park?", 2)]
    assert any("heads of the columns" in sentence for sentence in found.report.assumed)
    assert any(guess.option.startswith("--lane 'pink'=") for guess in found.guesses)


def test_a_boards_json_is_read_with_its_frames_and_tags() -> None:
    data = {
        "data": [
            {"id": "f1", "type": "frame", "data": {"title": "Search"}},
            {"id": "f2", "type": "frame", "data": {"title": "Buy"}},
            {
                "id": "1",
                "type": "sticky_note",
                "data": {"content": "<p>I look &amp; look</p>"},
                "position": {"x": 0, "y": 0},
                "parent": {"id": "f1"},
                "tags": ["actions"],
            },
            {
                "id": "2",
                "type": "sticky_note",
                "data": {"content": "Too many"},
                "position": {"x": 4, "y": 200},
                "parent": {"id": "f1"},
                "tags": ["pain points"],
            },
            {
                "id": "3",
                "type": "sticky_note",
                "data": {"content": "I pay"},
                "position": {"x": 900, "y": 5},
                "parent": {"id": "f2"},
                "tags": ["actions"],
            },
        ]
    }
    _, atlas = got(json.dumps(data), "notes")
    (journey,) = atlas.journeys
    assert [stage.title for stage in journey.stages] == ["Search", "Buy"]
    steps = list(journey.steps())
    assert [cell.text for cell in steps[0].lane("action")] == ["I look & look"]
    assert [cell.text for cell in steps[0].lane("barrier")] == ["Too many"]


def test_an_excalidraw_file_gives_its_texts_and_says_what_it_leaves() -> None:
    data = {
        "type": "excalidraw",
        "elements": [
            {"id": "a", "type": "rectangle", "x": 0, "y": 0, "backgroundColor": "#ffc9c9"},
            {
                "id": "b",
                "type": "text",
                "containerId": "a",
                "text": "Wait\ning",
                "originalText": "Waiting",
                "x": 5,
                "y": 5,
            },
            {"id": "c", "type": "text", "text": "gone", "isDeleted": True, "x": 0, "y": 0},
            {"id": "d", "type": "arrow", "x": 0, "y": 0},
        ],
    }
    found, atlas = got(json.dumps(data), "notes")
    cells = [cell.text for stage in atlas.journeys[0].stages for row in stage.cells.values() for cell in row]
    assert cells == ["Waiting"]
    assert lost(found) == {"arrows and lines": 1}


def test_a_pasted_list_goes_to_the_inbox() -> None:
    _, atlas = got("- Where do we park?\n* Who pays\n\n  • Why blue\n", "notes")
    assert [note.text for note in atlas.journeys[0].notes] == ["Where do we park?", "Who pays", "Why blue"]


# ---------------------------------------------------------------- task lists and touchpoints


SHOP = {
    **EMPTY,
    "atlas.yaml": "footpath: 1\ntitle: A\ndepartments: [logistics]\n",
    "opportunities.yaml": """opportunities:
  - {id: early, text: Show the price early, owner: web, status: idea, answers: [cost]}   # agreed in May
  - {id: call-back, text: "=Call back", effort: 2}
""",
    "touchpoints.yaml": "touchpoints:\n  - {id: van, title: The van, channel: courier, department: logistics}\n",
    "journeys/j.yaml": """footpath: 1
title: Buying
stages:
  - title: Pay
    steps: [{title: I pay, touchpoint: van, barrier: {id: cost, text: Shipping shows late}}]
""",
}


@pytest.mark.parametrize("tool", ["jira", "trello", "asana", "github"])
def test_tasks_go_out_and_owner_and_status_come_home_by_id(tool: str) -> None:
    loaded = load_texts(SHOP)
    fmt = FORMATS.get(f"tasks-{tool}")
    data = write(loaded.atlas, None, f"tasks-{tool}").data
    rows = [list(row) for row in fmt.rows(Foreign(data.decode("utf-8-sig")))]
    assert fmt.home(rows, loaded, None, ReadOptions()).operations == ()
    assert any("Shipping shows late (I pay, in the map Buying)" in field for field in rows[1])
    assert rows[2][0] == "'=Call back"
    status, owner = (
        next(n for n, head in enumerate(rows[0]) if head in names)
        for names in (("Status", "List Name", "Section/Column"), ("Assignee", "Members", "Assignees"))
    )
    rows[1][status], rows[2][owner] = "In Review", "Ada"
    rows.append(["New idea"] + [""] * (len(rows[0]) - 1))
    back = fmt.home(rows, loaded, None, ReadOptions())
    texts, _, _ = apply_all(SHOP, back.operations)
    early, call = load_texts(texts).atlas.opportunities
    assert (early.status, early.owner, call.owner) == ("in-work", "web", "Ada")
    assert "# agreed in May" in texts["opportunities.yaml"]
    assert [one.what for one in back.report.lost] == ["tasks of no opportunity"]


def test_a_list_that_lost_the_id_column_finds_home_by_its_description() -> None:
    loaded = load_texts(SHOP)
    rows = [["Summary", "Description", "Status"], ["whatever", "text\nfootpath: early", "Done"]]
    back = FORMATS.get("tasks-jira").home(rows, loaded, None, ReadOptions())
    assert [(op.id, op.field, op.value) for op in back.operations] == [("early", "status", "shipped")]


def test_touchpoints_first_a_table_becomes_library_departments_and_stages() -> None:
    found, atlas = got(
        "Contacts of our shop,,,\nTouchpoint;Channel;Phase;Team;Physical or digital\nThe van;Courier;After;logistics;physical\n"
        "Price page;Web site;Before; Before too;digital\nThe van;Courier;Later;logistics;\n;;;x;\n".replace(
            "Contacts of our shop,,,\n", ""
        ),
        "touchpoints",
    )
    assert [(t.title, t.channel, t.kind) for t in atlas.touchpoints] == [
        ("The van", "courier", "physical"),
        ("Price page", "web", "digital"),
    ]
    assert [d.id for d in atlas.departments] == ["logistics", "Before too"]
    assert [(s.title, [c.ref for c in s.lane("touchpoint")]) for s in atlas.journeys[0].stages] == [
        ("After", ["the-van"]),
        ("Before", ["price-page"]),
        ("Later", ["the-van"]),
    ]
    assert lost(found) == {"rows without a touchpoint": 1}


def test_a_touchpoint_table_comes_home_with_new_entries_and_changed_facts() -> None:
    loaded = load_texts(SHOP)
    fmt = FORMATS.get("touchpoints")
    rows = [
        list(row)
        for row in fmt.rows(Foreign(write(loaded.atlas, None, "touchpoints").data.decode("utf-8-sig")))
    ]
    assert rows[1][:4] == ["The van", "Courier", "Pay", "logistics"]
    assert fmt.home(rows, loaded, None, ReadOptions()).operations == ()
    rows[1][4] = "partner"
    rows.append(["The shop window", "Shop", "", "sales", "", "", "yes", "", ""])
    texts, _, _ = apply_all(SHOP, fmt.home(rows, loaded, None, ReadOptions()).operations)
    again = load_texts(texts)
    assert not again.problems
    van, window = again.atlas.touchpoints
    assert (van.ownership, window.channel, window.department, window.managed) == (
        "partner",
        "shop",
        "sales",
        True,
    )
    assert [one.id for one in again.atlas.departments] == ["logistics", "sales"]


# ---------------------------------------------------------------- into an atlas that is there


def test_what_comes_in_meets_the_libraries_that_are_there_and_never_overwrites() -> None:
    loaded = load_texts(SHOP)
    table = "Stage,Pay\nTouch points,THE VAN\nOpportunities,Show the price early\n"
    found = read(Foreign(table, name="j"), "grid-csv")
    operations = operations_of(found, loaded.atlas)
    assert [getattr(operation, "file", None) for operation in operations] == ["journeys/j-2.yaml"]
    texts, _, _ = apply_all(SHOP, operations)
    stage = load_texts(texts).atlas.journey("j-2").stages[0]
    assert [cell.ref for lane in ("touchpoint", "opportunity") for cell in stage.lane(lane)] == [
        "van",
        "early",
    ]
