//! The string of the Global Privacy Platform: which sections it has, and what those of the United States say.

use std::ops::RangeInclusive;

use super::bits::Bits;

/// The id of the section that is a TC string.
pub(super) const TCF_EU: u16 = 2;
/// The id of the section that is a US Privacy string.
pub(super) const USP: u16 = 6;
/// The ids of the sections of the United States: national, and the states.
pub(super) const US: RangeInclusive<u16> = 7..=27;

/// A GPP string whose header fits its sections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gpp<'a> {
    header: Bits<'a>,
    sections: Option<&'a str>,
}

impl<'a> Gpp<'a> {
    /// `None`: it is no GPP string of version 1, or its header names other sections than there are, or one is empty.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let (header, sections) = text.split_once('~').map_or((text, None), |(header, rest)| (header, Some(rest)));
        let gpp = Self { header: Bits::new(header)?, sections };
        if gpp.header.int(0, 6)? != 3 || gpp.header.int(6, 6)? != 1 || gpp.parts().any(str::is_empty) {
            return None;
        }
        // A few bits can name more sections than memory holds.
        let count = gpp.parts().count();
        let named = Ids::new(gpp.header)?.try_fold(0, |named, id| id.filter(|_| named < count).map(|_| named + 1))?;
        (named == count).then_some(gpp)
    }

    /// The sections with their ids, in rising order.
    pub(super) fn sections(self) -> impl Iterator<Item = (u16, &'a str)> {
        Ids::new(self.header).into_iter().flatten().flatten().zip(self.parts())
    }

    /// The section with that id.
    pub(super) fn section(self, id: u16) -> Option<&'a str> {
        self.sections().find_map(|(found, section)| (found == id).then_some(section))
    }

    fn parts(self) -> impl Iterator<Item = &'a str> {
        self.sections.into_iter().flat_map(|sections| sections.split('~'))
    }
}

/// The ids of a header: a range in Fibonacci coding. `None` in the place of one that is not whole, and nothing after it.
struct Ids<'a> {
    header: Bits<'a>,
    at: usize,
    /// How many entries are left.
    entries: u64,
    last: u16,
    /// How many ids the group under way still has.
    group: u16,
}

impl<'a> Ids<'a> {
    fn new(header: Bits<'a>) -> Option<Self> {
        Some(Self { header, at: 24, entries: header.int(12, 12)?, last: 0, group: 0 })
    }

    fn entry(&mut self) -> Option<u16> {
        if self.group > 0 {
            self.group -= 1;
            return self.last.checked_add(1);
        }
        let is_group = self.header.bit(self.at)?;
        self.at += 1;
        let first = self.last.checked_add(self.fibonacci()?)?;
        if is_group {
            self.group = self.fibonacci()?;
        }
        Some(first)
    }

    /// A whole number: each bit counts one Fibonacci number, and the second of two ones ends it.
    fn fibonacci(&mut self) -> Option<u16> {
        let (mut sum, mut this, mut next, mut before) = (0_u32, 1_u32, 2_u32, false);
        loop {
            let bit = self.header.bit(self.at)?;
            self.at += 1;
            if bit && before {
                return u16::try_from(sum).ok();
            }
            if bit {
                sum = sum.checked_add(this)?;
            }
            before = bit;
            (this, next) = (next, this.saturating_add(next));
        }
    }
}

impl Iterator for Ids<'_> {
    type Item = Option<u16>;

    fn next(&mut self) -> Option<Option<u16>> {
        if self.group == 0 {
            self.entries = self.entries.checked_sub(1)?;
        }
        let id = self.entry();
        match id {
            Some(id) => self.last = id,
            None => (self.entries, self.group) = (0, 0),
        }
        Some(id)
    }
}

/// What a section of the United States says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OptOuts {
    /// Of sale, of sharing or of targeted advertising.
    pub(super) opted_out: bool,
    pub(super) gpc: bool,
}

/// How the core of a section is laid out.
struct Layout {
    /// The bits that it has at least, by its version: 1 and, where there is one, 2.
    bits: &'static [usize],
    /// Where the opt-outs stand: two bits each.
    opt_outs: &'static [usize],
    /// Whether a subsection says if Global Privacy Control is on.
    gpc: bool,
}

/// The sections from 7 on.
const LAYOUTS: [Layout; 21] = [
    // US national. Version 2 made two lists longer that stand behind the opt-outs, so that it has 70 bits; encoders that still write
    // the lists of version 1 under its number are read by IAB's own library as well.
    layout(&[60, 60], &[18, 20, 22], true),
    layout(&[46], &[12, 14], true),  // California: sale, sharing
    layout(&[40], &[12, 14], false), // Virginia
    layout(&[38], &[12, 14], true),  // Colorado
    layout(&[42], &[14, 16], false), // Utah
    layout(&[44], &[12, 14], true),  // Connecticut
    layout(&[46], &[12, 14], false), // Florida
    layout(&[46], &[12, 14], true),  // Montana
    layout(&[52], &[12, 14], true),  // Oregon
    layout(&[42], &[12, 14], true),  // Texas
    layout(&[52], &[12, 14], true),  // Delaware
    layout(&[42], &[14, 16], true),  // Iowa
    layout(&[42], &[12, 14], true),  // Nebraska
    layout(&[46], &[12, 14], true),  // New Hampshire
    layout(&[54], &[12, 14], true),  // New Jersey
    layout(&[42], &[12, 14], true),  // Tennessee
    layout(&[42], &[12, 14], true),  // Minnesota
    layout(&[22], &[16, 18], true),  // Maryland
    layout(&[24], &[16, 18], false), // Indiana
    layout(&[24], &[16, 18], false), // Kentucky
    layout(&[24], &[16, 18], false), // Rhode Island
];

const fn layout(bits: &'static [usize], opt_outs: &'static [usize], gpc: bool) -> Layout {
    Layout { bits, opt_outs, gpc }
}

/// The first section whose core has no version, but may have a header with one before it.
const WITH_HEADER: u16 = 24;

impl OptOuts {
    /// What the section with that id, one of [`US`], says; `None`: it can't be read.
    pub(super) fn read(id: u16, section: &str) -> Option<Self> {
        let layout = LAYOUTS.get(usize::from(id.checked_sub(*US.start())?))?;
        let mut parts = section.split('.').map(Bits::new);
        let mut core = parts.next()??;
        let mut version = core.int(0, 6)?;
        if id >= WITH_HEADER {
            let has_header = version == u64::from(id);
            version = if has_header { core.int(6, 6)? } else { 1 };
            core = if has_header { parts.next()?? } else { core };
        }
        let bits = *layout.bits.get(usize::try_from(version.checked_sub(1)?).ok()?)?;
        if core.len() < bits {
            return None;
        }
        let mut read = Self { opted_out: false, gpc: false };
        for at in layout.opt_outs {
            match core.int(*at, 2)? {
                0 | 2 => {}
                1 => read.opted_out = true,
                _ => return None,
            }
        }
        for part in parts {
            let part = part?;
            if layout.gpc && part.int(0, 2)? == 1 {
                read.gpc |= part.bit(2)?;
            }
        }
        Some(read)
    }
}

/// Whether a US Privacy string says that the person opted out of sale; `None`: it is none.
pub(super) fn usp_opted_out(text: &str) -> Option<bool> {
    match text.as_bytes() {
        [b'1', b'-', b'-', b'-'] => Some(false),
        [b'1', b'Y' | b'N' | b'-', sale @ (b'Y' | b'N'), b'Y' | b'N' | b'-'] => Some(*sale == b'Y'),
        _ => None,
    }
}
