//! The brands: what they are called, where they are, and what they charge. Nothing else differs.

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
    pub(super) cpu: f64,
    pub(super) ram_512_mb: f64,
    pub(super) ram_1024_mb: f64,
    pub(super) storage_gb: f64,
    pub(super) backup_gb: f64,
    pub(super) snapshot_gb: f64,
    pub(super) windows_core: f64,
    pub(super) object_gb: f64,
    pub(super) idle_address: f64,
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
    cpu: 41.0959,
    ram_512_mb: 20.5479,
    ram_1024_mb: 41.0959,
    storage_gb: 0.9589,
    backup_gb: 0.4795,
    snapshot_gb: 0.6849,
    windows_core: 82.1918,
    object_gb: 0.7055,
    idle_address: 68.4932,
};

static ELASTIS_RATES: Rates = Rates {
    cpu: 34.2466,
    ram_512_mb: 17.1233,
    ram_1024_mb: 34.2466,
    storage_gb: 0.8219,
    backup_gb: 0.411,
    snapshot_gb: 0.5479,
    windows_core: 75.3425,
    object_gb: 0.6164,
    idle_address: 54.7945,
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
}
