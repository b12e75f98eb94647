//! What people write in their own words: it stands in no address, which histories and logs keep. So an address may ask
//! for a plan and lack it.

use domain::DomainError;
use domain::act::{FieldKind, Fields, FormSection, PLAN_WAS};

use super::act::Known;

/// What of an act's fields may stand in the address to which a form without script is sent back. A line of one's own
/// words that came by an address may; what is filled in for something new may not, nor may several lines.
#[must_use]
pub fn addressable(act: &str, fields: &Fields) -> Fields {
    let Some(Known::On(act)) = Known::find(act) else { return Fields::default() };
    let sections = act.form(&[], &Fields::default());
    let lines = |name: &str| {
        let mut all = sections.iter().flat_map(|section| &section.fields);
        all.any(|field| field.name == name && field.kind == FieldKind::Lines)
    };
    // What was read is read anew at the address.
    Fields(fields.0.iter().filter(|(name, _)| !lines(name) && name != PLAN_WAS).cloned().collect())
}

/// What the address of a plan cannot have brought along. Nobody should confirm a plan that lacks it.
pub(super) fn lost(sections: &[FormSection], fields: &Fields) -> Option<DomainError> {
    let mut all = sections.iter().flat_map(|section| &section.fields);
    let lost = all.find(|field| field.kind.is_own_words() && fields.raw(&field.name).is_none())?;
    Some(DomainError::invalid(
        lost.name.clone(),
        "What was written here is gone, because no address keeps it. Write it again.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::act::ON_SERVERS;

    #[test]
    fn several_lines_of_any_act_stay_out_of_addresses() {
        let mut seen = 0;
        for act in ON_SERVERS {
            for field in act.form(&[], &Fields::default()).into_iter().flat_map(|section| section.fields) {
                let given: Fields = [(field.name.as_str(), "words"), ("other", "1")].into_iter().collect();
                let kept = addressable(act.slug(), &given);
                let is_lines = field.kind == FieldKind::Lines;
                assert_eq!(kept.raw(&field.name).is_none(), is_lines, "{} of {}", field.name, act.slug());
                assert_eq!(kept.raw("other"), Some("1"));
                seen += usize::from(is_lines);
            }
        }
        assert_eq!(seen, 1, "the note");
        let reason: Fields = [("reason", "Audit")].into_iter().collect();
        assert_eq!(addressable("server.lock", &reason), reason);
        let script: Fields = [("name", "web"), ("cloud_init", "#!/bin/sh")].into_iter().collect();
        assert!(addressable("server.create", &script).is_empty());
        assert!(addressable("server.unheard_of", &script).is_empty());
    }
}
