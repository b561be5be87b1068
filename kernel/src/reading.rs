//! Front matter of the usual shape.
//!
//! Lives here: the twin of `simple_entries` in `searchkit/kernels/plain/reading.py`, which says what is
//! simple. Does not live here: all other YAML, which Python reads.

use crate::memory::{Declined, Result};

const MAX_HEAD: usize = 16 * 1024;
const MAX_KEY: usize = 100;
const MAX_INDENT: usize = 9;

/// A key; its value as written; the items of its list.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    pub key: &'a str,
    pub value: Option<&'a str>,
    pub items: Vec<&'a str>,
}

/// The entries of simple front matter; `None` of any other.
pub fn simple_entries(head: &str) -> Result<Option<Vec<Entry<'_>>>> {
    if head.len() > MAX_HEAD && head.chars().count() > MAX_HEAD || head.chars().any(is_foreign) {
        return Ok(None);
    }
    let mut found: Vec<Entry> = Vec::new();
    let mut indent = None;
    let mut rest = head;
    while !rest.is_empty() {
        let Some((line, after)) = rest.split_once('\n') else {
            return Ok(None);
        };
        rest = after;
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if let Some(item) = line[spaces..].strip_prefix("- ") {
            let fits = spaces <= MAX_INDENT && indent.is_none_or(|before| before == spaces);
            let Some(entry) = found.last_mut().filter(|one| fits && one.value.is_none()) else {
                return Ok(None);
            };
            let Some(item) = value(item.trim_start_matches(' '))? else {
                return Ok(None);
            };
            entry.items.push(item);
            indent = Some(spaces);
            continue;
        }
        let Some((key, written)) = line.split_once(':').filter(|(key, _)| is_key(key)) else {
            return Ok(None);
        };
        let written_value = written.trim_start_matches(' ');
        let value = if written_value.is_empty() {
            None
        } else if written_value.len() == written.len() {
            return Ok(None);
        } else if let Some(value) = value(written_value)? {
            Some(value)
        } else {
            return Ok(None);
        };
        found.push(Entry {
            key,
            value,
            items: Vec::new(),
        });
        indent = None;
    }
    Ok((!found.is_empty()).then_some(found))
}

/// Controls, what breaks lines, what marks an order of bytes, and whatever is rarer.
fn is_foreign(c: char) -> bool {
    !matches!(
        c,
        ' '..='~' | '\n' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}'
        | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}'
    )
}

fn is_key(key: &str) -> bool {
    key.len() <= MAX_KEY
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || c == b'_' || c == b'-')
}

/// The value that the rest of a line is, plain ones with the spaces after them; `None` if it is no
/// simple one.
fn value(written: &str) -> Result<Option<&str>> {
    let Some(first) = written.chars().next() else {
        return Ok(None);
    };
    if first == '"' || first == '\'' {
        let quoted = written.trim_end_matches(' ');
        let inside = quoted[1..].strip_suffix(first);
        let ends = |c: char| c == first || first == '"' && c == '\\';
        let fits = inside.is_some_and(|text| !text.contains(ends));
        return Ok(fits.then_some(quoted));
    }
    Ok((is_letter(first)? && !ends_early(written)).then_some(written))
}

/// Whether a plain value may begin with `c`. Which characters are letters depends on the version
/// of Unicode but for the usual ones.
fn is_letter(c: char) -> Result<bool> {
    match c {
        _ if c.is_ascii() => Ok(c.is_ascii_alphanumeric()),
        '\u{d7}' | '\u{f7}' => Ok(false),
        '\u{c0}'..='\u{24f}' => Ok(true),
        _ => Err(Declined("a value begins with a rare character")),
    }
}

/// Whether a colon or a number sign ends a plain value before the end of the line.
fn ends_early(plain: &str) -> bool {
    let bytes = plain.as_bytes();
    bytes.iter().enumerate().any(|(place, c)| match c {
        b':' => bytes.get(place + 1).is_none_or(|&next| next == b' '),
        b'#' => place > 0 && bytes[place - 1] == b' ',
        _ => false,
    })
}

#[cfg(test)]
mod tests;
