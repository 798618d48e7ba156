//! Names in a tag: `brand.facts.plans`, `this.name`, `../name`, `@index`.

/// A name, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    /// The name as it is written.
    pub(super) raw: String,
    /// Where the search for it begins.
    pub(super) start: Start,
    /// The keys that lead on from there.
    pub(super) keys: Vec<String>,
}

/// Where the search for a name begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Start {
    /// `name`: wherever the name is known, from the inside out.
    Name,
    /// `this`, `this.name`, `./name`: the thing in hand.
    This,
    /// `../name`: so many blocks further out.
    Up(usize),
    /// `@root.name`: the outermost scope.
    Root,
    /// `@index`, or so many loops further out `@../index`.
    Local { name: String, up: usize },
}

impl Path {
    /// Takes a name apart. Handlebars' parser has let it through, so that nothing here can fail.
    pub(super) fn parse(raw: &str) -> Self {
        let mut steps = steps(raw);
        let start = if raw.starts_with("@root") {
            steps.drain(..1);
            Start::Root
        } else if raw.starts_with('@') {
            let up = leading(&mut steps, "..");
            let name = if steps.is_empty() { String::new() } else { steps.remove(0) };
            Start::Local { name: name.trim_start_matches('@').to_owned(), up }
        } else {
            match (leading(&mut steps, ".."), leading(&mut steps, "this") + leading(&mut steps, ".")) {
                (0, 0) => Start::Name,
                (0, _) => Start::This,
                (up, _) => Start::Up(up),
            }
        };
        steps.retain(|step| step != "this");
        Self { raw: raw.to_owned(), start, keys: steps }
    }
}

/// The parts between dots and slashes; a part in square brackets is taken whole.
fn steps(raw: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut rest = raw.strip_prefix('@').filter(|_| raw.starts_with("@..")).unwrap_or(raw);
    while !rest.is_empty() {
        let (step, behind) = next_step(rest);
        steps.push(step.to_owned());
        rest = behind.strip_prefix(['.', '/']).unwrap_or(behind);
    }
    steps
}

fn next_step(rest: &str) -> (&str, &str) {
    if let Some(bracketed) = rest.strip_prefix('[') {
        return bracketed.split_once(']').unwrap_or((bracketed, ""));
    }
    for leader in ["..", "."] {
        if let Some(behind) = rest.strip_prefix(leader) {
            return (leader, behind);
        }
    }
    rest.split_at(rest.find(['.', '/']).unwrap_or(rest.len()))
}

fn leading(steps: &mut Vec<String>, word: &str) -> usize {
    let count = steps.iter().take_while(|step| *step == word).count();
    steps.drain(..count);
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(raw: &str) -> (Start, String) {
        let path = Path::parse(raw);
        (path.start, path.keys.join(" "))
    }

    #[test]
    fn names_are_taken_apart() {
        let local = |name: &str, up| Start::Local { name: name.to_owned(), up };
        let cases = [
            ("brand.facts.plans", Start::Name, "brand facts plans"),
            ("brand/name", Start::Name, "brand name"),
            ("this", Start::This, ""),
            ("this.name", Start::This, "name"),
            ("./name", Start::This, "name"),
            ("../name", Start::Up(1), "name"),
            ("../../a.b", Start::Up(2), "a b"),
            ("../this", Start::Up(1), ""),
            ("@root.brand.name", Start::Root, "brand name"),
            ("@index", local("index", 0), ""),
            ("@../index", local("index", 1), ""),
            ("a.[b c].0", Start::Name, "a b c 0"),
        ];
        for (raw, start, keys) in cases {
            assert_eq!(parsed(raw), (start, keys.to_owned()), "{raw}");
        }
    }
}
