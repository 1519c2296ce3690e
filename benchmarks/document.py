"""How long a large atlas takes to load and to edit: 2,000 steps with 12 lanes filled, in one journey file and in fifty.

    PYTHONPATH=src python benchmarks/document.py

Prints medians of some rounds, each also as a multiple of the time that libyaml takes to scan the same bytes into events
(which does not depend on the machine), and the peak of memory. An edit is timed from the operation to text, tree, types and
problems, by `footpath.atlas.change`; its undo is the inverse, applied to what it made.
"""

from __future__ import annotations

import gc
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from footpath import lint
from footpath.atlas import (
    AddEntry,
    AddStage,
    AddStep,
    Loaded,
    MoveStage,
    MoveStep,
    Operation,
    RemoveStage,
    RemoveStep,
    SetCell,
    SetField,
    change,
    load,
)

ROUNDS = 5
STEPS = 2000

_STEP = """\
      - id: step-{n}
        title: Step number {n} of the way
        goal: To find out whether it fits
        action: Opens the page of the product {n}
        thought: Is it cheaper elsewhere?
        emotion: {{score: {score}, word: unsure}}
        quote: I want it by Friday
        touchpoint: touch-{touch}
        channel: web
        barrier:
          - id: barrier-{n}
            text: The shipping costs are told late
            severity: {severity}
            kind: price
        driver: The pictures are large
        criticality: {{level: {level}, why: half of the buyers leave}}
        message: We tell the costs early
        frontstage-people: The shop's adviser answers
"""
_HEAD = """\
footpath: 1
id: {id}
title: The way of {id}
personas: [nadia]
horizon: {{typical: 3 weeks, silence: 30 days}}
lanes: [goal, action, thought, emotion, quote, touchpoint, channel, barrier, driver, criticality, message, frontstage-people]
stages:
"""


def journey(id_: str, stages: int, steps: int, first: int) -> str:
    parts = [_HEAD.format(id=id_)]
    number = first
    for stage in range(stages):
        parts.append(f"  - id: stage-{stage}\n    title: Stage {stage}\n    steps:\n")
        for _ in range(steps):
            parts.append(
                _STEP.format(
                    n=number,
                    score=-1 if number % 3 else 1,
                    touch=number % 40,
                    severity=1 + number % 5,
                    level=1 + number % 3,
                )
            )
            number += 1
    return "".join(parts)


def texts(files: int) -> dict[str, str]:
    """Return an atlas of 2,000 steps whose journeys are in so many files."""
    each = STEPS // files
    stages = max(4, each // 100)
    found = {
        "atlas.yaml": "title: Large\n",
        "touchpoints.yaml": "touchpoints:\n"
        + "".join(f"  - id: touch-{n}\n    title: Touchpoint {n}\n" for n in range(40)),
        "personas/nadia.yaml": "name: Nadia\n",
    }
    for number in range(files):
        found[f"journeys/j{number}.yaml"] = journey(f"j{number}", stages, each // stages, number * each)
    return found


def operations(files: int) -> dict[str, Operation]:
    """Return one edit of each kind, in the middle of the atlas."""
    which = f"j{files // 2}"
    each = STEPS // files
    stages = max(4, each // 100)
    first = files // 2 * each + (stages // 2) * (each // stages)
    stage, other = f"stage-{stages // 2}", f"stage-{stages // 2 - 1}"
    return {
        "SetCell": SetCell(which, f"step-{first + 3}", "action", "Something else"),
        "SetField title": SetField("step", f"step-{first + 3}", "title", "Another title", which),
        "AddStep": AddStep(which, stage, {"title": "A new step", "action": "Looks"}, 2),
        "MoveStep": MoveStep(which, f"step-{first + 3}", other, 1),
        "RemoveStep": RemoveStep(which, f"step-{first}"),
        "AddStage": AddStage(which, {"title": "A new stage"}, 1),
        "MoveStage": MoveStage(which, stage, 0),
        "RemoveStage": RemoveStage(which, stage),
        "AddEntry touchpoint": AddEntry("touchpoints", {"title": "One more"}),
    }


def median(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return the median and the slowest of some rounds in seconds, and the last result."""
    times = []
    result = None
    for _ in range(ROUNDS):
        gc.collect()
        began = time.perf_counter()
        result = call()
        times.append(time.perf_counter() - began)
    return statistics.median(times), max(times), result


def scan(found: dict[str, str]) -> None:
    """Let libyaml read the texts to events, and do nothing with them."""
    for text in found.values():
        parser = yaml.CSafeLoader(text)
        while not isinstance(parser.get_event(), yaml.StreamEndEvent):
            pass
        parser.dispose()


def main() -> None:
    print(f"{platform.machine()}, Python {platform.python_version()}, medians of {ROUNDS} rounds (slowest)")
    for files in (1, 50):
        found = texts(files)
        size = sum(len(text.encode()) for text in found.values())
        bare, _, _ = median(lambda found=found: scan(found))  # type: ignore[misc]  # bound at once
        print(
            f"\n{STEPS} steps in {files} file{'s' if files > 1 else ''}, {size / 1e6:.2f} MB; bare scan {bare * 1000:.0f} ms"
        )

        def tell(name: str, seconds: float, slowest: float, bare: float = bare) -> None:
            print(
                f"  {name:26} {seconds * 1000:8.1f} ms ({slowest * 1000:8.1f})  {seconds / bare:6.2f} of a scan"
            )

        with tempfile.TemporaryDirectory() as folder:
            for file, text in found.items():
                path = Path(folder) / file
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, "utf-8")
            seconds, slowest, loaded = median(lambda folder=folder: load(folder))  # type: ignore[misc]  # as above
        if loaded.problems:
            sys.exit(f"the atlas has problems: {loaded.problems[0]}")
        tell("load", seconds, slowest)
        for name, operation in operations(files).items():
            edits(name, loaded, operation, tell)
        seconds, slowest, findings = median(lambda loaded=loaded: lint.check(loaded))  # type: ignore[misc]  # as above
        tell(f"check ({len(findings)} findings)", seconds, slowest)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"\npeak memory {peak / 2**20:.0f} MiB")


def edits(name: str, loaded: Loaded, operation: Operation, tell: Callable[[str, float, float], None]) -> None:
    """Time an edit and its undo."""
    seconds, slowest, changed = median(lambda: change(loaded, operation))
    tell(name, seconds, slowest)
    seconds, slowest, back = median(lambda: change(changed.loaded, changed.inverse))
    tell("  undone", seconds, slowest)
    if back.loaded.texts != loaded.texts:
        sys.exit(f"{name}: the inverse gives other bytes")


if __name__ == "__main__":
    main()
