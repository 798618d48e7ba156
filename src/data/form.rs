//! The forms that data comes in.

/// How the bytes of an input are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Cells between commas, semicolons, tabs or bars (RFC 4180 and its relatives).
    Csv,
    /// A workbook of Excel (ISO/IEC 29500).
    Xlsx,
    /// A workbook of `LibreOffice` (ISO/IEC 26300).
    Ods,
    /// One list of objects (RFC 8259).
    Json,
    /// An object on each line.
    JsonLines,
    /// One list of maps (YAML 1.2).
    Yaml,
}

impl Form {
    /// The form that the ending of a file's name stands for.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "tab" | "txt" => Self::Csv,
            "xlsx" | "xlsm" => Self::Xlsx,
            "ods" => Self::Ods,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::JsonLines,
            "yaml" | "yml" => Self::Yaml,
            _ => return None,
        })
    }

    /// Whether the first row names the columns; the rows of the others name their own values.
    pub fn has_header(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx | Self::Ods)
    }

    /// What a person calls one of its records: a spreadsheet's row, a text's line, or an item of a list.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Csv | Self::Xlsx | Self::Ods => "row",
            Self::JsonLines => "line",
            Self::Json | Self::Yaml => "item",
        }
    }
}
