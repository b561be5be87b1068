//! Who says what, as Python calls it.

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyList, PyTuple};

use crate::quoting::{finding, speech};

/// What words and characters are to speech.
#[pyclass(frozen)]
pub struct Speech(speech::Speech);

#[pymethods]
impl Speech {
    #[new]
    fn new(words: Vec<Vec<String>>, characters: Vec<speech::Told>) -> PyResult<Self> {
        Ok(Self(speech::Speech::new(&words, &characters)?))
    }

    /// Whether a statement is in the first person, and (start, end, speakers, certain, goes on, own)
    /// of all that is said in it.
    fn spoken<'py>(
        &self,
        py: Python<'py>,
        text: PyBackedStr,
        title: PyBackedStr,
        people: Vec<String>,
    ) -> PyResult<(bool, Bound<'py, PyList>)> {
        let found = py.detach(|| finding::spoken(&self.0, &text, &title, &people));
        let (first_person, stretches) = found?;
        let rows = PyList::empty(py);
        for one in stretches {
            let speakers = PyTuple::new(py, one.speakers)?;
            rows.append((
                one.start,
                one.end,
                speakers,
                one.certain,
                one.goes_on,
                one.own,
            ))?;
        }
        Ok((first_person, rows))
    }
}
