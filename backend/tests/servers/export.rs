//! The list as a file: what stands in it and in which order.

use backend::ExportAs;
use domain::ErrorKind;
use domain::query::{Column, ServerQuery};
use serde_json::Value;

use crate::world::{World, fast};

impl World {
    async fn exported(&self, search: &str, sort: &str, form: ExportAs) -> (String, String) {
        let query = ServerQuery::from_parts(Some(search), Some(sort), None, Some("7"));
        self.backend.access(&self.actor).servers().unwrap().export(&query, form).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_every_match_in_order_with_the_persons_columns_and_exact_amounts() {
    let world = World::start(fast()).await;
    let all = world.list("").await;
    world.mark("server.tag", &[all.rows[0].key.clone()], &[("tags", "web,-x")]).await;
    world.mark("server.note", &[all.rows[0].key.clone()], &[("note", "=1+1\n\"two\", three")]).await;
    let preferences = world.backend.access(&world.actor).preferences().unwrap();
    let columns = [Column::State, Column::Cost, Column::CostHour, Column::Tags, Column::Note, Column::Memory];
    preferences.set_columns(&columns).await.unwrap();

    let (name, csv) = world.exported("", "name", ExportAs::Csv).await;
    assert!(name.starts_with("servers-20") && name.ends_with(".csv"), "{name}");
    let mut lines = csv.split("\r\n");
    let head = "id,name,provider,location,state,cost_month,cost_hour,tags,note,memory_mib,currency";
    assert_eq!(lines.next(), Some(head));
    let first = lines.next().unwrap();
    assert!(first.contains(",web -x,\"'=1+1\n\"\"two\"\", three\","), "{first}");
    assert_eq!(csv.matches("\r\n").count(), 24, "a line of names and one a server");
    assert!(csv.ends_with("\r\n"));

    let (name, json) = world.exported("provider:elastis,virtua cost>0", "-cost", ExportAs::Json).await;
    assert!(name.ends_with(".json"), "{name}");
    let rows: Vec<Value> = serde_json::from_str(&json).unwrap();
    let list = world.list("provider:elastis,virtua cost>0").await;
    assert_eq!(rows.len(), list.matched as usize);
    assert!(!rows.is_empty());
    let mut costs = Vec::new();
    for row in &rows {
        let (currency, cost) = (row["currency"].as_str().unwrap(), row["cost_month"].as_str().unwrap());
        costs.push((currency.to_owned(), cost.parse::<f64>().unwrap()));
        assert!(row["memory_mib"].is_u64() && row["tags"].is_array());
    }
    assert!(costs.is_sorted_by(|a, b| (&a.0, a.1) >= (&b.0, b.1)), "{costs:?}");

    let query = ServerQuery::from_parts(Some("colour:red"), None, None, None);
    let servers = world.backend.access(&world.actor).servers().unwrap();
    let error = servers.export(&query, ExportAs::Csv).await.unwrap_err();
    assert_eq!(error.public().kind, ErrorKind::Invalid);
    assert!(error.public().message.ends_with("Nothing was exported."));
    let (_, nothing) = world.exported("no-server-is-called-so", "name", ExportAs::Json).await;
    assert_eq!(nothing, "[]\n");
}
