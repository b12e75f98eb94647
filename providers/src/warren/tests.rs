//! Golden bodies.
