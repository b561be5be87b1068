//! Postings and positions, as Python calls them.

use pyo3::prelude::*;
use pyo3::types::PyByteArray;

use super::{bytes, integers, values};
use crate::decoding;

type Bytes<'py> = Bound<'py, PyByteArray>;

/// All positions of some postings.
#[pyfunction]
pub fn all_positions<'py>(
    py: Python<'py>,
    begins: &Bound<'py, PyAny>,
    docs: &Bound<'py, PyAny>,
    totals: &Bound<'py, PyAny>,
    within: &Bound<'py, PyAny>,
) -> PyResult<Bytes<'py>> {
    let begins: Vec<u32> = values(begins)?;
    let (docs, totals, within) = (integers(docs)?, integers(totals)?, integers(within)?);
    let found = py.detach(|| decoding::all_positions(&begins, &docs, &totals, within))?;
    Ok(bytes(py, &found))
}

/// (where the statement of each position begins, the places of the positions) of the statements that
/// are wanted.
#[pyfunction]
pub fn places_in<'py>(
    py: Python<'py>,
    begins: &Bound<'py, PyAny>,
    listed: &Bound<'py, PyAny>,
    totals: &Bound<'py, PyAny>,
    wanted: &Bound<'py, PyAny>,
    most: usize,
    few: bool,
) -> PyResult<(Bytes<'py>, Bytes<'py>)> {
    let begins: Vec<u32> = values(begins)?;
    let (listed, totals, wanted) = (integers(listed)?, integers(totals)?, integers(wanted)?);
    let found = py.detach(|| decoding::places_in(&begins, &listed, &totals, &wanted, most, few))?;
    Ok((bytes(py, &found.begins), bytes(py, &found.places)))
}

/// (how many are marked in the title, in the body) of each posting.
#[pyfunction]
pub fn count_marked<'py>(
    py: Python<'py>,
    marked: &Bound<'py, PyAny>,
    in_title: &Bound<'py, PyAny>,
    in_body: &Bound<'py, PyAny>,
) -> PyResult<(Bytes<'py>, Bytes<'py>)> {
    let marked: Vec<u8> = values(marked)?;
    let (in_title, in_body) = (integers(in_title)?, integers(in_body)?);
    let (titles, bodies) = py.detach(|| decoding::count_marked(&marked, &in_title, &in_body))?;
    Ok((bytes(py, &titles), bytes(py, &bodies)))
}
