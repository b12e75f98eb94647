//! Where the disks of a location are: with the VMs that they are attached to, or by themselves.

use time::OffsetDateTime;

use super::{Location, Replica, Storage, Vm};

impl Location {
    /// Every disk, attached ones first, tombstones last.
    pub(in crate::warren) fn all_disks(&self) -> impl Iterator<Item = &Storage> {
        self.vms.iter().flat_map(|vm| &vm.storage).chain(&self.disks)
    }

    fn all_disks_mut(&mut self) -> impl Iterator<Item = &mut Storage> {
        self.vms.iter_mut().flat_map(|vm| &mut vm.storage).chain(&mut self.disks)
    }

    /// The disk, also when it was deleted.
    pub(in crate::warren) fn disk(&self, uuid: &str) -> Option<&Storage> {
        self.all_disks().find(|disk| disk.uuid == uuid)
    }

    pub(in crate::warren) fn disk_mut(&mut self, uuid: &str) -> Option<&mut Storage> {
        self.all_disks_mut().find(|disk| disk.uuid == uuid)
    }

    /// The VM that the disk is attached to.
    pub(in crate::warren) fn holder(&self, disk_uuid: &str) -> Option<&Vm> {
        self.vms.iter().find(|vm| vm.storage.iter().any(|disk| disk.uuid == disk_uuid))
    }

    /// The disk with the replica of this name.
    pub(in crate::warren) fn replicated(&self, name: &str) -> Option<(&Storage, &Replica)> {
        let find = |disk: &'_ Storage| disk.replicas.iter().position(|replica| replica.name == name);
        self.all_disks().find_map(|disk| Some((disk, disk.replicas.get(find(disk)?)?)))
    }

    /// Takes the disk out of its VM; the caller decides what becomes of it.
    pub(in crate::warren) fn detach_disk(&mut self, disk_uuid: &str, now: OffsetDateTime) -> Option<Storage> {
        let holds = |vm: &Vm| vm.storage.iter().position(|disk| disk.uuid == disk_uuid);
        let (vm, at) = self.vms.iter_mut().find_map(|vm| holds(vm).map(|at| (vm, at)))?;
        vm.updated_at = Some(now);
        let mut disk = vm.storage.remove(at).device("", false);
        disk.updated_at = Some(now);
        Some(disk)
    }

    /// Gives a free disk to the VM, as its next device. `None` when either is not there.
    pub(in crate::warren) fn attach_disk(
        &mut self,
        vm_uuid: &str,
        disk_uuid: &str,
        now: OffsetDateTime,
    ) -> Option<&Storage> {
        let at = self.disks.iter().position(|disk| disk.uuid == disk_uuid && !disk.deleted)?;
        let vm = self.vms.iter_mut().find(|vm| vm.uuid == vm_uuid)?;
        let name = vm.next_device();
        vm.updated_at = Some(now);
        vm.storage.push(self.disks.remove(at).device(&name, false));
        vm.storage.last()
    }
}

impl Vm {
    /// `vdb` for a second disk, as the documents print it, or the next letter that no disk has.
    pub(in crate::warren) fn next_device(&self) -> String {
        let used = |letter: &char| self.storage.iter().any(|disk| disk.name.ends_with(*letter));
        format!("vd{}", ('b'..='z').find(|letter| !used(letter)).unwrap_or('z'))
    }
}
