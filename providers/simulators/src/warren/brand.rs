//! The brands: what they are called, where they are, and what they charge. Nothing else differs.

use rust_decimal::Decimal;

/// A seller of the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Brand {
    IdCloudHost,
    Elastis,
}

/// A data centre of a brand.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) country: &'static str,
    pub(super) default: bool,
    pub(super) preferred: bool,
}

/// Prices in rupiah per hour. The API names no currency.
#[derive(Debug)]
pub(super) struct Rates {
    pub(super) cpu: Decimal,
    pub(super) ram_512_mb: Decimal,
    pub(super) ram_1024_mb: Decimal,
    pub(super) storage_gb: Decimal,
    pub(super) block_gb: Decimal,
    pub(super) backup_gb: Decimal,
    pub(super) snapshot_gb: Decimal,
    pub(super) windows_core: Decimal,
    pub(super) object_gb: Decimal,
    /// A floating address in use.
    pub(super) address: Decimal,
    pub(super) idle_address: Decimal,
    pub(super) balancer: Decimal,
}

/// Ten-thousandths of a rupiah.
const fn rate(ten_thousandths: u32) -> Decimal {
    Decimal::from_parts(ten_thousandths, 0, 0, false, 4)
}

static IDCLOUDHOST_SITES: [Site; 3] = [
    Site {
        slug: "jkt01",
        name: "SouthJKT-a",
        description: "Jakarta South",
        country: "idn",
        default: true,
        preferred: false,
    },
    Site {
        slug: "jkt02",
        name: "NorthJKT-a",
        description: "Jakarta North",
        country: "idn",
        default: false,
        preferred: true,
    },
    Site {
        slug: "sgp01",
        name: "Singapore",
        description: "Singapore",
        country: "sgp",
        default: false,
        preferred: false,
    },
];

static ELASTIS_SITES: [Site; 1] = [Site {
    slug: "jkt01",
    name: "Jakarta",
    description: "Jakarta",
    country: "idn",
    default: true,
    preferred: true,
}];

static IDCLOUDHOST_RATES: Rates = Rates {
    cpu: rate(410_959),
    ram_512_mb: rate(205_479),
    ram_1024_mb: rate(410_959),
    storage_gb: rate(9_589),
    block_gb: rate(9_589),
    backup_gb: rate(4_795),
    snapshot_gb: rate(6_849),
    windows_core: rate(821_918),
    object_gb: rate(7_055),
    address: rate(410_959),
    idle_address: rate(684_932),
    balancer: rate(684_932),
};

static ELASTIS_RATES: Rates = Rates {
    cpu: rate(342_466),
    ram_512_mb: rate(171_233),
    ram_1024_mb: rate(342_466),
    storage_gb: rate(8_219),
    block_gb: rate(8_219),
    backup_gb: rate(4_110),
    snapshot_gb: rate(5_479),
    windows_core: rate(753_425),
    object_gb: rate(6_164),
    address: rate(342_466),
    idle_address: rate(547_945),
    balancer: rate(547_945),
};

impl Brand {
    pub(super) fn locations(self) -> &'static [Site] {
        match self {
            Self::IdCloudHost => &IDCLOUDHOST_SITES,
            Self::Elastis => &ELASTIS_SITES,
        }
    }

    pub(super) fn rates(self) -> &'static Rates {
        match self {
            Self::IdCloudHost => &IDCLOUDHOST_RATES,
            Self::Elastis => &ELASTIS_RATES,
        }
    }

    /// Whether the brand has this part of the API. Managed services are in one brand's document only.
    pub(super) fn offers(self, segments: &[&str]) -> bool {
        self == Self::IdCloudHost || !segments.starts_with(&["user-resource", "service"])
    }

    /// Value of `site` and `reseller` in billing accounts.
    pub(super) const fn site(self) -> &'static str {
        match self {
            Self::IdCloudHost => "idcloudhost",
            Self::Elastis => "elastis",
        }
    }

    pub(super) const fn first_billing_account(self) -> u64 {
        match self {
            Self::IdCloudHost => 1_200_132_376,
            Self::Elastis => 1_200_204_418,
        }
    }

    /// The other billing account that can pay.
    pub(super) const fn second_payer(self) -> u64 {
        self.first_billing_account() + 78
    }
}
