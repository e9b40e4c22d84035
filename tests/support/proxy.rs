//! A TCP proxy between Kafka's clients and its brokers that understands their requests: it loses, delays and changes
//! single requests and responses by their API key, and cuts, slows or silences whole brokers.
//!
//! ```ignore
//! let proxy = Proxy::new(&kafka.bootstrap);                     // one port for each broker named there
//! let job = Case::through("name", &proxy.bootstrap());
//! proxy.once(END_TXN, Fault::LoseResponse);                     // the next EndTxn is applied, and nobody hears of it
//! eventually("it took place", || proxy.faults() == 1);
//! ```
//!
//! Brokers tell clients where they are; the proxy puts its own ports in place of theirs into those answers. So the
//! brokers must be at 127.0.0.1, and every one of them must stand in the bootstrap list.

use std::collections::HashMap;
use std::io::{Read, Result, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub const PRODUCE: i16 = 0;
pub const FETCH: i16 = 1;
pub const METADATA: i16 = 3;
pub const OFFSET_FETCH: i16 = 9;
pub const FIND_COORDINATOR: i16 = 10;
pub const JOIN_GROUP: i16 = 11;
pub const HEARTBEAT: i16 = 12;
pub const INIT_PRODUCER_ID: i16 = 22;
pub const ADD_PARTITIONS_TO_TXN: i16 = 24;
pub const ADD_OFFSETS_TO_TXN: i16 = 25;
pub const END_TXN: i16 = 26;
pub const TXN_OFFSET_COMMIT: i16 = 28;
const DESCRIBE_CLUSTER: i16 = 60;
pub const CONSUMER_GROUP_HEARTBEAT: i16 = 68;

/// How often something that waits looks again.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// What is written at once while the rate is limited.
const PIECE: usize = 16 << 10;

/// What becomes of one request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// The broker never sees it, and the client hears nothing.
    DropRequest,
    /// The broker never sees it, and the connection is cut.
    CutBefore,
    /// The broker does as it is asked, and the client hears nothing.
    LoseResponse,
    /// The broker does as it is asked, and the connection is cut in place of the response.
    CutAfter,
    /// It stays here until [`Proxy::deliver`], whatever has become of the connection. With `cut`, that ends at once.
    KeepRequest { cut: bool },
    /// It reaches the broker that much later, whatever has become of the connection. With `cut`, that ends at once.
    DelayRequest { by: Duration, cut: bool },
    /// The response, and all that follow it on the connection, come that much later.
    DelayResponse(Duration),
    /// The broker does as it is asked, and the client reads this error code in its response. For EndTxn,
    /// AddOffsetsToTxn, InitProducerId and TxnOffsetCommit (where every partition gets it).
    Error(i16),
    /// It waits, and all that follow it on the connection, until [`Proxy::open_gates`].
    Gate,
}

/// A request on its way to a broker.
#[derive(Debug, Clone)]
pub struct Request {
    pub broker: usize,
    pub api: i16,
    pub version: i16,
    correlation: i32,
    /// With its size in front, as it is sent.
    frame: Vec<u8>,
}

impl Request {
    fn new(broker: usize, frame: Vec<u8>) -> Option<Self> {
        let two = |at: usize| Some(i16::from_be_bytes(frame.get(at..at + 2)?.try_into().ok()?));
        let correlation = i32::from_be_bytes(frame.get(8..12)?.try_into().ok()?);
        Some(Self { broker, api: two(4)?, version: two(6)?, correlation, frame })
    }

    /// Whether these bytes stand somewhere in it: a topic, a group, a transactional id.
    pub fn mentions(&self, text: &str) -> bool {
        self.frame.windows(text.len()).any(|window| window == text.as_bytes())
    }
}

type Matches = Box<dyn Fn(&Request) -> bool + Send>;

struct Rule {
    api: i16,
    matches: Matches,
    /// How many more requests it is for.
    left: usize,
    fault: Fault,
}

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    seen: HashMap<i16, usize>,
    faults: usize,
    kept: Vec<Request>,
    silent: Vec<bool>,
    /// Counts [`Proxy::open_gates`].
    gates_opened: usize,
    bytes_per_second: Option<f64>,
    /// When the line is free again.
    free_at: Option<Instant>,
    sockets: Vec<TcpStream>,
}

struct Shared {
    state: Mutex<State>,
    /// Real port and ours, of each broker.
    ports: Vec<(u16, u16)>,
    closed: AtomicBool,
}

/// See the module's documentation. Ends with all its connections when dropped.
pub struct Proxy {
    shared: Arc<Shared>,
}

impl Proxy {
    /// In front of these brokers.
    pub fn new(bootstrap: &str) -> Self {
        let real = bootstrap.split(',').map(|server| {
            let port = server.strip_prefix("127.0.0.1:").expect("brokers at 127.0.0.1");
            port.parse::<u16>().expect("a port")
        });
        let listeners: Vec<_> =
            real.map(|real| (real, TcpListener::bind("127.0.0.1:0").expect("a free port"))).collect();
        let ours = |listener: &TcpListener| listener.local_addr().expect("an address").port();
        let ports = listeners.iter().map(|(real, listener)| (*real, ours(listener))).collect::<Vec<_>>();
        let state = State { silent: vec![false; ports.len()], ..State::default() };
        let shared = Arc::new(Shared { state: Mutex::new(state), ports, closed: AtomicBool::new(false) });
        for (broker, (_, listener)) in listeners.into_iter().enumerate() {
            let shared = shared.clone();
            std::thread::spawn(move || shared.accept(broker, &listener));
        }
        Self { shared }
    }

    /// What clients are to be given.
    pub fn bootstrap(&self) -> String {
        let servers: Vec<_> = self.shared.ports.iter().map(|(_, ours)| format!("127.0.0.1:{ours}")).collect();
        servers.join(",")
    }

    /// For the next request of this API.
    pub fn once(&self, api: i16, fault: Fault) {
        self.rule(api, 1, fault, |_| true);
    }

    /// For every request of this API, until [`Proxy::heal`].
    pub fn always(&self, api: i16, fault: Fault) {
        self.rule(api, usize::MAX, fault, |_| true);
    }

    /// For the next `times` requests of this API that match. The first rule that matches counts.
    pub fn rule(&self, api: i16, times: usize, fault: Fault, matches: impl Fn(&Request) -> bool + Send + 'static) {
        self.shared.state().rules.push(Rule { api, matches: Box::new(matches), left: times, fault });
    }

    /// No more rules, no silence, no limit of the rate; gates open. What was kept stays.
    pub fn heal(&self) {
        let mut state = self.shared.state();
        state.rules.clear();
        state.silent.fill(false);
        state.bytes_per_second = None;
        state.gates_opened += 1;
    }

    /// Lets the requests that wait at a gate pass.
    pub fn open_gates(&self) {
        self.shared.state().gates_opened += 1;
    }

    /// How many requests of this API have come.
    pub fn seen(&self, api: i16) -> usize {
        self.shared.state().seen.get(&api).copied().unwrap_or(0)
    }

    /// How many faults have taken place.
    pub fn faults(&self) -> usize {
        self.shared.state().faults
    }

    /// How many requests are kept.
    pub fn kept(&self) -> usize {
        self.shared.state().kept.len()
    }

    /// Sends the requests that were kept to their brokers, and waits for the responses, which it throws away.
    pub fn deliver(&self) {
        let kept = std::mem::take(&mut self.shared.state().kept);
        for request in kept {
            self.shared.ask(&request).expect("a broker answers");
        }
    }

    /// Nothing passes, in either direction, from and to this broker (counted from 0), as if packets were lost;
    /// connections stay.
    pub fn silence(&self, broker: usize, silent: bool) {
        self.shared.state().silent[broker] = silent;
    }

    /// The same for all brokers.
    pub fn silence_all(&self, silent: bool) {
        self.shared.state().silent.fill(silent);
    }

    /// Limits what passes, both directions of all connections together.
    pub fn bytes_per_second(&self, limit: Option<u32>) {
        self.shared.state().bytes_per_second = limit.map(f64::from);
    }

    /// Cuts every connection that there is now.
    pub fn cut(&self) {
        for socket in self.shared.state().sockets.drain(..) {
            let _ = socket.shutdown(Shutdown::Both); // it may be gone already
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        self.cut();
        for (_, ours) in &self.shared.ports {
            let _ = TcpStream::connect(("127.0.0.1", *ours)); // wakes the thread that accepts
        }
    }
}

/// What a response still has before it.
struct Awaited {
    api: i16,
    version: i16,
    fault: Option<Fault>,
}

/// A client's connection with ours to the broker.
#[derive(Clone)]
struct Link {
    client: Arc<Mutex<TcpStream>>,
    server: Arc<Mutex<TcpStream>>,
    awaited: Arc<Mutex<HashMap<i32, Awaited>>>,
}

impl Link {
    fn cut(&self) {
        for socket in [&self.client, &self.server] {
            let _ = lock(socket).shutdown(Shutdown::Both);
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    fn accept(self: Arc<Self>, broker: usize, listener: &TcpListener) {
        while let Ok((client, _)) = listener.accept() {
            if self.is_closed() {
                return;
            }
            // A broker that is down refuses, and the client sees its connection end.
            if let Ok(server) = self.connect(broker) {
                let _ = self.clone().join(broker, client, server);
            }
        }
    }

    fn connect(&self, broker: usize) -> Result<TcpStream> {
        TcpStream::connect(("127.0.0.1", self.ports[broker].0))
    }

    fn join(self: Arc<Self>, broker: usize, client: TcpStream, server: TcpStream) -> Result<()> {
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        self.state().sockets.extend([client.try_clone()?, server.try_clone()?]);
        let (mut requests, mut responses) = (client.try_clone()?, server.try_clone()?);
        let link = Link {
            client: Arc::new(Mutex::new(client)),
            server: Arc::new(Mutex::new(server)),
            awaited: Arc::default(),
        };
        let (shared, there) = (self.clone(), link.clone());
        std::thread::spawn(move || {
            while shared.request(broker, &mut requests, &there).is_ok() {}
            there.cut();
        });
        std::thread::spawn(move || {
            while self.response(broker, &mut responses, &link).is_ok() {}
            link.cut();
        });
        Ok(())
    }

    /// Carries one request to the broker, or not. An error ends the connection.
    fn request(self: &Arc<Self>, broker: usize, from: &mut TcpStream, link: &Link) -> Result<()> {
        let request = Request::new(broker, frame(from)?).ok_or(std::io::ErrorKind::InvalidData)?;
        let fault = self.fault_of(&request);
        match fault {
            Some(Fault::DropRequest) => return Ok(()),
            Some(Fault::CutBefore) => return cut(),
            Some(Fault::KeepRequest { cut: and_cut }) => {
                self.state().kept.push(request);
                return if and_cut { cut() } else { Ok(()) };
            }
            Some(Fault::DelayRequest { by, cut: and_cut }) => {
                let (shared, link) = (self.clone(), link.clone());
                std::thread::spawn(move || {
                    std::thread::sleep(by);
                    if let Ok(response) = shared.ask(&request) {
                        let _ = lock(&link.client).write_all(&response); // it may be gone
                    }
                });
                return if and_cut { cut() } else { Ok(()) };
            }
            Some(Fault::Gate) => {
                let opened = self.state().gates_opened;
                while self.state().gates_opened == opened && !self.is_closed() {
                    std::thread::sleep(LOOK_EVERY);
                }
            }
            _ => {}
        }
        let awaited = Awaited { api: request.api, version: request.version, fault };
        lock(&link.awaited).insert(request.correlation, awaited);
        self.pass(broker, &request.frame, &link.server)
    }

    /// Carries one response to the client, or not. An error ends the connection.
    fn response(&self, broker: usize, from: &mut TcpStream, link: &Link) -> Result<()> {
        let mut response = frame(from)?;
        let correlation = response.get(4..8).and_then(|bytes| bytes.try_into().ok()).map(i32::from_be_bytes);
        let awaited = correlation.and_then(|correlation| lock(&link.awaited).remove(&correlation));
        let Awaited { api, version, fault } = awaited.ok_or(std::io::ErrorKind::InvalidData)?;
        match fault {
            Some(Fault::LoseResponse) => return Ok(()),
            Some(Fault::CutAfter) => return cut(),
            Some(Fault::DelayResponse(by)) => std::thread::sleep(by),
            Some(Fault::Error(code)) => {
                put_error(&mut response, api, version, code).ok_or(std::io::ErrorKind::InvalidData)?;
            }
            _ => {}
        }
        if [METADATA, FIND_COORDINATOR, DESCRIBE_CLUSTER].contains(&api) {
            self.put_our_ports(&mut response);
        }
        self.pass(broker, &response, &link.client)
    }

    fn fault_of(&self, request: &Request) -> Option<Fault> {
        let mut state = self.state();
        *state.seen.entry(request.api).or_default() += 1;
        let matches = |rule: &&mut Rule| rule.left > 0 && rule.api == request.api && (rule.matches)(request);
        let rule = state.rules.iter_mut().find(matches)?;
        rule.left -= 1;
        let fault = rule.fault;
        state.faults += 1;
        Some(fault)
    }

    /// Sends a request on a connection of its own: the response.
    fn ask(&self, request: &Request) -> Result<Vec<u8>> {
        let mut server = self.connect(request.broker)?;
        server.set_read_timeout(Some(Duration::from_secs(30)))?;
        server.write_all(&request.frame)?;
        frame(&mut server)
    }

    /// Writes, when the broker may be heard and as fast as is allowed.
    fn pass(&self, broker: usize, bytes: &[u8], to: &Mutex<TcpStream>) -> Result<()> {
        while self.state().silent[broker] && !self.is_closed() {
            std::thread::sleep(LOOK_EVERY);
        }
        let mut to = lock(to);
        for piece in bytes.chunks(PIECE) {
            std::thread::sleep(self.wait_for_room(piece.len()));
            to.write_all(piece)?;
        }
        Ok(())
    }

    fn wait_for_room(&self, bytes: usize) -> Duration {
        let mut state = self.state();
        let Some(rate) = state.bytes_per_second else { return Duration::ZERO };
        let now = Instant::now();
        let free_at = state.free_at.filter(|at| *at > now).unwrap_or(now);
        state.free_at = Some(free_at + Duration::from_secs_f64(bytes as f64 / rate));
        free_at.duration_since(now)
    }

    /// In every version of these responses a port, of four bytes, follows its host. Ours takes its place.
    fn put_our_ports(&self, response: &mut [u8]) {
        const HOST: &[u8] = b"127.0.0.1";
        for at in HOST.len()..response.len().saturating_sub(3) {
            if !response[..at].ends_with(HOST) {
                continue;
            }
            let port = &mut response[at..at + 4];
            if let Some((_, ours)) = self.ports.iter().find(|(real, _)| *port == u32::from(*real).to_be_bytes()) {
                port.copy_from_slice(&u32::from(*ours).to_be_bytes());
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn cut() -> Result<()> {
    Err(std::io::ErrorKind::ConnectionAborted.into())
}

/// One request or response, with its size in front.
fn frame(from: &mut TcpStream) -> Result<Vec<u8>> {
    let mut size = [0; 4];
    from.read_exact(&mut size)?;
    let mut bytes = size.to_vec();
    bytes.resize(4 + u32::from_be_bytes(size) as usize, 0);
    from.read_exact(&mut bytes[4..])?;
    Ok(bytes)
}

/// Puts an error code into a response. `None` where that is not to be found.
fn put_error(response: &mut [u8], api: i16, version: i16, code: i16) -> Option<()> {
    let is_flexible = version >= if api == INIT_PRODUCER_ID { 2 } else { 3 };
    let mut at = 4 + 4; // size and correlation
    if is_flexible {
        at += 1; // no tags
    }
    at += 4; // throttle time
    if api != TXN_OFFSET_COMMIT {
        return put(response, at, code);
    }
    let length = |at: &mut usize, classic_bytes: usize| {
        let bytes = if is_flexible { 1 } else { classic_bytes };
        let number = response.get(*at..*at + bytes)?.iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
        *at += bytes;
        // Flexible versions count from one; none of our topics is so long that a second byte is needed.
        if is_flexible { number.checked_sub(1).filter(|number| *number < 127) } else { Some(number) }
    };
    let tags = usize::from(is_flexible);
    let mut codes = Vec::new();
    for _ in 0..length(&mut at, 4)? {
        at += length(&mut at, 2)?; // the topic's name
        for _ in 0..length(&mut at, 4)? {
            codes.push(at + 4);
            at += 4 + 2 + tags;
        }
        at += tags;
    }
    codes.into_iter().try_for_each(|at| put(response, at, code))
}

fn put(response: &mut [u8], at: usize, code: i16) -> Option<()> {
    response.get_mut(at..at + 2)?.copy_from_slice(&code.to_be_bytes());
    Some(())
}
