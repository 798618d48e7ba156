//! The file that answers are kept in: an `SQLite` database that every tool opens.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use rusqlite::types::Type;
use rusqlite::{Connection, OpenFlags, Row, Transaction, TransactionBehavior, params};

use super::answer::Answer;
use super::fault::{Fault, Trouble};
use super::tally::Tally;

/// By this number `SQLite` files of ours are known (`PRAGMA application_id`): the letters `CPfb`.
const OURS: i64 = 0x4350_6662;
/// The number of the schema below (`PRAGMA user_version`).
const VERSION: i64 = 1;
const SCHEMA: &str = "
    CREATE TABLE answer (
        id INTEGER PRIMARY KEY,
        day TEXT NOT NULL,
        brand TEXT NOT NULL,
        language TEXT NOT NULL,
        page TEXT NOT NULL,
        version TEXT,
        helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
        comment TEXT NOT NULL
    ) STRICT;
    CREATE INDEX answer_by_day ON answer (day, brand);
";
/// How long one waits for another program that has the file.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often a file that another program has is opened again.
const ATTEMPTS: u32 = 20;
/// How many pages of 4 KiB the file may have: one gigabyte.
const MOST_PAGES: i64 = 262_144;

/// The answers that were kept.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
    file: PathBuf,
    /// Which file it is, whatever it is called by now.
    identity: Option<Identity>,
}

/// Which answers are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those that came on this day or later.
    pub since: Option<Date>,
    /// Those about this brand.
    pub brand: Option<String>,
}

impl Store {
    /// Opens a file to keep answers in; makes it, readable to its owner alone, where it is missing.
    pub fn open(file: &Path) -> Result<Self, Fault> {
        make(file).map_err(|error| Fault::io(file, &error))?;
        // `SQLite`'s own patience ends at once where two that begin both want to change how the file is written.
        for _ in 0..ATTEMPTS {
            match Self::settled(file) {
                Err(fault) if fault.trouble == Trouble::Busy => std::thread::sleep(PATIENCE / ATTEMPTS),
                opened => return opened,
            }
        }
        Self::settled(file)
    }

    fn settled(file: &Path) -> Result<Self, Fault> {
        let store = Self::connect(file)?;
        store.settle()?;
        Ok(store)
    }

    /// Opens a file that has answers already.
    pub fn existing(file: &Path) -> Result<Self, Fault> {
        let store = Self::connect(file)?;
        if store.asking(|connection| number(connection, "user_version"))? == 0 {
            return Err(Fault::new(file, Trouble::Missing));
        }
        Ok(store)
    }

    /// Keeps an answer. Gives `false` where its brand has got as many as it may on that day; nothing is kept then.
    pub fn keep(&self, answer: &Answer, most: u32) -> Result<bool, Fault> {
        let day = answer.day.to_string();
        self.asking(|connection| {
            let kept = connection.execute(
                "INSERT INTO answer (day, brand, language, page, version, helpful, comment) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
                 WHERE (SELECT count(*) FROM answer WHERE day = ?1 AND brand = ?2) < ?8",
                params![day, answer.brand, answer.language, answer.page, answer.version, answer.helpful, answer.comment, most],
            )?;
            Ok(kept == 1)
        })
    }

    /// Whether the file is still the one that stands at its name.
    pub(super) fn is_in_place(&self) -> bool {
        self.identity.is_some() && self.identity == identity(&self.file)
    }

    /// The answers, in the order in which they came.
    pub fn answers(&self, filter: &Filter) -> Result<Vec<Answer>, Fault> {
        let query = "SELECT day, brand, language, page, version, helpful, comment FROM answer
                     WHERE day >= ?1 AND (?2 IS NULL OR brand = ?2) ORDER BY id";
        self.asking(|connection| connection.prepare(query)?.query_map(params![since(filter), filter.brand], answer)?.collect())
    }

    /// The brands about whose pages there are answers, sorted.
    pub fn brands(&self) -> Result<Vec<String>, Fault> {
        let query = "SELECT DISTINCT brand FROM answer ORDER BY brand";
        self.asking(|connection| connection.prepare(query)?.query_map([], |row| row.get(0))?.collect())
    }

    /// How the pages were answered, by brand, the pages that helped least often first.
    pub(super) fn tallies(&self, filter: &Filter) -> Result<Vec<Tally>, Fault> {
        let query = "SELECT brand, page, language, sum(helpful), sum(1 - helpful), sum(comment <> '') FROM answer
                     WHERE day >= ?1 AND (?2 IS NULL OR brand = ?2) GROUP BY brand, page, language ORDER BY brand, 5 DESC, 4, page, language";
        self.asking(|connection| connection.prepare(query)?.query_map(params![since(filter), filter.brand], tally)?.collect())
    }

    /// A connection to a file that is ours, or empty.
    fn connect(file: &Path) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags).map_err(|error| Fault::sqlite(file, &error))?;
        let store = Self { connection: Mutex::new(connection), file: file.to_path_buf(), identity: identity(file) };
        let (ours, version, is_empty) = store.asking(|connection| {
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "trusted_schema", false)?;
            connection.pragma_update(None, "cell_size_check", true)?;
            connection.pragma_update(None, "max_page_count", MOST_PAGES)?;
            // At one moment, since another server may be making the table.
            let now = Transaction::new_unchecked(connection, TransactionBehavior::Deferred)?;
            Ok((number(&now, "application_id")?, number(&now, "user_version")?, is_empty(&now)?))
        })?;
        match (ours, version) {
            (OURS, VERSION) => Ok(store),
            (OURS, newer) => Err(Fault::new(file, Trouble::Newer(newer))),
            (0, 0) if is_empty => Ok(store),
            _ => Err(Fault::new(file, Trouble::NotOurs)),
        }
    }

    /// Makes the table where there is none. Two servers may begin at once: one of them waits, and finds the table.
    fn settle(&self) -> Result<(), Fault> {
        self.asking(|connection| {
            // Whoever reads goes on while an answer is written, and a machine that loses its power loses the last answers and nothing else.
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            let change = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
            if number(&change, "user_version")? == 0 {
                change.execute_batch(SCHEMA)?;
                change.pragma_update(None, "application_id", OURS)?;
                change.pragma_update(None, "user_version", VERSION)?;
            }
            change.commit()
        })
    }

    fn asking<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Fault> {
        ask(&self.connection()).map_err(|error| Fault::sqlite(&self.file, &error))
    }

    /// A thread that panicked while it held the connection left no half of a change: `SQLite` takes back what was not finished.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the file grow no further, as a full disk would.
    #[cfg(test)]
    pub(super) fn fill(&self) {
        self.connection().pragma_update(None, "max_page_count", 1).unwrap();
    }
}

/// The first day of which answers are wanted, as days are written.
fn since(filter: &Filter) -> String {
    filter.since.map(|day| day.to_string()).unwrap_or_default()
}

/// Whether a file has nothing in it yet.
fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
}

fn number(connection: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, pragma, |row| row.get(0))
}

fn answer(row: &Row<'_>) -> rusqlite::Result<Answer> {
    let day: String = row.get(0)?;
    let day = day.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::<jiff::Error>::new(error)))?;
    Ok(Answer { day, brand: row.get(1)?, language: row.get(2)?, page: row.get(3)?, version: row.get(4)?, helpful: row.get(5)?, comment: row.get(6)? })
}

fn tally(row: &Row<'_>) -> rusqlite::Result<Tally> {
    Ok(Tally { brand: row.get(0)?, page: row.get(1)?, language: row.get(2)?, yes: row.get(3)?, no: row.get(4)?, comments: row.get(5)? })
}

/// What a file is known by beside its name: its device and number, where the system has such.
type Identity = (u64, u64);

#[expect(clippy::disallowed_methods, reason = "SQLite goes on writing into a file that is gone")]
fn identity(file: &Path) -> Option<Identity> {
    let found = std::fs::metadata(file).ok()?;
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt as _;
        (found.dev(), found.ino())
    };
    #[cfg(not(unix))]
    let identity = (u64::from(found.is_file()), 0);
    Some(identity)
}

/// Makes a file that its owner alone can read, and the folder around it. What readers wrote is nobody else's.
#[expect(clippy::disallowed_methods, reason = "SQLite would let everybody on the machine read the file")]
fn make(file: &Path) -> std::io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}
