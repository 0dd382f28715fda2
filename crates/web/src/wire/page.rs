//! A bounded number of rows and where to go on.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Rows, and the cursor of the next page. There may be fewer rows than asked for, or none, although `next` is set: a
/// question looks at a bounded number of rows and goes on from there.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// To be passed back as `cursor`, unread.
    pub next: Option<String>,
}
