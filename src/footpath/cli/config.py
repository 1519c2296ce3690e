"""``footpath config``: every setting, its value, and where it comes from."""

from __future__ import annotations

import argparse

from footpath.cli._context import settings_of
from footpath.cli._output import Output


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "atlas", nargs="?", default=".", metavar="ATLAS", help="an atlas's folder, for its own settings"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print the settings."""
    chosen = settings_of(args).chosen()
    out.put(
        settings=[{"name": c.name, "value": c.value, "from": c.origin, "meaning": c.meaning} for c in chosen]
    )
    out.table(
        ("setting", "value", "from", "meaning"), [(c.name, str(c.value), c.origin, c.meaning) for c in chosen]
    )
    return 0
