//! Scores, as Python calls them.

use pyo3::buffer::{ElementType, PyUntypedBuffer};
use pyo3::prelude::*;
use pyo3::types::PyByteArray;

use super::{Declined, bytes, integers, values};
use crate::scores::{self, Constants, Counts, Leaf};

/// (statements, frequencies in each text, what the leaf weighs).
type Given<'py> = (Bound<'py, PyAny>, Vec<Bound<'py, PyAny>>, f64);

fn counts_of(array: &Bound<'_, PyAny>) -> PyResult<Counts> {
    let counts = integers(array)?;
    let format = ElementType::from_format(PyUntypedBuffer::get(array)?.format());
    match format {
        ElementType::UnsignedInteger { bytes: 1 | 2 } => {
            let narrow = counts
                .into_iter()
                .map(u16::try_from)
                .collect::<Result<_, _>>();
            narrow
                .map(Counts::Narrow)
                .map_err(|_| Declined::new_err("a frequency is wider than its type"))
        }
        _ => Ok(Counts::Wide(counts)),
    }
}

/// What all leaves add to the scores of `docs`.
#[pyfunction]
pub fn base_scores<'py>(
    py: Python<'py>,
    docs: &Bound<'py, PyAny>,
    leaves: Vec<Given<'py>>,
    weights: Vec<Bound<'py, PyAny>>,
    constants: (f64, f64, f64),
) -> PyResult<Bound<'py, PyByteArray>> {
    let docs: Vec<i64> = values(docs)?;
    let weights = weights
        .iter()
        .map(values)
        .collect::<PyResult<Vec<Vec<f32>>>>()?;
    let leaves = leaves
        .into_iter()
        .map(|(docs, counts, weight)| {
            Ok(Leaf {
                docs: values(&docs)?,
                counts: counts.iter().map(counts_of).collect::<PyResult<_>>()?,
                weight,
            })
        })
        .collect::<PyResult<Vec<_>>>()?;
    let (k1, title_bonus, title_k) = constants;
    let constants = Constants {
        k1,
        title_bonus,
        title_k,
    };
    let found = py.detach(|| scores::base_scores(&docs, &leaves, &weights, &constants))?;
    Ok(bytes(py, &found))
}
