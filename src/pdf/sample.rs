//! Small files for tests, written by hand in every form a PDF may have.

/// A file with a table, of these objects from number 1 on; the first is the catalog.
pub(crate) fn table(objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let offsets = written(objects, &mut out);
    let section = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for offset in &offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(format!("trailer\n<</Size {}/Root 1 0 R/ID[(a)(a)]>>\nstartxref\n{section}\n%%EOF", objects.len() + 1).as_bytes());
    out
}

/// The same objects, all of them in an object stream, under a cross-reference stream.
pub(crate) fn stream(objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let container = u32::try_from(objects.len() + 1).unwrap();
    let packed = pack(objects);
    let at = out.len();
    out.extend_from_slice(format!("{container} 0 obj\n{packed}\nendobj\n").as_bytes());
    let section = out.len();
    let mut rows = vec![0, 0, 0, 0, 255];
    for index in 0..objects.len() {
        rows.extend_from_slice(&[2, 0, 0, u8::try_from(container).unwrap(), u8::try_from(index).unwrap()]);
    }
    for offset in [at, section] {
        rows.extend_from_slice(&[1, 0, u8::try_from(offset >> 8).unwrap(), u8::try_from(offset & 255).unwrap(), 0]);
    }
    let data = super::deflate(&rows);
    let head = format!(
        "{} 0 obj\n<</Type/XRef/W[1 3 1]/Size {}/Root 1 0 R/ID[(a)(a)]/Filter/FlateDecode/Length {}>>",
        container + 1,
        container + 2,
        data.len()
    );
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(b"\nstream\n");
    out.extend_from_slice(&data);
    out.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{section}\n%%EOF\n").as_bytes());
    out
}

/// The first object in a table, the others hidden in an object stream for readers that know them.
pub(crate) fn hybrid(objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let first = written(&objects[..1], &mut out)[0];
    let container = objects.len() + 1;
    let at = out.len();
    out.extend_from_slice(format!("{container} 0 obj\n{}\nendobj\n", pack_from(2, &objects[1..])).as_bytes());
    let beside = out.len();
    let rows: Vec<u8> = (0..objects.len() - 1).flat_map(|index| [2, u8::try_from(container).unwrap(), u8::try_from(index).unwrap()]).collect();
    let head = format!(
        "{} 0 obj\n<</Type/XRef/W[1 1 1]/Index[2 {}]/Size {}/Length {}>>\nstream\n",
        container + 1,
        objects.len() - 1,
        container + 2,
        rows.len()
    );
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(&rows);
    out.extend_from_slice(b"\nendstream\nendobj\n");
    let section = out.len();
    out.extend_from_slice(format!("xref\n0 2\n0000000000 65535 f \n{first:010} 00000 n \n{container} 1\n{at:010} 00000 n \n").as_bytes());
    out.extend_from_slice(format!("trailer\n<</Size {}/Root 1 0 R/XRefStm {beside}>>\nstartxref\n{section}\n%%EOF\n", container + 2).as_bytes());
    out
}

fn written(objects: &[&str], out: &mut Vec<u8>) -> Vec<usize> {
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", index + 1).as_bytes());
    }
    offsets
}

fn pack(objects: &[&str]) -> String {
    pack_from(1, objects)
}

fn pack_from(number: usize, objects: &[&str]) -> String {
    let (mut head, mut body) = (String::new(), String::new());
    for (index, object) in objects.iter().enumerate() {
        head.push_str(&format!("{} {} ", number + index, body.len()));
        body.push_str(object);
        body.push(' ');
    }
    format!("<</Type/ObjStm/N {}/First {}/Length {}>>\nstream\n{head}{body}\nendstream", objects.len(), head.len(), head.len() + body.len())
}
