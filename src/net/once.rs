//! A memory before a door: what holds for a whole run is asked once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::fault::NetFault;
use super::service::Service;
use super::{Http, Web};

type Answer = Result<Arc<[u8]>, NetFault>;
type Question = (Service, String, Option<Vec<u8>>);

/// Answers the same question by the answer that it got first, for as long as it lives: that of one command. Timestamps are always asked for anew.
///
/// A fault is remembered too: a responder that is down costs its tries once and not for each of ten thousand files. Two threads with one question ask once,
/// and the second waits for the answer.
pub struct Once<W = Http> {
    web: W,
    answers: Mutex<HashMap<Question, Arc<OnceLock<Answer>>>>,
}

impl<W: Web> Once<W> {
    /// An empty memory before a door.
    pub fn new(web: W) -> Self {
        Self { web, answers: Mutex::default() }
    }

    fn answer(&self, question: Question, ask: impl FnOnce() -> Answer) -> Answer {
        if !question.0.lasts() {
            return ask();
        }
        let place = Arc::clone(self.answers.lock().unwrap_or_else(PoisonError::into_inner).entry(question).or_default());
        place.get_or_init(ask).clone()
    }
}

impl<W: Web> Web for Once<W> {
    fn post(&self, service: Service, url: &str, body: &[u8]) -> Answer {
        let question = (service, url.to_owned(), Some(body.to_vec()));
        self.answer(question, || self.web.post(service, url, body))
    }

    fn get(&self, service: Service, url: &str) -> Answer {
        self.answer((service, url.to_owned(), None), || self.web.get(service, url))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{NetFault, Once, Service, Web};

    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl Web for Counting {
        fn post(&self, _: Service, _: &str, body: &[u8]) -> Result<Arc<[u8]>, NetFault> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(body.into())
        }

        fn get(&self, service: Service, url: &str) -> Result<Arc<[u8]>, NetFault> {
            self.post(service, url, url.as_bytes())
        }
    }

    #[test]
    fn a_list_is_fetched_once_and_a_timestamp_each_time() {
        let web = Once::new(Counting::default());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| web.get(Service::RevocationList, "http://a/"));
            }
        });
        assert_eq!(web.web.0.load(Ordering::Relaxed), 1);
        for body in [b"x", b"x", b"y"] {
            assert_eq!(web.post(Service::Ocsp, "http://a/", body).as_deref(), Ok(&body[..]));
        }
        assert_eq!(web.web.0.load(Ordering::Relaxed), 3);
        for _ in 0..2 {
            assert!(web.post(Service::Timestamp, "http://a/", b"x").is_ok());
        }
        assert_eq!(web.web.0.load(Ordering::Relaxed), 5);
    }
}
