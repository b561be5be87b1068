//! The compiled loops of searchkit: twins of functions in `searchkit/kernels/plain`.
//!
//! Lives here: the Python module `searchkit.kernels._kernel`. Does not live here: the loops, each in a
//! module that knows no Python; the choice of who computes (`searchkit/kernels/choice.py`).
//!
//! A function here takes arrays or bytes, lets go of the interpreter while it computes, and
//! gives its result or `Declined`. Declined is what it is not sure of: its caller asks the
//! plain twin, which answers or says what is wrong.

pub mod characters;
pub mod decoding;
pub mod fragments;
pub mod inversion;
pub mod markdown;
pub mod memory;
pub mod narrow;
pub mod nearness;
pub mod numbers;
pub mod passages;
pub mod quoting;
pub mod reading;
pub mod spellings;
pub mod texts;
pub mod tokens;
pub mod windows;
pub mod words;

#[cfg(feature = "python")]
mod python;
