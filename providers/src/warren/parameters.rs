//! `GET api/parameters/vm`: the rules that new machines must obey, for the form that makes them.

use async_trait::async_trait;
use domain::rules::parameters::{RangeParameter, TextParameter, VmParameters};
use domain::rules::size::Bounds;
use serde::Deserialize;

use super::{Warren, client};
use crate::credential::Credential;
use crate::family::{Parameters, Result};
use crate::http::Call;
use crate::wire::{List, Scalar, loosely};

/// One parameter's rule.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    parameter: Scalar,
    expression: Scalar,
    min: Scalar,
    max: Scalar,
    mandatory: Scalar,
    #[serde(deserialize_with = "loosely")]
    limits: Option<List<Limit>>,
}

/// What holds instead for one system.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Limit {
    os_name: Scalar,
    min: Scalar,
    max: Scalar,
    mandatory: Scalar,
}

#[async_trait]
impl Parameters for Warren {
    async fn read(&self, credential: &Credential) -> Result<VmParameters> {
        let call = Call::get("parameters.get", "api/parameters/vm");
        let reply = client::read(&self.http, credential, &call).await?;
        let rows: List<Row> = reply.json("list of parameters")?;
        Ok(parameters(&rows.items))
    }
}

/// Rows that are not there stay unknown: live services leave several out. Which images there are, other calls say
/// better than the rows `os_name` and `os_version`.
fn parameters(rows: &[Row]) -> VmParameters {
    let row = |name: &str| rows.iter().find(|row| row.parameter.text() == Some(name));
    let (range, text) = (|name| row(name).map(range), |name| row(name).map(text));
    VmParameters {
        vcpus: range("vcpu"),
        memory_mib: range("ram"),
        disk_gib: range("disks"),
        name: text("name"),
        username: text("username"),
        password: text("password"),
    }
}

fn range(row: &Row) -> RangeParameter {
    let bounds = |least: &Scalar, most: &Scalar| Bounds { least: least.whole(), most: most.whole() };
    let own = |limit: &Limit| Some((limit.os_name.owned()?, bounds(&limit.min, &limit.max)));
    let by_os = limits(row).filter_map(own).filter(|(_, own)| *own != Bounds::default()).collect();
    RangeParameter { bounds: bounds(&row.min, &row.max), by_os }
}

fn text(row: &Row) -> TextParameter {
    let optional = |limit: &&Limit| limit.mandatory.flag() == Some(false);
    TextParameter {
        expression: row.expression.owned(),
        optional: row.mandatory.flag() == Some(false),
        optional_for: limits(row).filter(optional).filter_map(|limit| limit.os_name.owned()).collect(),
    }
}

fn limits(row: &Row) -> impl Iterator<Item = &Limit> {
    row.limits.iter().flat_map(|limits| &limits.items)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::golden;

    const FILE: &str = "warren/compute/get-parameters.json";

    #[test]
    fn the_documented_rules() {
        let rows: List<Row> = golden::reply(FILE).json("list").unwrap();
        let parameters = parameters(&rows.items);
        golden::check(FILE, &parameters);
        assert_eq!(parameters, VmParameters::documented());
    }

    proptest! {
        #[test]
        fn no_rule_panics(value in crate::wire::json(), field in 0_usize..6) {
            let name = ["parameter", "expression", "min", "max", "mandatory", "limits"][field];
            for body in [value.clone(), format!(r#"[{{"parameter":"ram","{name}":{value}}}]"#)] {
                if let Ok(rows) = serde_json::from_str::<List<Row>>(&body) {
                    let _parameters = parameters(&rows.items);
                }
            }
        }
    }
}
