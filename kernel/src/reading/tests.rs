use super::*;

fn read(head: &str) -> Option<Vec<Entry<'_>>> {
    simple_entries(head).unwrap()
}

fn entry<'a>(key: &'a str, value: Option<&'a str>, items: &[&'a str]) -> Entry<'a> {
    Entry {
        key,
        value,
        items: items.to_vec(),
    }
}

#[test]
fn the_usual_shape() {
    let head = "title: \"Talks: today\"\ndate: 2007-11-20\nurl: https://a.example/#b \nnames:\n  - Orla\n  - 'B: c' \nnone:\nplain:\n- Éa\n";
    let expected = vec![
        entry("title", Some("\"Talks: today\""), &[]),
        entry("date", Some("2007-11-20"), &[]),
        entry("url", Some("https://a.example/#b "), &[]),
        entry("names", None, &["Orla", "'B: c'"]),
        entry("none", None, &[]),
        entry("plain", None, &["Éa"]),
    ];
    assert_eq!(read(head), Some(expected));
}

#[test]
fn what_is_not_simple() {
    for head in [
        "",
        "a: b",
        "\n",
        "a:b\n",
        "a: b: c\n",
        "a: b:\n",
        "a: b #c\n",
        "a: [b]\n",
        "a: -\n",
        "a: \"b\\n\"\n",
        "a: \"b\" c\n",
        "a: 'it''s'\n",
        "a: \"\n",
        "a:\n  b\n",
        "a: b\n  - c\n",
        "a:\n  - b\n - c\n",
        "a:\n  -\n",
        "- a\n",
        " a: b\n",
        "1: b\n",
        "# a\n",
        "a: b\n\nc: d\n",
        "a:\tb\n",
        "a: b\u{85}\n",
        "a: b\u{2028}\n",
        "a: \u{1f642}\n",
        "a: ×\n",
    ] {
        assert_eq!(read(head), None, "{head:?}");
    }
}

#[test]
fn a_rare_first_letter_is_left_to_others() {
    assert!(simple_entries("a: 東京\n").is_err());
    assert!(simple_entries("a: 1 東京\n").unwrap().is_some());
}

#[test]
fn long_ones() {
    let line = format!("a: {}\n", "é".repeat(MAX_HEAD - 4));
    assert!(read(&line).is_some());
    assert_eq!(read(&format!("{line}b:\n")), None);
    let key = "k".repeat(MAX_KEY);
    assert!(read(&format!("{key}: a\n")).is_some());
    assert_eq!(read(&format!("{key}k: a\n")), None);
}
