"""The twin of a picture in words: a table (or an outline) that says the same, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from footpath.atlas.types import Atlas
from footpath.draw import words
from footpath.draw.asking import Asked
from footpath.draw.content import Column, Content, Feeling, Row, Shown, gather
from footpath.draw.forms.beside import told_child, told_way
from footpath.draw.forms.curve import told
from footpath.draw.forms.foot import foot_text
from footpath.draw.forms.marked import Changes
from footpath.draw.markup import Markup
from footpath.draw.scene import Group, Scene
from footpath.draw.text import clean


def write_twin(out: Markup, scene: Scene, atlas: Atlas, journey: str, asked: Asked) -> None:
    """Write the twin: a table for forms with columns, else an outline of what the scene's groups say."""
    out.open("section", class_="twin", aria_label="The same in words")
    out.open("details")
    out.leaf("summary", "The same map as a table" if scene.form == "grid" else "The same in words")
    if scene.form == "grid":
        _table(out, scene, gather(atlas, atlas.journey(journey), asked))
    else:
        _outline(out, scene)
    out.close("details")
    out.close("section")


def _table(out: Markup, scene: Scene, content: Content) -> None:
    columns = range(len(content.columns))
    out.open("table")
    out.leaf("caption", scene.title)
    out.open("thead")
    out.open("tr")
    out.leaf("th", "Stage", scope="col")
    for index, stage in enumerate(content.journey.stages):
        title = f"{index + 1} {stage.title}"
        title += f" (for us: {content.company[index]})" if content.company[index] else ""
        out.leaf("th", title, scope="colgroup", colspan=len(content.columns_of(index)))
    out.close("tr")
    out.open("tr")
    out.leaf("th", "Step", scope="col")
    for column in content.columns:
        said = ["decides"] if column.decides else []
        said += ["new"] if column.is_new else []
        said += [f"takes {column.typical}, the team believes"] if column.typical else []
        said += _changed(content, "step", column.id)
        out.leaf("th", column.title + (f" ({'; '.join(said)})" if said else ""), scope="col")
    out.close("tr")
    out.close("thead")
    out.open("tbody")
    if content.starts:
        _by_stage(out, content, "Time that passes, median", words.moments(content.starts, content.total))
    if content.counts:
        _by_stage(
            out, content, "How many go on", [_counted(content, index) for index in range(len(content.counts))]
        )
    elif any(content.typicals):
        _by_stage(out, content, "How long it takes, as the team believes", content.typicals)
    _by_step(out, content, "Where else it leads", lambda column: [told_way(way) for way in column.ways])
    _by_step(
        out, content, "What it opens", lambda c: [told_child(c.child, content.language)] if c.child else []
    )
    hands: dict[str, list[str]] = {}
    for hand in content.hands:
        hands.setdefault(hand.step, []).append(f"{hand.from_name} to {hand.to_name}: {hand.text}")
    _by_step(out, content, "What passes between them", lambda column: hands.get(column.id, []))
    for row in content.rows:
        out.open("tr")
        out.leaf("th", row.title + (f" ({row.whose})" if row.whose else ""), scope="row")
        if row.lane.role == "emotion":
            for index in columns:
                feeling = row.feelings[index] if row.feelings else content.columns[index].feeling
                out.leaf("td", _felt(content, feeling))
        elif row.spans and not row.cells:
            for index in range(len(content.journey.stages)):
                out.open("td", colspan=len(content.columns_of(index)))
                _cells(out, row, row.spans.get(index, ()))
                out.close("td")
        else:
            for index in columns:
                out.open("td")
                number = content.columns[index].stage
                spans = row.spans.get(number, ()) if content.columns_of(number)[0] == index else ()
                _cells(out, row, (*spans, *row.cells.get(index, ())))
                out.close("td")
        out.close("tr")
    out.close("tbody")
    out.close("table")
    for number, text in content.failures:
        out.leaf("p", f"Fails, {number}: {text}", class_="note")
    for end in content.ends:
        out.leaf("p", f"{end.text}: {words.count(end.count, content.language)}", class_="note")
    out.leaf("p", foot_text(content, 0), class_="note")


def _felt(content: Content, feeling: Feeling) -> str:
    """Return a feeling in words, with those of the other personas by name."""
    names = {str(p.id): clean(p.name) for p in content.atlas.personas}
    said = [told(feeling, content.language)]
    said += [
        f"{names.get(who, who)} {words.signed(score, content.language)}" for who, score in feeling.others
    ]
    return "; ".join(part for part in said if part)


def _changed(content: Content, *place: str) -> list[str]:
    change = Changes(content).at(*place)
    return [f"{change.kind}: {clean(change.sentence)}"] if change is not None else []


def _by_step(out: Markup, content: Content, title: str, told_at: Callable[[Column], list[str]]) -> None:
    """Write a row of the steps, where any has something to say."""
    cells = [told_at(column) for column in content.columns]
    if not any(cells):
        return
    out.open("tr")
    out.leaf("th", title, scope="row")
    for said in cells:
        out.leaf("td", "; ".join(said))
    out.close("tr")


def _by_stage(out: Markup, content: Content, title: str, values: Sequence[str]) -> None:
    out.open("tr")
    out.leaf("th", title, scope="row")
    for index, value in enumerate(values):
        out.leaf("td", value, colspan=len(content.columns_of(index)))
    out.close("tr")


def _counted(content: Content, index: int) -> str:
    counted = content.counts[index]
    if counted.count is None:
        return "not in the data"
    text = words.count(counted.count, content.language)
    return text + (f", {words.percent(counted.lost, content.language)} lost" if counted.lost else "")


def _cells(out: Markup, row: Row, cells: Sequence[Shown]) -> None:
    if not cells:
        return
    out.open("ul")
    for cell in cells:
        out.open("li")
        level = {"criticality": {1: "low", 2: "medium", 3: "high"}.get(cell.level, "not said")}.get(
            cell.kind, ""
        )
        out.text(" ".join(part for part in (cell.text, level) if part))
        known = [
            f"by {cell.above}" if cell.above else "",
            words.GRADES.get(cell.grade, ""),
            f"from {cell.n}" if cell.n else "",
        ]
        known += [f"severity {cell.level} of 5" if cell.kind == "barrier" and cell.level else "", cell.below]
        known += [f"rank {cell.rank}" if cell.rank.isdigit() else ""]
        known += [f"of {cell.who}" if cell.who else "", cell.answers and f"answered by: {cell.answers}"]
        known += [f"fails here: {', '.join(map(str, cell.fails))}" if cell.fails else ""]
        known += [cell.picture.problem if cell.picture is not None else ""]
        said = "; ".join(part for part in known if part)
        if said:
            out.leaf("span", f" ({said})", class_="note")
        out.close("li")
    out.close("ul")


def _outline(out: Markup, scene: Scene) -> None:
    out.open("ul")
    for group in scene.groups():
        if group.title:
            out.leaf("li", _said(group))
    out.close("ul")


def _said(group: Group) -> str:
    facts = "; ".join(f"{name}: {text}" for name, text in group.facts)
    return ". ".join(part for part in (group.title, group.description, facts) if part)
