//! Positions and their texts, as Python calls them.

use pyo3::buffer::PyBuffer;
use pyo3::prelude::*;
use pyo3::types::PyByteArray;

use super::borrowed::Numbers;
use super::bytes;
use crate::texts;

type Bytes<'py> = Bound<'py, PyByteArray>;

/// (statements, how many positions are in each of their texts).
#[pyfunction]
pub fn count_by_statement<'py>(
    py: Python<'py>,
    starts: PyBuffer<u32>,
    each: usize,
    positions: PyBuffer<u32>,
) -> PyResult<(Bytes<'py>, Vec<Bytes<'py>>)> {
    let (starts, positions) = (Numbers::of(starts, py)?, Numbers::of(positions, py)?);
    let (starts, positions): (&[u32], &[u32]) = (&starts, &positions);
    let found = py.detach(|| texts::count_by_statement(starts, each, positions))?;
    let counts = found.counts.iter().map(|counts| bytes(py, counts));
    Ok((bytes(py, &found.docs), counts.collect()))
}
