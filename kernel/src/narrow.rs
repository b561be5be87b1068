//! Integers in the narrowest type that holds them, as an index keeps them.
//!
//! Lives here: the types, and which of them holds a number. Does not live here: what is kept so.

use bytemuck::Pod;

use crate::memory::{Result, zeroes};

/// A number that an array of the narrowest type holds; its callers know that it fits.
pub trait Narrow: Pod + Send {
    const LARGEST: u32;

    fn of(value: u32) -> Self;
}

macro_rules! narrow {
    ($($kind:ty),*) => {$(
        impl Narrow for $kind {
            const LARGEST: u32 = <$kind>::MAX as u32;

            #[inline(always)]
            fn of(value: u32) -> Self {
                debug_assert!(value <= Self::LARGEST);
                value as $kind
            }
        }
    )*};
}
narrow!(u8, u16, u32);

/// Integers in the narrowest type that holds them.
pub enum Narrowest {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

/// How many bytes the narrowest type has that holds `value`.
pub fn width(value: u32) -> u8 {
    match value {
        _ if value <= u8::LARGEST => 1,
        _ if value <= u16::LARGEST => 2,
        _ => 4,
    }
}

/// One of the types, chosen by `width`.
pub trait IntoNarrowest: Narrow {
    fn wrap(values: Vec<Self>) -> Narrowest;
}

impl IntoNarrowest for u8 {
    fn wrap(values: Vec<Self>) -> Narrowest {
        Narrowest::U8(values)
    }
}

impl IntoNarrowest for u16 {
    fn wrap(values: Vec<Self>) -> Narrowest {
        Narrowest::U16(values)
    }
}

impl IntoNarrowest for u32 {
    fn wrap(values: Vec<Self>) -> Narrowest {
        Narrowest::U32(values)
    }
}

/// Numbers of which the largest is known, in the narrowest type.
pub fn narrowed(values: Vec<u32>, largest: u32) -> Result<Narrowest> {
    fn copied<T: Narrow>(values: &[u32]) -> Result<Vec<T>> {
        let mut made = zeroes::<T>(values.len())?;
        for (to, &from) in made.iter_mut().zip(values) {
            *to = T::of(from);
        }
        Ok(made)
    }
    Ok(match width(largest) {
        1 => Narrowest::U8(copied(&values)?),
        2 => Narrowest::U16(copied(&values)?),
        _ => Narrowest::U32(values),
    })
}
