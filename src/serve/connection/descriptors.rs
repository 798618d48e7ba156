//! Descriptors: how many connections the system lets the server open beside its files.

use super::limits::Limits;

/// How many descriptors are for what is no connection: the project's files, what watches them, the log, the feedback.
const OWN: usize = 64;

/// The limits, with no more connections than there are descriptors for. The system is asked for as many as the limits want first.
#[cfg(unix)]
pub(in crate::serve) fn within(limits: &Limits) -> Limits {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else { return limits.clone() };
    let wanted = u64::try_from(limits.connections + OWN).unwrap_or(u64::MAX).min(hard);
    let is_raised = soft < wanted && setrlimit(Resource::RLIMIT_NOFILE, wanted, hard).is_ok();
    let open = usize::try_from(if is_raised { wanted } else { soft }).unwrap_or(usize::MAX);
    let connections = limits.connections.min(open.saturating_sub(OWN).max(1));
    Limits { connections, ..limits.clone() }
}

/// The limits as they are: elsewhere there is no such bound.
#[cfg(not(unix))]
pub(in crate::serve) fn within(limits: &Limits) -> Limits {
    limits.clone()
}
