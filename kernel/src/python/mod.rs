//! The module that Python imports: arrays in, arrays out.
//!
//! Lives here: turning what Python gives into slices, and results into byte arrays. Does not
//! live here: any loop.
//!
//! An array is copied on its way in and on its way out. Anyone may change an array while the
//! interpreter is let go of, and a copy costs a hundredth of what is done with it.

mod inversion;
mod nearness;
mod passages;
mod quoting;
mod reading;
mod windows;
mod words;

use bytemuck::NoUninit;
use pyo3::buffer::{Element, PyBuffer};
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyByteArray;

use crate::memory;

create_exception!(
    searchkit.kernels._kernel,
    Declined,
    PyException,
    "What the kernel is not sure of: the plain twin is to be asked."
);

/// Of what its functions take and give: `searchkit/kernels/choice.py` expects this number.
const INTERFACE: u32 = 7;

impl From<memory::Declined> for PyErr {
    fn from(declined: memory::Declined) -> Self {
        Declined::new_err(declined.0)
    }
}

/// A copy of an array of this type of number.
fn values<T: Element>(array: &Bound<'_, PyAny>) -> PyResult<Vec<T>> {
    PyBuffer::<T>::get(array)?.to_vec(array.py())
}

/// The bytes of some numbers, as an array's memory.
fn bytes<'py, T: NoUninit>(py: Python<'py>, values: &[T]) -> Bound<'py, PyByteArray> {
    PyByteArray::new(py, bytemuck::cast_slice(values))
}

#[pymodule]
fn _kernel(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("INTERFACE", INTERFACE)?;
    module.add("Declined", module.py().get_type::<Declined>())?;
    module.add_function(wrap_pyfunction!(inversion::invert, module)?)?;
    module.add_function(wrap_pyfunction!(reading::simple_entries, module)?)?;
    module.add_function(wrap_pyfunction!(reading::clean_markdown, module)?)?;
    module.add_function(wrap_pyfunction!(nearness::further, module)?)?;
    module.add_class::<passages::Reading>()?;
    module.add_function(wrap_pyfunction!(passages::passages, module)?)?;
    module.add_class::<quoting::Speech>()?;
    module.add_function(wrap_pyfunction!(windows::tally, module)?)?;
    module.add_function(wrap_pyfunction!(words::likely_places, module)?)?;
    module.add_function(wrap_pyfunction!(words::merge_forms, module)?)?;
    module.add_function(wrap_pyfunction!(words::number_words, module)?)
}
