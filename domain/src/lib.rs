//! Skydeck.
