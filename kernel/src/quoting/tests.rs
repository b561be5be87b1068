//! Rules are tried beside their twins in Python; here is what holds of any text.

use super::finding::spoken;
use super::speech::{
    ALPHABETIC, ALPHANUMERIC, DECIMAL, DIGIT, GIVEN, LOWER, SPACE, Speech, Told, UPPER,
};

/// What Python would tell, of a few words and characters.
pub fn speech() -> Speech {
    let mut words = vec![Vec::new(); GIVEN];
    let given = [
        (0, "said says"),
        (1, "said says"),
        (2, "minister mayor"),
        (3, "mr ms"),
        (4, "he she they"),
        (5, "the a"),
        (7, "mr"),
        (8, "ms"),
        (9, "minister"),
        (14, "i my"),
    ];
    for (class, some) in given {
        words[class] = some.split(' ').map(String::from).collect();
    }
    let told: Vec<Told> = (0x20..0x7f)
        .chain(0xa0..0x250)
        .chain(0x2010..0x2030)
        .chain([0x0a])
        .filter_map(char::from_u32)
        .filter(|c| c.to_lowercase().count() == 1)
        .map(|c| {
            let flags = [
                (ALPHANUMERIC, c.is_alphanumeric()),
                (ALPHABETIC, c.is_alphabetic()),
                (SPACE, c.is_whitespace()),
                (UPPER, c.is_uppercase()),
                (LOWER, c.is_lowercase()),
                (DIGIT, c.is_ascii_digit()),
                (DECIMAL, c.is_ascii_digit()),
            ];
            let flags = flags
                .iter()
                .filter(|(_, has)| *has)
                .map(|(flag, _)| flag)
                .sum();
            let small = c.to_lowercase().next().unwrap_or(c);
            (u32::from(c), flags, u32::from(small), small.to_string())
        })
        .collect();
    Speech::new(&words, &told).expect("the classes of words")
}

#[test]
fn a_quotation_and_its_speaker() {
    let text = "“The harbour opens in May,” Mr Vell said.";
    let (first_person, found) = spoken(&speech(), text, "", &["Jan Vell".into()]).unwrap();
    assert!(!first_person);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].start, found[0].end), (1, 26));
    assert_eq!(found[0].speakers, ["Jan Vell"]);
    assert!(found[0].certain);
}

#[test]
fn what_has_rare_characters_is_declined() {
    assert!(spoken(&speech(), "“東京,” he said.", "", &[]).is_err());
    assert!(spoken(&speech(), "", "東京", &[]).is_err());
}

#[test]
fn hostile_texts_end() {
    let speech = speech();
    for piece in [
        "\"",
        "'",
        "“",
        "”",
        "\"a ",
        " \"",
        ", said ",
        "Mr ",
        "A, ",
        "\n",
        "\n\n\"a",
        "'a\n",
        "Minister of ",
    ] {
        let text = piece.repeat(100_000);
        assert!(spoken(&speech, &text, &text[..900], &["Jan Vell".into()]).is_ok());
    }
}
