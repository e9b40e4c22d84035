//! Which frameworks apply to an event, and what they say together.

use super::gpp::{Gpp, OptOuts, TCF_EU, US, USP, usp_opted_out};
use super::reason::Reason;
use super::tcf::TcString;
use crate::functions::declare::{Argument, record};
use crate::functions::output::FieldType;
use crate::functions::row::RecordRow;

/// The argument that holds what an event says of consent.
pub(super) const CONSENT: Argument = record(
    "consent",
    &[
        ("gdpr_applies", FieldType::Bool),
        ("tc_string", FieldType::Text),
        ("gpp_string", FieldType::Text),
        ("gpp_sid", FieldType::Ints),
        ("us_privacy", FieldType::Text),
        ("gpc", FieldType::Bool),
    ],
);

/// What an event says of consent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Consent<'a> {
    gdpr_applies: Option<bool>,
    tc_string: Option<&'a str>,
    gpp_string: Option<&'a str>,
    sids: Sids,
    us_privacy: Option<&'a str>,
    gpc: bool,
}

impl<'a> Consent<'a> {
    /// From the argument's fields. An empty string is like none.
    pub(super) fn new(row: RecordRow<'a>) -> Self {
        let text = |field| row.text(field).filter(|text| !text.is_empty());
        Self {
            gdpr_applies: row.bool(0),
            tc_string: text(1),
            gpp_string: text(2),
            sids: Sids::new(row.ints(3).unwrap_or_default()),
            us_privacy: text(4),
            gpc: row.bool(5) == Some(true),
        }
    }

    /// Whether the vendor may process the event's data for these purposes, and if not, why: each framework that applies has
    /// to allow it, and one has to say something.
    pub(super) fn allows(&self, vendor: Option<i64>, purposes: Option<&[i32]>) -> Reason {
        let Some(vendor) = vendor else { return Reason::Vendor };
        let Some(purposes) = purposes else { return Reason::NoPurpose };
        let gpp = match self.gpp_string.map(Gpp::read) {
            Some(None) => return Reason::Malformed,
            gpp => gpp.flatten(),
        };
        let european = self.tcf(gpp, vendor, purposes);
        let mut american = UsSignals::read(gpp, self.sids);
        american.gpc |= self.gpc;
        if let Some(text) = self.us_privacy {
            american.add_usp(text);
        }
        let says = [european, american.objection(), other_sections(gpp, self.sids)];
        if let Some(no) = says.into_iter().flatten().find(|reason| *reason != Reason::Ok) {
            return no;
        }
        match european.is_some() || american.said || self.gdpr_applies == Some(false) {
            true => Reason::Ok,
            false => Reason::NoString,
        }
    }

    /// What the TC strings say, if the TCF applies.
    fn tcf(&self, gpp: Option<Gpp<'_>>, vendor: i64, purposes: &[i32]) -> Option<Reason> {
        let section = gpp.and_then(|gpp| gpp.section(TCF_EU));
        let applies = match self.gdpr_applies {
            Some(true) => true,
            Some(false) => self.sids.name(TCF_EU),
            None => self.tc_string.is_some() || self.sids.name(TCF_EU) || (self.sids.name_none() && section.is_some()),
        };
        if !applies {
            return None;
        }
        let strings = [self.tc_string, section.filter(|section| self.tc_string != Some(section))];
        let reasons = strings.into_iter().flatten().map(|text| tc_string_allows(text, vendor, purposes));
        Some(
            reasons
                .reduce(|first, second| if first == Reason::Ok { second } else { first })
                .unwrap_or(Reason::NoString),
        )
    }
}

/// Whether a TC string allows the vendor these purposes, and if not, why.
pub(super) fn tc_string_allows(text: &str, vendor: i64, purposes: &[i32]) -> Reason {
    TcString::read(text).map_or(Reason::Malformed, |tc_string| tc_string.allows(vendor, purposes))
}

/// The ids of the sections that apply: `gpp_sid`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sids(u64);

impl Sids {
    /// Any id from there on, in one bit.
    const BEYOND: u16 = 63;

    /// 0 says nothing; a negative id says that none applies.
    pub(super) fn new(ids: &[i32]) -> Self {
        let beyond = i32::from(Self::BEYOND);
        let bit = |id: &i32| if *id == 0 { 0 } else { 1 << (*id).clamp(0, beyond) };
        Self(ids.iter().map(bit).fold(0, |all, bit| all | bit))
    }

    /// Whether nothing is said of what applies: then whatever the string has does.
    fn name_none(self) -> bool {
        self.0 == 0
    }

    fn name(self, id: u16) -> bool {
        self.0 >> id.min(Self::BEYOND) & 1 == 1
    }

    /// The sections that apply: their ids, and what stands in the string.
    fn sections<'a>(self, gpp: Option<Gpp<'a>>) -> impl Iterator<Item = (u16, Option<&'a str>)> {
        let all = gpp.filter(|_| self.name_none()).into_iter().flat_map(Gpp::sections);
        let all = all.map(|(id, section)| (id, Some(section)));
        // Bit 0 names no section. Each of the others that is set, and those only: this is asked for every event.
        let mut left = self.0 & !1;
        let named = std::iter::from_fn(move || {
            let id = (left != 0).then(|| left.trailing_zeros() as u16)?;
            left &= left - 1;
            Some(id)
        });
        all.chain(named.map(move |id| (id, gpp.and_then(|gpp| gpp.section(id)))))
    }
}

/// What the frameworks of the United States say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct UsSignals {
    /// One of them applies, and can be read.
    said: bool,
    opted_out: bool,
    gpc: bool,
    malformed: bool,
    /// A section applies that the string does not have.
    missing: bool,
    /// A section applies that is newer than this program.
    unknown: bool,
}

impl UsSignals {
    /// Of the sections that apply.
    pub(super) fn read(gpp: Option<Gpp<'_>>, sids: Sids) -> Self {
        let mut signals = Self::default();
        for (id, section) in sids.sections(gpp).filter(|(id, _)| *id >= USP) {
            match section {
                _ if id > *US.end() => signals.unknown = true,
                None => signals.missing = true,
                Some(section) if id == USP => signals.add_usp(section),
                Some(section) => match OptOuts::read(id, section) {
                    Some(OptOuts { opted_out, gpc }) => {
                        signals.said = true;
                        signals.opted_out |= opted_out;
                        signals.gpc |= gpc;
                    }
                    None => signals.malformed = true,
                },
            }
        }
        signals
    }

    fn add_usp(&mut self, text: &str) {
        match usp_opted_out(text) {
            // It does not apply.
            Some(_) if text == "1---" => {}
            Some(opted_out) => (self.said, self.opted_out) = (true, self.opted_out | opted_out),
            None => self.malformed = true,
        }
    }

    /// What speaks against a use of the data.
    pub(super) fn objection(self) -> Option<Reason> {
        let objections = [
            (self.gpc, Reason::Gpc),
            (self.opted_out, Reason::UsOptOut),
            (self.malformed, Reason::Malformed),
            (self.unknown, Reason::UnknownSection),
            (self.missing, Reason::NoString),
        ];
        objections.into_iter().find_map(|(is_so, reason)| is_so.then_some(reason))
    }
}

/// Sections that apply and are not read: TCF version 1, which has ended, and TCF Canada.
fn other_sections(gpp: Option<Gpp<'_>>, sids: Sids) -> Option<Reason> {
    sids.sections(gpp).any(|(id, _)| matches!(id, 1 | 5)).then_some(Reason::UnknownSection)
}
