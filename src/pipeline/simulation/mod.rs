//! Two or three workers, the broker and everything that can go wrong between them, on one thread and under one seed.
//!
//! ```text
//! seed ─▶ plan: a world and a list of moves ─▶ play ─▶ what the oracle has to say
//!            ▲                                            │ not nothing
//!            └────────────── shorter plan ◀───────────────┘
//! ```
//!
//! What is simulated is the product's own code: [`Worker`](super::worker::Worker) with its machine,
//! [`Desk`](super::commit_stage::Desk) with its transactions, [`Starts`](super::starts::Starts), windows and records, against the
//! memory broker in steps. Only the threads are missing, and the mapper is a small pure one. A *move* (`plan.rs`) lets
//! one of them go one step, or lets something go wrong; moves are plain values, so a run is its list of moves, and
//! leaving some out is again a run. `world.rs` carries moves out, `process.rs` has a worker with its threads, `network.rs`
//! lets calls go wrong (`producer.rs`, `consumer.rs`), `outsiders.rs` has who else uses the broker, `oracle.rs` judges,
//! `shrink.rs` shortens what fails, `planted.rs` shows that it bites.
//!
//! `make simulate` runs it for as long as you like; `docs/simulation.md` says how to read what it prints.

mod command;
mod consumer;
mod mapping;
mod network;
mod oracle;
mod outsiders;
mod plan;
mod planted;
mod process;
mod producer;
mod shrink;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use self::plan::Plan;
use self::world::World;

/// Why a run is no good: what kind of thing is wrong, and what exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Failure {
    kind: &'static str,
    text: String,
}

impl Failure {
    fn new(kind: &'static str, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

/// Plays a plan to its end: its moves, then fair weather until everything is committed. Returns what happened, in
/// words, if `told`.
fn play(plan: &Plan, told: bool) -> (Result<(), Failure>, Vec<String>) {
    let mut world = World::new(&plan.setting, told);
    let result = catch_unwind(AssertUnwindSafe(|| {
        for step in &plan.moves {
            world.carry_out(step)?;
        }
        world.calm_down()
    }));
    let result = result.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(Failure::new("panic", text.unwrap_or_default()))
    });
    (result, world.into_story())
}

/// Runs one seed.
fn run(seed: u64) -> Result<(), Failure> {
    play(&Plan::of(seed), false).0
}

/// What to print of a seed that fails: the seed, what is wrong, and the shortest way there that was found.
fn explain(seed: u64) -> String {
    let plan = Plan::of(seed);
    let (Err(failure), _) = play(&plan, false) else { return format!("seed {seed} does not fail") };
    let short = shrink::shrink(plan, failure.kind);
    let (result, story) = play(&short, true);
    let failure = result.err().unwrap_or(failure);
    format!(
        "seed {seed}: {}: {}\n{:?}\nthe shortest schedule found that fails this way ({} moves):\n{}",
        failure.kind,
        failure.text,
        short.setting,
        short.moves.len(),
        story.join("\n")
    )
}
