//! Cloud-init for new Warren servers: a JSON object with `runcmd` and `write_files`. Virtua's create call
//! takes none.

use crate::error::DomainError;
use crate::rules::base64;
use crate::rules::json::Json;

/// Longest configuration that is sent, in bytes. The documents give no limit; this is ours.
pub const CLOUD_INIT_MAX_BYTES: usize = 65_536;
/// Longest text that a person writes, script or configuration, in bytes. The server reads forms that hold it whatever its
/// characters are, which in a form become longer.
pub const WRITTEN_MAX_BYTES: usize = 32_768;
/// The keys that the provider reads ("Create VM": "currently runcmd and write_files are supported").
pub const SUPPORTED_KEYS: [&str; 2] = ["runcmd", "write_files"];
/// Where [`from_script`] puts the script: the document's own example.
pub const SCRIPT_PATH: &str = "/firstboot";

/// What cloud-init reads in a `write_files` entry.
const FILE_KEYS: [&str; 7] = ["path", "content", "owner", "permissions", "encoding", "append", "defer"];
/// The encodings whose content is base64.
const BASE64_ENCODINGS: [&str; 6] = ["b64", "base64", "gz+b64", "gz+base64", "gzip+b64", "gzip+base64"];

/// Whether a text that a person wrote is short enough.
///
/// # Errors
/// Beside field `cloud_init`.
pub fn written(text: &str) -> Result<(), DomainError> {
    if text.len() <= WRITTEN_MAX_BYTES {
        return Ok(());
    }
    let why = format!(
        "Use at most {} KiB; this is {}. Have the server fetch what is longer on its first start, with curl for example.",
        WRITTEN_MAX_BYTES / 1024,
        text.len().div_ceil(1024)
    );
    Err(DomainError::invalid("cloud_init", why))
}

/// Checks the text of the field; `None` when it is empty. `username` is the user that the form asks for.
///
/// JSON only: "as JSON", says the document. `users` together with a user name is refused in words of its own,
/// since the server would let nobody in (facts.md, "Side effects", observed on CloudAxion, which takes more
/// keys than the document names).
///
/// # Errors
/// Beside field `cloud_init`.
pub fn cloud_init(text: &str, username: Option<&str>) -> Result<Option<String>, DomainError> {
    let text = text.trim();
    let invalid = |why: String| Err(DomainError::invalid("cloud_init", why));
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > CLOUD_INIT_MAX_BYTES {
        return invalid(format!("Use at most {} KiB.", CLOUD_INIT_MAX_BYTES / 1024));
    }
    let has_user = username.is_some_and(|name| !name.trim().is_empty());
    if !text.starts_with('{') {
        let yaml_users = text.lines().any(|line| line.starts_with("users:"));
        return invalid(match text {
            _ if has_user && yaml_users => LOCK_OUT.to_owned(),
            _ if text.starts_with("#!") => {
                "This is a script. Put it into write_files and call it from runcmd.".to_owned()
            }
            _ => {
                "Write a JSON object with runcmd and write_files. The provider takes no YAML here.".to_owned()
            }
        });
    }
    let fields = match Json::parse(text) {
        Ok(Json::Object(fields)) => fields,
        Ok(_) => return invalid("Write one JSON object.".to_owned()),
        Err(line) => return invalid(format!("This stops being JSON on line {line}.")),
    };
    for (n, (key, value)) in fields.iter().enumerate() {
        if fields.iter().take(n).any(|(other, _)| other == key) {
            return invalid(format!("{key} is there twice."));
        }
        let checked = match key.as_str() {
            "runcmd" => runcmd(value),
            "write_files" => write_files(value),
            "users" if has_user => Err(LOCK_OUT.to_owned()),
            other => Err(format!("The provider reads runcmd and write_files only. Take out {other}.")),
        };
        if let Err(why) = checked {
            return invalid(why);
        }
    }
    Ok(Some(text.to_owned()))
}

const LOCK_OUT: &str = "A users block together with a user name makes a server that nobody can log in to. \
                        Take the users block out.";

/// The cloud-init that runs `script` once, on the first start. The script must say with `#!` what runs it.
///
/// # Errors
/// Beside field `script`.
pub fn from_script(script: &str) -> Result<String, DomainError> {
    let script = script.trim_start();
    if !script.starts_with("#!/") {
        let why = "Begin with the line that says what runs the script, such as #!/bin/bash.";
        return Err(DomainError::invalid("script", why));
    }
    let mut json =
        format!(r#"{{"runcmd":["{SCRIPT_PATH}"],"write_files":[{{"path":"{SCRIPT_PATH}","content":""#);
    for c in script.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            '\n' => json.push_str("\\n"),
            // Scripts written on Windows do not run with their carriage returns.
            '\r' => {}
            c if c < ' ' => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    if !script.ends_with('\n') {
        json.push_str("\\n");
    }
    json.push_str(r#"","permissions":"0755"}]}"#);
    if json.len() > CLOUD_INIT_MAX_BYTES {
        let why = format!(
            "Shorten the script: in JSON, as the provider takes it, it has more than {} KiB.",
            CLOUD_INIT_MAX_BYTES / 1024
        );
        return Err(DomainError::invalid("script", why));
    }
    Ok(json)
}

fn runcmd(value: &Json) -> Result<(), String> {
    let Json::List(commands) = value else { return Err("runcmd is a list of commands.".to_owned()) };
    for (n, command) in commands.iter().enumerate() {
        let fine = match command {
            Json::Text(line) => !line.trim().is_empty(),
            Json::List(words) => !words.is_empty() && words.iter().all(|word| word.text().is_some()),
            _ => false,
        };
        if !fine {
            return Err(format!("Command {} of runcmd is neither a text nor a list of texts.", n + 1));
        }
    }
    Ok(())
}

fn write_files(value: &Json) -> Result<(), String> {
    let Json::List(files) = value else { return Err("write_files is a list of files.".to_owned()) };
    for (n, file) in files.iter().enumerate() {
        one_file(file).map_err(|why| format!("File {} of write_files: {why}", n + 1))?;
    }
    Ok(())
}

fn one_file(file: &Json) -> Result<(), &'static str> {
    let Json::Object(fields) = file else { return Err("it is not an object.") };
    let get = |key: &str| fields.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    if fields.iter().any(|(key, _)| !FILE_KEYS.contains(&key.as_str())) {
        return Err("it may have path, content, owner, permissions, encoding, append and defer only.");
    }
    let path = get("path").and_then(Json::text).ok_or("the path is missing.")?;
    if !path.starts_with('/') || path.ends_with('/') || path.contains('\0') {
        return Err("the path must be a whole one, such as /etc/motd.");
    }
    if ["content", "owner"].iter().any(|key| get(key).is_some_and(|value| value.text().is_none())) {
        return Err("content and owner are texts.");
    }
    if ["append", "defer"].iter().any(|key| get(key).is_some_and(|value| !matches!(value, Json::Bool(_)))) {
        return Err("append and defer are true or false.");
    }
    if let Some(value) = get("permissions") {
        let octal =
            |text: &str| (3..=5).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'0'..=b'7'));
        if !value.text().is_some_and(octal) {
            return Err("permissions are an octal number in quotes, such as \"0755\".");
        }
    }
    match get("encoding").map(Json::text) {
        None | Some(Some("text/plain" | "")) => Ok(()),
        // Raw gzip is bytes, which no JSON text can hold.
        Some(Some(name)) if BASE64_ENCODINGS.contains(&name) => {
            let content = get("content").and_then(Json::text).unwrap_or_default();
            let packed: String = content.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            base64::decode(&packed).map(|_| ()).ok_or("the content is not base64, as its encoding says.")
        }
        Some(_) => Err("the encoding is b64, gz+b64 or text/plain."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENTED: &str = r#"{"runcmd": ["/firstboot"], "write_files": [{"path": "/firstboot",
        "content": "IyEvYmluL2Jhc2gKZWNobyBOb3cgQm9vdGluZwoK", "permissions": "0755", "encoding": "b64"}]}"#;

    #[test]
    fn the_document_s_example_passes() {
        assert_eq!(cloud_init(DOCUMENTED, Some("example")).unwrap().as_deref(), Some(DOCUMENTED));
        assert_eq!(cloud_init(" \n", None).unwrap(), None);
        for right in
            [r"{}", r#"{"runcmd":[["ls","-l"],"date"]}"#, r#"{"write_files":[{"path":"/a","append":true}]}"#]
        {
            assert!(cloud_init(right, None).is_ok(), "{right}");
        }
    }

    #[test]
    fn what_would_not_work_says_why() {
        for (text, part) in [
            ("#cloud-config\nruncmd:\n - ls", "no YAML"),
            ("#!/bin/sh\nls", "a script"),
            ("#cloud-config\nusers:\n - name: x", "nobody can log in"),
            (r#"{"users": []}"#, "nobody can log in"),
            (r#"{"packages": ["nginx"]}"#, "Take out packages"),
            ("{\n\"runcmd\": [,]}", "line 2"),
            (r#"{"runcmd": [], "runcmd": []}"#, "twice"),
            (r#"{"runcmd": "ls"}"#, "list of commands"),
            (r#"{"runcmd": ["ls", 1]}"#, "Command 2"),
            (r#"{"runcmd": [[]]}"#, "Command 1"),
            (r#"{"write_files": {}}"#, "list of files"),
            (r#"{"write_files": ["x"]}"#, "not an object"),
            (r#"{"write_files": [{}]}"#, "path is missing"),
            (r#"{"write_files": [{"path": "a"}]}"#, "whole one"),
            (r#"{"write_files": [{"path": "/a", "mode": "1"}]}"#, "only"),
            (r#"{"write_files": [{"path": "/a", "content": 1}]}"#, "texts"),
            (r#"{"write_files": [{"path": "/a", "defer": "yes"}]}"#, "true or false"),
            (r#"{"write_files": [{"path": "/a", "permissions": 755}]}"#, "octal"),
            (r#"{"write_files": [{"path": "/a", "permissions": "0855"}]}"#, "octal"),
            (r#"{"write_files": [{"path": "/a", "content": "?", "encoding": "b64"}]}"#, "not base64"),
            (r#"{"write_files": [{"path": "/a", "encoding": "rot13"}]}"#, "encoding is"),
        ] {
            let error = cloud_init(text, Some("example")).unwrap_err();
            assert_eq!(error.field.as_deref(), Some("cloud_init"));
            assert!(error.message.contains(part), "{text}: {}", error.message);
        }
        assert!(cloud_init(r#"{"users": []}"#, None).unwrap_err().message.contains("Take out users"));
        let long = format!("{{\"runcmd\": [\"{}\"]}}", "x".repeat(CLOUD_INIT_MAX_BYTES));
        assert_eq!(cloud_init(&long, None).unwrap_err().message, "Use at most 64 KiB.");
    }

    #[test]
    fn what_a_person_writes_has_its_limit_in_words() {
        assert!(written(&"\n".repeat(WRITTEN_MAX_BYTES)).is_ok());
        let error = written(&"x".repeat(WRITTEN_MAX_BYTES + 1)).unwrap_err();
        assert!(error.message.starts_with("Use at most 32 KiB; this is 33."), "{}", error.message);
        // However it is written, what fits as a text of lines fits as JSON.
        assert!(from_script(&format!("#!/bin/sh{}", "\n".repeat(WRITTEN_MAX_BYTES - 300))).is_ok());
    }

    #[test]
    fn a_script_becomes_cloud_init() {
        let json = from_script("#!/bin/bash\r\necho \"a\\b\"\ttab").unwrap();
        assert_eq!(cloud_init(&json, Some("example")).unwrap().as_deref(), Some(json.as_str()));
        let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(parsed["write_files"][0]["content"], "#!/bin/bash\necho \"a\\b\"\ttab\n");
        assert_eq!(parsed["runcmd"][0], parsed["write_files"][0]["path"]);
        assert_eq!(from_script("echo").unwrap_err().field.as_deref(), Some("script"));
        assert!(from_script(&format!("#!/bin/sh\n{}", "x".repeat(CLOUD_INIT_MAX_BYTES))).is_err());
    }
}
