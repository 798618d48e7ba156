//! The `counterpart` command.

use std::process::ExitCode;

// Documents allocate by the million small pieces on several threads; the system's allocator makes the threads wait for one another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    counterpart::cli::run(std::env::args_os())
}
