//! Makes a plan that fails shorter, as long as it fails the same way.

use super::{Plan, play};

/// Leaves moves out, in ever smaller pieces, until none can be left out any more.
pub(super) fn shrink(mut plan: Plan, kind: &str) -> Plan {
    let fails = |plan: &Plan| play(plan, false).0.is_err_and(|failure| failure.kind == kind);
    let mut piece = plan.moves.len().div_ceil(2);
    while piece > 0 {
        let mut left_out = false;
        let mut at = 0;
        while at < plan.moves.len() {
            let mut shorter = plan.clone();
            shorter.moves.drain(at..(at + piece).min(plan.moves.len()));
            if fails(&shorter) {
                plan = shorter;
                left_out = true;
            } else {
                at += piece;
            }
        }
        if piece > 1 || !left_out {
            piece /= 2;
        }
    }
    plan
}
