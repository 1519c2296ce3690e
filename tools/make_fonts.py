"""Make the vendored fonts of `footpath.draw` from two registry packages (OFL-1.1), reproducibly.

Inputs, fetched beforehand with their ordinary clients and unpacked anywhere::

    npm pack inter-ui@4.1.1                    # package/variable/*.woff2, LICENSE.txt
    apt-get download fonts-noto-core           # usr/share/fonts/truetype/noto/NotoSerif-Italic.ttf

    python tools/make_fonts.py --inter package --noto NotoSerif-Italic.ttf

For each face it writes one file of metrics (an sfnt without outlines: cmap, advances, kerning; all that laying
out needs) and woff2 files cut by script, so that a picture embeds only the scripts it uses. Tabular figures are
made the default ones: not every painter can switch a font feature on. Faces are renamed ("Footpath Sans"),
as is polite for changed fonts.
"""

from __future__ import annotations

import argparse
import copy
import io
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent.parent / "src" / "footpath" / "draw" / "fonts"

SCRIPTS: dict[str, list[tuple[int, int]]] = {
    "latin": [
        (0x20, 0x7E),
        (0xA0, 0xFF),
        (0x131, 0x131),
        (0x152, 0x153),
        (0x2009, 0x200A),
        (0x2010, 0x2015),
        (0x2018, 0x201F),
        (0x2020, 0x2022),
        (0x2026, 0x2026),
        (0x202F, 0x2030),
        (0x2032, 0x2033),
        (0x2039, 0x203A),
        (0x20AC, 0x20AC),
        (0x2116, 0x2116),
        (0x2122, 0x2122),
        (0x2190, 0x2193),
        (0x2212, 0x2212),
        (0x2248, 0x2248),
        (0x2260, 0x2260),
        (0x2264, 0x2265),
    ],
    "latin-ext": [
        (0x100, 0x130),
        (0x132, 0x151),
        (0x154, 0x24F),
        (0x2B9, 0x2DD),
        (0x300, 0x338),
        (0x1E00, 0x1EFF),
        (0x20A0, 0x20AB),
        (0x20AD, 0x20BF),
    ],
    "greek": [(0x370, 0x3FF)],
    "cyrillic": [(0x400, 0x52F)],
}
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]


def unicodes(script: str) -> list[int]:
    """Return the characters of a script."""
    return [code for low, high in SCRIPTS[script] for code in range(low, high + 1)]


def tabular(font: TTFont) -> None:
    """Make the tabular figures the default ones, by pointing the character map at them."""
    gsub = font["GSUB"].table
    lookups = {
        i for f in gsub.FeatureList.FeatureRecord if f.FeatureTag == "tnum" for i in f.Feature.LookupListIndex
    }
    mapping: dict[str, str] = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    digits = {ord(c) for c in "0123456789"}
    for table in font["cmap"].tables:
        for code in digits & set(table.cmap):
            table.cmap[code] = mapping.get(table.cmap[code], table.cmap[code])


def cut(font: TTFont, codes: list[int]) -> TTFont:
    """Return a copy of the font with only these characters."""
    options = subset.Options(
        layout_features=FEATURES,
        hinting=False,
        name_IDs=[0, 1, 2, 4, 6, 13, 14],
        notdef_outline=True,
        legacy_kern=False,
        glyph_names=False,
        drop_tables=["DSIG", "STAT", "MVAR", "HVAR", "meta", "FFTM", "gasp", "fpgm", "prep", "cvt "],
    )
    piece = copy.deepcopy(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(piece)
    return piece


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the font another name, in place."""
    for record in list(font["name"].names):
        name = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}.get(
            record.nameID
        )
        if name is not None:
            record.string = name


def without_outlines(font: TTFont) -> bytes:
    """Return the font as bytes, without what only a rasteriser needs."""
    buffer = io.BytesIO()
    font.save(buffer)
    bare = TTFont(io.BytesIO(buffer.getvalue()))
    for tag in ("glyf", "loca", "name", "post"):
        if tag in bare:
            bare.reader.tables.pop(tag, None)
    kept = {
        tag: bare.reader[tag]
        for tag in bare.reader.tables
        if tag in {"cmap", "head", "hhea", "hmtx", "maxp", "GDEF", "GPOS", "GSUB", "OS/2"}
    }
    from fontTools.ttLib.sfnt import SFNTWriter

    out = io.BytesIO()
    writer = SFNTWriter(out, len(kept), sfntVersion="\x00\x01\x00\x00")
    for tag in sorted(kept):
        writer[tag] = kept[tag]
    writer.close()
    return out.getvalue()


def main() -> None:
    """Make all files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inter", type=Path, required=True)
    parser.add_argument("--noto", type=Path, required=True)
    given = parser.parse_args()
    roman = given.inter / "variable" / "InterVariable.woff2"
    italic = given.inter / "variable" / "InterVariable-Italic.woff2"
    faces = {
        "sans-400": (roman, {"opsz": 14, "wght": 400}, "Footpath Sans", "Regular"),
        "sans-500": (roman, {"opsz": 14, "wght": 500}, "Footpath Sans", "Medium"),
        "sans-600": (roman, {"opsz": 14, "wght": 600}, "Footpath Sans", "SemiBold"),
        "sans-400i": (italic, {"opsz": 14, "wght": 400}, "Footpath Sans", "Italic"),
        "display-600": (roman, {"opsz": 32, "wght": 600}, "Footpath Display", "SemiBold"),
        "serif-400i": (given.noto, None, "Footpath Serif", "Italic"),
    }
    total = 0
    for name, (path, place, family, style) in faces.items():
        font = TTFont(path, recalcTimestamp=False)
        font.flavor = None
        if place is not None:
            font = instancer.instantiateVariableFont(font, place)
            tabular(font)
        font["head"].modified = font["head"].created
        rename(font, family, style)
        everything = [code for script in SCRIPTS for code in unicodes(script)]
        data = without_outlines(cut(font, everything))
        (HERE / f"{name}.metrics").write_bytes(data)
        sizes = [len(data)]
        for script in SCRIPTS:
            piece = cut(font, unicodes(script))
            piece.flavor = "woff2"
            buffer = io.BytesIO()
            piece.save(buffer)
            (HERE / f"{name}.{script}.woff2").write_bytes(buffer.getvalue())
            sizes.append(len(buffer.getvalue()))
        total += sum(sizes)
        sys.stdout.write(f"{name} {sizes}\n")
    sys.stdout.write(f"bytes in all {total}\n")


if __name__ == "__main__":
    main()
