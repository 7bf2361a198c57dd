use super::*;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use zip::write::{SimpleFileOptions, ZipWriter};

const HOMS: &str = "169577\tHoms\tHoms\tHims,Emesa\t34.72682\t36.72339\tP\tPPLA\tSY\t\t11\t\t\t\t775404\t\t508\tAsia/Damascus\t2019-09-05\n";
const NAME: &str = "1\t169577\tar\tحمص\t1\t\t\t\t\t\n";

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("chronotope-geonames-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The numbers of the places in a file, what was counted, and the warnings.
fn read_places(path: &Path) -> Result<(Vec<u32>, Counted, Vec<String>), GazetteerError> {
    let (task, mut found) = (Task::new(), Vec::new());
    let counted = places(path, &task, &mut |row| {
        found.push(row.geonameid);
        Ok(())
    })?;
    let warnings = task.take_warnings();
    let told = warnings.into_iter().map(|w| {
        let place = w.place.rsplit('/').next().unwrap().to_owned();
        format!("{place}: {}", w.message)
    });
    Ok((found, counted, told.collect()))
}

fn error(result: Result<impl Sized, GazetteerError>) -> String {
    result.err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn a_table_is_read_packed_or_not() {
    let two = HOMS.to_owned() + &HOMS.replace("169577", "7");
    let plain = file("SY.txt", two.as_bytes());
    let packed = zipped(&[("readme.txt", b"About these files"), ("SY.txt", two.as_bytes())]);
    let packed = file("SY.zip", &packed);
    // Named as it likes: what a file is shows in its first bytes.
    let renamed = file("places", &fs::read(&packed).unwrap());
    for path in [plain, packed, renamed] {
        let counted = Counted { rows: 2, left_out: 0 };
        assert_eq!(read_places(&path).unwrap(), (vec![169_577, 7], counted, vec![]));
    }
    let table = NAME.to_owned() + "2\t169577\tlink\thttps://example.org/homs\n" + NAME;
    let packed = zipped(&[
        ("iso-languagecodes.txt", b"ISO 639-3\n"),
        ("alternateNamesV2.txt", table.as_bytes()),
    ]);
    let mut found = Vec::new();
    let task = Task::new();
    let counted = names(&file("alternateNamesV2.zip", &packed), &task, &mut |row| {
        found.push((row.geonameid, row.text.to_owned()));
        Ok(())
    });
    assert_eq!(counted.unwrap(), Counted { rows: 2, left_out: 1 });
    assert_eq!(found, vec![(169_577, "حمص".to_owned()); 2]);
    let told = task.take_warnings();
    assert!(told.len() == 1 && told[0].place.ends_with("alternateNamesV2.txt:2"), "{told:?}");
}

#[test]
fn rows_that_cannot_be_read_are_told_by_line() {
    let mut table = HOMS.as_bytes().to_vec();
    table.extend(HOMS.replace("34.72682", "134").bytes());
    table.extend(b"\n1\t2\t3\n");
    table.extend(
        HOMS.replace("Homs", "H\u{0}ms")
            .into_bytes()
            .iter()
            .map(|b| if *b == 0 { 0xff } else { *b }),
    );
    table.extend(HOMS.replace("169577", "9").bytes());
    let (found, counted, told) = read_places(&file("faults.txt", &table)).unwrap();
    assert_eq!((found, counted), (vec![169_577, 9], Counted { rows: 2, left_out: 3 }));
    assert_eq!(
        told,
        [
            "faults.txt:2: the row is left out: latitude 134 is not a number from -90 to 90",
            "faults.txt:4: the row is left out: it has 3 columns where 19 belong",
            "faults.txt:5: the row is left out: it is not UTF-8 (byte 9 of the line)",
        ]
    );
    let many = HOMS.to_owned() + &HOMS.replace("36.72339", "east").repeat(500);
    let (_, counted, told) = read_places(&file("many.txt", many.as_bytes())).unwrap();
    assert_eq!((counted.left_out, told.len()), (500, 11));
    assert_eq!(told[10], "many.txt: 490 more rows are left out for such reasons");
}

#[test]
fn what_is_no_table_of_places_is_said() {
    let postal = "SY\t12345\tHoms\tHoms\t11\t\t\t\t\t34.7\t36.7\t4\n";
    let wide = HOMS.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let gzip = [&[0x1f, 0x8b, 8, 0][..], &[0xa5; 90]].concat();
    for (name, bytes, said) in [
        ("empty.txt", &b""[..], "it is empty"),
        ("blank.txt", b"\n \n\r\n", "it is empty"),
        ("page.zip", b"<!DOCTYPE html>\n<html><body>404</body></html>\n", "a web page"),
        ("names.txt", NAME.repeat(99).as_bytes(), "with --alternate"),
        ("postal.txt", postal.as_bytes(), "post codes"),
        ("hierarchy.txt", b"1\t2\tADM\n3\t4\tADM\n", "3 columns where a table of places has 19"),
        ("table.csv", b"name,lat,lon\nHoms,34,36\n", "1 columns where"),
        ("wide.txt", &wide, "no text"),
        ("SY.txt.gz", &gzip, "no text"),
        ("all-faulty.txt", HOMS.replace("34.7", "x").as_bytes(), "no row of it can be read"),
    ] {
        let said_of = error(read_places(&file(name, bytes)));
        assert!(said_of.contains(said) && said_of.contains(name), "{said_of}");
        assert_eq!(said_of.lines().count(), 1);
    }
    let missing = error(read_places(Path::new("/nowhere/SY.zip")));
    assert!(missing.starts_with("/nowhere/SY.zip: "), "{missing}");
    let places_as_names =
        names(&file("places.txt", HOMS.as_bytes()), &Task::new(), &mut |_| Ok(()));
    assert!(error(places_as_names).contains("without --alternate"));
}

#[test]
fn archives_that_are_not_what_they_should_be_are_refused() {
    let sound = zipped(&[("SY.txt", HOMS.repeat(2_000).as_bytes())]);
    let flipped = {
        let mut bytes = sound.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        bytes
    };
    let encrypted = {
        let mut bytes = zipped(&[("SY.txt", HOMS.as_bytes())]);
        // Bit 0 of the flags, in the local header and in the central directory.
        bytes[6] |= 1;
        let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        bytes[directory + 8] |= 1;
        bytes
    };
    for (name, bytes, said) in [
        ("short.zip", &sound[..sound.len() / 2], "cut short or damaged"),
        ("flipped.zip", &flipped, "cut short or damaged"),
        ("encrypted.zip", &encrypted, "encrypted"),
        ("none.zip", &zipped(&[("readme.txt", b"x"), ("photo.png", b"x")]), "holds no table"),
        ("nothing.zip", &zipped(&[]), "holds no table"),
        ("folder.zip", &zipped(&[("SY/SY.txt", HOMS.as_bytes())]), "holds folders"),
        ("up.zip", &zipped(&[("../SY.txt", HOMS.as_bytes())]), "holds folders"),
    ] {
        let said_of = error(read_places(&file(name, bytes)));
        assert!(said_of.contains(said) && said_of.contains(name), "{name}: {said_of}");
    }
}

#[test]
fn a_zip_bomb_is_refused() {
    // 80 MB of nothing, which packs to a thousandth.
    let honest = zipped(&[("SY.txt", &vec![b'\n'; 80 << 20])]);
    let said = error(read_places(&file("bomb.zip", &honest)));
    assert!(said.contains("far more"), "{said}");
    // The same, with a small size declared, in the directory and before the data.
    let mut liar = honest;
    let directory = liar.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    for at in [22, directory + 24] {
        liar[at..at + 4].copy_from_slice(&1_000u32.to_le_bytes());
    }
    let said = error(read_places(&file("liar.zip", &liar)));
    assert!(said.contains("far more") || said.contains("damaged"), "{said}");
}

#[test]
fn reading_can_be_stopped() {
    let task = Task::new();
    task.cancel();
    let path = file("stop.txt", HOMS.repeat(3_000).as_bytes());
    let result = places(&path, &task, &mut |_| Ok(()));
    assert!(matches!(result, Err(GazetteerError::Cancelled(_))));
}
