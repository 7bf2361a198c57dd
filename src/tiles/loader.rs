//! Tiles made ready by threads of their own and kept in memory within a limit.
//!
//! Each frame says anew what it wants, the most wanted first: what is not wanted any more is not
//! begun. Whatever was not used for longest goes when there is too much.

use super::TileError;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Instant;

/// What makes a tile ready: the thing and the bytes of memory that it takes; nothing where there is
/// no tile. Called on a thread of its own.
pub type Work<K, T> = dyn Fn(&K) -> Result<Option<(T, usize)>, TileError> + Send + Sync;

type Result3<T> = Result<Option<(T, usize)>, Option<TileError>>;

/// Tiles on their way and tiles that are there. Dropping it ends its threads; it waits for them
/// unless they may be waiting for a network.
pub struct Loader<K, T> {
    shared: Arc<Shared<K, T>>,
    threads: Vec<JoinHandle<()>>,
    waits: bool,
    kept: HashMap<K, Kept<T>>,
    bytes: usize,
    most_bytes: usize,
    frame: u64,
    trouble: Option<TileError>,
    /// What failed for now, and when it is worth another try.
    later: HashMap<K, Instant>,
}

struct Kept<T> {
    /// Nothing where there is no tile, or it is damaged.
    thing: Option<T>,
    bytes: usize,
    used: u64,
}

struct Shared<K, T> {
    desk: Mutex<Desk<K, T>>,
    wake: Condvar,
}

struct Desk<K, T> {
    /// Wanted, the most wanted last.
    wanted: Vec<K>,
    begun: HashSet<K>,
    done: Vec<(K, Result3<T>)>,
    over: bool,
}

/// What a tile costs besides what it holds, in bytes: also of tiles that are not there.
const OVERHEAD: usize = 128;

impl<K, T> std::fmt::Debug for Loader<K, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Loader({} tiles, {} bytes)", self.kept.len(), self.bytes)
    }
}

impl<K, T> Shared<K, T> {
    fn desk(&self) -> MutexGuard<'_, Desk<K, T>> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Copy + Eq + Hash + Send + 'static, T: Send + 'static> Loader<K, T> {
    /// Starts `threads` threads that keep at most `most_bytes` bytes of what `work` makes. `wake` is
    /// called from them whenever something is there. With `waits`, dropping waits for the threads.
    pub fn start(
        threads: usize,
        most_bytes: usize,
        waits: bool,
        work: Arc<Work<K, T>>,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        let desk =
            Desk { wanted: Vec::new(), begun: HashSet::new(), done: Vec::new(), over: false };
        let shared = Arc::new(Shared { desk: Mutex::new(desk), wake: Condvar::new() });
        let threads = (0..threads.max(1))
            .filter_map(|_| {
                let (shared, work, wake) =
                    (Arc::clone(&shared), Arc::clone(&work), Arc::clone(&wake));
                let named = thread::Builder::new().name("map tiles".to_owned());
                // Without a thread there are no tiles; the map stands without them.
                named.spawn(move || run(&shared, &*work, &*wake)).ok()
            })
            .collect();
        Self {
            shared,
            threads,
            waits,
            kept: HashMap::new(),
            bytes: 0,
            most_bytes,
            frame: 0,
            trouble: None,
            later: HashMap::new(),
        }
    }

    /// Begins a frame: takes what became ready. `seen` is told of each new tile.
    pub fn begin(&mut self) {
        self.frame += 1;
        let done = std::mem::take(&mut self.shared.desk().done);
        for (key, made) in done {
            let (thing, bytes) = match made {
                Ok(Some((thing, bytes))) => (Some(thing), bytes),
                Ok(None) => (None, 0),
                Err(error) => {
                    let wait = error.as_ref().and_then(TileError::wait);
                    self.trouble = error.or(self.trouble.take());
                    if let Some(again) = wait.and_then(|wait| Instant::now().checked_add(wait)) {
                        self.later.insert(key, again);
                        continue;
                    }
                    (None, 0)
                }
            };
            if thing.is_some() && self.trouble.as_ref().is_some_and(|t| t.wait().is_some()) {
                // The network is back.
                self.trouble = None;
            }
            let bytes = bytes.saturating_add(OVERHEAD);
            let kept = Kept { thing, bytes, used: self.frame };
            if let Some(old) = self.kept.insert(key, kept) {
                self.bytes -= old.bytes;
            }
            self.bytes = self.bytes.saturating_add(bytes);
        }
    }

    /// A tile that is there; it counts as used.
    pub fn get(&mut self, key: &K) -> Option<&T> {
        let kept = self.kept.get_mut(key)?;
        kept.used = self.frame;
        kept.thing.as_ref()
    }

    /// Whether it is known of a tile that there is none.
    #[must_use]
    pub fn is_nothing(&self, key: &K) -> bool {
        self.kept.get(key).is_some_and(|kept| kept.thing.is_none())
    }

    /// Ends a frame: says what is wanted, the most wanted first, in place of what was wanted before;
    /// and lets go of what is too much.
    pub fn want(&mut self, keys: impl IntoIterator<Item = K>) {
        let now = Instant::now();
        self.later.retain(|_, again| *again > now);
        let mut seen = HashSet::new();
        let is_open = |key: &K| {
            !self.kept.contains_key(key) && !self.later.contains_key(key) && seen.insert(*key)
        };
        let mut wanted: Vec<K> = keys.into_iter().filter(is_open).collect();
        wanted.reverse();
        let mut desk = self.shared.desk();
        wanted.retain(|key| !desk.begun.contains(key));
        let any = !wanted.is_empty();
        desk.wanted = wanted;
        drop(desk);
        if any {
            self.shared.wake.notify_all();
        }
        self.let_go();
    }

    fn let_go(&mut self) {
        if self.bytes <= self.most_bytes {
            return;
        }
        let mut old: Vec<(u64, K)> = self
            .kept
            .iter()
            .filter(|(_, kept)| kept.used < self.frame)
            .map(|(key, kept)| (kept.used, *key))
            .collect();
        old.sort_by_key(|(used, _)| *used);
        for (_, key) in old {
            if self.bytes <= self.most_bytes {
                break;
            }
            self.bytes -= self.kept.remove(&key).map_or(0, |kept| kept.bytes);
        }
    }

    /// Bytes of memory that the tiles take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether tiles are on their way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let desk = self.shared.desk();
        !desk.wanted.is_empty() || !desk.begun.is_empty() || !desk.done.is_empty()
    }

    /// What went wrong last.
    #[must_use]
    pub fn trouble(&self) -> Option<&TileError> {
        self.trouble.as_ref()
    }

    /// When the first of what failed for now is worth another try.
    #[must_use]
    pub fn again(&self) -> Option<Instant> {
        self.later.values().min().copied()
    }
}

impl<K, T> Drop for Loader<K, T> {
    fn drop(&mut self) {
        let mut desk = self.shared.desk();
        desk.over = true;
        desk.wanted.clear();
        drop(desk);
        self.shared.wake.notify_all();
        for thread in self.threads.drain(..).filter(|_| self.waits) {
            // Its panics were caught one by one.
            let _ended = thread.join();
        }
    }
}

fn run<K: Copy + Eq + Hash, T>(shared: &Shared<K, T>, work: &Work<K, T>, wake: &dyn Fn()) {
    loop {
        let mut desk = shared.desk();
        let key = loop {
            if desk.over {
                return;
            }
            if let Some(key) = desk.wanted.pop() {
                break key;
            }
            desk = shared.wake.wait(desk).unwrap_or_else(PoisonError::into_inner);
        };
        desk.begun.insert(key);
        drop(desk);
        // A tile that breaks its decoder is one that is not there.
        let made = catch_unwind(AssertUnwindSafe(|| work(&key).map_err(Some))).unwrap_or(Err(None));
        let mut desk = shared.desk();
        desk.begun.remove(&key);
        desk.done.push((key, made));
        let over = desk.over;
        drop(desk);
        if !over {
            wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiles::Problem;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Duration;

    type Asked = (u32, Sender<Result<Option<(u32, usize)>, TileError>>);

    /// A loader of one thread whose work is answered by the test.
    fn held(most_bytes: usize) -> (Loader<u32, u32>, Receiver<Asked>, Receiver<()>) {
        let (ask, asked) = channel();
        let (wake, woken) = channel();
        let ask = Mutex::new(ask);
        let wake = Mutex::new(wake);
        let work = move |key: &u32| {
            let (answer, answered) = channel();
            ask.lock().unwrap().send((*key, answer)).unwrap();
            answered.recv().unwrap_or(Ok(None))
        };
        let woke = move || wake.lock().unwrap().send(()).unwrap_or(());
        let loader = Loader::start(1, most_bytes, true, Arc::new(work), Arc::new(woke));
        (loader, asked, woken)
    }

    fn serve(
        loader: &mut Loader<u32, u32>,
        asked: &Receiver<Asked>,
        woken: &Receiver<()>,
        bytes: usize,
    ) -> u32 {
        let (key, answer) = asked.recv().unwrap();
        answer.send(Ok(Some((key * 10, bytes)))).unwrap();
        woken.recv().unwrap();
        loader.begin();
        key
    }

    #[test]
    fn the_most_wanted_comes_first_and_what_is_no_longer_wanted_is_not_begun() {
        let (mut loader, asked, woken) = held(10_000);
        loader.want([1, 2, 3]);
        let (first, answer) = asked.recv().unwrap();
        assert_eq!(first, 1);
        loader.want([8, 9]);
        answer.send(Ok(Some((10, 5)))).unwrap();
        woken.recv().unwrap();
        loader.begin();
        assert_eq!(loader.get(&1), Some(&10));
        assert_eq!(serve(&mut loader, &asked, &woken, 5), 8);
        assert_eq!(serve(&mut loader, &asked, &woken, 5), 9);
        assert!(!loader.is_busy());
        // What is there is not asked for again.
        loader.want([1, 8]);
        assert!(!loader.is_busy());
    }

    #[test]
    fn the_limit_holds_and_what_is_on_screen_stays() {
        let (mut loader, asked, woken) = held(1_000);
        for key in 0..10 {
            loader.want([key]);
            serve(&mut loader, &asked, &woken, 300);
        }
        assert!(loader.get(&9).is_some());
        loader.want([]);
        assert!(loader.bytes() <= 1_000, "{}", loader.bytes());
        loader.begin();
        assert!(loader.get(&0).is_none() && loader.get(&9).is_some());
    }

    #[test]
    fn what_failed_for_now_is_tried_again_only_later() {
        let (mut loader, asked, woken) = held(1_000);
        loader.want([1]);
        let (_, answer) = asked.recv().unwrap();
        let problem = Problem::Network { what: "no route".into(), wait: Duration::from_secs(3600) };
        answer.send(Err(TileError::new("example.org", problem))).unwrap();
        woken.recv().unwrap();
        loader.begin();
        loader.want([1]);
        assert!(!loader.is_busy() && !loader.is_nothing(&1));
        assert!(loader.again().is_some());
        // Another may be kept on disk: it is asked for all the same.
        loader.want([1, 2]);
        assert_eq!(asked.recv().unwrap().0, 2);
        let line = loader.trouble().unwrap().to_string();
        assert_eq!(line, "example.org cannot be reached (no route); tried again in 60 min");
    }

    #[test]
    fn a_tile_that_breaks_its_decoder_is_not_there() {
        let (wake, woken) = channel();
        let wake = Mutex::new(wake);
        let work = |key: &u32| if *key == 1 { panic!("broken") } else { Ok(Some((*key, 1))) };
        let woke = move || wake.lock().unwrap().send(()).unwrap_or(());
        let mut loader: Loader<u32, u32> =
            Loader::start(1, 100, true, Arc::new(work), Arc::new(woke));
        loader.want([1, 2]);
        woken.recv().unwrap();
        woken.recv().unwrap();
        loader.begin();
        assert!(loader.is_nothing(&1));
        assert_eq!(loader.get(&2), Some(&2));
    }

    #[test]
    fn dropping_ends_the_threads() {
        let held_by_work = Arc::new(());
        let inside = Arc::clone(&held_by_work);
        let work = move |_: &u32| {
            let _held = &inside;
            Ok(None)
        };
        let loader: Loader<u32, u32> = Loader::start(3, 100, true, Arc::new(work), Arc::new(|| {}));
        assert_eq!(Arc::strong_count(&held_by_work), 2);
        drop(loader);
        assert_eq!(Arc::strong_count(&held_by_work), 1, "no thread holds the work any more");
    }
}
