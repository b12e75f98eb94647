//! A form as data: what is asked, within which limits, and what is wrong with what was filled in. Limits and choices come
//! from the provider's own lists and from [`crate::rules`], so that nothing is offered that would be refused.

use serde::{Deserialize, Serialize};

/// What a person fills in before the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Its parts in their order.
    pub sections: Vec<FormSection>,
    /// On the button that leads to the plan: "Review the resize".
    pub submit: String,
    /// What the present choices cost, where that can be told; for forms that change the price.
    pub price: Option<PriceLine>,
    /// What is wrong with the whole: beside no field.
    pub error: Option<String>,
    /// Why the form cannot be used at all at present.
    pub refusal: Option<String>,
    /// What it is made of is still being read: the page asks again soon.
    pub fetching: bool,
}

/// A part of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormSection {
    /// For anchors: `place`, `size`.
    pub id: String,
    /// Heading; empty in forms of one part.
    pub title: String,
    /// One sentence under the heading; may be empty.
    pub note: String,
    /// What is asked.
    pub fields: Vec<Field>,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line of text.
    #[default]
    Text,
    /// Several lines in a person's own words. They stand in no address, so the form needs script.
    Lines,
    /// One line in a person's own words. With script it stands in no address.
    Remark,
    /// A whole number between `least` and `most`, in `unit`.
    Number,
    /// One of `choices`, folded.
    Select,
    /// One of `choices`, side by side, each with its words.
    Cards,
    /// Yes or no.
    Tick,
    /// Any of `choices`.
    Ticks,
    /// A password: never sent back, never in an address.
    Secret,
    /// Carried along unseen.
    Hidden,
    /// Not asked: a fact shown between fields.
    Fact,
}

impl FieldKind {
    /// Whether people fill it in with their own words, which histories and logs of addresses should not keep.
    #[must_use]
    pub const fn is_own_words(self) -> bool {
        matches!(self, Self::Lines | Self::Remark)
    }
}

/// One thing that is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name in addresses and forms; rules name it in their errors.
    pub name: String,
    /// Above the control.
    pub label: String,
    /// How it is filled in.
    pub kind: FieldKind,
    /// What is filled in; several for [`FieldKind::Ticks`], none for secrets. A tick that is set has `1`.
    pub value: Vec<String>,
    /// Under the control: what to enter, within which limits.
    pub hint: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Must not be empty.
    pub required: bool,
    /// Why it cannot be filled in here, such as a capability's reason; the control is off.
    pub refusal: Option<String>,
    /// What it can be, for kinds that choose.
    pub choices: Vec<Choice>,
    /// Least, of a number.
    pub least: Option<u32>,
    /// Most, of a number. A text that is too long is refused in words: a browser would cut what is pasted, and say nothing.
    pub most: Option<u32>,
    /// Step of a number.
    pub step: Option<u32>,
    /// Beside a number.
    pub unit: String,
    /// An example.
    pub placeholder: String,
    /// Keys, addresses, scripts.
    pub mono: bool,
    /// Whether a change of it changes the rest of the form or the price: the page asks for the form anew.
    pub changes_form: bool,
    /// For a secret that can be made: characters of which one of each group must occur, one group an entry. Empty: no
    /// generator.
    pub generate: Vec<String>,
    /// Length of a generated secret.
    pub generate_chars: u32,
}

/// One value that a field can have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// As sent.
    pub value: String,
    /// For people.
    pub label: String,
    /// Smaller, beside it: "2 vCPU, 4 GiB", "restricted to one account". May be empty.
    pub note: String,
    /// Its price, formatted; may be empty.
    pub price: String,
    /// A picture, as a `data:image` address, or the slug of a brand, whose tile is shown; may be empty: then a tile with
    /// the first letters stands for it.
    pub icon: String,
    /// The heading that it stands under; choices of one group follow each other. May be empty.
    pub group: String,
    /// Why it cannot be chosen; `None` when it can.
    pub refusal: Option<String>,
}

/// What the present choices cost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceLine {
    /// Per hour, formatted with its currency.
    pub hour: String,
    /// Per month, formatted with its currency.
    pub month: String,
    /// Per month before the change, where there is one to compare.
    pub month_before: Option<String>,
    /// What the number leaves out, or why there is none.
    pub note: String,
}
