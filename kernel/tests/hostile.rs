//! Nothing that is given to a loop ends the process, or takes it out of its arrays.
//!
//! Random arguments, most of them impossible: each function answers or declines. A sum that overflows
//! or a place outside of an array is a panic, and fails here. `PROPTEST_CASES` says how many are tried.

use _kernel::characters::{ALPHABETIC, ALPHANUMERIC, Characters, DECIMAL, DIGIT, KNOWN, SPACE};
use _kernel::decoding::{self, Postings};
use _kernel::fragments::Sizes;
use _kernel::inversion::{self, invert};
use _kernel::nearness::{self, further};
use _kernel::numbers::Beside;
use _kernel::passages::{Reading, Wanted, shown};
use _kernel::quoting::{finding::spoken, speech};
use _kernel::words::{Kinds, Numbered, Signs, merged};
use _kernel::{markdown, reading, spellings, texts, windows};
use proptest::collection::vec;
use proptest::prelude::*;

/// Numbers of arrays: small ones, and those beyond whatever they could mean.
fn number() -> impl Strategy<Value = u32> {
    prop_oneof![8 => 0..40_u32, 1 => any::<u32>(), 1 => Just(u32::MAX)]
}

fn count() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 0..40_i64, 1 => any::<i64>(), 1 => Just(i64::MIN), 1 => Just(i64::MAX)]
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0..9.0, 1 => any::<f64>()]
}

/// Texts of what texts are made of, and of anything.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Z]{1,8}",
        4 => "[ \n\t]{1,2}",
        4 => "[\"'“”‘’«»,.:;!?*_#>`-]{1,3}",
        2 => "[0-9]{1,4}([.,][0-9]{1,3})?",
        1 => Just(", said Mr Vell".to_owned()),
        1 => Just("Minister of ".to_owned()),
        1 => "\\PC{0,4}",
        1 => any::<String>(),
    ];
    vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn characters(size: u32) -> Characters {
    let flags = |code| {
        let c = char::from_u32(code).unwrap_or(' ');
        let has = [
            (ALPHANUMERIC, c.is_alphanumeric()),
            (ALPHABETIC, c.is_alphabetic()),
            (DECIMAL | DIGIT, c.is_ascii_digit()),
            (SPACE, c.is_whitespace()),
            (KNOWN, true),
        ];
        has.iter()
            .filter(|(_, has)| *has)
            .map(|(flag, _)| flag)
            .sum()
    };
    Characters::new((0..size).map(flags).collect())
}

fn told() -> Vec<speech::Told> {
    let flags = |c: char| {
        let has = [
            (speech::ALPHANUMERIC, c.is_alphanumeric()),
            (speech::ALPHABETIC, c.is_alphabetic()),
            (speech::SPACE, c.is_whitespace()),
            (speech::UPPER, c.is_uppercase()),
            (speech::LOWER, c.is_lowercase()),
            (speech::DIGIT | speech::DECIMAL, c.is_ascii_digit()),
        ];
        has.iter()
            .filter(|(_, has)| *has)
            .map(|(flag, _)| flag)
            .sum()
    };
    let known = (0..0x250).chain(0x2000..0x2070).filter_map(char::from_u32);
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    known
        .map(|c| {
            (
                u32::from(c),
                flags(c),
                u32::from(small(c)),
                small(c).to_string(),
            )
        })
        .collect()
}

fn words_of(classes: &[&str]) -> Vec<Vec<String>> {
    let split = |words: &&str| words.split_whitespace().map(String::from).collect();
    let mut words: Vec<Vec<String>> = classes.iter().map(split).collect();
    words.resize(speech::GIVEN, Vec::new());
    words
}

proptest! {
    #[test]
    fn front_matter(head in text()) {
        let _ = reading::simple_entries(&head);
    }

    #[test]
    fn entries(lines in vec("(- )?[a-z]{0,3}:? ?[\"']?\\PC{0,6}[\"']?\n", 0..6)) {
        let _ = reading::simple_entries(&lines.concat());
    }

    #[test]
    fn markdown_texts(markdown in text()) {
        let _ = markdown::clean(&markdown);
    }

    #[test]
    fn who_says_what(text in text(), title in text(), names in vec("[A-Z][a-z]{0,5} ?[A-Z]?[a-z]{0,5}", 0..3)) {
        let words = words_of(&["said says", "said", "minister mayor", "mr ms", "he she they", "the"]);
        let speech = speech::Speech::new(&words, &told()).expect("such words");
        if let Ok((_, found)) = spoken(&speech, &text, &title, &names) {
            let size = text.chars().count();
            let mut at = 0;
            for one in found {
                prop_assert!(at <= one.start && one.start < one.end && one.end <= size);
                at = one.end;
            }
        }
    }

    #[test]
    fn words_and_characters_of_speech(
        words in vec(vec(any::<String>(), 0..3), 0..20),
        told in vec(any::<(u32, u8, u32, String)>(), 0..5),
    ) {
        if let Ok(speech) = speech::Speech::new(&words, &told) {
            let _ = spoken(&speech, "a", "", &[]);
        }
    }

    #[test]
    fn numbering(
        text in text(),
        kinds in vec(0..5_u8, 0..0x200),
        spans in vec((number(), number()), 0..4),
        given in vec(vec(any::<u8>(), 0..4), 0..4),
    ) {
        let mut numbered = Numbered::new(Kinds(&kinds));
        let _ = numbered.add(&text, &spans);
        let _ = numbered.add_given(given.iter().map(Vec::as_slice));
        let signs = Signs {
            kinds: Kinds(&kinds),
            classes: [b'a'; 256],
            beside: vec![b"million"],
            codes: vec![b"nzd"],
        };
        let _ = signs.likely_places(&text, &mut Vec::new());
    }

    #[test]
    fn merging(lists in vec((vec(any::<u8>(), 0..20), vec(0..30_u64, 0..6)), 0..4)) {
        let lists: Vec<_> = lists.iter().map(|(letters, ends)| (&letters[..], ends.clone())).collect();
        let _ = merged(&lists);
    }

    #[test]
    fn inverting(
        forms in vec(number(), 0..30),
        lengths in vec(number(), 0..8),
        starts in vec(number(), 0..9),
        stem_of_form in vec(number(), 0..8),
        counts in vec(count(), 0..8),
        codes in vec(any::<u16>(), 0..8),
        threads in 0..4_usize,
    ) {
        let _ = invert(
            &inversion::Words {
                forms: &forms,
                lengths: &lengths,
                starts: &starts,
                stem_of_form: &stem_of_form,
                counts: &counts,
                codes: &codes,
            },
            threads,
        );
    }

    #[test]
    fn tallies(
        codes in vec(any::<u16>(), 0..30),
        starts in vec(count(), 0..5),
        stops in vec(count(), 0..5),
        docs in vec(number(), 0..5),
    ) {
        let _ = windows::tally(&codes, &starts, &stops, &docs);
    }

    #[test]
    fn nearness_of_leaves(
        starts in vec(count(), 0..6),
        stops in vec(count(), 0..6),
        each in 0..3_usize,
        title_lengths in vec(count(), 0..4),
        leaves in vec((vec(number(), 0..6), count(), proptest::option::of(weight()), weight()), 0..4),
        pairs in vec((0..5_usize, 0..5_usize, weight()), 0..4),
        (title, weight, lede_words, reach, proximity_k) in (weight(), weight(), count(), count(), weight()),
    ) {
        let leaves: Vec<_> = leaves
            .into_iter()
            .map(|(positions, width, title, lede)| nearness::Standing { positions, width, title, lede })
            .collect();
        let texts = nearness::Texts { starts: &starts, stops: &stops, each, title_lengths: &title_lengths };
        let worth = nearness::Worth { title, weight, lede_words, reach, proximity_k };
        let _ = further(&texts, &leaves, &pairs, &worth);
    }

    #[test]
    fn passages(
        texts in vec(text(), 0..3),
        rows in vec(vec((count(), count(), 0..3_usize), 0..5), 0..3),
        weights in vec(weight(), 0..3),
        (fragments, length, words) in (0..5_usize, count(), count()),
        known in prop_oneof![Just(0_u32), Just(0x60), Just(0x3000)],
    ) {
        let codes = |word: &str| word.encode_utf16().collect::<Vec<u16>>();
        let reading = Reading {
            characters: characters(known),
            beside: Beside {
                units: vec![codes("km"), codes("million")],
                words: vec![codes("million"), codes("dollars")],
                codes: vec![codes("NZD")],
                signs: codes("$€"),
            },
        };
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for wanted in [Wanted::Highlights, Wanted::Fragments] {
            let each = vec![wanted; texts.len()];
            let _ = shown(&reading, &texts, &each, &rows, &weights, Sizes { fragments, length, words });
        }
    }

    #[test]
    fn postings(
        begins in vec(number(), 0..8),
        listed in vec(any::<u8>(), 0..8),
        totals in vec(any::<u16>(), 0..8),
        within in vec(number(), 0..12),
        wanted in vec(number(), 0..6),
        few in any::<bool>(),
    ) {
        let postings = Postings { begins: &begins, listed: &listed, totals: &totals, within: &within };
        let _ = decoding::positions_among(&postings, &wanted, few);
    }

    #[test]
    fn marked_positions(
        marked in vec(any::<u8>(), 0..20),
        in_title in vec(number(), 0..5),
        in_body in vec(number(), 0..5),
    ) {
        let _ = decoding::count_marked(&marked, &in_title, &in_body);
    }

    #[test]
    fn counting_by_statement(
        starts in vec(number(), 0..9),
        each in 0..4_usize,
        positions in vec(number(), 0..12),
    ) {
        let _ = texts::count_by_statement(&starts, each, &positions);
    }

    #[test]
    fn near_spellings(
        word in text(),
        letters in vec(any::<u8>(), 0..40),
        ends in vec(number(), 0..8),
        numbers in vec(number(), 0..8),
        most in 0..5_usize,
    ) {
        let _ = spellings::near(&word, &letters, &ends, &numbers, most);
        let _ = spellings::lines(&letters, &ends);
    }
}
