//! What a run says: a line per cell, and a table for docs/failures.md.

use std::path::Path;
use std::time::Duration;

use crate::cell::{Outcome, Plan};
use crate::faults::Fault;
use crate::job::Protocol;

/// The chosen third of the cells: every fault on both clusters, each time under another protocol; what harms brokers on
/// three only, since one that ends alone may make a cell void.
pub fn in_ci(fault: Fault, protocol: Protocol, brokers: usize) -> bool {
    let tells = brokers > 1 || !fault.is_felt_by_others();
    tells && (fault as usize + protocol as usize + brokers / 2).is_multiple_of(3)
}

#[derive(Default)]
pub struct Table {
    rows: Vec<String>,
    failed: Vec<String>,
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

impl Table {
    /// Takes a cell's outcome in, and prints its line. `given_up`: how many markers of transactions the brokers have given up
    /// meanwhile. Returns whether it is good.
    pub fn add(&mut self, plan: &Plan, outcome: Result<Outcome, String>, given_up: usize, directory: &Path) -> bool {
        let bad = if given_up > 0 { "void" } else { "failed" };
        match outcome {
            Ok(outcome) => {
                let Outcome { events, faults, recoveries, aborts, pause, peak_kib, took, verdict } = &outcome;
                let good = verdict.holds();
                let judged = if good { "ok".to_owned() } else { format!("{}: {verdict}", bad.to_uppercase()) };
                let (lost, doubled, peak, pause) = (verdict.lost, verdict.doubled, peak_kib / 1024, seconds(*pause));
                println!(
                    "{plan}: {events} events, {faults} faults, {recoveries} recoveries, {aborts} aborts, {lost} lost, \
                     {doubled} doubled, longest pause {pause}, memory peak {peak} MiB, took {}: {judged}",
                    seconds(*took)
                );
                let word = if good { "ok" } else { bad };
                let names: Vec<String> = plan.faults.iter().map(|fault| fault.name()).collect();
                let fault = if names.len() == 1 { names[0].clone() } else { "random".into() };
                self.rows.push(format!(
                    "| {fault} | {} | {} | {events} | {faults} | {recoveries} | {lost} | {doubled} | {pause} | {peak} MiB | {word} |",
                    plan.protocol.name(),
                    plan.brokers
                ));
                if !good {
                    self.failure(plan, &verdict.to_string(), given_up, directory);
                }
                good
            }
            Err(why) => {
                println!("{plan}: {}: {why}", bad.to_uppercase());
                let fault = if let [fault] = &plan.faults[..] { fault.name() } else { "random".into() };
                let nothing = "| – ".repeat(7);
                self.rows.push(format!("| {fault} | {} | {} {nothing}| {bad} |", plan.protocol.name(), plan.brokers));
                self.failure(plan, &why, given_up, directory);
                false
            }
        }
    }

    fn failure(&mut self, plan: &Plan, why: &str, given_up: usize, directory: &Path) {
        println!("  seed {}, logs in {}, schedule:", plan.seed, directory.display());
        for line in std::fs::read_to_string(directory.join("schedule")).unwrap_or_default().lines() {
            println!("    {line}");
        }
        if given_up == 0 {
            self.failed.push(format!("{plan}: {why}"));
        } else {
            println!("  void: the brokers gave up markers of transactions {given_up} times (KAFKA-20734)");
        }
    }

    pub fn all_good(&self) -> bool {
        self.failed.is_empty()
    }

    pub fn print(&self) {
        println!(
            "\n| fault | protocol | brokers | events | faults | recoveries | lost | doubled | longest pause | memory peak | verdict |"
        );
        println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for row in &self.rows {
            println!("{row}");
        }
        for failed in &self.failed {
            println!("\nFAILED: {failed}");
        }
    }
}
