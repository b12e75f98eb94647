//! Acts as they are offered: links to their sheets, off with the reason where they cannot be used now.

use domain::ids::ServerKey;
use domain::view::ActOffer;

use super::words::act_glyph;
use crate::routes;
use crate::ui::Markup;

/// Where an offer on a server leads.
fn offer_link(offer: &ActOffer, server: &ServerKey) -> String {
    if offer.href.is_empty() {
        routes::act(&routes::server(server), &offer.act, &[], &offer.fields, false)
    } else {
        offer.href.clone()
    }
}

impl Markup {
    /// An offer as a button; with its icon unless it is one of several in a row of data.
    pub fn offer(&mut self, offer: &ActOffer, server: &ServerKey, small: bool) -> &mut Self {
        let class = match (small, offer.danger) {
            (true, _) => "btn small",
            (false, true) => "btn danger",
            (false, false) => "btn",
        };
        let icon = act_glyph(&offer.act).filter(|_| !small);
        match &offer.refusal {
            None => {
                self.raw(r#"<a data-noscroll="true" class=""#).raw(class).raw(r#"" href=""#);
                self.text(&offer_link(offer, server)).raw(r#"">"#);
                if let Some(icon) = icon {
                    self.icon(icon);
                }
                self.text(&offer.label).raw("</a>")
            }
            Some(reason) => {
                self.raw(r#"<button type="button" aria-disabled="true" class=""#).raw(class).raw(r#"">"#);
                if let Some(icon) = icon {
                    self.icon(icon);
                }
                self.text(&offer.label).raw(r#"<span class="why">"#).text(reason).raw("</span></button>")
            }
        }
    }

    /// An offer in a menu. One that cannot be used stands there with its reason.
    pub fn menu_offer(&mut self, offer: &ActOffer, server: &ServerKey) -> &mut Self {
        match &offer.refusal {
            None => {
                self.raw(r#"<a data-noscroll="true" class="menu-item" href=""#)
                    .text(&offer_link(offer, server));
                self.raw(r#""><span>"#).text(&offer.label).raw("</span></a>")
            }
            Some(reason) => {
                self.raw(r#"<button type="button" aria-disabled="true" class="menu-item"><span>"#);
                self.text(&offer.label).raw(r#"<span class="menu-why">"#).text(reason);
                self.raw("</span></span></button>")
            }
        }
    }

    /// Offers side by side.
    pub fn offers(&mut self, offers: &[ActOffer], server: &ServerKey) -> &mut Self {
        self.raw(r#"<div class="acts">"#);
        for offer in offers {
            self.offer(offer, server, true);
        }
        self.raw("</div>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_leads_to_its_sheet_or_says_why_not() {
        let server: ServerKey = "6f9619ff8b86d011b42d00c04fc964ff~jkt01~42".parse().unwrap();
        let mut offer = ActOffer {
            act: "disk.grow".into(),
            label: "Grow".into(),
            fields: [("disk", "a b")].into_iter().collect(),
            ..ActOffer::default()
        };
        let html = |offer: &ActOffer| Markup::one(|html| html.offer(offer, &server, true)).into_html();
        assert!(html(&offer).contains(&format!("href=\"/servers/{server}?do=disk.grow&amp;disk=a%20b\"")));
        offer.refusal = Some("Stop <it> first.".into());
        let off = html(&offer);
        assert!(
            off.contains("aria-disabled") && off.contains("Stop &lt;it&gt; first.") && !off.contains("href")
        );
        offer.href = "/servers/new?from=x".into();
        assert_eq!(offer_link(&offer, &server), "/servers/new?from=x");
    }
}
