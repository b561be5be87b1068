//! The inversion, as Python calls it.

use pyo3::prelude::*;
use pyo3::types::PyByteArray;

use super::{bytes, values};
use crate::inversion::{self, Words};
use crate::narrow::Narrowest;

/// (width of a number, the numbers).
type Sized<'py> = (u8, Bound<'py, PyByteArray>);

fn sized<'py>(py: Python<'py>, numbers: &Narrowest) -> Sized<'py> {
    match numbers {
        Narrowest::U8(values) => (1, bytes(py, values)),
        Narrowest::U16(values) => (2, bytes(py, values)),
        Narrowest::U32(values) => (4, bytes(py, values)),
    }
}

/// What `invert` gives, each array as bytes; those of several widths with theirs.
#[derive(IntoPyObject)]
pub struct Arrays<'py>(
    Sized<'py>,
    Sized<'py>,
    Bound<'py, PyByteArray>,
    Sized<'py>,
    Bound<'py, PyByteArray>,
    Bound<'py, PyByteArray>,
    Bound<'py, PyByteArray>,
);

/// (positions, forms, postings of each stem, docs, in_title, in_body, forward).
#[pyfunction]
pub fn invert<'py>(
    py: Python<'py>,
    form_tokens: &Bound<'py, PyAny>,
    lengths: &Bound<'py, PyAny>,
    starts: &Bound<'py, PyAny>,
    stem_of_form: &Bound<'py, PyAny>,
    counts: &Bound<'py, PyAny>,
    codes: &Bound<'py, PyAny>,
) -> PyResult<Arrays<'py>> {
    let forms: Vec<u32> = values(form_tokens)?;
    let lengths: Vec<u32> = values(lengths)?;
    let starts: Vec<u32> = values(starts)?;
    let stem_of_form: Vec<u32> = values(stem_of_form)?;
    let counts: Vec<i64> = values(counts)?;
    let codes: Vec<u16> = values(codes)?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let made = py.detach(move || {
        let words = Words {
            forms: &forms,
            lengths: &lengths,
            starts: &starts,
            stem_of_form: &stem_of_form,
            counts: &counts,
            codes: &codes,
        };
        inversion::invert(&words, threads.min(4))
    })?;
    Ok(Arrays(
        sized(py, &made.positions),
        sized(py, &made.forms),
        bytes(py, &made.postings),
        sized(py, &made.docs),
        bytes(py, &made.in_title),
        bytes(py, &made.in_body),
        bytes(py, &made.forward),
    ))
}
