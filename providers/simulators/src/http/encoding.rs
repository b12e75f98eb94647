//! Reading a request's body in the encodings that its route takes.

use serde_json::Value;

use super::Params;

/// Which bodies a route reads. A body of another kind is ignored, so its fields count as missing: that is how a
/// live Warren comes to call a field missing that was sent, only as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    None,
    Form,
    Json,
    FormOrJson,
    /// As the above, and a form also under the type of JSON, which one vendor's own examples send.
    FormAsJson,
}

impl Encoding {
    const fn form(self) -> bool {
        matches!(self, Self::Form | Self::FormOrJson | Self::FormAsJson)
    }

    const fn json(self) -> bool {
        matches!(self, Self::Json | Self::FormOrJson | Self::FormAsJson)
    }
}

/// The body claims to be JSON and is no JSON object.
#[derive(Debug)]
pub(crate) struct BadBody;

/// A body as it was understood; empty where nothing was.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    /// The fields, flat.
    pub(crate) fields: Params,
    /// The whole object of a JSON body.
    pub(crate) json: Option<Value>,
}

impl Sent {
    /// Reads a body by its content type, as far as the route takes that encoding. An empty one is no JSON and none
    /// is asked for.
    pub(crate) fn read(encoding: Encoding, content_type: &str, body: &[u8]) -> Result<Self, BadBody> {
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "application/x-www-form-urlencoded" if encoding.form() => {
                Ok(Self { fields: Params::from_form(&String::from_utf8_lossy(body)), json: None })
            }
            "application/json" if encoding.json() && !body.is_empty() => match serde_json::from_slice(body) {
                Ok(Value::Object(object)) => {
                    let fields = Params::from_json(&object);
                    Ok(Self { fields, json: Some(Value::Object(object)) })
                }
                Err(_) if encoding == Encoding::FormAsJson && looks_like_a_form(body) => {
                    Ok(Self { fields: Params::from_form(&String::from_utf8_lossy(body)), json: None })
                }
                _ => Err(BadBody),
            },
            _ => Ok(Self::default()),
        }
    }
}

fn looks_like_a_form(body: &[u8]) -> bool {
    body.contains(&b'=') && !matches!(body.first(), Some(b'{' | b'[' | b'"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "application/x-www-form-urlencoded";
    const JSON: &str = "application/json; charset=utf-8";

    fn read(encoding: Encoding, kind: &str, body: &str) -> Sent {
        Sent::read(encoding, kind, body.as_bytes()).expect("a body that can be read")
    }

    #[test]
    fn a_body_counts_only_in_an_encoding_that_the_route_takes() {
        let object = r#"{"n":2}"#;
        for (encoding, form, json) in [
            (Encoding::None, None, None),
            (Encoding::Form, Some("1"), None),
            (Encoding::Json, None, Some("2")),
            (Encoding::FormOrJson, Some("1"), Some("2")),
        ] {
            assert_eq!(read(encoding, FORM, "n=1").fields.get("n"), form, "{encoding:?}");
            assert_eq!(read(encoding, JSON, object).fields.get("n"), json, "{encoding:?}");
            assert_eq!(read(encoding, JSON, object).json.is_some(), json.is_some(), "{encoding:?}");
            assert_eq!(read(encoding, "text/plain", "n=1").fields.get("n"), None, "{encoding:?}");
        }
    }

    #[test]
    fn a_json_body_is_kept_whole_beside_its_flat_fields() {
        let sent = read(Encoding::Json, JSON, r#"{"n":2,"f":true,"z":null,"t":[{"a":1},{"a":2}]}"#);
        assert_eq!((sent.fields.get("n"), sent.fields.get("f")), (Some("2"), Some("true")));
        assert_eq!(sent.fields.get("z"), None, "null counts as not sent");
        let whole = sent.json.expect("the whole body");
        assert!(whole["z"].is_null());
        assert_eq!(whole["t"][1]["a"], 2);
    }

    #[test]
    fn a_form_under_the_type_of_json_is_read_where_that_is_usual() {
        assert_eq!(
            read(Encoding::FormAsJson, JSON, "offer=a.b&resize_disk=1").fields.get("offer"),
            Some("a.b")
        );
        assert_eq!(read(Encoding::FormAsJson, JSON, r#"{"n":2}"#).fields.get("n"), Some("2"));
        for body in ["{=", "[1]", "7"] {
            assert!(Sent::read(Encoding::FormAsJson, JSON, body.as_bytes()).is_err(), "{body}");
        }
        assert!(Sent::read(Encoding::FormOrJson, JSON, b"n=1").is_err());
    }

    #[test]
    fn broken_json_is_refused_only_where_json_is_read() {
        for body in ["{", "[1]", "7"] {
            assert!(Sent::read(Encoding::Json, JSON, body.as_bytes()).is_err(), "{body}");
            assert!(Sent::read(Encoding::Form, JSON, body.as_bytes()).is_ok(), "{body}");
        }
    }
}
