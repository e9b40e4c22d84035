//! A TCP forwarder that can be closed and opened again: a service that goes away and comes back.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often connections are looked for.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// While it is closed nobody can connect, and what was connected is cut off. While it hangs everybody can connect, and
/// nothing comes through.
pub struct Forwarder {
    port: u16,
    to: String,
    open: Option<(Arc<AtomicBool>, JoinHandle<()>)>,
    hangs: Arc<AtomicBool>,
}

impl Forwarder {
    /// To `to` (host:port), closed for now.
    pub fn new(to: &str) -> Self {
        Self { port: super::free_port(), to: to.to_owned(), open: None, hangs: Arc::default() }
    }

    /// Its own host and port.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn hang(&self, hangs: bool) {
        self.hangs.store(hangs, Ordering::Relaxed);
    }

    pub fn open(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).expect("the port is still free");
        listener.set_nonblocking(true).expect("a listener that does not block");
        let close = Arc::new(AtomicBool::new(false));
        let (to, closed, hangs) = (self.to.clone(), close.clone(), self.hangs.clone());
        let thread = std::thread::spawn(move || {
            let mut connected = Vec::new();
            while !closed.load(Ordering::Relaxed) {
                let Ok((client, _)) = listener.accept() else {
                    std::thread::sleep(LOOK_EVERY);
                    continue;
                };
                client.set_nonblocking(false).expect("a socket that blocks");
                let server = TcpStream::connect(&to).expect("what is forwarded to is there");
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let (from, to) = (from.try_clone().expect("a socket"), to.try_clone().expect("a socket"));
                    let hangs = hangs.clone();
                    std::thread::spawn(move || pass(from, to, &hangs));
                }
                connected.extend([client, server]);
            }
            for socket in connected {
                let _ = socket.shutdown(Shutdown::Both); // it may be gone already
            }
        });
        self.open = Some((close, thread));
    }

    pub fn close(&mut self) {
        if let Some((close, thread)) = self.open.take() {
            close.store(true, Ordering::Relaxed);
            thread.join().expect("no panic");
        }
    }
}

impl Drop for Forwarder {
    fn drop(&mut self) {
        self.close();
    }
}

/// Carries bytes until one side ends, and then ends the other.
fn pass(mut from: TcpStream, mut to: TcpStream, hangs: &AtomicBool) {
    let mut bytes = [0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        while hangs.load(Ordering::Relaxed) {
            std::thread::sleep(LOOK_EVERY);
        }
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
