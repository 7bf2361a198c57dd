//! How the program ends.

use std::process::ExitCode;

/// All that an exit code can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything was done.
    Fine,
    /// Something could not be done; standard error says what, with the way out.
    Failed,
    /// The command line makes no sense.
    Usage,
    /// Stopped by Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees; 130 is 128 plus the number of SIGINT, as shells count.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
