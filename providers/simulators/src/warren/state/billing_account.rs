//! A billing account: who pays.

#[derive(Debug)]
pub(in crate::warren) struct BillingAccount {
    pub(in crate::warren) id: u64,
    pub(in crate::warren) title: String,
    pub(in crate::warren) company: String,
    pub(in crate::warren) default: bool,
    /// Rupiah that can still be spent.
    pub(in crate::warren) credit: f64,
    /// Rupiah that this month has used so far.
    pub(in crate::warren) ongoing: f64,
    /// Unix seconds.
    pub(in crate::warren) created: i64,
}
