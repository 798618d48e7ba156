//! Any bytes as rows of data: a first byte for the form, then the file. Every value of every kind is asked for.

#![no_main]

use std::ops::ControlFlow;

use counterpart::data::{Failures, Form, Input, Kind, Options, shown, value};
use libfuzzer_sys::fuzz_target;

const FORMS: [Form; 6] = [Form::Csv, Form::Xlsx, Form::Ods, Form::Json, Form::JsonLines, Form::Yaml];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let Some(form) = FORMS.get(usize::from(first % 6)).copied() else { return };
    let encoding = (first & 0x80 != 0).then(|| "windows-1253".to_owned());
    let Ok(input) = Input::spool(bytes, "data", &Options { form: Some(form), encoding, ..Options::default() }) else { return };
    let kinds = [Kind::Text, Kind::Date, Kind::Money, Kind::Email, Kind::Integer, Kind::Choice(vec!["a".to_owned()])];
    let Ok(mut failures) = Failures::new(&input, Some("row.id")) else { return };
    let mut last = 0;
    let read = input.read(&mut |record| {
        assert!(record.number > last, "rows are counted upwards");
        last = record.number;
        for (name, cell) in &record.cells {
            let part = name.rsplit_once('.').map_or("", |(_, part)| part);
            for kind in &kinds {
                let _ = value(kind, &[("", cell)]).map_err(|why| format!("{}: {why}", shown(&cell.to_string())));
                let _ = value(kind, &[(part, cell)]);
            }
        }
        failures.add(&record.row, "7", "why").expect("the disk takes what is written");
        if last > 4096 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let _ = read.map_err(|fault| fault.to_string());
    failures.finish().expect("the disk takes what is written");
});
