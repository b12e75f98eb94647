//! Sizes for people.

/// "4 GiB", "1.5 GiB", "512 MiB".
pub(crate) fn memory(mib: u32) -> String {
    match mib {
        0..1024 => format!("{mib} MiB"),
        _ if mib.is_multiple_of(1024) => format!("{} GiB", mib / 1024),
        _ if mib.is_multiple_of(512) => format!("{}.5 GiB", mib / 1024),
        _ => format!("{mib} MiB"),
    }
}

/// "2 vCPU, 4 GiB".
pub(crate) fn size(vcpus: u32, memory_mib: u32) -> String {
    format!("{vcpus} vCPU, {}", memory(memory_mib))
}

/// "40 GiB", or that nobody says.
pub(crate) fn disk(gib: Option<u32>) -> String {
    gib.map_or_else(|| "a size that the provider does not tell".to_owned(), |gib| format!("{gib} GiB"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_reads_in_the_unit_that_is_whole() {
        let read = |mib| memory(mib);
        assert_eq!(
            [read(512), read(1024), read(1536), read(4096), read(1025)],
            ["512 MiB", "1 GiB", "1.5 GiB", "4 GiB", "1025 MiB"]
        );
    }
}
