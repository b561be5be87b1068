//! Words that differ in a few letters, as Python calls them.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::{integers, values};
use crate::spellings;

/// All words, a line break before each and after the last.
#[pyfunction]
pub fn lines<'py>(
    py: Python<'py>,
    letters: &Bound<'py, PyAny>,
    ends: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    let letters: Vec<u8> = values(letters)?;
    let ends = integers(ends)?;
    let made = py.detach(|| spellings::lines(&letters, &ends))?;
    Ok(PyBytes::new(py, &made))
}

/// (number, distance) of those of some words that are near a word.
#[pyfunction]
pub fn near<'py>(
    py: Python<'py>,
    word: &str,
    letters: &Bound<'py, PyAny>,
    ends: &Bound<'py, PyAny>,
    numbers: &Bound<'py, PyAny>,
    most: usize,
) -> PyResult<Vec<(u32, u8)>> {
    let letters: Vec<u8> = values(letters)?;
    let (ends, numbers) = (integers(ends)?, integers(numbers)?);
    Ok(py.detach(|| spellings::near(word, &letters, &ends, &numbers, most))?)
}
