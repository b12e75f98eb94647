//! Every read of this platform against one answer: the first byte chooses its status, the rest is its body.

#![no_main]

use domain::provider::Brand;
use libfuzzer_sys::fuzz_target;

const STATUSES: [u16; 8] = [200, 200, 200, 201, 302, 400, 403, 500];

fuzz_target!(|data: &[u8]| {
    if let Some((first, body)) = data.split_first() {
        let status = STATUSES[usize::from(*first) % STATUSES.len()];
        providers::everything::answer(Brand::Virtua, status, body);
    }
});
