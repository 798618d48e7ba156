//! Amazon's shared credentials file, which its own tools write.

#![expect(clippy::disallowed_methods, reason = "credentials come from where the provider's own tools take them")]

use std::env;
use std::fs;
use std::path::PathBuf;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};

/// Takes a key, and the region, from the profile that `AWS_PROFILE` names, or from `default`, where the environment gives none.
///
/// A profile that only leads to another (`role_arn`, `sso_session`, `credential_process`) is for Amazon's own tool to resolve; `aws configure
/// export-credentials --format env` prints what it found.
pub(super) fn add(builder: AmazonS3Builder) -> AmazonS3Builder {
    let profile = env::var("AWS_PROFILE").unwrap_or_else(|_| "default".to_owned());
    let mut builder = builder;
    if builder.get_config_value(&AmazonS3ConfigKey::Region).is_none() {
        let config = read("AWS_CONFIG_FILE", "config");
        let section = if profile == "default" { profile.clone() } else { format!("profile {profile}") };
        if let Some(region) = value(&config, &section, "region") {
            builder = builder.with_region(region);
        }
    }
    if has_credentials(&builder) {
        return builder;
    }
    let credentials = read("AWS_SHARED_CREDENTIALS_FILE", "credentials");
    let of = |name| value(&credentials, &profile, name);
    if let (Some(id), Some(key)) = (of("aws_access_key_id"), of("aws_secret_access_key")) {
        builder = builder.with_access_key_id(id).with_secret_access_key(key);
        if let Some(token) = of("aws_session_token") {
            builder = builder.with_token(token);
        }
    }
    builder
}

/// Whether the environment already says who asks.
fn has_credentials(builder: &AmazonS3Builder) -> bool {
    use AmazonS3ConfigKey::{AccessKeyId, ContainerCredentialsFullUri, ContainerCredentialsRelativeUri, SkipSignature, WebIdentityTokenFile};
    let keys = [AccessKeyId, ContainerCredentialsFullUri, ContainerCredentialsRelativeUri, SkipSignature, WebIdentityTokenFile];
    keys.iter().any(|key| builder.get_config_value(key).is_some_and(|value| value != "false"))
}

/// The text of a file that a variable names, or that lies in the folder of Amazon's tools; nothing where it cannot be read.
fn read(variable: &str, name: &str) -> String {
    let named = env::var_os(variable).map(PathBuf::from);
    let place = named.or_else(|| Some(env::home_dir()?.join(".aws").join(name)));
    place.and_then(|place| fs::read_to_string(place).ok()).unwrap_or_default()
}

/// A value in a section of such a file.
fn value<'a>(text: &'a str, section: &str, name: &str) -> Option<&'a str> {
    let mut lines = text.lines().map(str::trim);
    let heading = |line: &str| line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).map(str::trim) == Some(section);
    lines.find(|line| heading(line))?;
    let pairs = lines.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
    pairs.into_iter().find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn a_profile_is_read() {
        let text = "[default]\naws_access_key_id = a\n[ team ]\n# theirs\naws_access_key_id=b\nregion =\n";
        assert_eq!(value(text, "default", "aws_access_key_id"), Some("a"));
        assert_eq!(value(text, "team", "aws_access_key_id"), Some("b"));
        assert_eq!(value(text, "team", "region"), None);
        assert_eq!(value(text, "none", "region"), None);
    }
}
