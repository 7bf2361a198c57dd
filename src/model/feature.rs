use super::Feature;

impl Feature {
    /// The words for it: "capital", "air base", "mountain". Codes as in GeoNames' list
    /// (<https://www.geonames.org/export/codes.html>); those not named here go by their class.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match (self.class, self.code.as_str()) {
            ('A', "PCLI" | "PCL" | "PCLF" | "PCLS" | "PCLIX") => "country",
            ('A', "PCLD" | "TERR") => "territory",
            ('A', "PCLH") => "former country",
            ('A', "ADM1") => "province",
            ('A', "ADM2" | "ADM3" | "ADM4" | "ADM5") => "district",
            ('A', _) => "administrative area",
            ('P', "PPLC") => "capital",
            ('P', "PPLA" | "PPLA2") => "city",
            ('P', "PPLX") => "part of a town",
            ('P', "PPLQ" | "PPLW" | "PPLH") => "former town",
            ('P', _) => "town",
            ('S', "AIRB") => "air base",
            ('S', "AIRP") => "airport",
            ('S', "AIRF") => "airfield",
            ('S', "AIRH") => "heliport",
            ('S' | 'L', "MILB" | "INSM") => "military base",
            ('L', "NVB" | "NAVB") | ('S', "NVB" | "NAVB") => "naval base",
            ('L' | 'S', "PRT") | ('H', "HBR" | "PRT") => "port",
            ('S', "CMP" | "CMPRF") => "camp",
            ('S', _) => "site",
            ('L', "CONT") => "continent",
            ('L', "RGN" | "RGNE" | "RGNH") => "region",
            ('L', _) => "area",
            ('T', "MT" | "PK" | "MTU") => "mountain",
            ('T', "MTS") => "mountains",
            ('T', "ISL") => "island",
            ('T', "ISLS") => "islands",
            ('T', "DSRT") => "desert",
            ('T', "VAL") => "valley",
            ('T', "PLAT" | "UPLD") => "plateau",
            ('T', "PEN") => "peninsula",
            ('T', _) => "landform",
            ('H', "SEA") => "sea",
            ('H', "OCN") => "ocean",
            ('H', "LK" | "LKS" | "RSV") => "lake",
            ('H', "STM" | "STMS") => "river",
            ('H', "GULF") => "gulf",
            ('H', "STRT") => "strait",
            ('H', "BAY") => "bay",
            ('H', "CNL") => "canal",
            ('H', _) => "water",
            ('R', _) => "road",
            ('U', _) => "undersea feature",
            ('V', _) => "vegetation",
            _ => "place",
        }
    }
}
