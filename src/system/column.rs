//! A column of numbers, in memory or where it lies in a mapped file.

use super::Bytes;
use bytemuck::Pod;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// Numbers of one kind, read as a slice. Where many are read, take the slice once. A clone shares
/// them.
#[derive(Clone, Debug)]
pub(crate) enum Column<T> {
    Owned(Arc<Vec<T>>),
    Mapped(Bytes, PhantomData<T>),
}

impl<T: Pod> Column<T> {
    /// Numbers that lie in bytes, and stay there where they are aligned; nothing where the bytes are
    /// no whole number of them.
    pub(crate) fn of(bytes: Bytes) -> Option<Self> {
        if !bytes.as_ref().len().is_multiple_of(size_of::<T>()) {
            return None;
        }
        if bytemuck::try_cast_slice::<u8, T>(bytes.as_ref()).is_err() {
            return Some(bytemuck::pod_collect_to_vec(bytes.as_ref()).into());
        }
        Some(Self::Mapped(bytes, PhantomData))
    }

    /// Whether it lies in a file.
    pub(crate) fn is_mapped(&self) -> bool {
        matches!(self, Self::Mapped(bytes, _) if bytes.is_mapped())
    }

    /// Bytes held in memory of the process's own.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Owned(numbers) => numbers.len() * size_of::<T>(),
            Self::Mapped(bytes, _) if bytes.is_mapped() => 0,
            Self::Mapped(bytes, _) => bytes.as_ref().len(),
        }
    }
}

impl<T: Pod> Deref for Column<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Owned(numbers) => numbers,
            Self::Mapped(bytes, _) => bytemuck::try_cast_slice(bytes.as_ref()).unwrap_or_default(),
        }
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(numbers: Vec<T>) -> Self {
        Self::Owned(Arc::new(numbers))
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}
