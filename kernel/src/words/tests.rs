//! Words and likely places of texts made by hand; `tests/kernels` has all others.

use super::*;

/// Letters, digits and é are inside; a thin space is one; ☃ is foreign.
fn kinds() -> Vec<u8> {
    let mut kinds: Vec<u8> = (0..0x2700)
        .map(|code| char::from_u32(code).is_some_and(char::is_alphanumeric) as u8)
        .collect();
    kinds[0xa0] = SPACE;
    kinds[0x2603] = FOREIGN;
    kinds
}

fn signs(kinds: &[u8]) -> Signs<'_> {
    let classes = std::array::from_fn(|code| match code as u8 {
        b'0'..=b'9' => DIGIT,
        b'.' => b'.',
        b',' | b' ' => JOINING,
        c if c.is_ascii_alphabetic() => c.to_ascii_lowercase(),
        b'$' | 0xe9 => LETTER,
        _ => b'-',
    });
    Signs {
        kinds: Kinds(kinds),
        classes,
        beside: vec![b"mil", b"million"],
        codes: vec![b"usd"],
    }
}

fn words(texts: &[(&str, &[(u32, u32)])]) -> (Vec<String>, Vec<u32>, Vec<u32>, Vec<u32>) {
    let kinds = kinds();
    let mut numbered = Numbered::new(Kinds(&kinds));
    for (text, spans) in texts {
        numbered.add(text, spans).unwrap();
    }
    let form = |number| String::from_utf8(numbered.forms.get(number).to_vec()).unwrap();
    let forms = (0..numbered.forms.len()).map(form).collect();
    (
        forms,
        numbered.tokens,
        numbered.lengths,
        numbered.word_of_span,
    )
}

#[test]
fn words_are_numbered_as_they_are_seen() {
    let (forms, tokens, lengths, _) =
        words(&[("A caf\u{e9}, a b", &[]), ("", &[]), ("b_A☕x", &[])]);
    assert_eq!(forms, ["A", "caf\u{e9}", "a", "b", "x"]);
    assert_eq!(tokens, [0, 1, 2, 3, 3, 0, 4]);
    assert_eq!(lengths, [4, 0, 3]);
}

#[test]
fn numbers_are_words_of_their_own() {
    let (forms, tokens, _, which) = words(&[
        ("in 1 000km\u{e9}", &[(3, 8)]),
        ("\u{e9}1\u{a0}0002.5", &[(1, 6), (6, 9)]),
    ]);
    assert_eq!(forms, ["in", "1 000", "km\u{e9}", "\u{e9}", "2.5"]);
    assert_eq!(tokens, [0, 1, 2, 3, 1, 4]);
    assert_eq!(which, [1, 1, 2]);
}

#[test]
fn spans_that_are_not_in_the_text_are_declined() {
    let kinds = kinds();
    for spans in [[(0, 9)], [(2, 2)], [(9, 10)], [(3, 1)]] {
        for text in ["1 000", "1\u{a0}000"] {
            assert!(
                Numbered::new(Kinds(&kinds)).add(text, &spans).is_err(),
                "{spans:?}"
            );
        }
    }
}

#[test]
fn numbers_may_begin_where_something_stands_beside_digits() {
    let kinds = kinds();
    let signs = signs(&kinds);
    for (text, places) in [
        ("5 and 17, and 1999", vec![]),
        ("$5 5m .5 5.5", vec![1, 3, 7, 9, 11]),
        ("5 million, 5 mils, 5-mil, 7 millions", vec![0, 19]),
        ("USD 5, NOK 5", vec![4]),
        ("1,000", vec![0]),
        ("\u{e9}5, 17", vec![1]),
    ] {
        let found = signs.likely_places(text, &mut Vec::new()).unwrap();
        assert_eq!(found, Some(places), "{text}");
    }
    assert_eq!(signs.likely_places("5m ☃", &mut Vec::new()), Ok(None));
}

#[test]
fn lists_are_merged() {
    let lists: [(&[u8], Vec<u64>); 3] = [
        (b"fishcod", vec![4, 7]),
        (b"", vec![]),
        (b"codlingfish", vec![3, 7, 7, 11]),
    ];
    let (forms, numbers) = merged(&lists).unwrap();
    let listed: Vec<&[u8]> = (0..forms.len()).map(|form| forms.get(form)).collect();
    assert_eq!(listed, [&b"fish"[..], b"cod", b"ling", b""]);
    assert_eq!(numbers, [vec![0, 1], vec![], vec![1, 2, 3, 0]]);
    for ends in [vec![3, 2], vec![5], vec![u64::MAX]] {
        assert!(merged(&[(b"fish", ends)]).is_err());
    }
}
