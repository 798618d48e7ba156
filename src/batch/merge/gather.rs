//! Where the manifests of shares are found.

use std::fs::File;
use std::io::{self, BufReader, Seek as _, Write as _};

use crate::batch::files::Kind;
use crate::output::failure::Failure;
use crate::store::{Address, Store};

/// A manifest in a private file, with the name that messages call it by.
pub(super) type Manifest = (String, BufReader<File>);

/// The manifests that addresses lead to: each a manifest, or a place with the manifests of shares in it.
pub(super) fn gather(addresses: &[String]) -> Result<Vec<Manifest>, Failure> {
    let mut manifests = Vec::new();
    for text in addresses {
        let address = Address::parse(text)?;
        match address.parent().filter(|(_, name)| has_ending(name)) {
            Some((folder, name)) => manifests.push(fetch(&Store::open(&folder)?, &name)?),
            None => manifests.append(&mut shares(&address)?),
        }
    }
    Ok(manifests)
}

/// The manifests of the shares in a place.
fn shares(address: &Address) -> Result<Vec<Manifest>, Failure> {
    let store = Store::open(address)?;
    let names: Vec<String> = store.list("manifest.")?.into_iter().map(|entry| entry.path).collect();
    let of = |wanted: Kind| names.iter().filter(move |name| Kind::of(name) == Some(wanted));
    // Where nothing was split, mended rows belong to the one manifest that there is.
    let whole = if of(Kind::Share).next().is_none() && of(Kind::Mended).next().is_some() { Some(of(Kind::Whole)) } else { None };
    // The second list comes before the tenth.
    let mut mended: Vec<&String> = of(Kind::Mended).collect();
    mended.sort_by_key(|name| (name.len(), *name));
    let wanted = of(Kind::Share).chain(whole.into_iter().flatten()).chain(mended);
    let found = wanted.map(|name| fetch(&store, name)).collect::<Result<Vec<_>, _>>()?;
    if found.is_empty() {
        return Err(Failure::new(format!("there is no manifest of a share in {address}")).hint("name the folder that --out of the shares named"));
    }
    Ok(found)
}

/// Puts a manifest into a private file, since others are read at the same time.
fn fetch(store: &Store, name: &str) -> Result<Manifest, Failure> {
    let object = store.object(name);
    let spool =
        |error: io::Error| Failure::new(format!("cannot write {object} to a private file: {error}")).hint("TMPDIR says where such files are put");
    let mut file = tempfile::tempfile().map_err(spool)?;
    if !store.fetch(name, &mut file)? {
        return Err(Failure::new(format!("there is no {object}")).hint("run that share, or look the name up"));
    }
    file.flush().and_then(|()| file.rewind()).map_err(spool)?;
    Ok((object, BufReader::new(file)))
}

fn has_ending(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("jsonl"))
}
