//! Numbering words, as Python calls it.

use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyList};

use super::{Declined, bytes, values};
use crate::words::{self, Kinds, Numbered, Signs};

/// The texts that are Unicode; half of a surrogate pair is not.
fn texts_of(texts: &Bound<'_, PyList>) -> Vec<Option<PyBackedStr>> {
    texts.iter().map(|text| text.extract().ok()).collect()
}

/// (place of a text, where a number may begin in it) of texts with such places; with `None` of
/// those that are not for the kernel.
#[pyfunction]
pub fn likely_places(
    py: Python<'_>,
    texts: &Bound<'_, PyList>,
    kinds: PyBackedBytes,
    classes: PyBackedBytes,
    beside: Vec<PyBackedBytes>,
    codes: Vec<PyBackedBytes>,
) -> PyResult<Vec<(usize, Option<Vec<u32>>)>> {
    let texts = texts_of(texts);
    let classes = <[u8; 256]>::try_from(&classes[..])
        .map_err(|_| Declined::new_err("a class for each character of Latin-1 was expected"))?;
    py.detach(|| {
        let signs = Signs {
            kinds: Kinds(&kinds),
            classes,
            beside: beside.iter().map(|word| &word[..]).collect(),
            codes: codes.iter().map(|code| &code[..]).collect(),
        };
        let mut scratch = Vec::new();
        let mut found = Vec::new();
        for (place, text) in texts.iter().enumerate() {
            let places = match text {
                Some(text) => signs.likely_places(text, &mut scratch)?,
                None => None,
            };
            if places.as_ref().is_none_or(|places| !places.is_empty()) {
                found.push((place, places));
            }
        }
        Ok(found)
    })
}

/// (distinct words of several lists, which of these each word of each list is). A list is (its words
/// joined, where each ends).
#[pyfunction]
pub fn merge_forms<'py>(
    py: Python<'py>,
    lists: Vec<(PyBackedBytes, Bound<'py, PyAny>)>,
) -> PyResult<(Bound<'py, PyList>, Vec<Bound<'py, PyByteArray>>)> {
    let mut ends = Vec::with_capacity(lists.len());
    for (_, of_list) in &lists {
        ends.push(values::<u64>(of_list)?);
    }
    let letters: Vec<PyBackedBytes> = lists.into_iter().map(|(letters, _)| letters).collect();
    let (forms, numbers) = py.detach(|| {
        let lists: Vec<_> = letters
            .iter()
            .map(|letters| &letters[..])
            .zip(ends)
            .collect();
        words::merged(&lists)
    })?;
    let listed = (0..forms.len()).map(|form| PyBytes::new(py, forms.get(form)));
    let numbers = numbers.iter().map(|of_list| bytes(py, of_list)).collect();
    Ok((PyList::new(py, listed)?, numbers))
}

/// Where a text's words come from.
enum Source {
    Kernel(PyBackedStr, Vec<(u32, u32)>),
    Given(Vec<PyBackedBytes>),
}

type Parts<'py> = (
    Bound<'py, PyList>,
    Bound<'py, PyByteArray>,
    Bound<'py, PyByteArray>,
    Bound<'py, PyByteArray>,
);

/// (forms, words, words of each text, which word of its text each of `spans` is).
#[pyfunction]
pub fn number_words<'py>(
    py: Python<'py>,
    texts: &Bound<'py, PyList>,
    kinds: PyBackedBytes,
    spans: &Bound<'py, PyDict>,
    given: &Bound<'py, PyDict>,
) -> PyResult<Parts<'py>> {
    let mut sources = Vec::with_capacity(texts.len());
    for (place, text) in texts_of(texts).into_iter().enumerate() {
        sources.push(match (given.get_item(place)?, text) {
            (Some(words), _) => Source::Given(words.extract()?),
            (None, Some(text)) => {
                let spans = spans.get_item(place)?;
                Source::Kernel(text, spans.map_or(Ok(Vec::new()), |spans| spans.extract())?)
            }
            (None, None) => return Err(Declined::new_err("a text is not Unicode")),
        });
    }
    let numbered = py.detach(|| {
        let mut numbered = Numbered::new(Kinds(&kinds));
        for source in &sources {
            match source {
                Source::Kernel(text, spans) => numbered.add(text, spans)?,
                Source::Given(words) => numbered.add_given(words.iter().map(|word| &word[..]))?,
            }
        }
        Ok::<_, PyErr>(numbered)
    })?;
    let forms = (0..numbered.forms.len()).map(|form| PyBytes::new(py, numbered.forms.get(form)));
    Ok((
        PyList::new(py, forms)?,
        bytes(py, &numbered.tokens),
        bytes(py, &numbered.lengths),
        bytes(py, &numbered.word_of_span),
    ))
}
