use super::*;

fn cleaned(text: &str) -> Option<String> {
    clean(text).ok().map(Cow::into_owned)
}

#[test]
fn a_text_without_marks_is_its_own() {
    for text in [
        "",
        "Talks",
        "Talks in Oster.\n\nThe “ferry” – 2.5 million:\n5 of 10.",
    ] {
        assert!(
            matches!(clean(text), Ok(Cow::Borrowed(same)) if same == text),
            "{text:?}"
        );
    }
}

#[test]
fn marks_are_left_out() {
    let text = "# *Talks*\n\nOf [Oster](https://o.example) &amp; `grain`,  \nand **fish**.\n\n\n- one\n- two\n  - three\n\n> Said\n\n---\n\nEnd";
    let expected = "Talks\n\nOf Oster & grain,\nand fish.\n\none\ntwo\n\nthree\n\nSaid\n\nEnd";
    assert_eq!(cleaned(text).as_deref(), Some(expected));
}

#[test]
fn what_is_left_to_others() {
    for text in [
        "a <b>c</b>",
        "| a |",
        "[a]: b",
        "a\u{0}",
        "a\u{1f}",
        "a\r",
        "The tal*ks*of Oster",
        "2\\*\\* 3",
        "2\\*—.\\* 3",
        "&#28;a",
        "1. one",
        "> - 1) one",
        "1.",
        "1.\u{a0}one",
        "١. one",
        "東京",
    ] {
        assert_eq!(cleaned(text), None, "{text:?}");
    }
}

#[test]
fn signs_that_are_no_marks_stay() {
    let text = "· 2\\* 3 &lt; 7\n\n• see note *\n\n_a_";
    assert_eq!(
        cleaned(text).as_deref(),
        Some("· 2* 3 < 7\n\n• see note *\n\na")
    );
}

#[test]
fn lines_are_tidy() {
    let text = tidy("\n\n a \t\n \n\n\n\nb\t\n\tc\n").unwrap();
    assert_eq!(text, "a\n\nb\n\tc");
    assert_eq!(tidy("").unwrap(), "");
}
