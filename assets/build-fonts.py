"""Cuts the embedded fonts out of Debian's fonts-inter, fonts-noto-core and fonts-noto-cjk.

usage: build-fonts.py DEB_ROOT CHARACTERS OUT
DEB_ROOT: where the packages were unpacked with `dpkg -x`. CHARACTERS: a text with the characters that
occur in names, which `build_assets` writes; of Hangul only those syllables are kept.
needs: pip install fonttools
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

ROOT, OUT = Path(sys.argv[1]) / "usr/share/fonts", Path(sys.argv[3])
NAMES = Path(sys.argv[2]).read_text(encoding="utf-8")

# Latin with its extensions, Greek, Cyrillic, combining marks, punctuation, currency, letterlike,
# number forms, arrows, mathematical, box, geometric and other symbols.
WESTERN = (
    "U+20-7E,U+A0-24F,U+250-2FF,U+300-36F,U+370-3FF,U+400-52F,U+1E00-1EFF,U+2000-206F,U+2070-209F,"
    "U+20A0-20BF,U+2100-214F,U+2150-218F,U+2190-21FF,U+2200-22FF,U+2300-23FF,U+2460-24FF,"
    "U+25A0-25FF,U+2600-26FF,U+2700-27BF,U+2B00-2BFF,U+FB00-FB06,U+FFFD"
)
ARABIC = "U+20,U+A0,U+600-6FF,U+750-77F,U+8A0-8FF,U+200C-200F,U+2010-2015,U+25CC,U+FB50-FDFF,U+FE70-FEFF"
HEBREW = "U+20,U+A0,U+590-5FF,U+200C-200F,U+20AA,U+25CC,U+FB1D-FB4F"
# What names are written in, without signs of chants and of minorities' languages.
SYRIAC = "U+20,U+700-74F,U+200C-200F,U+25CC"
ARMENIAN = "U+20,U+531-58F,U+FB13-FB17"
GEORGIAN = "U+20,U+10A0-10FF,U+1C90-1CBF"
ETHIOPIC = "U+20,U+1200-137F"
DEVANAGARI = (
    "U+20,U+900-903,U+905-90C,U+90D,U+90F-911,U+913-928,U+92A-930,U+932,U+933,U+935-939,U+93C-943,U+945,U+947,"
    "U+948,U+949,U+94B-94D,U+958-95F,U+964-970,U+200C-200D,U+25CC"
)
THAI = "U+20,U+E01-E5B,U+200B-200D,U+25CC"


def two_bytes(codec):
    """The characters that a character set of two bytes has."""
    rows = (bytes((high, low)) for high in range(0xA1, 0xFF) for low in range(0xA1, 0xFF))
    return {c for row in rows for c in row.decode(codec, errors="ignore")}


# GB 2312 and JIS X 0208 (Han, kana, punctuation, lines, full-width letters), and what names need beyond.
EAST_ASIAN = {ord(c) for c in two_bytes("gb2312") | two_bytes("euc_jp")}
EAST_ASIAN |= {ord(c) for c in NAMES if "\u2500" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3"}
EAST_ASIAN = {c for c in EAST_ASIAN if c >= 0x2500}

FONTS = [
    ("opentype/inter/Inter-Regular.otf", "Inter-Regular.ttf", WESTERN,
     ["kern", "ccmp", "locl", "mark", "mkmk"]),
    ("opentype/inter/Inter-SemiBold.otf", "Inter-SemiBold.ttf", WESTERN,
     ["kern", "ccmp", "locl", "mark", "mkmk"]),
    ("truetype/noto/NotoSansArabic-Regular.ttf", "NotoSansArabic-Regular.ttf", ARABIC, ["*"]),
    ("truetype/noto/NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Regular.ttf", HEBREW, ["*"]),
    ("truetype/noto/NotoSansSyriac-Regular.ttf", "NotoSansSyriac-Regular.ttf", SYRIAC,
     ["ccmp", "isol", "fina", "fin2", "fin3", "init", "medi", "med2", "rlig", "mark", "mkmk"]),
    ("truetype/noto/NotoSansArmenian-Regular.ttf", "NotoSansArmenian-Regular.ttf", ARMENIAN, ["kern"]),
    ("truetype/noto/NotoSansGeorgian-Regular.ttf", "NotoSansGeorgian-Regular.ttf", GEORGIAN, ["kern"]),
    ("truetype/noto/NotoSansEthiopic-Regular.ttf", "NotoSansEthiopic-Regular.ttf", ETHIOPIC, []),
    ("truetype/noto/NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Regular.ttf", DEVANAGARI,
     ["akhn", "rphf", "rkrf", "blwf", "half", "vatu", "cjct", "nukt", "pres", "haln", "abvm", "blwm"]),
    ("truetype/noto/NotoSansThai-Regular.ttf", "NotoSansThai-Regular.ttf", THAI,
     ["ccmp", "mark", "mkmk"]),
    # The third face of the collection: Chinese forms of characters that have several.
    ("opentype/noto/NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", EAST_ASIAN, []),
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
    collection = {"fontNumber": 2} if source.endswith(".ttc") else {}
    font = TTFont(ROOT / source, recalcTimestamp=False, **collection)
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.recalc_timestamp = False
    options.notdef_outline = True
    cut = subset.Subsetter(options)
    listed = unicodes if isinstance(unicodes, set) else subset.parse_unicodes(unicodes)
    cut.populate(unicodes=sorted(listed))
    cut.subset(font)
    # The cubic outlines of East Asian characters are the smaller ones, and drawn as they are.
    if "CFF " in font and target.endswith(".ttf"):
        to_truetype(font)
    font.save(OUT / target)
    print(target, (OUT / target).stat().st_size)
