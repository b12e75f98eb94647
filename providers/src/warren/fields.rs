//! Warren's names of parameters in Skydeck's words, so that a refusal stands beside the field that it is about.

/// Warren's name, and the field's.
const NAMES: &[(&str, &str)] = &[
    ("billing_account_id", "billing_account"),
    ("company_reg_code", "company_registration"),
    ("company_vat_number", "company_vat"),
    ("designated_pool_uuid", "pool"),
    ("display_name", "name"),
    ("disk_uuid", "disk"),
    ("disks", "disk_gib"),
    ("invoice_id", "invoice"),
    ("ip_address", "address"),
    ("is_multi_node", "multi_node"),
    ("is_recurring_payment_enabled", "enabled"),
    ("network_uuid", "network"),
    ("os_name", "image"),
    ("package_parameters", "parameters"),
    ("payment_object_id", "card"),
    ("post_index", "postal_code"),
    ("public_keys", "public_key"),
    ("ram", "memory_mib"),
    ("recurring_payment_amount", "amount"),
    ("recurring_payment_threshold", "threshold"),
    ("replica_uuid", "replica"),
    ("reserve_public_ip", "public_ip"),
    ("set_id", "billing_account"),
    ("size", "disk_gib"),
    ("size_gb", "size_gib"),
    ("source_uuid", "source_server"),
    ("target_uuid", "target"),
    ("source_image", "source"),
    ("source_image_type", "source"),
    ("storage_uuid", "disk"),
    ("token", "card_token"),
    ("vcpu", "vcpus"),
    ("vm_cpu", "vcpus"),
    ("vm_disk_gb", "disk_gib"),
    ("vm_ram", "memory_mib"),
    ("vm_uuid", "server"),
];

/// The field's name; an unknown one stays as it is.
pub(super) fn ours(theirs: &str) -> &str {
    NAMES.iter().find(|(name, _)| *name == theirs).map_or(theirs, |(_, ours)| ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_translated_and_others_kept() {
        assert_eq!((ours("ram"), ours("vcpu"), ours("uuid")), ("memory_mib", "vcpus", "uuid"));
    }

    #[test]
    fn a_billing_account_is_refused_beside_the_fields_that_its_rules_name() {
        let theirs = ["company_reg_code", "company_vat_number", "post_index", "title", "address_line1"];
        assert!(theirs.into_iter().all(|name| domain::rules::billing::BILLING_FIELDS.contains(&ours(name))));
    }
}
