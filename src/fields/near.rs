//! The name that was probably meant.

/// The longest name that is compared, in characters.
const LONGEST: usize = 128;

/// The name that differs from `meant` in the fewest characters, where that is less than a third of them.
pub(super) fn nearest<'n>(meant: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let distances = names.filter(|name| name.chars().count() <= LONGEST).map(|name| (distance(meant, name), name));
    distances.min().filter(|(distance, _)| *distance * 3 < meant.chars().count()).map(|(_, name)| name)
}

/// How many characters must be added, taken out or replaced to make one name of the other (Levenshtein's distance).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (at, from) in one.chars().take(LONGEST).enumerate() {
        let mut corner = at;
        let mut left = at + 1;
        let mut next = vec![left];
        for (to, above) in other.chars().zip(row.iter().skip(1)) {
            left = (corner + usize::from(from != to)).min(above + 1).min(left + 1);
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn the_nearest_name_is_found_where_one_is_near() {
        assert_eq!((distance("kitten", "sitting"), distance("", "ab"), distance("ab", "")), (3, 2, 2));
        let names = ["customer.name", "customer.address.city", "customer-1-name"];
        assert_eq!(nearest("customer.nmae", names.into_iter()), Some("customer.name"));
        assert_eq!(nearest("plan", names.into_iter()), None);
    }
}
