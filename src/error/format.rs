//! What several errors show in the same way.

use std::fmt;

/// The end of a message after which HeyGen may have done the work.
pub(super) const UNKNOWN_OUTCOME: &str = "the request may have been applied, so check before you retry";

/// The request id at the end of a message, for HeyGen's support.
pub(super) struct RequestId<'a>(pub(super) &'a Option<String>);

impl fmt::Display for RequestId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |id| write!(f, " [request id {id}]"))
    }
}

/// A body as text, shortened.
pub(super) struct Body<'a>(pub(super) &'a [u8]);

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 512;
        write!(f, "{:?}", String::from_utf8_lossy(&self.0[..self.0.len().min(SHOWN)]))?;
        if self.0.len() > SHOWN {
            write!(f, "… ({} bytes)", self.0.len())?;
        }
        Ok(())
    }
}
