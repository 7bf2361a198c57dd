//! The smaller sections of an index: tables, divisions, numbers, extras.

use super::rows::Rows;
use crate::gazetteer::bytes::{put_varint, u32_at};

impl Rows<'_> {
    pub(super) fn tables(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for table in [&self.langs, &self.features, &self.admins] {
            put_varint(&mut out, table.values.len() as u64);
            for value in &table.values {
                out.extend(value.bytes());
                out.push(b'\n');
            }
        }
        out
    }

    /// Country, division and entry of every country (its division empty) and first-level division.
    pub(super) fn divisions(&self, order: &[u32]) -> Vec<u8> {
        let code = |number: u16| self.features.values.get(usize::from(number)).map(String::as_str);
        let mut all: Vec<[u8; 8]> = Vec::new();
        for (entry, row) in order.iter().enumerate() {
            let Some(fixed) = self.entry(*row) else { continue };
            let [.., c0, c1, a0, a1, f0, f1, _, _] = *fixed;
            let admin = match code(u16::from_le_bytes([f0, f1])) {
                Some("AADM1") => [a1, a0],
                Some("APCLI" | "APCL" | "APCLD" | "APCLF" | "APCLS" | "APCLIX" | "ATERR") => {
                    [0xff, 0xff]
                }
                _ => continue,
            };
            let [e0, e1, e2, e3] = (entry as u32).to_le_bytes();
            let [n0, n1] = admin;
            all.push([c0, c1, n0, n1, e0, e1, e2, e3]);
        }
        // The country itself sorts behind its divisions, the most important entry of a code first.
        all.sort_by_key(|[c0, c1, n0, n1, ..]| [*c0, *c1, *n0, *n1]);
        all.into_iter().flatten().collect()
    }

    pub(super) fn numbers(&self, order: &[u32]) -> Vec<u8> {
        let mut all: Vec<(u32, u32)> = Vec::new();
        for (entry, row) in order.iter().enumerate() {
            let number = self.entry(*row).and_then(|fixed| u32_at(fixed, 12)).unwrap_or_default();
            if number > 0 {
                all.push((number, entry as u32));
            }
        }
        all.sort_unstable();
        all.into_iter().flat_map(|(n, e)| [n.to_le_bytes(), e.to_le_bytes()]).flatten().collect()
    }

    pub(super) fn extras(&mut self, rank: &[u32]) -> (Vec<u8>, Vec<u8>) {
        let mut extras = std::mem::take(&mut self.extras);
        extras.sort_by_key(|(row, _)| rank.get(*row as usize).copied());
        let (mut index, mut texts) = (Vec::new(), Vec::new());
        for (row, json) in extras {
            let entry = rank.get(row as usize).copied().unwrap_or_default();
            for number in [entry, texts.len() as u32, json.len() as u32] {
                index.extend(number.to_le_bytes());
            }
            texts.extend(json);
        }
        (index, texts)
    }
}
