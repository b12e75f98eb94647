//! Virtua's public price list, which needs no key. Its plans are those of `GET /cloud/offers` in other words: whole
//! numbers for texts, one row for all zones.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::catalogue::{Catalogue, Term};
use domain::location::Location;
use domain::money::{Money, Price};
use domain::plan::{Plan, PlanExtras};
use secrecy::SecretString;
use serde::Deserialize;

use super::{Virtua, client, map};
use crate::credential::{Credential, Endpoint};
use crate::family::{Catalogues, Result};
use crate::http::Call;
use crate::wire::{Lenient, List, Scalar, loosely};

/// `GET /offers`.
#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    currency: Scalar,
    #[serde(default)]
    vat: Scalar,
    #[serde(default)]
    billing: Lenient<Billing>,
    #[serde(default, deserialize_with = "loosely")]
    zones: Option<List<Zone>>,
    plans: List<Row>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Billing {
    term_discount_percent: Lenient<BTreeMap<String, Scalar>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Zone {
    code: Scalar,
    city: Scalar,
    country: Scalar,
    state: Scalar,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    key: Scalar,
    name: Scalar,
    category: Scalar,
    os_family: Scalar,
    cpu_family: Scalar,
    vcpus: Scalar,
    memory_mb: Scalar,
    disk_gb: Scalar,
    disk_type: Scalar,
    bandwidth_mbps: Scalar,
    price_hour: Scalar,
    price_month: Scalar,
    extra_ipv4_max: Scalar,
    extra_ipv4_price_hour: Scalar,
    extra_ipv4_price_month: Scalar,
    #[serde(deserialize_with = "loosely")]
    zones: Option<List<Sold>>,
}

/// Where a plan is sold, and as what.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sold {
    code: Scalar,
    offer_id: Scalar,
}

#[async_trait]
impl Catalogues for Virtua {
    async fn read(&self, endpoint: &Endpoint) -> Result<Catalogue> {
        let nobody = Credential {
            endpoint: endpoint.clone(),
            key: SecretString::default(),
            id: "public price list".to_owned(),
        };
        let call = Call::get("catalogue.get", "offers").keyless();
        let reply = client::read(&self.http, &nobody, &call).await?;
        Ok(catalogue(&reply.object("price list")?))
    }
}

fn catalogue(answer: &Answer) -> Catalogue {
    let currency = answer.currency.text().unwrap_or(map::CURRENCY);
    let zones: Vec<&Zone> = answer.zones.iter().flat_map(|zones| &zones.items).collect();
    let sold_out = |code: Option<&str>| {
        zones
            .iter()
            .any(|zone| code.is_some() && zone.code.text() == code && zone.state.text() == Some("sold_out"))
    };
    let mut plans = Vec::new();
    for row in &answer.plans.items {
        for sold in row.zones.iter().flat_map(|zones| &zones.items) {
            plans.extend(plan(row, sold, currency, sold_out(sold.code.text())));
        }
    }
    let discounts = answer.billing.0.as_ref().and_then(|billing| billing.term_discount_percent.0.as_ref());
    let mut terms: Vec<Term> = discounts
        .into_iter()
        .flatten()
        .filter_map(|(months, percent)| {
            Some(Term { months: months.parse().ok()?, discount_percent: percent.whole()? })
        })
        .collect();
    terms.sort_by_key(|term| term.months);
    Catalogue {
        plans,
        locations: zones.into_iter().filter_map(location).collect(),
        terms,
        tax_included: answer.vat.text().and_then(|vat| match vat {
            "excluded" => Some(false),
            "included" => Some(true),
            _ => None,
        }),
    }
}

/// `None` without a code.
fn location(zone: &Zone) -> Option<Location> {
    let slug = zone.code.owned()?;
    Some(Location {
        name: zone.city.owned().unwrap_or_else(|| slug.clone()),
        slug,
        country: zone.country.owned(),
        is_default: false,
    })
}

/// `None` without an id to order it by.
fn plan(row: &Row, sold: &Sold, currency: &str, is_sold_out: bool) -> Option<Plan> {
    let fixed = |scalar: &Scalar| scalar.whole().map(|size| (size, size));
    let price = |hour: &Scalar, month: &Scalar| {
        let money = |scalar: &Scalar| scalar.decimal().map(|amount| Money::new(amount, currency));
        let hour = money(hour)?;
        Some(Price { month: money(month).or_else(|| hour.hourly_to_monthly())?, hour })
    };
    let id = sold.offer_id.owned()?;
    Some(Plan {
        name: row.name.owned().or_else(|| row.key.owned()).unwrap_or_else(|| id.clone()),
        id,
        location: sold.code.owned(),
        vcpus: fixed(&row.vcpus),
        memory_mib: fixed(&row.memory_mb),
        disk_gib: fixed(&row.disk_gb),
        price: price(&row.price_hour, &row.price_month),
        extras: Some(Box::new(PlanExtras {
            category: row.category.owned(),
            cpu_family: row.cpu_family.owned(),
            disk_type: row.disk_type.owned(),
            bandwidth_mbps: row.bandwidth_mbps.whole(),
            is_windows: row.os_family.text().map(|family| family.eq_ignore_ascii_case("windows")),
            extra_ipv4_most: row.extra_ipv4_max.whole(),
            extra_ipv4_price: price(&row.extra_ipv4_price_hour, &row.extra_ipv4_price_month),
            extra_disk_price: None,
            is_sold_out,
        })),
        ..Plan::default()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::http::Reply;
    use crate::virtua::refusal;

    /// The vendor's example with a place where everything is sold out, and a term out of order.
    const LIST: &str = r#"{"success":true,"currency":"EUR","vat":"excluded","billing":{"hourly":"true",
        "period_months":[1,3,6,12],"term_discount_percent":{"12":15,"3":5},"ipv6":"included"},
        "zones":[{"code":"par01fr","city":"Paris","country":"FR","state":"available"},
        {"code":"fra01de","city":"Frankfurt","country":"DE","state":"sold_out"}],
        "plans":[{"key":"vcs-2-intel","name":"vCS-2","category":"vcs","os_family":"linux","cpu_family":"intel-xeon",
        "vcpus":1,"memory_mb":2048,"disk_gb":40,"disk_type":"ssd","bandwidth_mbps":100,"port_mbps":1000,
        "price_hour":"0.0167","price_month":"12.00","extra_ipv4_max":4,"extra_ipv4_price_hour":"0.00347000",
        "extra_ipv4_price_month":"2.50","ipv6_max_block_size":64,
        "zones":[{"code":"par01fr","offer_id":"vcs-2-intel.par01fr"},{"code":"fra01de","offer_id":"vcs-2-intel.fra01de"},
        {"code":"ams01nl"}]}]}"#;

    #[test]
    fn the_vendors_own_examples() {
        let list = crate::golden::reply("virtua/catalogue.json");
        crate::golden::check("virtua/catalogue.json", &catalogue(&list.object("price list").unwrap()));
        let down = Reply::test(503, &crate::golden::sample("virtua/catalogue-error.json"));
        let error = refusal::check(down, &Call::get("catalogue.get", "offers")).err().unwrap();
        assert_eq!((error.status(), error.public_message().as_str()), (Some(503), "catalog_unavailable"));
    }

    #[test]
    fn a_plan_is_the_same_as_in_the_list_with_a_key() {
        let catalogue = catalogue(&serde_json::from_str(LIST).unwrap());
        assert_eq!((catalogue.plans.len(), catalogue.locations.len()), (2, 2));
        assert_eq!(catalogue.terms.iter().map(|term| term.months).collect::<Vec<_>>(), [3, 12]);
        assert_eq!(catalogue.tax_included, Some(false));
        let extras = catalogue.plans[1].extras.as_ref().unwrap();
        assert!(extras.is_sold_out && extras.is_windows == Some(false));
        let offers = crate::golden::reply("virtua/offers.json");
        let offers: super::super::wire::Offers = offers.object("offers").unwrap();
        let mut with_key = map::plan(&offers.offers.items[0]).unwrap();
        // The one figure that the public list leaves out.
        with_key.extras.as_mut().unwrap().extra_disk_price = None;
        assert_eq!(catalogue.plans[0], with_key);
    }

    proptest! {
        #[test]
        fn no_list_panics(text in crate::wire::json(), field in 0_usize..5) {
            let name = ["plans", "zones", "billing", "vat", "currency"][field];
            if let Ok(answer) = serde_json::from_str::<Answer>(&format!(r#"{{"plans":[],"{name}":{text}}}"#)) {
                let _catalogue = catalogue(&answer);
            }
            if let Ok(row) = serde_json::from_str::<Row>(&format!(r#"{{"zones":{text},"vcpus":{text}}}"#)) {
                let _plan = plan(&row, &Sold::default(), "EUR", false);
            }
        }
    }
}
