"""Cuts the embedded fonts out of Debian's fonts-inter and fonts-noto-core.

usage: build-fonts.py DEB_ROOT OUT   (DEB_ROOT: where both packages were unpacked with `dpkg -x`)
needs: pip install fonttools
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

ROOT, OUT = Path(sys.argv[1]) / "usr/share/fonts", Path(sys.argv[2])

# Latin with its extensions, Greek, Cyrillic, combining marks, punctuation, currency, letterlike,
# number forms, arrows, mathematical, box, geometric and other symbols.
WESTERN = (
    "U+20-7E,U+A0-24F,U+250-2FF,U+300-36F,U+370-3FF,U+400-52F,U+1E00-1EFF,U+2000-206F,U+2070-209F,"
    "U+20A0-20BF,U+2100-214F,U+2150-218F,U+2190-21FF,U+2200-22FF,U+2300-23FF,U+2460-24FF,"
    "U+25A0-25FF,U+2600-26FF,U+2700-27BF,U+2B00-2BFF,U+FB00-FB06,U+FFFD"
)
ARABIC = "U+20,U+A0,U+600-6FF,U+750-77F,U+8A0-8FF,U+200C-200F,U+2010-2015,U+25CC,U+FB50-FDFF,U+FE70-FEFF"
HEBREW = "U+20,U+A0,U+590-5FF,U+200C-200F,U+20AA,U+25CC,U+FB1D-FB4F"

FONTS = [
    ("opentype/inter/Inter-Regular.otf", "Inter-Regular.ttf", WESTERN,
     ["kern", "ccmp", "locl", "mark", "mkmk"]),
    ("opentype/inter/Inter-SemiBold.otf", "Inter-SemiBold.ttf", WESTERN,
     ["kern", "ccmp", "locl", "mark", "mkmk"]),
    ("truetype/noto/NotoSansArabic-Regular.ttf", "NotoSansArabic-Regular.ttf", ARABIC, ["*"]),
    ("truetype/noto/NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Regular.ttf", HEBREW, ["*"]),
]


def to_truetype(font):
    """Replaces cubic outlines by quadratic ones, off by at most a thousandth of an em."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 1000, reverse_direction=True))
        table.glyphs[name] = pen.glyph(dropImpliedOnCurves=True)
    font["loca"], font["glyf"] = newTable("loca"), table
    for name, glyph in table.glyphs.items():
        glyph.recalcBounds(table)
        advance, _ = font["hmtx"][name]
        font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs",
                  "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions"):
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 2.0, [], {}
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    font.sfntVersion = "\000\001\000\000"


for source, target, unicodes, features in FONTS:
    font = TTFont(ROOT / source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.recalc_timestamp = False
    options.notdef_outline = True
    cut = subset.Subsetter(options)
    cut.populate(unicodes=subset.parse_unicodes(unicodes))
    cut.subset(font)
    if "CFF " in font:
        to_truetype(font)
    font.save(OUT / target)
    print(target, (OUT / target).stat().st_size)
