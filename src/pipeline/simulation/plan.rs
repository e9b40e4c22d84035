//! What happens in a run: a list of moves that follows from the seed, and nothing else.

use std::time::Duration;

use super::network::{CallFault, ReadFaults};
use crate::job::Start;

/// SplitMix64: small, fast, and good enough to choose moves.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// What is fixed for a run.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) workers: usize,
    pub(super) partitions: i32,
    pub(super) window_events: usize,
    pub(super) start: Start,
    /// Whether what was read past the last events has to be committed in the end.
    pub(super) quiet: bool,
}

/// What is written to the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feed {
    /// An event that becomes a row.
    Event,
    /// An event that cannot be decoded.
    Bad,
    /// An event whose row cannot be produced.
    BadRow,
    /// No value.
    Tombstone,
    /// Two events in a transaction: its end leaves a gap.
    Committed,
    /// Two events that nobody may see.
    Aborted,
}

/// What goes wrong, one after the other: how many of the calls that it can happen to go well before.
pub(super) type Faults = [Option<(usize, CallFault)>; 2];

/// What does not move while everything else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frozen {
    /// A whole worker: a debugger, a host that is asleep, SIGSTOP.
    Worker(usize),
    /// Its commit thread: a call that hangs. The poll thread goes on, and with it its membership.
    CommitThread(usize),
}

/// What a stranger commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// So many events of the first partition that is asked about.
    Events(usize),
    /// What the window in question has of one of its partitions: this one, modulo how many it has.
    OfWindow(usize),
}

/// A move about a worker.
type Mishap = fn(usize, &mut Random) -> Move;

/// One thing that happens. Numbers choose among what there is, modulo how much there is; where there is nothing to
/// choose from nothing happens.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Move {
    /// A poll thread goes round once and takes at most so many messages.
    Turn { worker: usize, max: usize, faults: ReadFaults },
    /// A map thread maps a window.
    Map { worker: usize },
    /// A commit thread makes a call: the current one, or one that was left behind.
    Commit { worker: usize, thread: usize, faults: Faults },
    /// A worker does everything up to and with so many calls of its commit thread; one of them may go wrong.
    Work { worker: usize, calls: usize, faults: Faults },
    /// Somebody asks where partitions start.
    Ask { worker: usize, question: usize, faults: Faults },
    /// A thread's report reaches its poll thread.
    Deliver { worker: usize, report: usize },
    /// The broker, or a client's background thread, does what it has to do.
    Broker { step: usize },
    /// Late requests arrive, and have their consequences.
    Late,
    /// Somebody else commits events in the group's name, right before a worker that does not know how its commit ended
    /// asks what is committed.
    Stranger { worker: usize, share: Share },
    /// The source gets something to read.
    Feed { partition: usize, what: Feed },
    /// Retention removes what is committed.
    Trim { partition: usize },
    /// Time passes, for everybody.
    Time(Duration),
    /// Everybody (but one) does what there is to do, again and again; calls may go wrong, and reading all the time.
    /// Requests that are late stay so.
    Rounds { count: usize, every: Duration, without: Option<Frozen>, faults: Faults, read: ReadFaults },
    /// kill -9.
    Crash { worker: usize },
    /// A worker that is gone comes back, with its transactional id or another.
    Restart { worker: usize, same_id: bool },
    /// SIGTERM.
    Shutdown { worker: usize },
    /// The group's generation moves without an event.
    NewGeneration,
    /// The source gets another partition.
    Grow,
}

/// A run.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) setting: Setting,
    pub(super) moves: Vec<Move>,
}

/// How often each kind of mishap comes in this run, in a thousand moves: some runs have only some kinds, so that the
/// others get room to show what they do.
struct Weather {
    call: usize,
    read: usize,
    crash: usize,
    shutdown: usize,
    generation: usize,
    grow: usize,
    freeze: usize,
    jump: usize,
    trim: usize,
    watch: usize,
}

const CALL_FAULTS: [CallFault; 8] = [
    CallFault::Lost,
    CallFault::AnswerLost,
    CallFault::Late,
    CallFault::Stray,
    CallFault::Refused,
    CallFault::DoneButRefused,
    CallFault::QueueFull,
    CallFault::Undelivered,
];

const FEEDS: [Feed; 10] = [
    Feed::Event,
    Feed::Event,
    Feed::Event,
    Feed::Event,
    Feed::Event,
    Feed::Bad,
    Feed::BadRow,
    Feed::Tombstone,
    Feed::Committed,
    Feed::Aborted,
];

/// Moves of a run, but for how it begins.
const MOVES: usize = 100;

impl Plan {
    /// The run of a seed.
    pub(super) fn of(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let setting = Setting {
            workers: 2 + random.below(2),
            partitions: 1 + random.below(3) as i32,
            window_events: 2 + random.below(4),
            start: if random.one_in(4) { Start::Latest } else { Start::Earliest },
            quiet: random.one_in(8),
        };
        let mut moves = Vec::with_capacity(MOVES + 20);
        for _ in 0..random.below(8) {
            moves.push(feed(&mut random));
        }
        let begin = 4 + random.below(8);
        moves.push(rounds(begin, 30));
        let weather = Weather::of(&mut random);
        while moves.len() < MOVES {
            if random.below(1000) < weather.watch {
                weather.watched(&mut random, &mut moves);
            } else {
                let next = weather.next(&mut random);
                moves.push(next);
            }
        }
        Self { setting, moves }
    }
}

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn feed(random: &mut Random) -> Move {
    Move::Feed { partition: random.below(4), what: random.of(&FEEDS) }
}

/// Everybody does what there is to do, and nothing goes wrong.
fn rounds(count: usize, every: u64) -> Move {
    let (faults, read) = ([None; 2], ReadFaults::default());
    Move::Rounds { count, every: millis(every), without: None, faults, read }
}

/// Something that goes wrong with one of so many calls (so often in a thousand), and perhaps with one soon after it.
fn call_faults(often: usize, random: &mut Random, among: usize) -> Faults {
    let mut one = |often, among| (random.below(1000) < often).then(|| (random.below(among), random.of(&CALL_FAULTS)));
    let first = one(often, among);
    [first, first.and_then(|_| one(400, 2))]
}

fn share(random: &mut Random) -> Share {
    if random.one_in(2) { Share::Events(1 + random.below(3)) } else { Share::OfWindow(random.below(3)) }
}

impl Weather {
    fn of(random: &mut Random) -> Self {
        let mut some = |most: usize| if random.one_in(2) { random.below(most) + 1 } else { 0 };
        Self {
            call: some(200),
            read: some(100),
            crash: some(25),
            shutdown: some(15),
            generation: some(25),
            grow: some(8),
            freeze: some(50),
            jump: some(25),
            trim: some(10),
            watch: some(100),
        }
    }

    fn next(&self, random: &mut Random) -> Move {
        let worker = random.below(3);
        let mut dice = random.below(1000);
        let mishaps: [(usize, Mishap); 7] = [
            (self.crash, |worker, _| Move::Crash { worker }),
            (self.shutdown, |worker, _| Move::Shutdown { worker }),
            (self.generation, |_, _| Move::NewGeneration),
            (self.grow, |_, _| Move::Grow),
            (self.trim, |_, random| Move::Trim { partition: random.below(4) }),
            (self.jump, |_, random| Move::Time(millis(random.of(&[1_500, 5_000, 11_000, 16_000, 21_000, 61_000])))),
            (self.freeze, |worker, random| {
                let (count, every) = (3 + random.below(12), millis(random.of(&[30, 300, 1_000, 1_500, 2_500])));
                let frozen = random.of(&[Frozen::Worker(worker), Frozen::CommitThread(worker)]);
                Move::Rounds { count, every, without: Some(frozen), faults: [None; 2], read: ReadFaults::default() }
            }),
        ];
        for (share, mishap) in mishaps {
            if dice < share {
                return mishap(worker, random);
            }
            dice -= share;
        }
        let thread = if random.one_in(6) { random.below(3) } else { 0 };
        match random.below(100) {
            0..20 => Move::Turn { worker, max: random.of(&[0, 1, 2, 10, 10]), faults: self.read_faults(random) },
            20..28 => Move::Map { worker },
            28..42 => Move::Commit { worker, thread, faults: self.call_faults(random, 1) },
            42..53 => Move::Work { worker, calls: random.below(8), faults: self.call_faults(random, 3) },
            53..55 => Move::Ask { worker, question: random.below(3), faults: self.call_faults(random, 1) },
            55..70 => Move::Deliver { worker, report: random.below(3) },
            70..73 => Move::Late,
            73..75 => Move::Stranger { worker, share: share(random) },
            75..84 => Move::Broker { step: if random.one_in(2) { 0 } else { random.below(8) } },
            84..90 => feed(random),
            90..94 => Move::Time(millis(random.of(&[1, 20, 50, 100, 100, 200, 500]))),
            94..96 => Move::Restart { worker, same_id: random.one_in(2) },
            _ => {
                let every = millis(random.of(&[1, 20, 50, 110, 600]));
                let (faults, read) = (self.call_faults(random, 8), self.read_faults(random));
                Move::Rounds { count: 1 + random.below(3), every, without: None, faults, read }
            }
        }
    }

    /// Looks at one worker closely: windows are committed one after the other, each with a break somewhere in its commit,
    /// and calls go wrong often. What is left of a commit that went wrong shows only if the next one meets it.
    fn watched(&self, random: &mut Random, moves: &mut Vec<Move>) {
        let worker = random.below(3);
        for _ in 0..2 + random.below(3) {
            (0..1 + random.below(3)).for_each(|_| moves.push(feed(random)));
            moves.push(Move::Turn { worker, max: 10, faults: ReadFaults::default() });
            moves.push(Move::Time(millis(110)));
            moves.push(Move::Work { worker, calls: random.below(8), faults: call_faults(500, random, 3) });
            match random.below(12) {
                0..4 => moves.push(Move::Late),
                // Where a new producer is made it may be ready after one call, or after the old transaction's markers.
                4..7 => {
                    let one = Move::Work { worker, calls: 1, faults: [None; 2] };
                    let stranger = Move::Stranger { worker, share: share(random) };
                    moves.extend([one.clone(), stranger.clone(), Move::Late, one, stranger]);
                }
                7 => moves.push(Move::Time(millis(random.of(&[30, 110, 1_100])))),
                8 if self.generation > 0 => moves.push(Move::NewGeneration),
                9 if self.crash > 0 => moves.push(Move::Crash { worker }),
                _ => {}
            }
            moves.push(Move::Work { worker, calls: 8, faults: call_faults(500, random, 3) });
        }
    }

    fn call_faults(&self, random: &mut Random, among: usize) -> Faults {
        call_faults(self.call * 2, random, among)
    }

    fn read_faults(&self, random: &mut Random) -> ReadFaults {
        let mut falls = || random.below(1000) < self.read;
        let (seek_fails, stale, not_a_member, out_of_range) = (falls(), falls(), falls(), falls());
        ReadFaults { seek_fails: seek_fails.then(|| random.below(4)), stale, not_a_member, out_of_range }
    }
}
