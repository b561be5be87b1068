//! Arrays of Python's that are read where they are.
//!
//! Lives here: the only `unsafe` of the crate, and why it is sound. Does not live here: what is done
//! with the numbers; whatever they say, it checks each offset.
//!
//! A segment is a file that is mapped for reading, and its arrays are views of the map. To copy
//! what a word has there would take longer than to look a few of its statements up.

#![allow(unsafe_code)]

use std::ops::Deref;

use pyo3::buffer::{Element, PyBuffer};
use pyo3::prelude::*;

/// The numbers of an array: where they are if it is for reading only, else a copy.
pub enum Numbers<T: Element> {
    Borrowed(PyBuffer<T>),
    Copied(Vec<T>),
}

impl<T: Element> Numbers<T> {
    pub fn of(array: PyBuffer<T>, py: Python<'_>) -> PyResult<Self> {
        if array.readonly() && array.is_c_contiguous() {
            Ok(Self::Borrowed(array))
        } else {
            // Others may write to it while the interpreter is let go of.
            array.to_vec(py).map(Self::Copied)
        }
    }
}

impl<T: Element> Deref for Numbers<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Copied(numbers) => numbers,
            Self::Borrowed(array) => match array.as_slice_ptr() {
                // SAFETY: PyO3 has compared type, size and alignment, and the memory stays while the
                // buffer is held, which this value does: Python refuses to close a map, or to resize
                // an array, of which a buffer is held. Nobody writes to it: searchkit has arrays for
                // reading only of files mapped for reading, which are never changed once
                // published, and of `bytes`. (Another program that writes into such a file
                // changes numbers under whoever maps it; one that cuts it off ends whoever reads
                // there, NumPy too: docs/file-format.md.)
                Some(numbers) => unsafe { numbers.as_ref() },
                None => &[],
            },
        }
    }
}
