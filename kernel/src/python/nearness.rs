//! What is added to scores, as Python calls it.

use pyo3::prelude::*;
use pyo3::types::PyByteArray;

use super::{bytes, values};
use crate::nearness::{self, Pair, Standing, Texts, Worth};

/// (positions, width, what it weighs in a title, what it adds by standing early).
type Leaf<'py> = (Bound<'py, PyAny>, i64, Option<f64>, f64);
/// (starts, stops, texts of a statement, lengths of titles).
type Bounds<'py> = (
    Bound<'py, PyAny>,
    Bound<'py, PyAny>,
    usize,
    Bound<'py, PyAny>,
);

/// (what titles add, what each leaf and each pair adds, one after the other).
#[pyfunction]
pub fn further<'py>(
    py: Python<'py>,
    texts: Bounds<'py>,
    leaves: Vec<Leaf<'py>>,
    pairs: Vec<Pair>,
    worth: (f64, f64, i64, i64, f64),
) -> PyResult<Vec<Bound<'py, PyByteArray>>> {
    let (starts, stops, each, title_lengths) = texts;
    let (starts, stops) = (values::<i64>(&starts)?, values::<i64>(&stops)?);
    let title_lengths = values::<i64>(&title_lengths)?;
    let leaves = leaves
        .into_iter()
        .map(|(positions, width, title, lede)| {
            Ok(Standing {
                positions: values(&positions)?,
                width,
                title,
                lede,
            })
        })
        .collect::<PyResult<Vec<_>>>()?;
    let (title, weight, lede_words, reach, proximity_k) = worth;
    let found = py.detach(|| {
        let texts = Texts {
            starts: &starts,
            stops: &stops,
            each,
            title_lengths: &title_lengths,
        };
        let worth = Worth {
            title,
            weight,
            lede_words,
            reach,
            proximity_k,
        };
        nearness::further(&texts, &leaves, &pairs, &worth)
    })?;
    let rows = [found.title].into_iter().chain(found.ledes);
    let rows = rows.chain(found.proximities);
    Ok(rows.map(|row| bytes(py, &row)).collect())
}
