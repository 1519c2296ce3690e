"""``footpath draw``: a map as a page or a picture; the ending of the output picks the format."""

from __future__ import annotations

import argparse
from pathlib import Path

from footpath.cli import _pictures
from footpath.cli._context import load_atlas, open_picture, the_journey
from footpath.cli._output import Output


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "atlas", nargs="?", default=".", metavar="ATLAS", help="the atlas's folder (default: this one)"
    )
    parser.add_argument("journey", nargs="?", metavar="JOURNEY", help="its id, where there are several")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="OUT",
        help=f"ends in {', '.join(_pictures.ENDINGS)}",
    )
    parser.add_argument("--form", help="how to draw: grid, card (default: that of the first view, else grid)")
    parser.add_argument(
        "--view", metavar="ID", help="one of the journey's views: its lanes, persona and form"
    )
    parser.add_argument("--theme", default="light", help="light, dark, contrast, print")
    parser.add_argument("--paper", help="A4, A3, A2 ...; a larger one is taken where the map does not fit")
    parser.add_argument("--persona", help="whose map, or whose card")
    parser.add_argument("--lanes", metavar="A,B,C", help="only these lanes")
    parser.add_argument(
        "--locale", metavar="L", help="the language of texts: de, pt-BR, ar ... (default: the atlas's)"
    )
    parser.add_argument("--open", action="store_true", help="open what was drawn")


def run(args: argparse.Namespace, out: Output) -> int:
    """Draw the journey."""
    loaded = load_atlas(args.atlas, out)
    lanes = tuple(lane.strip() for lane in args.lanes.split(",")) if args.lanes else None
    journey = the_journey(loaded, args.journey)
    notes = _pictures.write(
        loaded.atlas,
        journey.id,
        args.output,
        form=args.form,
        theme=args.theme,
        paper=args.paper,
        persona=args.persona,
        lanes=lanes,
        locale=args.locale,
        view=args.view,
        folder=Path(args.atlas),
    )
    for note in notes:
        out.line(note)
    if notes:
        out.put(notes=list(notes))
    out.made(
        args.output,
        ", ".join(part for part in (str(journey.title), args.view or args.form or "grid") if part),
    )
    if args.open:
        open_picture(args.output)
    out.next(f"footpath check {args.atlas}")
    return 0
