//! The clean text of plain Markdown.
//!
//! Lives here: the twin of `clean_text` in `searchkit/corpus/markdown.py`, for texts that the parser
//! reads as they are meant. Does not live here: what it gets wrong, and HTML; Python puts these
//! right.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::memory::{Declined, Result};

const MORE_THAN_PLAIN: Declined = Declined("the text holds more than plain Markdown");

/// What a byte may be to Markdown, one bit each.
const ODD: u8 = 1; // HTML, tables.
const BRACKET: u8 = 2; // The one before a colon in a definition.
const ASTERISK: u8 = 4;
const CONTROL: u8 = 16;
const MARK: u8 = 8; // All else that may be more than text wherever it stands.

static KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut made = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        made[byte] = match byte as u8 {
            b'<' | b'|' => ODD,
            0..=8 | 11..=31 | 127 => CONTROL,
            b']' => BRACKET,
            b'*' => ASTERISK,
            b'_' | b'`' | b'[' | b'>' | b'&' | b'\\' | b'#' | b'~' | b'\t' => MARK,
            _ => 0,
        };
        byte += 1;
    }
    made
}

fn kinds_in(text: &str) -> u8 {
    text.bytes()
        .fold(0, |seen, byte| seen | KINDS[usize::from(byte)])
}

/// What a reader sees of a Markdown text.
pub fn clean(markdown: &str) -> Result<Cow<'_, str>> {
    let kinds = kinds_in(markdown);
    let mut is_own = kinds == 0 && markdown.trim().len() == markdown.len();
    for line in markdown.split('\n') {
        if may_be_numbered(line) {
            return Err(MORE_THAN_PLAIN);
        }
        is_own = is_own && is_text(line);
    }
    if is_own && !markdown.contains("\n\n\n") {
        return Ok(Cow::Borrowed(markdown));
    }
    if !is_for_the_parser(markdown, kinds) {
        return Err(MORE_THAN_PLAIN);
    }
    let shown = shown(markdown)?;
    // Controls come of entities; Python takes some for white space.
    let kinds = kinds_in(&shown);
    if kinds & CONTROL != 0 || kinds & ASTERISK != 0 && may_be_marks(&shown) {
        return Err(MORE_THAN_PLAIN);
    }
    Ok(Cow::Owned(tidy(&shown)?))
}

/// Whether the parser loses nothing of a text whose lines have no numbers, finds no HTML in it, and
/// runs no words together. It may say no where that is so, never yes where it is not.
fn is_for_the_parser(text: &str, kinds: u8) -> bool {
    kinds & (ODD | CONTROL) == 0
        && !(kinds & BRACKET != 0 && text.contains("]:"))
        && !(kinds & ASTERISK != 0 && has_marks_within_a_word(text))
}

/// Whether asterisks stand between two letters, or what may be letters.
fn has_marks_within_a_word(text: &str) -> bool {
    let may_be_letter =
        |c: char| c.is_ascii_alphanumeric() || !matches!(c, ..'\u{80}' | '\u{2000}'..'\u{2070}');
    let mut rest = text;
    while let Some(begin) = rest.find('*') {
        let after = rest[begin..].trim_start_matches('*');
        if rest[..begin].ends_with(may_be_letter) && after.starts_with(may_be_letter) {
            return true;
        }
        rest = after;
    }
    false
}

/// Whether asterisks that the parser left may be marks that it did not take for such: then two
/// stand together, or with up to two characters between them.
fn may_be_marks(shown: &str) -> bool {
    let mut last = None;
    for (place, _) in shown.match_indices('*') {
        if last.is_some_and(|before| place - before <= 2 * 4 + 1) {
            return true;
        }
        last = Some(place);
    }
    false
}

/// Whether a line may begin with the number of an item.
fn may_be_numbered(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t', '>', '*', '+', '-']);
    match text.chars().next() {
        // No digits are among these; what is one of all others depends on the version of Unicode.
        Some(c) if !c.is_ascii() => {
            !matches!(c, ..'\u{660}' | '\u{2000}'..'\u{2c00}' | '\u{e000}'..'\u{f900}')
        }
        Some(c) if c.is_ascii_digit() => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.strip_prefix(['.', ')'])
                .is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_graphic()))
        }
        _ => false,
    }
}

/// Whether a line without marks can be nothing but text, as it stands.
fn is_text(line: &str) -> bool {
    !line.starts_with([' ', '-', '+', '=', ':']) && !line.ends_with(' ') && {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() == line.len() || !rest.starts_with(['.', ')'])
    }
}

/// The text of all events, with the white space that separates blocks.
fn shown(markdown: &str) -> Result<String> {
    let mut text = with_room(markdown.len())?;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Rule => text.push_str("\n\n"),
            Event::Start(tag) => text.push_str(before(&tag)?),
            Event::End(tag) => text.push_str(after(tag)?),
            _ => return Err(MORE_THAN_PLAIN),
        }
    }
    Ok(text)
}

/// What stands between words where an element begins.
fn before(tag: &Tag) -> Result<&'static str> {
    match tag {
        Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::BlockQuote(_) => Ok("\n\n"),
        Tag::Item | Tag::List(None) => Ok("\n"),
        Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } => Ok(""),
        _ => Err(MORE_THAN_PLAIN),
    }
}

/// What stands between words where an element ends.
fn after(tag: TagEnd) -> Result<&'static str> {
    match tag {
        TagEnd::Paragraph
        | TagEnd::Heading(_)
        | TagEnd::CodeBlock
        | TagEnd::BlockQuote(_)
        | TagEnd::List(false) => Ok("\n\n"),
        TagEnd::Item | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => Ok(""),
        _ => Err(MORE_THAN_PLAIN),
    }
}

/// A text without spaces where a line ends, with one empty line for several, and none around it.
fn tidy(text: &str) -> Result<String> {
    let mut made = with_room(text.len())?;
    for line in text.split('\n') {
        if !made.ends_with("\n\n") || !line.is_empty() {
            made.push_str(line.trim_end_matches([' ', '\t']));
        }
        if !made.ends_with("\n\n") {
            made.push('\n');
        }
    }
    let inner = made.trim();
    if inner.len() == made.len() {
        return Ok(made);
    }
    let mut stripped = with_room(inner.len())?;
    stripped.push_str(inner);
    Ok(stripped)
}

fn with_room(length: usize) -> Result<String> {
    let mut made = String::new();
    made.try_reserve(length)
        .map_err(|_| Declined("there is not enough memory"))?;
    Ok(made)
}

#[cfg(test)]
mod tests;
