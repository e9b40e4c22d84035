//! Why something is allowed, or not.

use std::fmt;

/// Why something is allowed, or not. Shown as `consent_reason` gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// It is allowed.
    Ok,
    /// No framework says anything, or one that applies has no string.
    NoString,
    /// A string that counts can't be read.
    Malformed,
    /// A section of the GPP string applies whose meaning is not known here.
    UnknownSection,
    /// The TC string was created under a policy that had ended.
    PolicyVersion,
    /// The TC string is not one of a service.
    GlobalScope,
    /// Nothing was asked for.
    NoPurpose,
    /// No consent to this purpose.
    Purpose(i32),
    /// No consent to the vendor, or it was not disclosed.
    Vendor,
    /// The publisher does not allow the vendor to rely on consent for one of the purposes.
    Restricted,
    /// Global Privacy Control.
    Gpc,
    /// Opted out of sale, of sharing or of targeted advertising.
    UsOptOut,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ok => "ok",
            Self::NoString => "no_string",
            Self::Malformed => "malformed",
            Self::UnknownSection => "unknown_section",
            Self::PolicyVersion => "policy_version",
            Self::GlobalScope => "global_scope",
            Self::NoPurpose => "no_purpose",
            Self::Purpose(purpose) => return write!(f, "purpose_{purpose}"),
            Self::Vendor => "vendor",
            Self::Restricted => "restricted",
            Self::Gpc => "gpc",
            Self::UsOptOut => "us_opt_out",
        })
    }
}
