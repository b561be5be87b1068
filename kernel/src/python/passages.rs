//! What is shown of a page, as Python calls it.

use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyList, PyString, PyTuple};

use super::{Declined, values};
use crate::characters::Characters;
use crate::fragments::{Occurrence, Sizes};
use crate::numbers::Beside;
use crate::passages::{self as pages, Shown, Wanted};

/// What every text is read by: what each character is, and what may stand beside a number.
#[pyclass(frozen)]
pub struct Reading(pages::Reading);

fn codes_of(words: Vec<String>) -> Vec<Vec<u16>> {
    let codes = |word: String| word.encode_utf16().collect();
    words.into_iter().map(codes).collect()
}

#[pymethods]
impl Reading {
    #[new]
    fn new(
        characters: Vec<u8>,
        units: Vec<String>,
        words: Vec<String>,
        codes: Vec<String>,
        signs: &str,
    ) -> Self {
        Self(pages::Reading {
            characters: Characters::new(characters),
            beside: Beside {
                units: codes_of(units),
                words: codes_of(words),
                codes: codes_of(codes),
                signs: signs.encode_utf16().collect(),
            },
        })
    }
}

/// Where a leaf occurs: its number, its positions in the segment, how many words it covers, and of
/// each text whether it counts there.
type Leaf<'py> = (usize, Bound<'py, PyAny>, i64, PyBackedBytes);
/// (text, first word, how many, leaf).
type Run = (usize, i64, i64, usize);

/// What matches in each text, ascending; texts are [start, stop) of positions.
fn rows_of(
    starts: &[i64],
    stops: &[i64],
    leaves: &[Leaf<'_>],
    runs: &[Run],
) -> PyResult<Vec<Vec<Occurrence>>> {
    let wrong = Declined::new_err;
    let mut rows: Vec<Vec<Occurrence>> = vec![Vec::new(); starts.len()];
    for (leaf, array, width, counting) in leaves {
        let positions: Vec<u32> = values(array)?;
        if counting.len() != starts.len() || stops.len() != starts.len() {
            return Err(wrong("each text has a start and a stop"));
        }
        let place = |wanted: i64| positions.partition_point(|&one| i64::from(one) < wanted);
        let mut left = positions.len();
        for (text, row) in rows.iter_mut().enumerate() {
            if counting[text] == 0 {
                continue;
            }
            let (start, stop) = (starts[text], stops[text]);
            let found = positions
                .get(place(start)..place(stop))
                .ok_or_else(|| wrong("positions are not in order"))?;
            // Texts share no position, so there can't be more than there are.
            left = left
                .checked_sub(found.len())
                .ok_or_else(|| wrong("positions are not in order"))?;
            let mut last = start - 1;
            for &position in found {
                let position = i64::from(position);
                if position <= last || position >= stop {
                    return Err(wrong("positions are not in order"));
                }
                last = position;
                row.push((position - start, *width, *leaf));
            }
        }
    }
    for &(text, first, width, leaf) in runs {
        rows.get_mut(text)
            .ok_or_else(|| wrong("a run of words is in no text"))?
            .push((first, width, leaf));
    }
    for row in &mut rows {
        if !row.is_sorted() {
            row.sort_unstable();
        }
    }
    Ok(rows)
}

fn wanted_of(byte: u8) -> PyResult<Wanted> {
    match byte {
        0 => Ok(Wanted::Highlights),
        1 => Ok(Wanted::Fragments),
        2 => Ok(Wanted::FragmentsOfMatches),
        _ => Err(Declined::new_err("a text is wanted in no known way")),
    }
}

fn given<'py>(py: Python<'py>, shown: &Shown) -> PyResult<Bound<'py, PyTuple>> {
    let fragments = shown
        .fragments
        .iter()
        .map(|(text, marks)| (PyString::new(py, text), PyTuple::new(py, marks)))
        .map(|(text, marks)| (text, marks?).into_pyobject(py))
        .collect::<PyResult<Vec<_>>>()?;
    let marks = PyTuple::new(py, &shown.marks)?;
    (marks, PyTuple::new(py, fragments)?).into_pyobject(py)
}

/// For each text (its marks, its fragments: text and marks); `None` where one has a character that
/// is not known.
#[pyfunction]
#[allow(clippy::too_many_arguments)] // They are what the plain twin takes, and its constants.
pub fn passages<'py>(
    py: Python<'py>,
    reading: &Reading,
    texts: Vec<PyBackedStr>,
    wanted: PyBackedBytes,
    starts: &Bound<'py, PyAny>,
    stops: &Bound<'py, PyAny>,
    leaves: Vec<Leaf<'py>>,
    runs: Vec<Run>,
    weights: Vec<f64>,
    sizes: (usize, i64, i64),
) -> PyResult<Option<Bound<'py, PyList>>> {
    let (starts, stops) = (values::<i64>(starts)?, values::<i64>(stops)?);
    let rows = rows_of(&starts, &stops, &leaves, &runs)?;
    let wanted = wanted.iter().map(|&byte| wanted_of(byte));
    let wanted = wanted.collect::<PyResult<Vec<_>>>()?;
    let (fragments, length, words) = sizes;
    let sizes = Sizes {
        fragments,
        length,
        words,
    };
    let shown = py.detach(|| {
        let texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
        pages::shown(&reading.0, &texts, &wanted, &rows, &weights, sizes)
    })?;
    let Some(shown) = shown else {
        return Ok(None);
    };
    let listed = shown.iter().map(|one| given(py, one));
    Ok(Some(PyList::new(
        py,
        listed.collect::<PyResult<Vec<_>>>()?,
    )?))
}
