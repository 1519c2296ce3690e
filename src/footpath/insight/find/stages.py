"""Steps grouped into stages: by names known in the field, else by the gaps in time between them. Pure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

from footpath.base import format_duration, slug, unique
from footpath.insight.find.names import stage_rank
from footpath.insight.find.plan import PlannedStage, PlannedStep

MOST_STAGES = 9
_BUYING = {"Purchase", "Payment", "Delivery"}
_NEED = PlannedStep("need", "I notice that I need something", "", "Awareness of need", None, "")
_USE = PlannedStep("use", "I use what I bought", "", "Use", None, "")


def in_stages(steps: Sequence[PlannedStep]) -> list[PlannedStage]:
    """Return the stages, with those that nobody recorded around a purchase; every id is given once."""
    if not steps:
        return []
    known = [step for step in steps if step.stage]
    by_name = bool(known) and len(known) * 2 >= len(steps)
    groups = _by_name(steps) if by_name else []
    if by_name and len(groups) < 3 and len(steps) >= 6 and not _BUYING & {title for title, _ in groups}:
        groups = []  # one or two names for many steps tell nothing
    groups = _merged(_around(groups)) if groups else _by_time(steps)
    return _with_ids(groups)


Group = tuple[str, list[PlannedStep]]


def _by_name(steps: Sequence[PlannedStep]) -> list[Group]:
    last = next(step.stage for step in steps if step.stage)
    places: dict[str, list[int]] = {}
    for index, step in enumerate(steps):
        last = step.stage or last
        places.setdefault(last, []).append(index)
    # a stage stands where its steps stand in the data; the usual order decides between equals
    order = sorted(places, key=lambda title: (sum(places[title]) / len(places[title]), stage_rank(title)))
    return [(title, [steps[index] for index in places[title]]) for title in order]


def _around(groups: list[Group]) -> list[Group]:
    """Return a buyer's stages with the one before and the one after, where events begin or end in the middle.

    A journey begins before the first click and goes on after the parcel (S007); drawn as missing, it is asked about.
    """
    titles = [title for title, _ in groups]
    around = list(groups)
    bought = [place for place, title in enumerate(titles) if title in _BUYING]
    if not bought:
        return around
    last = max(bought)
    if "Use" not in titles and all(title == "Leaving" for title in titles[last + 1 :]):
        around.insert(last + 1, ("Use", [_USE]))
    if titles[0] in _BUYING:
        around.insert(0, ("Awareness of need", [_NEED]))
    return around


def _merged(groups: list[Group]) -> list[Group]:
    """Return at most nine stages: the one that fewest come to joins the stage before it, or after the first."""
    groups = list(groups)
    while len(groups) > MOST_STAGES:
        sizes = [max((s.event.n if s.event else 0) for s in steps) for _, steps in groups]
        least = min(range(len(groups)), key=lambda i: (sizes[i], len(groups[i][1]), -i))
        into = least - 1 if least else 1
        first, second = sorted((least, into))
        groups[first : second + 1] = [(groups[into][0], groups[first][1] + groups[second][1])]
    return groups


def _by_time(steps: Sequence[PlannedStep]) -> list[Group]:
    """Return up to three stages, cut where most time lies between two steps; titles say how far in they are."""
    parts = 3 if len(steps) >= 6 else 2 if len(steps) >= 2 else 1
    times = [step.event.offset_us if step.event else None for step in steps]
    known = [time for time in times if time is not None]
    if len(known) == len(times) and parts > 1 and known == sorted(known) and known[-1] > 0:
        jumps = [
            (math.log1p(b / 1e6) - math.log1p(a / 1e6), i + 1)
            for i, (a, b) in enumerate(itertools.pairwise(known))
        ]
        cuts = sorted(place for jump, place in sorted(jumps, reverse=True)[: parts - 1] if jump > 0)
        bounds = [0, *cuts, len(steps)]
        titles = ["At the beginning", *(f"After {format_duration(known[cut])}" for cut in cuts)]
    else:
        size = -(-len(steps) // parts)
        bounds = [*range(0, len(steps), size), len(steps)]
        titles = [["The way"], ["Beginning", "End"], ["Beginning", "Middle", "End"]][parts - 1]
    return [
        (title, list(steps[start:end])) for title, start, end in zip(titles, bounds, bounds[1:], strict=False)
    ]


def _with_ids(groups: Sequence[Group]) -> list[PlannedStage]:
    """Return the stages with ids that neither another stage nor a step has."""
    ids = {step.id for _, steps in groups for step in steps if step.event is not None}
    stages = []
    for title, steps in groups:
        made = []
        for step in steps:
            id_ = step.id if step.event is not None else unique(step.id, ids)
            ids.add(id_)
            made.append(replace(step, id=id_))
        stage_id = unique(slug(title), ids)
        ids.add(stage_id)
        stages.append(PlannedStage(stage_id, title, tuple(made)))
    return stages
