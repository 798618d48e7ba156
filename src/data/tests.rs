//! Inputs from their bytes to their rows.

use std::io::{Read, Write};
use std::ops::ControlFlow;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::{Asked, Failures, Form, Input, Kind, Options, Record, csv_template, spreadsheet};

fn open(name: &str, bytes: &[u8]) -> Result<Input, String> {
    Input::spool(bytes, name, &Options::default()).map_err(|fault| fault.to_string())
}

fn records(input: &Input) -> Result<Vec<Record>, String> {
    let mut records = Vec::new();
    let read = input.read(&mut |record| {
        records.push(record);
        ControlFlow::Continue(())
    });
    read.map(|()| records).map_err(|fault| fault.to_string())
}

/// Every row in a line: its number, its cells, and what is wrong with it.
fn told(name: &str, bytes: &[u8]) -> String {
    let lines = |input: Input| records(&input).map(|records| records.iter().map(line).collect::<Vec<_>>().join("\n"));
    open(name, bytes).and_then(lines).unwrap_or_else(|fault| fault)
}

fn line(record: &Record) -> String {
    let cells = record.cells.iter().map(|(name, cell)| format!(" {name}={cell:?}"));
    let fault = record.fault.as_ref().map(|why| format!(" ! {why}"));
    format!("{}{}{}", record.number, cells.collect::<String>(), fault.unwrap_or_default())
}

#[test]
fn csv_rows_are_counted_as_a_spreadsheet_counts_them() {
    let told = told("a.csv", b"\xef\xbb\xbfname;city\r\nAda;\"A\nB\"\r\n\r\n;\r\nEve;C\r\n");
    assert_eq!(told, "2 name=Text(\"Ada\") city=Text(\"A\\nB\")\n5 name=Text(\"Eve\") city=Text(\"C\")");
}

#[test]
fn ragged_rows_tell_both_counts() {
    let told = told("a.csv", b"a,b\n1\n1,2,3\n1,2,,\n");
    assert!(told.contains("! has 1 cell, but there are 2 columns") && told.contains("! has 3 cells, but there are 2 columns"), "{told}");
    assert!(told.ends_with("4 a=Text(\"1\") b=Text(\"2\")"), "{told}");
}

#[test]
fn encodings_and_delimiters_in_doubt_are_refused() {
    assert!(told("a.csv", b"a\nb\n\xe1\n").contains("a.csv: row 3 is not UTF-8; say what it is, as `--encoding windows-1253`"));
    assert!(told("a.csv", b"a,b;c\n").contains("the header holds `,` and `;`"));
    assert!(told("a.csv", b"a\0,\0b\0\n\0").contains("--encoding utf-16le"));
    assert!(told("a", b"a").contains("its name does not tell"));
    assert!(told("a.xls", b"a").contains("save it as .xlsx"));
    assert!(told("a.csv", b"PK\x03\x04").contains("rename it to .xlsx"));
}

#[test]
fn json_is_flattened() {
    let rows = br#"[{"name":"Ada","price":{"amount":1200.50,"currency":"EUR"},"n":null}, {}, {"a":1,"a":2}, {"a.b":1,"a":{"b":2}}, 7, {"l":[1]}, {"n":1e30}]"#;
    let told = told("a.json", rows);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], r#"1 name=Text("Ada") price.amount=Number("1200.50") price.currency=Text("EUR") n=Empty"#);
    assert!(lines[1].starts_with("3 ") && lines[1].contains("`a` is there twice"), "{}", lines[1]);
    assert!(lines[2].contains("`a.b` is there twice"), "{}", lines[2]);
    assert!(lines[3].contains("5 ! is not a set of names"), "{}", lines[3]);
    assert!(lines[4].contains("List") && lines[5].contains("DigitsLost"), "{told}");
}

#[test]
fn json_lines_are_counted() {
    assert_eq!(told("a.jsonl", b"{\"a\":\"1\"}\n\n{\"a\":true}\n"), "1 a=Text(\"1\")\n3 a=Bool(true)");
    let told = told("a.jsonl", b"{\"a\":1}\n{\"a\"\n{\"a\":\"\\ud800\"}\n{\"a\":2}\n");
    let lines: Vec<&str> = told.lines().collect();
    assert!(
        lines[1].starts_with("2 ! is not JSON: EOF while parsing an object, at character") && lines[2].starts_with("3 ! is not JSON: "),
        "{told}"
    );
    assert_eq!((lines[0], lines[3]), ("1 a=Number(\"1\")", "4 a=Number(\"2\")"));
}

#[test]
fn a_list_that_is_none_is_refused() {
    assert!(told("a.json", b"{\"a\":1}").contains("not a list of rows"));
    assert!(told("a.json", b"[{\"a\":1},").contains("cannot be read"));
}

#[test]
fn numbers_of_json_are_kept_as_they_are_written() {
    let rows = br#"[{"a":12345678901234567890,"b":0.1,"c":-0.50,"d":1e3,"e":1e30,"f":0.30000000000000004}]"#;
    let kept = r#"a=Number("12345678901234567890") b=Number("0.1") c=Number("-0.50") d=Number("1000") e=Refused"#;
    let read = told("a.json", rows);
    assert!(read.contains(kept) && read.ends_with(r#"f=Number("0.30000000000000004")"#), "{read}");
    assert_eq!(told("a.jsonl", &rows[1..rows.len() - 1]), read);
    let deep = format!("[{}1{}]", "{\"a\":".repeat(50_000), "}".repeat(50_000));
    assert!(told("a.json", deep.as_bytes()).contains("Deep"));
}

#[test]
fn lines_are_told_where_the_data_comes_line_by_line() {
    let lines = |name: &str, bytes: &[u8]| records(&open(name, bytes).unwrap()).unwrap().iter().map(|record| record.line).collect::<Vec<_>>();
    assert_eq!(lines("a.csv", b"a,b\n1,\"x\ny\"\n\n2,z\n3,z"), [Some(2), Some(5), Some(6)]);
    assert_eq!(lines("a.jsonl", b"{\"a\":1}\n\n{\"a\":2}"), [Some(1), Some(3)]);
    assert_eq!(lines("a.json", b"[{\"a\":1}]"), [None]);
}

/// Where a workbook's relations say that another file is the sheet, looking through the sheets beforehand does not see what is in it.
#[test]
fn a_sheet_that_lies_elsewhere_brings_no_one_down() {
    for place in ["/data/sheet.xml", "sharedStrings.xml", "WORKSHEETS/sheet1.xml"] {
        for cell in ["<c r='ZZZZZZZZZZZZ99999999999999999999'><v>1</v></c>", "<c r='A99999999999'><v>1</v></c>"] {
            let bytes = workbook("", &format!("<row r='2'>{cell}</row>"), place);
            assert!(told("a.xlsx", &bytes).contains("cannot be read"), "{place}");
        }
    }
    assert_eq!(told("a.xlsx", &workbook("", "<row r='2'><c r='A2'><v>1</v></c></row>", "/data/sheet.xml")), "2 a=Number(\"1\")");
}

#[test]
fn sheets_have_no_delimiters() {
    let told = told("a.xlsx", &xlsx("", "<row r='2'><c r='A2'><v>1</v></c><c r='C2'><v>1</v></c></row>"));
    assert!(told.ends_with("! has something in column 3, but only 1 column has a name; delete it, or name the column in the first row"), "{told}");
    assert!(self::told("a.csv", b"a\n1,2\n").contains("has 2 cells, but there is 1 column; look for"));
}

#[test]
fn an_input_is_read_again_from_its_start() {
    let input = open("a.csv", b"a\n1\n2\n").unwrap();
    assert_eq!(input.form(), Form::Csv);
    let mut first = 0;
    input
        .read(&mut |_| {
            first += 1;
            ControlFlow::Break(())
        })
        .unwrap();
    assert_eq!((first, records(&input).unwrap().len(), records(&input).unwrap().len()), (1, 2, 2));
    assert_eq!(input.digest().unwrap(), input.digest().unwrap());
}

#[test]
fn yaml_values_are_kept_as_they_are_written() {
    let told =
        told("a.yaml", b"- name: Ada\n  post: 00123\n  country: no\n  price: {amount: 1200.50, currency: EUR}\n- {a: ~}\n- a: '1'\n  a: 2\n- [1]\n");
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], r#"1 name=Text("Ada") post=Text("00123") country=Text("no") price.amount=Number("1200.50") price.currency=Text("EUR")"#);
    assert!(lines[1].starts_with("3 ") && lines[1].contains("`a` is there twice") && lines[2].contains("4 ! is not a set of names"), "{told}");
    assert!(self::told("a.yaml", b"a: 1\n").contains("not a list of rows"));
    assert!(self::told("a.yaml", b"- &x {a: 1}\n- *x\n").contains("line 2: `*` copies a value"));
}

/// An archive of these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of `LibreOffice` with these tables.
fn ods(tables: &str) -> Vec<u8> {
    let names = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
                 xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' xmlns:calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'";
    let content = format!(
        "<office:document-content {names}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

const HEADER: &str = "<table:table-row><table:table-cell office:value-type='string'><text:p>name</text:p></table:table-cell>\
                      <table:table-cell office:value-type='string'><text:p>since</text:p></table:table-cell><table:table-cell table:number-columns-repeated='16382'/></table:table-row>";

#[test]
fn ods_values_are_those_that_are_stored() {
    let rows = "<table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='9'/></table:table-row>\
                <table:table-row><table:table-cell office:value-type='float' office:value='0.30000000000000004'><text:p>0</text:p></table:table-cell>\
                <table:table-cell office:value-type='date' office:date-value='2026-09-01'><text:p>01/09/26</text:p></table:table-cell></table:table-row>\
                <table:table-row><table:table-cell office:value-type='string' calcext:value-type='error' table:formula='of:=A9'><text:p>#REF!</text:p></table:table-cell>\
                <table:table-cell table:formula='of:=1'/></table:table-row>\
                <table:table-row table:number-rows-repeated='1048570'><table:table-cell/></table:table-row>";
    let told = told("a.ods", &ods(&format!("<table:table table:name='S'>{HEADER}{rows}</table:table><table:table table:name='E'/>")));
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "4 name=Number(\"0.3\") since=Date(2026-09-01)");
    assert!(lines[1].contains("\"#REF!\", why: ErrorCell") && lines[1].contains("NotCalculated"), "{told}");
}

#[test]
fn repetitions_and_archives_without_end_are_refused() {
    let cell = "<table:table-cell table:number-columns-repeated='900' office:value-type='string'><text:p>x</text:p></table:table-cell>";
    let many =
        format!("<table:table table:name='S'>{HEADER}<table:table-row table:number-rows-repeated='1000000'>{cell}</table:table-row></table:table>");
    let input = open("a.ods", &ods(&many)).unwrap();
    assert!(input.read(&mut |_| ControlFlow::Continue(())).unwrap_err().to_string().contains("unpacks to far more"));
    let bomb = archive(&[("content.xml", &" ".repeat(17 << 20))]);
    assert!(told("a.xlsx", &bomb).contains("unpacks to far more"));
}

#[test]
fn xlsx_values_are_those_that_are_stored() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, name) in (0..).zip(["name", "since", "price", "post", "ok", "=x"]) {
        sheet.write_string(0, at, name).unwrap();
    }
    sheet.write_string(2, 0, "=SUM(A1)").unwrap();
    let day = ExcelDateTime::from_ymd(2026, 9, 1).unwrap();
    sheet.write_datetime_with_format(2, 1, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    sheet.write_number_with_format(2, 2, 1200.1, &Format::new().set_num_format("0")).unwrap();
    sheet.write_number(2, 3, 10431).unwrap();
    sheet.write_boolean(2, 4, true).unwrap();
    sheet.write_formula(2, 5, rust_xlsxwriter::Formula::new("=A9").set_result("#REF!")).unwrap();
    sheet.set_row_hidden(2).unwrap();
    let told = told("a.xlsx", &book.save_to_buffer().unwrap());
    assert!(
        told.starts_with(r#"3 name=Text("=SUM(A1)") since=Date(2026-09-01) price=Number("1200.1") post=Number("10431") ok=Bool(true) =x="#),
        "{told}"
    );
}

/// A workbook of Excel whose only sheet has these cells.
fn xlsx(properties: &str, cells: &str) -> Vec<u8> {
    workbook(properties, cells, "worksheets/sheet1.xml")
}

/// The same, whose relations say that the sheet lies elsewhere.
fn workbook(properties: &str, cells: &str, place: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    archive(&[
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns='{relations}'><Relationship Id='r1' Type='{office}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!("<workbook xmlns='{main}' xmlns:r='{office}'>{properties}<sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!("<Relationships xmlns='{relations}'><Relationship Id='r1' Type='{office}/worksheet' Target='{place}'/></Relationships>"),
        ),
        ("xl/styles.xml", &format!("<styleSheet xmlns='{main}'><cellXfs count='2'><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>")),
        (
            &place.strip_prefix('/').map_or_else(|| format!("xl/{place}"), str::to_owned),
            &format!("<worksheet xmlns='{main}'><sheetData><row r='1'><c r='A1' t='str'><v>a</v></c></row>{cells}</sheetData></worksheet>"),
        ),
    ])
}

#[test]
fn cells_of_excel_that_hold_no_value_are_refused() {
    let row = |cell: &str| told("a.xlsx", &xlsx("", &format!("<row r='2'>{cell}</row>")));
    assert!(row("<c r='A2'><f>1+1</f></c>").contains("NotCalculated"));
    assert!(row("<c r='A2' t='e'><f>A9</f><v>#REF!</v></c>").contains("text: \"#REF!\", why: ErrorCell"));
    assert!(row("<c r='A2'><v>1234567890123456789</v></c>").contains("DigitsLost"));
    assert_eq!(row("<c r='A2'><v>1200.0999999999999</v></c>"), "2 a=Number(\"1200.1\")");
    assert_eq!(row("<c r='A2' s='1'><v>46266</v></c>"), "2 a=Date(2026-09-01)");
    assert!(row("<c r='A2' s='1'><v>46266.5</v></c>").contains("2026-09-01T12:00:00"));
    assert!(row("<c r='ALM2'><v>1</v></c>").contains("it has 1001 columns"));
    let since_1904 = told("a.xlsx", &xlsx("<workbookPr date1904='1'/>", "<row r='2'><c r='A2' s='1'><v>44804</v></c></row>"));
    assert_eq!(since_1904, "2 a=Date(2026-09-01)");
}

#[test]
fn one_of_several_sheets_is_told() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Old").unwrap().write_string(0, 0, "a").unwrap();
    book.add_worksheet().set_name("New").unwrap().write_string(0, 0, "b").unwrap();
    book.add_worksheet().set_name("Lists").unwrap().set_hidden(true).write_string(0, 0, "c").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let sheet = |name: &str| Input::spool(&bytes[..], "a.xlsx", &Options { sheet: Some(name.to_owned()), ..Options::default() });
    assert!(told("a.xlsx", &bytes).contains("say which, as `--sheet NAME`: `Old`, `New`"));
    assert_eq!(sheet("New").unwrap().columns(), ["b"]);
    assert!(sheet("Nwe").unwrap_err().to_string().contains("there is no sheet `Nwe`; there are `Old`, `New`, `Lists`"));
}

#[test]
fn an_empty_spreadsheet_reads_back() {
    let field = |name: &str, kind| Asked { name: name.to_owned(), label: format!("{name}, please"), kind, required: true, default: None };
    let many = (0..100).map(|n| format!("Choice {n}")).collect();
    let fields = [
        field("name", Kind::Text),
        field("price", Kind::Money),
        field("since", Kind::Date),
        field("plan", Kind::Choice(vec!["Small".to_owned(), "Big".to_owned()])),
        field("many.kinds", Kind::Choice(many)),
    ];
    let names = ["name", "price.amount", "price.currency", "since", "plan", "many.kinds"];
    let bytes = spreadsheet(&fields, "DPA: [Acme]").unwrap();
    assert_eq!(open("a.xlsx", &bytes).unwrap().columns(), names);
    assert_eq!(open("a.csv", csv_template(&fields).as_bytes()).unwrap().columns(), names);
    assert_eq!(bytes, spreadsheet(&fields, "DPA: [Acme]").unwrap());
}

/// The failures of these rows, all of them.
fn failures(name: &str, bytes: &[u8]) -> String {
    let input = open(name, bytes).unwrap();
    let mut failures = Failures::new(&input, None).unwrap();
    for record in records(&input).unwrap() {
        failures.add(&record.row, "", "why").unwrap();
    }
    let mut text = String::new();
    failures.finish().unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn failures_keep_every_cell_as_it_was_and_can_be_fed_back() {
    let first = failures("a.csv", b"a;b\n=1+1;\"x,\"\"y\"\"\"\n1;2;3\n");
    assert_eq!(first, "\u{feff}reason;a;b\r\nwhy;=1+1;\"x,\"\"y\"\"\"\r\nwhy;1;2;3\r\n");
    assert_eq!(failures("failures.csv", first.as_bytes()), first);
    assert_eq!(failures("a.json", br#"[{"a":1},{"b":{"c":"x"}}]"#), "\u{feff}reason,a,b.c\r\nwhy,1,\r\nwhy,,x\r\n");
}

#[test]
fn rows_and_cells_without_end_are_refused() {
    let cell = format!("a,b\n1,{}\n", "x".repeat(1 << 20));
    assert!(told("a.csv", cell.as_bytes()).contains("Long(1048576)"));
    let open_quote = format!("a,b\n1,\"{}\n", "x".repeat(17 << 20));
    assert!(told("a.csv", open_quote.as_bytes()).contains("row 2 is longer than 16 MiB"));
    assert!(told("a.json", format!("[{{\"a\":1}},\"{}", "x".repeat(17 << 20)).as_bytes()).contains("item 2 is longer than 16 MiB"));
    assert!(told("a.jsonl", format!("{{\"a\":1}}\n\"{}", "x".repeat(17 << 20)).as_bytes()).contains("line 2 is longer than 16 MiB"));
}

proptest! {
    /// What is written as CSV is read as it was written, whatever the delimiter.
    #[test]
    fn csv_round_trip(rows in prop::collection::vec(("[ -~α-ω\n\"]{1,20}", "[ -~]{0,9}"), 1..9), delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|'])) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["a", "b"]).unwrap();
        for (a, b) in &rows {
            writer.write_record([a, b]).unwrap();
        }
        let input = open("a.csv", &writer.into_inner().unwrap()).unwrap();
        let read: Vec<Vec<String>> = records(&input).unwrap().iter().map(|record| record.row.texts().map(str::to_owned).collect()).collect();
        let kept = rows.iter().filter(|(a, b)| !a.trim().is_empty() || !b.trim().is_empty());
        prop_assert_eq!(read, kept.map(|(a, b)| vec![a.clone(), b.clone()]).collect::<Vec<_>>());
    }

    /// Any bytes are read or refused.
    #[test]
    fn any_bytes_in_any_form(mut bytes in prop::collection::vec(any::<u8>(), 0..400), name in prop::sample::select(vec!["a.csv", "a.xlsx", "a.ods", "a.json", "a.jsonl", "a.yaml"]), is_archive in any::<bool>()) {
        if is_archive {
            bytes.splice(..0, *b"PK\x03\x04");
        }
        told(name, &bytes);
    }

    /// Workbooks whose parts follow no rule are read or refused.
    #[test]
    fn any_workbook(parts in prop::collection::vec(prop::sample::select(vec![
        "<row r='3'>", "<row>", "</row>", "<row r='99999999999'>", "<c r='A3'>", "<c r='ZZZZZZZ9'>", "<c>", "<c s='9' t='s'>", "<c s='1'>", "</c>", "<v>", "</v>", "1e308",
        "-1", "0.5", "60", "2958465.9999999", "<f t='shared' si='99999999'>", "<f t='shared' ref='A1:B9' si='0'>", "</f>", "&#0;", "<is><t>", "</t></is>",
        "<table:table-row table:number-rows-repeated='99999999999999999999'>", "<table:table-row table:number-rows-repeated='1048575'>", "</table:table-row>",
        "<table:table-cell table:number-columns-repeated='18446744073709551615'>", "<table:table-cell office:value-type='float' office:value='x'>",
        "<table:table-cell office:value-type='date' office:date-value='-9999-01-01'>", "</table:table-cell>", "<text:p>", "<text:s text:c='99999999999'/>", "</text:p>",
    ]), 0..12)) {
        let inside = parts.concat();
        let excel = [format!("<row r='2'>{inside}</row>"), format!("<row r='2'><c r='A2' s='1'><v>{inside}</v></c></row>"), inside.clone()];
        for cells in &excel {
            told("a.xlsx", &xlsx("", cells));
        }
        told("a.ods", &ods(&format!("<table:table table:name='S'>{HEADER}{inside}</table:table>")));
        told("a.ods", &ods(&format!("<table:table table:name='S'>{HEADER}<table:table-row>{inside}</table:table-row></table:table>")));
    }
}
