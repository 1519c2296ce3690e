"""Laws of fast editing: what is made from the parts that changed is what is made from the whole."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import Loaded, load_texts
from footpath.atlas.yamltext import Change, Parsed, emit, parse_yaml, reparse
from footpath.atlas.yamltext.reparse import replaced

SCALARS = (
    "x", "two words", "'it''s: quoted'", '"a \\" # b"', "", "# only a comment", "x # said", "😀 שלום", "[a, {b: c}, 'd, e']",
    "{a: 1, b: [x, y]}", "[x, # why\n{pad}  y]", "plain\n{pad}  goes on", "'quoted\n\n{pad}  goes on'", '"a\n{pad} b"',
    "|\n{pad}  one\n\n{pad}   two", "|-\n{pad}  # no comment\n{pad}  x", ">-\n{pad}   folded\n{pad}   text", "|+\n{pad}  keep\n\n",
    "|2\n{pad}   given", "|\n", ">\n\n{pad}    deep\n{pad}  ", "# first\n{pad}  # then\n{pad}  x", "| # head\n{pad}  # text", "a#b:c", "1:30", "[]", "{}",
)  # fmt: skip
SNIPPETS = (
    "", " ", "\n", "x", ": ", "- ", "#", "'", '"', "|", "[", "]", "{", "}", ",", "\n- a", "\n  - b: c", "a: b\n", "\n\n", "  ", "\t", "---\n",
    "...\n", "%A\n", "\n# c\n", "\n        # deep\n", "\r\n", "\r", "&a ", "*a", "!t ", "\ufeff", "? ", "a: |\n", "  k: [1,\n", "é😀", "\u2028", "a:\n- b\n",
    "<<: x\n", ".inf", "- - a\n",
)  # fmt: skip
NAMES = ("a", "b", "c", "title", "steps", "'q k'", '"d"', "id")


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Block documents of many shapes, with comments and blank lines anywhere, scalars of all styles, and three line ends."""

    def between(pad: str) -> str:
        return draw(
            st.sampled_from(("", "", "", "\n", f"{pad}# said\n", "# left\n", f"{pad}    # right\n\n"))
        )

    def scalar(pad: str) -> str:
        text = draw(st.sampled_from(SCALARS)).replace("{pad}", pad)
        return f" {text}" if text else ""

    def value(pad: str, depth: int) -> str:
        kind = draw(st.sampled_from("smqd" if depth < 4 else "s"))
        if kind == "s":
            return scalar(pad) + "\n"
        tail = draw(st.sampled_from(("", "", "  # why")))
        inner = pad + draw(st.sampled_from(("  ", "  ", "    ")))
        if kind == "m":
            return f"{tail}\n" + mapping(inner, depth + 1)
        return f"{tail}\n" + sequence(pad if kind == "d" else inner, depth + 1)

    def mapping(pad: str, depth: int) -> str:
        keys = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
        return "".join(between(pad) + f"{pad}{key}:" + value(pad, depth) for key in keys)

    def sequence(pad: str, depth: int) -> str:
        return "".join(between(pad) + pad + item(pad, depth) for _ in range(draw(st.integers(1, 4))))

    def item(pad: str, depth: int) -> str:
        kind = draw(st.sampled_from("smmq" if depth < 4 else "s"))
        dash = draw(st.sampled_from(("- ", "- ", "-   ")))
        inner = pad + " " * len(dash)
        if kind == "s":
            return "-" + scalar(pad + "  ") + "\n"
        text = mapping(inner, depth + 1) if kind == "m" else sequence(inner, depth + 1)
        if text.startswith(inner) and not text[len(inner) :].startswith(("#", " ")):
            return dash + text[len(inner) :]
        return "-\n" + text

    text = mapping("", 1) if draw(st.booleans()) else sequence(draw(st.sampled_from(("", "  "))), 1)
    text += draw(st.sampled_from(("", "\n# the end\n", "\n\n", "...\n")))
    if draw(st.sampled_from((False, False, True))):
        text = text.rstrip("\n")
    newline = draw(st.sampled_from(("\n", "\n", "\n", "\r\n", "\r")))
    return draw(st.sampled_from(("", "", "\ufeff", "# head\n", "---\n"))) + text.replace("\n", newline)


@st.composite
def edits(draw: st.DrawFn, text: str) -> tuple[Change, ...]:
    """Replaced spans: any, or of whole lines, that come, go, or stand elsewhere."""
    lines = text.splitlines(keepends=True) or [""]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    if draw(st.sampled_from((False, False, True))):
        first = draw(st.integers(0, len(lines)))
        last = min(len(lines), first + draw(st.integers(1, 6)))
        to = draw(st.integers(0, len(lines)))
        if not first < to < last:
            moved = (
                Change(starts[first], starts[last], ""),
                Change(starts[to], starts[to], "".join(lines[first:last])),
            )
            return tuple(sorted(moved, key=lambda change: (change.start, change.end)))
    changes = []
    for _ in range(draw(st.integers(1, 2))):
        if draw(st.booleans()):
            first = draw(st.integers(0, len(lines)))
            last = min(len(lines), first + draw(st.integers(0, 3)))
            kept = draw(st.integers(0, len(lines)))
            new = "".join(lines[kept : kept + draw(st.integers(0, 3))])
            changes.append(Change(starts[first], starts[last], draw(st.sampled_from((new, "")))))
        else:
            start = draw(st.integers(0, len(text)))
            end = min(len(text), start + draw(st.integers(0, 12)))
            changes.append(Change(start, end, "".join(draw(st.lists(st.sampled_from(SNIPPETS), max_size=2)))))
    changes.sort(key=lambda change: (change.start, change.end))
    if len(changes) == 2 and changes[0].end > changes[1].start:
        changes.pop()
    return tuple(changes)


@settings(max_examples=400)
@given(st.data())
def test_a_tree_read_in_part_is_the_tree_read_whole(data: st.DataObject) -> None:
    text = data.draw(documents())
    parsed = parse_yaml(text)
    for _ in range(2):
        changes = data.draw(edits(parsed.text))
        whole = parse_yaml(replaced(parsed.text, changes))
        again = reparse(parsed, changes)
        assert again == whole
        parsed = again


# ---------------------------------------------------------------- types

WORDS = ("Pay", "Look around", "pay", "1984", "no", "a\nb", "שלום", "😀", "x: y", "[a", "")
IDS = ("pay", "look", "s1", "s2", "b1", "web", "shop", "nadia", "j", "k", "gone", "bad id", "é")
LANES = (
    "action",
    "emotion",
    "barrier",
    "touchpoint",
    "criticality",
    "channel",
    "mine",
    "unknown-lane",
    "owner",
)

small = st.sampled_from(WORDS)
ids = st.sampled_from(IDS)
evidence = st.fixed_dictionaries(
    {}, optional={"source": ids, "exit": ids, "theme": small, "remarks": st.just("text ~ (")}
)
cell = st.one_of(
    small,
    st.integers(-3, 3),
    st.none(),
    st.fixed_dictionaries(
        {},
        optional={
            "text": st.one_of(small, st.just({"en": "One", "de": "Eins"})), "id": ids, "score": st.integers(-3, 3), "word": small, "severity": st.integers(0, 6),
            "evidence": evidence, "ref": ids, "when": st.sampled_from(("event = \"x\"", "event =", "(")), "persona": ids, "level": st.just("high"),
        },
    ),
)  # fmt: skip
cells = st.one_of(cell, st.lists(cell, max_size=3))
lanes = st.dictionaries(st.sampled_from(LANES), cells, max_size=3)
step = st.one_of(
    small.filter(bool),
    st.builds(
        lambda fields, more: {**fields, **more},
        st.fixed_dictionaries(
            {},
            optional={"id": ids, "title": small, "next": ids, "journey": st.sampled_from(("j", "k", "gone")), "typical": st.sampled_from(("3 days", "soon")), "odd": small},
        ),
        lanes,
    ),
)  # fmt: skip
stage = st.one_of(
    small.filter(bool),
    st.builds(
        lambda fields, more, steps: {**fields, **more, "steps": steps},
        st.fixed_dictionaries({}, optional={"id": ids, "title": small, "typical": st.just("long")}),
        lanes,
        st.lists(step, max_size=4),
    ),
)
journey = st.builds(
    lambda fields, stages: {**fields, "stages": stages},
    st.fixed_dictionaries(
        {"title": small},
        optional={
            "lanes": st.sampled_from((["action", "barrier"], [{"id": "mine", "role": "barrier"}], [{"id": "mine", "role": "touchpoint"}], ["house"])),
            "improves": st.sampled_from(("j", "k", "gone")), "ends": st.just({"wanted": ["pay"], "unwanted": {"touchpoint": "web"}}), "personas": ids,
        },
    ),
    st.lists(stage, min_size=2, max_size=4),
)  # fmt: skip
entry = st.fixed_dictionaries(
    {"title": small}, optional={"id": ids, "channel": ids, "when": st.just("event ="), "odd": small}
)
heads = st.fixed_dictionaries(
    {"title": small},
    optional={"language": st.sampled_from(("en", "de", "Deutsch")), "lanes": st.sampled_from(([{"id": "mine", "role": "image"}], [{"id": "house", "role": "text"}])), "departments": ids},
)  # fmt: skip


@st.composite
def atlases(draw: st.DrawFn) -> dict[str, Any]:
    """The files of an atlas with two journeys as data, right or wrong in many ways."""
    return {
        "atlas.yaml": draw(heads),
        "touchpoints.yaml": {"touchpoints": draw(st.lists(entry, max_size=3))},
        "opportunities.yaml": {
            "opportunities": [{"text": "Do it", "answers": draw(st.lists(ids, max_size=2))}]
        },
        "personas/nadia.yaml": {"name": "Nadia", "pains": draw(cells)},
        "journeys/j.yaml": draw(journey),
        "journeys/k.yaml": draw(journey),
    }


@st.composite
def altered(draw: st.DrawFn, files: dict[str, Any]) -> dict[str, Any]:
    """The same files, with one of them written anew, or one thing in it added, taken out, moved or altered."""
    file = draw(st.sampled_from(("journeys/j.yaml",) * 5 + tuple(files)))
    files = copy.deepcopy(files)
    if not file.startswith("journeys/"):
        return {**files, file: draw(atlases())[file]}
    stages = files[file]["stages"]
    kind = draw(st.sampled_from(("stage", "step", "step", "step", "head")))
    if kind == "head" or not stages:
        files[file] = {**draw(journey), "stages": stages or draw(st.lists(stage, min_size=1, max_size=3))}
        return files
    place = draw(st.integers(0, len(stages) - 1))
    if kind == "stage" or not isinstance(stages[place], dict):
        _alter(draw, stages, place, stage)
    else:
        steps = stages[place]["steps"]
        _alter(draw, steps, draw(st.integers(0, max(0, len(steps) - 1))), step)
    return files


def _alter(draw: st.DrawFn, things: list[Any], place: int, new: st.SearchStrategy[Any]) -> None:
    kind = draw(st.sampled_from(("add", "remove", "move", "set", "lane", "lane", "id")))
    if kind == "add" or not things:
        things.insert(place, draw(new))
    elif kind == "remove":
        del things[place]
    elif kind == "move":
        things.insert(draw(st.integers(0, len(things) - 1)), things.pop(place))
    elif kind == "set" or not isinstance(things[place], dict):
        things[place] = draw(new)
    elif kind == "id":
        things[place]["id"] = draw(ids)
    else:
        things[place] = {**draw(lanes), **things[place]}


def texts_of(files: dict[str, Any]) -> dict[str, str]:
    return {file: emit.document(value) for file, value in files.items()}


def equal(one: Loaded, other: Loaded) -> None:
    """Fail where two loaded atlases differ in anything that can be asked."""
    assert one.problems == other.problems
    assert one.atlas == other.atlas
    assert one.atlas.model_dump() == other.atlas.model_dump()  # texts in other languages too
    assert one.indexes == other.indexes
    assert one.files == other.files
    assert one.hashes == other.hashes
    assert one.parsed == other.parsed


@settings(max_examples=50)
@given(st.data())
def test_types_made_in_part_are_the_types_made_whole(data: st.DataObject) -> None:
    files = data.draw(atlases())
    loaded = load_texts(texts_of(files))
    for _ in range(4):
        files = data.draw(altered(files))
        texts = texts_of(files)
        if data.draw(st.sampled_from((False, False, False, True))):
            file = data.draw(st.sampled_from(sorted(texts)))
            texts[file] = replaced(texts[file], data.draw(edits(texts[file])))
        loaded = load_texts(texts, parsed=read_in_part(loaded, texts), before=loaded)
        equal(loaded, load_texts(texts))


def read_in_part(loaded: Loaded, texts: dict[str, str]) -> dict[str, Parsed]:
    return {
        file: reparse(parsed, (_difference(parsed.text, texts[file]),), file)
        for file, parsed in loaded.parsed.items()
        if file in texts
    }


def _difference(old: str, new: str) -> Change:
    if old == new:
        return Change(0, 0, "")
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return Change(start, len(old) - end, new[start : len(new) - end])
