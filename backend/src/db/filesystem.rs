//! Where the data folder lies. SQLite's log needs memory that all connections share, which network file systems do not give: the database
//! would be damaged without anyone being told (security.md D1).

use std::path::Path;

/// Types of file systems that other machines serve, as Linux names them.
const REMOTE: [&str; 12] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ceph",
    "glusterfs",
    "lustre",
    "afs",
    "fuse.sshfs",
    "fuse.glusterfs",
    "fuse.s3fs",
];

/// The type of the file system that holds `path`, from the text of `/proc/self/mountinfo`. Later mounts hide earlier ones.
fn kind_of<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((left, right)) = line.split_once(" - ") else { continue };
        let (Some(point), Some(kind)) = (left.split(' ').nth(4), right.split(' ').next()) else { continue };
        // The kernel writes a space in a path as `\040`.
        let point = point.replace("\\040", " ");
        let length = Path::new(&point).components().count();
        if path.starts_with(&point) && best.is_none_or(|(longest, _)| length >= longest) {
            best = Some((length, kind));
        }
    }
    best.map(|(_, kind)| kind)
}

/// The type of the remote file system that holds `folder`; `None` when it is local or cannot be told.
#[must_use]
pub fn remote_kind(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    kind_of(&mounts, &folder).filter(|kind| REMOTE.contains(kind)).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:26 / /srv rw,relatime shared:12 - nfs4 store:/srv rw,vers=4.2
31 30 254:2 / /srv/local rw - xfs /dev/vdb rw
32 22 0:40 / /mnt/my\\040share rw master:3 propagate_from:2 - cifs //nas/share rw
";

    #[test]
    fn d1_the_nearest_mount_decides() {
        let kind = |path: &str| kind_of(MOUNTS, Path::new(path));
        assert_eq!(kind("/var/lib/skydeck"), Some("ext4"));
        assert_eq!(kind("/srv/skydeck"), Some("nfs4"));
        assert_eq!(kind("/srv/local/skydeck"), Some("xfs"));
        assert_eq!(kind("/srvx"), Some("ext4"));
        assert_eq!(kind("/mnt/my share/data"), Some("cifs"));
        assert_eq!(kind_of("nonsense", Path::new("/")), None);
    }

    #[test]
    fn d1_this_machine_is_local() {
        assert_eq!(remote_kind(tempfile::tempdir().unwrap().path()), None);
    }
}
