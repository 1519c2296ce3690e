"""``footpath migrate``: the version of the format in which an atlas is written, raised or lowered."""

from __future__ import annotations

import argparse
from pathlib import Path

from footpath.cli._output import Output


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "atlas", nargs="?", default=".", metavar="ATLAS", help="the atlas's folder (default: this one)"
    )
    parser.add_argument("--to", type=int, metavar="N", help="the version (default: the newest)")
    parser.add_argument("--dry-run", action="store_true", help="tell what would change; write nothing")


def run(args: argparse.Namespace, out: Output) -> int:
    """Migrate and tell what changed and what was lost."""
    from footpath.atlas import FORMAT_VERSION
    from footpath.atlas.migrations import MIGRATIONS, migrate_folder

    to = FORMAT_VERSION if args.to is None else args.to
    done = migrate_folder(Path(args.atlas), to, dry_run=args.dry_run)
    was = sorted(set(done.versions.values()))
    out.put(
        definition="the version of the format",
        rows=[
            {"file": file, "before": done.versions.get(file), "after": to} for file in sorted(done.changed)
        ],
        notes=[str(each) for each in done.lost],
    )
    if not done.changed:
        out.line(f"the atlas is in version {to} of the format: nothing to do")
    else:
        for migration in MIGRATIONS:
            if min(was[0], to) < migration.version <= max(was[-1], to):
                out.line(f"version {migration.version}: {migration.title}")
        for file in sorted(done.changed):
            out.line(f"{'would change' if args.dry_run else 'changed'} {file}")
        for lost in done.lost:
            out.line(f"lost: {lost}")
        if args.dry_run:
            out.line("nothing written (--dry-run)")
        else:
            out.made(args.atlas, f"version {was[-1]} to {to}")
    out.next(f"footpath check {args.atlas}")
    return 0
