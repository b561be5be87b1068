//! Counting around words, as Python calls it.

use pyo3::prelude::*;
use pyo3::types::PyByteArray;

use super::{bytes, values};
use crate::windows;

/// (how often each code stands in the stretches, in how many statements).
#[pyfunction]
pub fn tally<'py>(
    py: Python<'py>,
    codes: &Bound<'py, PyAny>,
    starts: &Bound<'py, PyAny>,
    stops: &Bound<'py, PyAny>,
    docs: &Bound<'py, PyAny>,
) -> PyResult<(Bound<'py, PyByteArray>, Bound<'py, PyByteArray>)> {
    let codes: Vec<u16> = values(codes)?;
    let starts: Vec<i64> = values(starts)?;
    let stops: Vec<i64> = values(stops)?;
    let docs: Vec<u32> = values(docs)?;
    let (counts, statements) = py.detach(|| windows::tally(&codes, &starts, &stops, &docs))?;
    Ok((bytes(py, &counts), bytes(py, &statements)))
}
