/// What a GeoNames feature class and code mean, in words without an article: "air base".
/// Codes that are not listed fall back on their class; nothing for an unknown class.
#[must_use]
pub fn kind_words(class: char, code: &str) -> Option<&'static str> {
    code_words(class, code).or(match class {
        'A' => Some("administrative area"),
        'H' => Some("water"),
        'L' => Some("area"),
        'P' => Some("populated place"),
        'R' => Some("road or railway"),
        'S' => Some("building or site"),
        'T' => Some("landform"),
        'U' => Some("undersea feature"),
        'V' => Some("vegetation"),
        _ => None,
    })
}

/// The codes that datasets and the gazetteer use, in the words of
/// <https://www.geonames.org/export/codes.html>, shortened.
fn code_words(class: char, code: &str) -> Option<&'static str> {
    let list: &[(&str, &str)] = match class {
        'A' => ADMIN,
        'H' => WATER,
        'L' => AREA,
        'P' => POPULATED,
        'S' => SPOT,
        'T' => TERRAIN,
        'V' => &[("FRST", "forest"), ("SCRB", "scrubland"), ("GRSLD", "grassland")],
        _ => &[],
    };
    list.iter().find(|(of, _)| *of == code).map(|(_, words)| *words)
}

const ADMIN: &[(&str, &str)] = &[
    ("PCL", "country"),
    ("PCLI", "country"),
    ("PCLD", "dependent territory"),
    ("PCLF", "freely associated state"),
    ("PCLS", "semi-independent territory"),
    ("PCLIX", "part of a country"),
    ("PCLH", "former country"),
    ("ADM1", "province or state"),
    ("ADM1H", "former province"),
    ("ADM2", "district or county"),
    ("ADM3", "municipality"),
    ("ADM4", "municipality"),
    ("ADM5", "parish"),
    ("ADMD", "administrative area"),
    ("TERR", "territory"),
    ("ZN", "zone"),
    ("ZNB", "buffer zone"),
    ("PRSH", "parish"),
];

const WATER: &[(&str, &str)] = &[
    ("BAY", "bay"),
    ("CHN", "channel"),
    ("CNL", "canal"),
    ("CNLN", "shipping canal"),
    ("GLCR", "glacier"),
    ("GULF", "gulf"),
    ("LK", "lake"),
    ("LKS", "lakes"),
    ("OCN", "ocean"),
    ("RSV", "reservoir"),
    ("SEA", "sea"),
    ("RF", "reef"),
    ("SD", "sound"),
    ("SHOL", "shoal"),
    ("STM", "river"),
    ("STMM", "river mouth"),
    ("STRT", "strait"),
    ("WAD", "wadi"),
    ("HBR", "harbour"),
    ("SPNG", "spring"),
];

const AREA: &[(&str, &str)] = &[
    ("AREA", "area"),
    ("CONT", "continent"),
    ("CST", "coast"),
    ("GASF", "gas field"),
    ("MILB", "military base"),
    ("NVB", "naval base"),
    ("OILF", "oil field"),
    ("PRK", "park"),
    ("RES", "reserve"),
    ("RGN", "region"),
    ("RGNE", "economic region"),
    ("RGNH", "historical region"),
    ("PRT", "port"),
    ("LCTY", "locality"),
];

const POPULATED: &[(&str, &str)] = &[
    ("PPL", "city, town or village"),
    ("PPLA", "provincial capital"),
    ("PPLA2", "district seat"),
    ("PPLA3", "municipal seat"),
    ("PPLA4", "municipal seat"),
    ("PPLC", "capital city"),
    ("PPLCH", "former capital"),
    ("PPLG", "seat of government"),
    ("PPLH", "former settlement"),
    ("PPLL", "village"),
    ("PPLQ", "abandoned settlement"),
    ("PPLS", "settlements"),
    ("PPLX", "part of a city"),
    ("STLMT", "Israeli settlement"),
];

const SPOT: &[(&str, &str)] = &[
    ("AIRB", "air base"),
    ("AIRF", "airfield"),
    ("AIRH", "heliport"),
    ("AIRP", "airport"),
    ("AIRQ", "abandoned airfield"),
    ("BDG", "bridge"),
    ("CMP", "camp"),
    ("CMPRF", "refugee camp"),
    ("CSTL", "castle or citadel"),
    ("CTRR", "religious centre"),
    ("DAM", "dam"),
    ("EMB", "embassy"),
    ("FCL", "facility"),
    ("GOVL", "government building"),
    ("HSP", "hospital"),
    ("INSM", "military installation"),
    ("MSQE", "mosque"),
    ("PAL", "palace"),
    ("PRN", "prison"),
    ("PS", "power station"),
    ("PSH", "hydroelectric power station"),
    ("PSN", "nuclear power station"),
    ("PSTB", "border crossing"),
    ("SCH", "school"),
    ("SQR", "square"),
    ("UNIV", "university"),
    ("MILB", "military base"),
    ("OILR", "oil refinery"),
    ("OILW", "oil well"),
    ("PPQ", "abandoned police post"),
    ("ANS", "archaeological site"),
    ("RUIN", "ruin"),
];

const TERRAIN: &[(&str, &str)] = &[
    ("CAPE", "cape"),
    ("DLTA", "delta"),
    ("DSRT", "desert"),
    ("HLL", "hill"),
    ("HLLS", "hills"),
    ("ISL", "island"),
    ("ISLS", "islands"),
    ("ISTH", "isthmus"),
    ("MT", "mountain"),
    ("MTS", "mountains"),
    ("PASS", "pass"),
    ("PEN", "peninsula"),
    ("PK", "peak"),
    ("PLAT", "plateau"),
    ("PLN", "plain"),
    ("SPIT", "spit"),
    ("VAL", "valley"),
    ("VLC", "volcano"),
];
