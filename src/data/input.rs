//! An input, opened once and read as often as needed.

use std::io::{self, BufRead as _, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::columns::Columns;
use super::delimited::Layout;
use super::encoding::Found;
use super::fault::{Fault, Trouble};
use super::file::Bytes;
use super::{Form, Record, json, ods, shown, xlsx, yaml};

/// What the user says of an input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Its form, where the name does not tell it.
    pub form: Option<Form>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What parts the cells of CSV.
    pub delimiter: Option<u8>,
    /// The encoding of a text, by the names of the Encoding Standard.
    pub encoding: Option<String>,
}

/// Rows that can be read again and again: checked first, made into documents later.
#[derive(Debug)]
pub struct Input {
    name: String,
    form: Form,
    bytes: Bytes,
    opened: Opened,
    digest: OnceLock<[u8; 32]>,
}

/// What is found at the start and holds for every reading.
#[derive(Debug)]
enum Opened {
    Csv(Layout, Columns),
    Xlsx(xlsx::Sheet, Columns),
    Ods(ods::Table, Columns),
    Json(Found),
    JsonLines(Found),
    Yaml(Found),
}

impl Input {
    /// Opens a file. Finds its form, encoding, delimiter, sheet and columns, and fails where one of them is in doubt or the header does not hold together.
    pub fn open(path: &Path, options: &Options) -> Result<Self, Fault> {
        let name = path.to_string_lossy();
        let bytes = Bytes::open(path).map_err(|error| Fault { file: name.to_string(), trouble: error.into() })?;
        Self::of_bytes(bytes, &name, options)
    }

    /// Spools what can be read once alone, as standard input, into a private file that goes with the program. The name tells the form, unless the options do.
    pub fn spool(mut reader: impl Read, name: &str, options: &Options) -> Result<Self, Fault> {
        let bytes = Bytes::spool(&mut reader).map_err(|error| Fault { file: name.to_owned(), trouble: error.into() })?;
        Self::of_bytes(bytes, name, options)
    }

    fn of_bytes(bytes: Bytes, name: &str, options: &Options) -> Result<Self, Fault> {
        let opened = opened(&bytes, name, options).map_err(|trouble| Fault { file: name.to_owned(), trouble })?;
        Ok(Self { name: name.to_owned(), form: opened.form(), bytes, opened, digest: OnceLock::new() })
    }

    /// What the user calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its form.
    pub fn form(&self) -> Form {
        self.form
    }

    /// The dotted names of its columns, in its order; none for JSON, JSON Lines and YAML, each of whose rows names its own values.
    pub fn columns(&self) -> &[String] {
        match &self.opened {
            Opened::Csv(_, columns) | Opened::Xlsx(_, columns) | Opened::Ods(_, columns) => &columns.names,
            Opened::Json(_) | Opened::JsonLines(_) | Opened::Yaml(_) => &[],
        }
    }

    /// What parts the cells of CSV; a comma where the data is of another form.
    pub fn delimiter(&self) -> u8 {
        match &self.opened {
            Opened::Csv(layout, _) => layout.delimiter(),
            _ => b',',
        }
    }

    /// How it is read, in words: what was found of it and nobody said.
    pub fn words(&self) -> String {
        match &self.opened {
            Opened::Csv(layout, columns) => format!("CSV, {}, with {} columns", layout.words(), columns.names.len()),
            Opened::Xlsx(sheet, columns) => format!("a workbook of Excel, its sheet `{}` with {} columns", shown(sheet.name()), columns.names.len()),
            Opened::Ods(table, columns) => {
                format!("a workbook of LibreOffice, its sheet `{}` with {} columns", shown(table.name()), columns.names.len())
            }
            Opened::Json(encoding) => format!("JSON in {}", encoding.name()),
            Opened::JsonLines(encoding) => format!("JSON Lines in {}", encoding.name()),
            Opened::Yaml(encoding) => format!("YAML in {}", encoding.name()),
        }
    }

    /// Gives every row that is not blank, in order, until `each` breaks. CSV, JSON and JSON Lines are never in memory as a whole.
    pub fn read(&self, each: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), Fault> {
        let read = match &self.opened {
            Opened::Csv(layout, columns) => layout.read(&self.bytes, columns, each),
            Opened::Xlsx(sheet, columns) => sheet.read(&self.bytes, columns, each),
            Opened::Ods(table, columns) => table.read(&self.bytes, columns, each),
            Opened::Json(encoding) => json::read_list(&self.bytes, *encoding, each),
            Opened::JsonLines(encoding) => json::read_lines(&self.bytes, *encoding, each),
            Opened::Yaml(encoding) => yaml::read(&self.bytes, *encoding, each),
        };
        read.map_err(|trouble| self.fault(trouble))
    }

    /// The SHA-256 of its bytes, computed when it is first asked for.
    pub fn digest(&self) -> Result<[u8; 32], Fault> {
        if let Some(digest) = self.digest.get() {
            return Ok(*digest);
        }
        let mut hasher = Sha256::new();
        let mut reader = io::BufReader::with_capacity(1 << 17, self.bytes.reader());
        loop {
            let bytes = reader.fill_buf().map_err(|error| self.fault(error.into()))?;
            if bytes.is_empty() {
                return Ok(*self.digest.get_or_init(|| hasher.finalize().into()));
            }
            hasher.update(bytes);
            let read = bytes.len();
            reader.consume(read);
        }
    }

    fn fault(&self, trouble: Trouble) -> Fault {
        Fault { file: self.name.clone(), trouble }
    }
}

impl Opened {
    fn form(&self) -> Form {
        match self {
            Self::Csv(..) => Form::Csv,
            Self::Xlsx(..) => Form::Xlsx,
            Self::Ods(..) => Form::Ods,
            Self::Json(_) => Form::Json,
            Self::JsonLines(_) => Form::JsonLines,
            Self::Yaml(_) => Form::Yaml,
        }
    }
}

fn opened(bytes: &Bytes, name: &str, options: &Options) -> Result<Opened, Trouble> {
    let head = bytes.head(8)?;
    let form = form(name, options.form, &head)?;
    let sheet = options.sheet.as_deref();
    let encoding = || Found::find(&head, options.encoding.as_deref());
    Ok(match form {
        Form::Csv => {
            let layout = Layout::find(bytes, encoding()?, options.delimiter)?;
            Opened::Csv(layout, layout.columns(bytes)?)
        }
        Form::Xlsx => {
            let (sheet, columns) = xlsx::Sheet::find(bytes, sheet)?;
            Opened::Xlsx(sheet, columns)
        }
        Form::Ods => {
            let (table, columns) = ods::Table::find(bytes, sheet)?;
            Opened::Ods(table, columns)
        }
        Form::Json => Opened::Json(encoding()?),
        Form::JsonLines => Opened::JsonLines(encoding()?),
        Form::Yaml => Opened::Yaml(encoding()?),
    })
}

/// The form that is told or that the name tells, where the first bytes do not belie it.
fn form(name: &str, told: Option<Form>, head: &[u8]) -> Result<Form, Trouble> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match (told.or_else(|| Form::of_name(name)), ending.as_str()) {
        (Some(form), _) => fitting(form, head),
        (None, "xls" | "xlsb" | "numbers") => Err(Trouble::OtherForm("save it as .xlsx, .ods or .csv")),
        (None, "gz" | "zip" | "zst" | "bz2" | "xz") => Err(Trouble::OtherForm("unpack it first")),
        (None, _) => Err(Trouble::UnknownForm),
    }
}

fn fitting(form: Form, head: &[u8]) -> Result<Form, Trouble> {
    let is_archive = head.starts_with(b"PK\x03\x04");
    let is_workbook = matches!(form, Form::Xlsx | Form::Ods);
    match (is_workbook, is_archive) {
        _ if head.starts_with(b"\xd0\xcf\x11\xe0") => {
            Err(Trouble::NotOfForm("it is a workbook of an old form or with a password: save it without a password as .xlsx"))
        }
        (true, false) => Err(Trouble::NotOfForm("it is no workbook: if it is text, rename it to .csv")),
        (false, true) => Err(Trouble::NotOfForm("it is a workbook or an archive: if it is a workbook, rename it to .xlsx or .ods")),
        _ => Ok(form),
    }
}
