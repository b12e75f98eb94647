//! What an address asks of the server list, and the addresses that ask otherwise.

use domain::query::{ServerQuery, Sort, SortBy};
use leptos_router::params::ParamsMap;

use crate::ui::Order;

/// The list that the address asks for.
pub fn asked(params: &ParamsMap) -> ServerQuery {
    let part = |name| params.get_str(name);
    ServerQuery::from_parts(part("q"), part("sort"), part("group"), part("page"))
}

/// The list ordered by `by`, the other way round if it is so already; and the order in force.
pub fn sorted(query: &ServerQuery, by: SortBy) -> (ServerQuery, Order) {
    let here = query.sort.by == by;
    let order = match (here, query.sort.descending) {
        (false, _) => Order::None,
        (true, false) => Order::Ascending,
        (true, true) => Order::Descending,
    };
    let sort = Sort { by, descending: here && !query.sort.descending };
    (ServerQuery { sort, page: 1, ..query.clone() }, order)
}

/// The list narrowed to `search`, from its first page on.
pub fn narrowed(query: &ServerQuery, search: String) -> ServerQuery {
    ServerQuery { search, page: 1, ..*query }
}

/// Whether both ask for the same list, whatever page of it.
pub fn same_list(one: &ServerQuery, other: &ServerQuery) -> bool {
    one.search.trim() == other.search.trim() && one.sort == other.sort && one.group == other.group
}

/// The term that finds servers with the tag `tag`.
pub fn tag_term(tag: &str) -> String {
    if tag.contains(char::is_whitespace) { format!("tag:\"{tag}\"") } else { format!("tag:{tag}") }
}

/// Where `term` stands in `search` as a word of its own.
fn position(search: &str, term: &str) -> Option<usize> {
    let edge = |c: Option<char>| c.is_none_or(char::is_whitespace);
    search.match_indices(term).map(|(at, _)| at).find(|at| {
        let (before, rest) = search.split_at(*at);
        edge(before.chars().next_back()) && edge(rest.strip_prefix(term).and_then(|rest| rest.chars().next()))
    })
}

/// Whether the search is narrowed by `term`.
pub fn has_term(search: &str, term: &str) -> bool {
    position(search, term).is_some()
}

/// The search with `term` if it was without, and without if it was with.
pub fn toggled(search: &str, term: &str) -> String {
    let Some(at) = position(search, term) else {
        return format!("{} {term}", search.trim()).trim().to_owned();
    };
    let (before, rest) = search.split_at(at);
    let after = rest.strip_prefix(term).unwrap_or(rest);
    format!("{} {}", before.trim(), after.trim()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use domain::query::{Column, GroupBy};

    use super::*;

    #[test]
    fn terms_come_and_go_as_whole_words() {
        assert_eq!(toggled("", "status:running"), "status:running");
        assert_eq!(toggled("web ", "status:running"), "web status:running");
        assert_eq!(toggled("web status:running db", "status:running"), "web db");
        assert_eq!(toggled("status:running2", "status:running"), "status:running2 status:running");
        assert_eq!(toggled("location:\"a b\" x", "location:\"a b\""), "x");
        assert!(has_term("a status:running", "status:running"));
        assert!(!has_term("xstatus:running", "status:running"));
    }

    #[test]
    fn a_saved_view_is_the_same_on_every_page_of_it() {
        let query = ServerQuery { search: "web ".into(), page: 4, ..ServerQuery::default() };
        assert!(same_list(&query, &narrowed(&query, "web".into())));
        assert!(!same_list(&query, &narrowed(&query, "web2".into())));
        assert!(!same_list(&query, &ServerQuery { group: GroupBy::Tag, ..query.clone() }));
        assert_eq!([tag_term("prod"), tag_term("front end")], ["tag:prod", "tag:\"front end\""]);
    }

    #[test]
    fn a_second_click_on_a_heading_turns_the_order_round() {
        let cost = SortBy::Column(Column::Cost);
        let query = ServerQuery { search: "web".into(), page: 4, ..ServerQuery::default() };
        let (by_cost, order) = sorted(&query, cost);
        assert_eq!((by_cost.sort.slug().as_str(), by_cost.page, order), ("cost", 1, Order::None));
        let (again, order) = sorted(&by_cost, cost);
        assert_eq!((again.sort.slug().as_str(), order), ("-cost", Order::Ascending));
        assert_eq!(sorted(&again, cost).1, Order::Descending);
    }
}
