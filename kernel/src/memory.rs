//! Memory of a checked size, and the one error of all loops.
//!
//! Lives here: what asks for memory that depends on a caller's numbers. Does not live here:
//! the sizes themselves.

use bytemuck::Pod;

/// Why a loop gives no result: its input is none that it is sure of, or there is no memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declined(pub &'static str);

pub type Result<T> = std::result::Result<T, Declined>;

/// `length` zeroes, or `Declined` where there is no room for them.
pub fn zeroes<T: Pod>(length: usize) -> Result<Vec<T>> {
    filled(length, T::zeroed())
}

/// `length` times `value`, or `Declined` where there is no room for them.
pub fn filled<T: Pod>(length: usize, value: T) -> Result<Vec<T>> {
    let mut made = Vec::new();
    made.try_reserve_exact(length)
        .map_err(|_| Declined("there is not enough memory"))?;
    made.resize(length, value);
    Ok(made)
}
