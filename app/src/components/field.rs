//! A field of a form, from its description to its controls. Written as text: what a field is changes seldom, and then as
//! a whole; what is wrong with it is put in beside it.

use domain::act::{Choice, Field, FieldKind};
use domain::provider::Brand;

use crate::ui::{Glyph, Mark, Markup};

/// The id of a field's control, or of the group of its controls.
pub fn control_id(name: &str) -> String {
    format!("f-{name}")
}

/// The id of the line under a control.
pub fn note_id(name: &str) -> String {
    format!("f-{name}-note")
}

/// What stands under a control: what is wrong, why it is off, or what to enter.
pub fn note(field: &Field) -> Markup {
    let mut html = Markup::of(1);
    match (&field.error, &field.refusal) {
        (Some(error), _) => html.status(Mark::Failed, error, ""),
        (None, Some(refusal)) => html.raw("<span>").text(refusal).raw("</span>"),
        (None, None) => html.raw("<span>").text(&field.hint).raw("</span>"),
    };
    html
}

/// The field with its label and its note.
pub fn field(field: &Field) -> Markup {
    Markup::one(|html| html.field(field))
}

fn id_of(field: &Field, choice: &Choice) -> String {
    format!("{}-{}", control_id(&field.name), choice.value)
}

/// A choice with its price, and why it cannot be chosen.
fn words(choice: &Choice) -> String {
    let mut words = choice.label.clone();
    for (before, part, after) in [
        (" · ", choice.note.as_str(), ""),
        (" · ", &choice.price, ""),
        (" (", choice.refusal.as_deref().unwrap_or_default(), ")"),
    ] {
        if !part.is_empty() {
            words.push_str(before);
            words.push_str(part);
            words.push_str(after);
        }
    }
    words
}

/// Two letters that stand for a picture.
fn letters(label: &str) -> String {
    label.chars().filter(|letter| letter.is_alphanumeric()).take(2).flat_map(char::to_uppercase).collect()
}

impl Markup {
    /// An attribute without a value, if it is so.
    fn flag(&mut self, is: bool, name: &'static str) -> &mut Self {
        if is { self.raw(" ").raw(name) } else { self }
    }

    fn attr(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    fn number_attr(&mut self, name: &'static str, value: Option<u32>) -> &mut Self {
        match value {
            Some(value) => self.attr(name, &value.to_string()),
            None => self,
        }
    }

    /// What every control has: its name, its note, whether it is wrong or off.
    fn control(&mut self, field: &Field) -> &mut Self {
        self.attr("name", &field.name).attr("aria-describedby", &note_id(&field.name));
        self.flag(field.error.is_some(), "aria-invalid=\"true\"").flag(field.refusal.is_some(), "disabled");
        self.flag(field.required, "aria-required=\"true\"")
    }

    fn hidden(&mut self, name: &str, value: &str) -> &mut Self {
        self.raw(r#"<input type="hidden""#).attr("name", name).attr("value", value).raw(">")
    }

    /// A field with its label and its note.
    pub fn field(&mut self, field: &Field) -> &mut Self {
        match field.kind {
            FieldKind::Hidden => {
                self.raw("<div hidden>");
                field.value.iter().for_each(|value| {
                    self.hidden(&field.name, value);
                });
                self.raw("</div>")
            }
            FieldKind::Cards | FieldKind::Ticks => self.group(field),
            FieldKind::Tick => self.tick(field),
            _ => self.labelled(field),
        }
    }

    fn note_of(&mut self, field: &Field) -> &mut Self {
        let bad = if field.error.is_some() { "note bad" } else { "note" };
        self.raw("<p")
            .attr("class", bad)
            .attr("id", &note_id(&field.name))
            .raw(">")
            .append(note(field))
            .raw("</p>")
    }

    fn labelled(&mut self, field: &Field) -> &mut Self {
        let id = control_id(&field.name);
        let value = field.value.first().map(String::as_str).unwrap_or_default();
        self.raw(r#"<div class="field"><label"#).attr("for", &id).raw(">").text(&field.label).raw("</label>");
        let class = if field.mono { "input mono" } else { "input" };
        match field.kind {
            FieldKind::Fact => {
                self.raw("<output").attr("id", &id).raw(">");
                for value in &field.value {
                    self.raw("<span>").text(value).raw("</span> ");
                }
                self.raw("</output>")
            }
            FieldKind::Lines => {
                self.raw(r#"<textarea rows="6" spellcheck="false""#).attr("class", class).attr("id", &id);
                // The first line break in it is not its own.
                self.control(field).attr("placeholder", &field.placeholder);
                self.raw(">\n").text(value).raw("</textarea>")
            }
            FieldKind::Select => {
                self.raw(r#"<select class="input""#).attr("id", &id).control(field).raw(">");
                self.options(field, value).raw("</select>")
            }
            FieldKind::Number => {
                self.raw(r#"<span class="measure"><input type="number" inputmode="numeric" class="input""#);
                self.attr("id", &id)
                    .control(field)
                    .number_attr("min", field.least)
                    .number_attr("max", field.most);
                self.number_attr("step", field.step).attr("value", value).raw(r#"><span class="unit">"#);
                self.text(&field.unit).raw("</span></span>")
            }
            FieldKind::Secret => self.secret(field, class),
            _ => {
                self.raw(r#"<input type="text" autocomplete="off""#).attr("class", class).attr("id", &id);
                self.flag(field.mono, r#"spellcheck="false" autocapitalize="off""#);
                self.control(field);
                self.attr("placeholder", &field.placeholder).attr("value", value).raw(">")
            }
        };
        self.note_of(field).raw("</div>")
    }

    fn secret(&mut self, field: &Field, class: &'static str) -> &mut Self {
        let id = control_id(&field.name);
        self.raw(
            r#"<span class="secret"><input type="password" autocomplete="new-password" spellcheck="false""#,
        );
        self.attr("class", class).attr("id", &id).control(field).raw(">");
        self.raw(r#"<button class="btn js" type="button" data-show aria-pressed="false">Show</button>"#);
        if !field.generate.is_empty() {
            self.raw(r#"<button class="btn js" type="button" data-generate"#).attr("value", &field.name);
            self.raw(">Generate</button>");
        }
        self.raw("</span>")
    }

    fn options(&mut self, field: &Field, value: &str) -> &mut Self {
        let mut group = "";
        for choice in &field.choices {
            if choice.group != group {
                self.raw(if group.is_empty() { "" } else { "</optgroup>" });
                group = &choice.group;
                if !group.is_empty() {
                    self.raw("<optgroup").attr("label", group).raw(">");
                }
            }
            self.raw("<option").attr("value", &choice.value).flag(choice.value == value, "selected");
            self.flag(choice.refusal.is_some(), "disabled").raw(">").text(&words(choice)).raw("</option>");
        }
        self.raw(if group.is_empty() { "" } else { "</optgroup>" })
    }

    /// Choices side by side, one of them or any of them.
    fn group(&mut self, field: &Field) -> &mut Self {
        let any = field.kind == FieldKind::Ticks;
        self.raw(r#"<fieldset class="field""#).attr("id", &control_id(&field.name));
        self.attr("aria-describedby", &note_id(&field.name)).flag(field.refusal.is_some(), "disabled");
        self.flag(field.error.is_some(), "aria-invalid=\"true\"").raw("><legend>").text(&field.label);
        self.raw("</legend>");
        let mut group = "";
        let mut open = false;
        for choice in &field.choices {
            if choice.group != group || !open {
                self.raw(if open { "</div>" } else { "" });
                if !choice.group.is_empty() {
                    self.raw(r#"<p class="group">"#).text(&choice.group).raw("</p>");
                }
                self.raw(if any { r#"<div class="ticks">"# } else { r#"<div class="cards">"# });
                (group, open) = (&choice.group, true);
            }
            self.card(field, choice, any);
        }
        self.raw(if open { "</div>" } else { "" });
        if any {
            self.hidden(&field.name, "");
        }
        self.note_of(field).raw("</fieldset>")
    }

    fn card(&mut self, field: &Field, choice: &Choice, any: bool) -> &mut Self {
        let has_icons = field.choices.iter().any(|choice| !choice.icon.is_empty());
        self.raw("<label").attr("for", &id_of(field, choice));
        self.raw(if any {
            r#" class="tick"><input type="checkbox""#
        } else {
            r#" class="choice"><input type="radio""#
        });
        self.attr("id", &id_of(field, choice)).attr("name", &field.name).attr("value", &choice.value);
        self.flag(field.value.contains(&choice.value), "checked")
            .flag(choice.refusal.is_some(), "disabled")
            .raw(">");
        if choice.icon.starts_with("data:image/") {
            self.raw(r#"<img class="picture" alt="" width="24" height="24" loading="lazy""#);
            self.attr("src", &choice.icon).raw(">");
        } else if has_icons {
            let brand = Brand::from_slug(&choice.icon);
            let letters = brand.map_or_else(|| letters(&choice.label), |brand| brand.monogram().to_owned());
            self.raw(r#"<span class="picture tile p-"#).raw(brand.map_or("other", Brand::slug));
            self.raw(r#"" aria-hidden="true">"#).text(&letters).raw("</span>");
        }
        self.raw(r#"<span class="choice-text"><b>"#).text(&choice.label).raw("</b>");
        for note in [&choice.note, choice.refusal.as_ref().unwrap_or(&choice.price)] {
            if !note.is_empty() {
                self.raw("<span>").text(note).raw("</span>");
            }
        }
        self.raw("</span></label>")
    }

    fn tick(&mut self, field: &Field) -> &mut Self {
        let id = control_id(&field.name);
        let on = field.value.iter().any(|value| !matches!(value.as_str(), "" | "0" | "false"));
        self.raw(r#"<div class="tick"><input type="checkbox" value="1""#).attr("id", &id);
        self.control(field).flag(on, "checked").raw("><label").attr("for", &id).raw(">").text(&field.label);
        self.raw("</label>");
        if field.refusal.is_none() {
            // Without it, "off" would be the same as "not asked".
            self.hidden(&field.name, "0");
        }
        self.note_of(field).raw("</div>")
    }

    /// A folded part's head.
    pub fn summary(&mut self, words: &str) -> &mut Self {
        self.raw(r#"<summary>"#).icon(Glyph::Right).text(words).raw("</summary>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(described: Field) -> String {
        field(&described).html().to_owned()
    }

    fn choice(value: &str, refusal: Option<&str>) -> Choice {
        Choice {
            value: value.into(),
            label: format!("Plan {value}"),
            price: "€5".into(),
            group: if value == "c" { "Large".into() } else { String::new() },
            refusal: refusal.map(Into::into),
            ..Choice::default()
        }
    }

    #[test]
    fn every_kind_is_a_control_with_a_name_and_a_note() {
        use FieldKind::{Cards, Lines, Number, Remark, Secret, Select, Text, Tick, Ticks};
        for kind in [Text, Lines, Remark, Number, Select, Cards, Tick, Ticks, Secret] {
            let described = Field {
                name: "size".into(),
                label: "Size <b>".into(),
                kind,
                value: vec!["b".into()],
                error: Some("Too \"large\".".into()),
                choices: vec![choice("a", Some("Sold out.")), choice("b", None), choice("c", None)],
                ..Field::default()
            };
            let html = html(described);
            assert!(html.contains("Size &lt;b&gt;") && html.contains("Too &quot;large&quot;."), "{html}");
            assert!(html.contains(r#"name="size""#) && html.contains(r#"aria-invalid="true""#), "{html}");
            assert!(
                html.contains(r#"aria-describedby="f-size-note""#) && html.contains(r#"id="f-size-note""#),
                "{html}"
            );
            let offered = matches!(kind, Select | Cards | Ticks);
            assert_eq!(html.contains("Sold out.") && html.contains("disabled"), offered, "{html}");
            assert_eq!(html.contains("Large"), offered, "{html}");
        }
    }

    #[test]
    fn a_secret_is_never_written_into_the_page() {
        let described = Field { kind: FieldKind::Secret, value: vec!["hunter2".into()], ..Field::default() };
        assert!(!html(described).contains("hunter2"));
    }

    #[test]
    fn a_tick_tells_off_from_not_asked() {
        let tick = |value: &str| {
            html(Field {
                name: "backups".into(),
                kind: FieldKind::Tick,
                value: vec![value.into()],
                ..Field::default()
            })
        };
        assert!(tick("1").contains("checked") && !tick("0").contains("checked"));
        assert!(tick("1").contains(r#"type="hidden" name="backups" value="0""#));
    }

    #[test]
    fn only_pictures_of_our_own_are_shown() {
        let card = |icon: &str| {
            let choices = vec![Choice { icon: icon.into(), ..choice("a", None) }];
            html(Field { kind: FieldKind::Cards, choices, ..Field::default() })
        };
        assert!(card("data:image/png;base64,AA").contains("<img"));
        let brand = card("elastis");
        assert!(brand.contains("p-elastis") && brand.contains(">EL<"), "{brand}");
        let foreign = card("https://example.com/x.png");
        assert!(!foreign.contains("<img") && foreign.contains(">PL<"), "{foreign}");
    }
}
