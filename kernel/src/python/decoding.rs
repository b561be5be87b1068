//! Postings and positions, as Python calls them.

use pyo3::buffer::PyBuffer;
use pyo3::prelude::*;
use pyo3::types::PyByteArray;

use super::borrowed::Numbers;
use super::{Integers, as_they_are, bytes, integers, values, with_numbers};
use crate::decoding::{self, Postings};

type Bytes<'py> = Bound<'py, PyByteArray>;

/// The positions of some postings that are in some statements.
#[pyfunction]
pub fn positions_among<'py>(
    py: Python<'py>,
    begins: PyBuffer<u32>,
    listed: &Bound<'py, PyAny>,
    totals: &Bound<'py, PyAny>,
    within: &Bound<'py, PyAny>,
    wanted: &Bound<'py, PyAny>,
    few: bool,
) -> PyResult<Bytes<'py>> {
    let begins = Numbers::of(begins, py)?;
    let (listed, totals, within) = (
        as_they_are(listed)?,
        as_they_are(totals)?,
        as_they_are(within)?,
    );
    let wanted = integers(wanted)?;
    let found = with_numbers!(&listed, |listed| with_numbers!(&totals, |totals| {
        with_numbers!(&within, |within| {
            let begins: &[u32] = &begins;
            let postings = Postings {
                begins,
                listed,
                totals,
                within,
            };
            py.detach(|| decoding::positions_among(&postings, &wanted, few))
        })
    }))?;
    Ok(bytes(py, &found))
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
