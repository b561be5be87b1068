//! The module that Python imports: arrays in, arrays out.
//!
//! Lives here: turning what Python gives into slices, and results into byte arrays. Does not
//! live here: any loop.
//!
//! An array is copied on its way in and on its way out. Anyone may change an array while the
//! interpreter is let go of, and a copy costs a hundredth of what is done with it. Those of
//! a file, which nobody changes, are read where they are, where copying would cost more
//! (`borrowed`).

mod borrowed;
mod decoding;
mod inversion;
mod nearness;
mod passages;
mod quoting;
mod reading;
mod spellings;
mod texts;
mod windows;
mod words;

use bytemuck::NoUninit;
use pyo3::buffer::{Element, ElementType, PyBuffer, PyUntypedBuffer};
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyByteArray;

use crate::memory;
use borrowed::Numbers;

create_exception!(
    searchkit.kernels._kernel,
    Declined,
    PyException,
    "What the kernel is not sure of: the plain twin is to be asked."
);

/// Of what its functions take and give: `searchkit/kernels/choice.py` expects this number.
const INTERFACE: u32 = 8;

impl From<memory::Declined> for PyErr {
    fn from(declined: memory::Declined) -> Self {
        Declined::new_err(declined.0)
    }
}

/// A copy of an array of this type of number.
fn values<T: Element>(array: &Bound<'_, PyAny>) -> PyResult<Vec<T>> {
    PyBuffer::<T>::get(array)?.to_vec(array.py())
}

/// An array of integers, as wide as they are.
enum Integers {
    U8(Numbers<u8>),
    U16(Numbers<u16>),
    U32(Numbers<u32>),
    I64(Numbers<i64>),
}

fn as_they_are(array: &Bound<'_, PyAny>) -> PyResult<Integers> {
    let py = array.py();
    let buffer = PyUntypedBuffer::get(array)?;
    match ElementType::from_format(buffer.format()) {
        ElementType::UnsignedInteger { bytes: 1 } => {
            Numbers::of(buffer.into_typed()?, py).map(Integers::U8)
        }
        ElementType::UnsignedInteger { bytes: 2 } => {
            Numbers::of(buffer.into_typed()?, py).map(Integers::U16)
        }
        ElementType::UnsignedInteger { bytes: 4 } => {
            Numbers::of(buffer.into_typed()?, py).map(Integers::U32)
        }
        ElementType::SignedInteger { bytes: 8 } => {
            Numbers::of(buffer.into_typed()?, py).map(Integers::I64)
        }
        _ => Err(Declined::new_err("numbers are none that the kernel takes")),
    }
}

/// Computes something of a `Integers`, whichever it is.
macro_rules! with_numbers {
    ($integers:expr, |$numbers:ident| $computed:expr) => {
        match $integers {
            Integers::U8(numbers) => {
                let $numbers: &[u8] = numbers;
                $computed
            }
            Integers::U16(numbers) => {
                let $numbers: &[u16] = numbers;
                $computed
            }
            Integers::U32(numbers) => {
                let $numbers: &[u32] = numbers;
                $computed
            }
            Integers::I64(numbers) => {
                let $numbers: &[i64] = numbers;
                $computed
            }
        }
    };
}
use with_numbers;

/// A copy of an array of integers of any width that fit.
fn integers(array: &Bound<'_, PyAny>) -> PyResult<Vec<u32>> {
    fn of<T: Element>(array: &PyUntypedBuffer, py: Python<'_>) -> PyResult<Vec<u32>>
    where
        u32: TryFrom<T>,
    {
        let numbers = array.as_typed::<T>()?.to_vec(py)?.into_iter();
        let made = numbers.map(u32::try_from).collect::<Result<_, _>>();
        made.map_err(|_| Declined::new_err("a number is negative, or too large"))
    }
    let py = array.py();
    let array = &PyUntypedBuffer::get(array)?;
    match ElementType::from_format(array.format()) {
        ElementType::UnsignedInteger { bytes: 1 } => of::<u8>(array, py),
        ElementType::UnsignedInteger { bytes: 2 } => of::<u16>(array, py),
        ElementType::UnsignedInteger { bytes: 4 } => of::<u32>(array, py),
        ElementType::UnsignedInteger { bytes: 8 } => of::<u64>(array, py),
        ElementType::SignedInteger { bytes: 8 } => of::<i64>(array, py),
        _ => Err(Declined::new_err("numbers are none that the kernel takes")),
    }
}

/// The bytes of some numbers, as an array's memory.
fn bytes<'py, T: NoUninit>(py: Python<'py>, values: &[T]) -> Bound<'py, PyByteArray> {
    PyByteArray::new(py, bytemuck::cast_slice(values))
}

#[pymodule]
fn _kernel(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("INTERFACE", INTERFACE)?;
    module.add("Declined", module.py().get_type::<Declined>())?;
    module.add_function(wrap_pyfunction!(decoding::count_marked, module)?)?;
    module.add_function(wrap_pyfunction!(decoding::positions_among, module)?)?;
    module.add_function(wrap_pyfunction!(inversion::invert, module)?)?;
    module.add_function(wrap_pyfunction!(reading::simple_entries, module)?)?;
    module.add_function(wrap_pyfunction!(reading::clean_markdown, module)?)?;
    module.add_function(wrap_pyfunction!(nearness::further, module)?)?;
    module.add_class::<passages::Reading>()?;
    module.add_function(wrap_pyfunction!(passages::passages, module)?)?;
    module.add_class::<quoting::Speech>()?;
    module.add_function(wrap_pyfunction!(spellings::lines, module)?)?;
    module.add_function(wrap_pyfunction!(spellings::near, module)?)?;
    module.add_function(wrap_pyfunction!(texts::count_by_statement, module)?)?;
    module.add_function(wrap_pyfunction!(windows::tally, module)?)?;
    module.add_function(wrap_pyfunction!(words::likely_places, module)?)?;
    module.add_function(wrap_pyfunction!(words::merge_forms, module)?)?;
    module.add_function(wrap_pyfunction!(words::number_words, module)?)
}
