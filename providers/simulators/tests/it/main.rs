//! The simulators from outside, over real HTTP. One program for all files: linking one is quicker than linking many.

mod buckets;
mod clock;
mod compute;
mod disks;
mod faults;
mod money;
mod networking;
mod packages;
mod support;
mod undocumented;
mod verbs;
mod virtua;
mod warren;
