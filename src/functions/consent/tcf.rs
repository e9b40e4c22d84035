//! TC strings of the Transparency and Consent Framework, version 2: what stands where, and what it allows.

use super::bits::Bits;
use super::reason::Reason;

/// Where the fields of the core segment stand, in bits.
pub(super) mod field {
    pub const VERSION: (usize, usize) = (0, 6);
    pub const CREATED: (usize, usize) = (6, 36);
    pub const LAST_UPDATED: (usize, usize) = (42, 36);
    pub const CMP_ID: (usize, usize) = (78, 12);
    pub const CMP_VERSION: (usize, usize) = (90, 12);
    pub const CONSENT_SCREEN: (usize, usize) = (102, 6);
    pub const CONSENT_LANGUAGE: usize = 108;
    pub const VENDOR_LIST_VERSION: (usize, usize) = (120, 12);
    pub const POLICY_VERSION: (usize, usize) = (132, 6);
    pub const IS_SERVICE_SPECIFIC: usize = 138;
    pub const USE_NON_STANDARD_TEXTS: usize = 139;
    pub const SPECIAL_FEATURE_OPT_INS: (usize, usize) = (140, 12);
    pub const PURPOSES_CONSENT: (usize, usize) = (152, 24);
    pub const PURPOSES_LI: (usize, usize) = (176, 24);
    pub const PURPOSE_ONE_TREATMENT: usize = 200;
    pub const PUBLISHER_COUNTRY: usize = 201;
    pub const VENDORS: usize = 213;
}

/// Bits of a segment's type.
const TYPE_WIDTH: usize = 3;
/// Tenths of seconds since the epoch at 2023-10-01T00:00:00Z: strings created from then on need a policy version of 4.
const POLICY_4_FROM: u64 = 16_961_184_000;
/// The same at 2026-03-01T00:00:00Z: strings created from then on need the segment of the disclosed vendors.
const DISCLOSURE_FROM: u64 = 17_723_232_000;
/// Strings of this policy version and later ones are those of one service.
const POLICY_SERVICE_SPECIFIC: u64 = 4;

/// A TC string that was read as far as it can be read: every vendor list lies within it.
#[derive(Debug, Clone, Copy)]
pub(super) struct TcString<'a> {
    pub(super) core: Bits<'a>,
    pub(super) vendors_consent: Vendors<'a>,
    pub(super) vendors_li: Vendors<'a>,
    /// Where the publisher's restrictions begin in the core.
    restrictions: usize,
    pub(super) disclosed: Option<Vendors<'a>>,
    pub(super) allowed: Option<Vendors<'a>>,
    pub(super) publisher: Option<Publisher<'a>>,
}

impl<'a> TcString<'a> {
    /// `None`: it is no TC string of version 2, or not a whole one. The time that this takes is in proportion to the text's
    /// length, whatever it says, and it takes no memory.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let mut segments = [None; 4];
        for segment in text.split('.') {
            let bits = Bits::new(segment)?;
            // The core has no type, but a version smaller than 8. Types from 4 on are not defined yet.
            let place = segments.get_mut(bits.int(0, 3)? as usize);
            if place.is_some_and(|place| place.replace(bits).is_some()) {
                return None;
            }
        }
        let [Some(core), disclosed, allowed, publisher] = segments else { return None };
        if core.int(field::VERSION.0, field::VERSION.1)? != 2 {
            return None;
        }
        let list = |segment: Option<Bits<'a>>| match segment {
            Some(bits) => Vendors::read(bits, TYPE_WIDTH).map(|(vendors, _)| Some(vendors)),
            None => Some(None),
        };
        let (vendors_consent, end) = Vendors::read(core, field::VENDORS)?;
        let (vendors_li, restrictions) = Vendors::read(core, end)?;
        let (disclosed, allowed) = (list(disclosed)?, list(allowed)?);
        let publisher = match publisher {
            Some(bits) => Some(Publisher::read(bits)?),
            None => None,
        };
        let read = Self { core, vendors_consent, vendors_li, restrictions, disclosed, allowed, publisher };
        read.each_restriction(|_| ())?;
        Some(read)
    }

    /// A whole number of the core.
    pub(super) fn int(&self, (at, width): (usize, usize)) -> u64 {
        self.core.int(at, width).unwrap_or_default()
    }

    /// Shows the publisher's restrictions to `visit`; `None`: they are not whole.
    pub(super) fn each_restriction(&self, mut visit: impl FnMut(&Restriction<'a>)) -> Option<()> {
        let mut at = self.restrictions + 12;
        for _ in 0..self.core.int(self.restrictions, 12)? {
            let (purpose, kind) = (self.core.int(at, 6)? as u8, self.core.int(at + 6, 2)? as u8);
            let (vendors, end) = Vendors::ranges(self.core, at + 8, u16::MAX)?;
            visit(&Restriction { purpose, kind, vendors });
            at = end;
        }
        Some(())
    }

    /// Whether the vendor may process data for these purposes on the basis of consent, and if not, why.
    pub(super) fn allows(&self, vendor: i64, purposes: &[i32]) -> Reason {
        let (created, policy) = (self.int(field::CREATED), self.int(field::POLICY_VERSION));
        if created >= POLICY_4_FROM && policy < 4 {
            return Reason::PolicyVersion;
        }
        if policy >= POLICY_SERVICE_SPECIFIC && self.core.bit(field::IS_SERVICE_SPECIFIC) != Some(true) {
            return Reason::GlobalScope;
        }
        if purposes.is_empty() {
            return Reason::NoPurpose;
        }
        let consented = self.int(field::PURPOSES_CONSENT) as u32;
        // Purpose 1 is the first of the 24 bits.
        let has = |purpose: i32| matches!(purpose, 1..=24) && consented >> (24 - purpose) & 1 == 1;
        if let Some(missing) = purposes.iter().find(|purpose| !has(**purpose)) {
            return Reason::Purpose(*missing);
        }
        let Ok(vendor) = u16::try_from(vendor) else { return Reason::Vendor };
        let disclosed = match self.disclosed {
            Some(disclosed) => disclosed.contains(vendor),
            None => created < DISCLOSURE_FROM,
        };
        if !disclosed || !self.vendors_consent.contains(vendor) {
            return Reason::Vendor;
        }
        let mut restricted = false;
        self.each_restriction(|restriction| {
            restricted |= restriction.kind != REQUIRE_CONSENT
                && purposes.contains(&i32::from(restriction.purpose))
                && restriction.vendors.contains(vendor);
        });
        if restricted { Reason::Restricted } else { Reason::Ok }
    }
}

/// The one restriction that consent meets. The others are: not allowed (0), require legitimate interest (2), undefined (3).
const REQUIRE_CONSENT: u8 = 1;

/// What a publisher does not allow vendors.
#[derive(Debug, Clone, Copy)]
pub(super) struct Restriction<'a> {
    pub(super) purpose: u8,
    pub(super) kind: u8,
    pub(super) vendors: Vendors<'a>,
}

/// The segment of the publisher's own purposes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Publisher<'a> {
    bits: Bits<'a>,
    /// How many purposes are not those of the framework.
    custom: usize,
}

impl<'a> Publisher<'a> {
    const CUSTOM: usize = TYPE_WIDTH + 24 + 24 + 6;

    fn read(bits: Bits<'a>) -> Option<Self> {
        let custom = bits.int(Self::CUSTOM - 6, 6)? as usize;
        (Self::CUSTOM + 2 * custom <= bits.len()).then_some(Self { bits, custom })
    }

    /// Purposes by consent and by legitimate interest, then the publisher's custom ones by the two.
    pub(super) fn lists(self) -> [Option<Vec<i32>>; 4] {
        let (bits, custom) = (self.bits, self.custom);
        let of_framework = [TYPE_WIDTH, TYPE_WIDTH + 24].map(|at| bits.set(at, 24));
        let of_publisher = [Self::CUSTOM, Self::CUSTOM + custom].map(|at| bits.set(at, custom));
        let ([consent, li], [custom_consent, custom_li]) = (of_framework, of_publisher);
        [consent, li, custom_consent, custom_li]
    }
}

/// A list of vendors, as it stands in a segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vendors<'a> {
    bits: Bits<'a>,
    at: usize,
    /// How many ranges there are, in any order. Without ranges there is a bit for each vendor up to the last one.
    ranges: Option<u16>,
    last: u16,
}

impl<'a> Vendors<'a> {
    /// The list there, and where it ends; `None`: it is not whole, or names vendors beyond its own last one.
    fn read(bits: Bits<'a>, at: usize) -> Option<(Self, usize)> {
        let last = bits.int(at, 16)? as u16;
        if bits.bit(at + 16)? {
            return Self::ranges(bits, at + 17, last);
        }
        let at = at + 17;
        let end = at + usize::from(last);
        (end <= bits.len()).then_some((Self { bits, at, ranges: None, last }, end))
    }

    fn ranges(bits: Bits<'a>, at: usize, last: u16) -> Option<(Self, usize)> {
        let count = bits.int(at, 12)? as u16;
        let at = at + 12;
        let mut end = at;
        for _ in 0..count {
            let (from, to, next) = range(bits, end)?;
            if from == 0 || from > to || to > last {
                return None;
            }
            end = next;
        }
        Some((Self { bits, at, ranges: Some(count), last }, end))
    }

    pub(super) fn contains(self, vendor: u16) -> bool {
        match self.ranges {
            Some(_) => self.each_range().any(|(from, to)| (from..=to).contains(&vendor)),
            None => (1..=self.last).contains(&vendor) && self.has_bit(vendor),
        }
    }

    /// The vendors in rising order; `None`: more than `max`.
    pub(super) fn ids(self, max: usize) -> Option<Vec<i32>> {
        if self.ranges.is_none() {
            let ids: Vec<_> = (1..=self.last).filter(|id| self.has_bit(*id)).map(i32::from).take(max + 1).collect();
            return (ids.len() <= max).then_some(ids);
        }
        let mut ranges: Vec<_> = self.each_range().collect();
        ranges.sort_unstable();
        let (mut ids, mut behind) = (vec![], 0);
        for (from, to) in ranges {
            let new = from.max(behind)..=to;
            if ids.len() + new.clone().count() > max {
                return None;
            }
            ids.extend(new.map(i32::from));
            behind = behind.max(to.saturating_add(1));
        }
        Some(ids)
    }

    /// The ranges, if it is given in ranges, both ends within them.
    pub(super) fn each_range(self) -> impl Iterator<Item = (u16, u16)> {
        let mut at = self.at;
        (0..self.ranges.unwrap_or_default()).map_while(move |_| {
            let (from, to, next) = range(self.bits, at)?;
            at = next;
            Some((from, to))
        })
    }

    fn has_bit(self, vendor: u16) -> bool {
        self.bits.bit(self.at + usize::from(vendor) - 1) == Some(true)
    }
}

/// The range there, and where it ends.
fn range(bits: Bits<'_>, at: usize) -> Option<(u16, u16, usize)> {
    // A bit that says whether there are two ends, and the first.
    let first = bits.int(at, 17)?;
    let from = first as u16;
    if first >> 16 == 0 {
        return Some((from, from, at + 17));
    }
    Some((from, bits.int(at + 17, 16)? as u16, at + 33))
}
