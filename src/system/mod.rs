//! Floor 0: what the machine gives: the user's cache and data folders, files mapped into memory, the
//! memory that is free, its cores, and numbers in bytes.

pub(crate) mod bytes;
mod column;
mod disk;
mod folders;
mod mapped;
mod memory;
pub(crate) mod parallel;
mod shelf;

pub(crate) use column::Column;
pub use disk::available_disk_bytes;
pub(crate) use folders::{cache_folder, data_folder};
pub(crate) use mapped::Bytes;
pub use memory::available_memory_bytes;
pub(crate) use shelf::{ShelfWriter, open_shelf};
