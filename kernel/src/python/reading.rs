//! Front matter and Markdown, as Python calls them.

use std::borrow::Cow;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyString;

use crate::{markdown, reading};

type Entry<'a> = (&'a str, Option<&'a str>, Vec<&'a str>);

/// (key, value, items) of each entry of simple front matter, or `None`.
#[pyfunction]
pub fn simple_entries<'py>(
    py: Python<'py>,
    head: PyBackedStr,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let Some(found) = reading::simple_entries(&head)? else {
        return Ok(None);
    };
    let entries: Vec<Entry> = found
        .into_iter()
        .map(|one| (one.key, one.value, one.items))
        .collect();
    Ok(Some(entries.into_pyobject(py)?.into_any()))
}

/// What a reader sees of a Markdown text; the text itself where that is so.
#[pyfunction]
pub fn clean_markdown<'py>(text: Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
    let borrowed = PyBackedStr::try_from(text.clone())?;
    Ok(match markdown::clean(&borrowed)? {
        Cow::Borrowed(_) => text,
        Cow::Owned(cleaned) => PyString::new(text.py(), &cleaned),
    })
}
