//! The simulators from outside, over real HTTP. One program for all files: linking one is quicker than linking many.

mod clock;
mod faults;
mod support;
mod verbs;
mod virtua;
mod warren;
