//! The inversion beside sorting.

use super::*;

fn numbers(values: &Narrowest) -> Vec<u32> {
    match values {
        Narrowest::U8(values) => values.iter().map(|&value| u32::from(value)).collect(),
        Narrowest::U16(values) => values.iter().map(|&value| u32::from(value)).collect(),
        Narrowest::U32(values) => values.clone(),
    }
}

/// Some words of two statements; the second has no title.
fn sample<'a>() -> Words<'a> {
    Words {
        forms: &[0, 2, 1, 1, 0, 3, 3, 2],
        lengths: &[2, 3, 0, 3],
        starts: &[0, 3, 7, 8, 12],
        stem_of_form: &[0, 0, 1, 2],
        counts: &[4, 2, 2],
        codes: &[7, 8, 9],
    }
}

#[test]
fn words_go_where_their_stems_are() {
    for threads in 1..5 {
        let made = invert(&sample(), threads).unwrap();
        assert_eq!(numbers(&made.positions), [0, 3, 4, 5, 1, 3, 1, 2]);
        assert_eq!(numbers(&made.forms), [0, 1, 1, 0, 0, 0, 0, 0]);
        assert_eq!(made.postings, [1, 2, 1]);
        assert_eq!(numbers(&made.docs), [0, 0, 1, 1]);
        assert_eq!(made.in_title, [1, 1, 0, 0]);
        assert_eq!(made.in_body, [3, 0, 1, 2]);
        assert_eq!(made.forward, [7, 8, 0, 7, 7, 7, 0, 0, 9, 9, 8, 0]);
    }
}

#[test]
fn what_does_not_fit_is_declined() {
    let wrong = [
        Words {
            forms: &[0, 2, 1, 1, 0, 3, 3, 4],
            ..sample()
        },
        Words {
            forms: &[0, 2, 1, 1, 0, 3, 3],
            ..sample()
        },
        Words {
            lengths: &[2, 3, 0, 4],
            ..sample()
        },
        Words {
            lengths: &[2, 3, 3],
            ..sample()
        },
        Words {
            starts: &[0, 3, 7, 8, 10],
            ..sample()
        },
        Words {
            starts: &[0, 3, 2, 8, 12],
            ..sample()
        },
        Words {
            starts: &[0, 3, 7, 8],
            ..sample()
        },
        Words {
            stem_of_form: &[0, 0, 2, 1],
            ..sample()
        },
        Words {
            stem_of_form: &[0, 0, 1, 3],
            ..sample()
        },
        Words {
            counts: &[4, 1, 3],
            ..sample()
        },
        Words {
            counts: &[4, 2, -2],
            ..sample()
        },
        Words {
            codes: &[7, 8],
            ..sample()
        },
    ];
    for (number, words) in wrong.iter().enumerate() {
        assert!(invert(words, 2).is_err(), "{number}");
    }
}

#[test]
fn nothing_is_inverted_to_nothing() {
    let none = Words {
        forms: &[],
        lengths: &[],
        starts: &[0],
        stem_of_form: &[],
        counts: &[],
        codes: &[],
    };
    let made = invert(&none, 2).unwrap();
    assert!(numbers(&made.positions).is_empty() && made.forward.is_empty());
}

#[test]
fn the_narrowest_type_is_taken() {
    assert_eq!([0, 255, 256, 65_535, 65_536].map(width), [1, 1, 2, 2, 4]);
}
