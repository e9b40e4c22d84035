//! Consent strings that the IAB's own libraries built (`vectors.json`, made by `scripts/consent-vectors`), the rules one by one,
//! and strings that nobody should have built.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value as Json;

use super::gate::tc_string_allows;
use super::gpp::{Gpp, OptOuts, US};
use super::*;
use crate::functions::output::{Record, Value};

mod gate;
mod mutated;
mod strings;
mod vectors;
