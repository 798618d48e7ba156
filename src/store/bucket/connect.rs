//! How each kind of object store is reached.

use std::net::IpAddr;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::{BackoffConfig, ClientConfigKey, ClientOptions, RetryConfig};

use super::{Service, profile};
use crate::store::address::{Address, Scheme};
use crate::store::fault::Fault;
use crate::store::patience::Patience;

/// The service behind an address, with credentials from where the provider's own tools take them. Nothing is asked of it yet.
pub(super) fn connect(address: &Address, patience: Patience) -> Result<Box<dyn Service>, Fault> {
    let refused = |error: object_store::Error| Fault::Settings { object: address.to_string(), said: error.to_string() };
    let retry = retry(patience);
    let service: Box<dyn Service> = match address.scheme() {
        Scheme::Folder => return Err(Fault::BuiltWithout(address.to_string())),
        Scheme::S3 => Box::new(amazon(address, patience)?.with_retry(retry).build().map_err(refused)?),
        Scheme::Google => {
            let builder = GoogleCloudStorageBuilder::from_env().with_bucket_name(address.bucket());
            Box::new(builder.with_client_options(client(patience)).with_retry(retry).build().map_err(refused)?)
        }
        Scheme::Azure => {
            let builder = MicrosoftAzureBuilder::from_env().with_url(azure_url(address));
            Box::new(builder.with_client_options(client(patience)).with_retry(retry).build().map_err(refused)?)
        }
    };
    Ok(service)
}

fn amazon(address: &Address, patience: Patience) -> Result<AmazonS3Builder, Fault> {
    let builder = profile::add(AmazonS3Builder::from_env()).with_bucket_name(address.bucket()).with_disable_bulk_delete(true);
    let endpoint = [AmazonS3ConfigKey::S3Endpoint, AmazonS3ConfigKey::Endpoint].iter().find_map(|key| builder.get_config_value(key));
    let asked_for = builder.get_config_value(&AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp)).is_some_and(|value| is_yes(&value));
    let is_plain = endpoint.as_deref().is_some_and(is_plain_http);
    match endpoint {
        Some(endpoint) if is_plain && !asked_for && !is_this_machine(&endpoint) => Err(Fault::PlainHttp(without_user(&endpoint))),
        _ => Ok(builder.with_client_options(client(patience).with_allow_http(is_plain))),
    }
}

fn azure_url(address: &Address) -> String {
    let scheme = if address.bucket().contains('@') { "abfss" } else { "az" };
    format!("{scheme}://{}", address.bucket())
}

fn client(patience: Patience) -> ClientOptions {
    ClientOptions::new().with_timeout(patience.one_try).with_connect_timeout(patience.one_try.min(Duration::from_secs(5)))
}

pub(super) fn retry(patience: Patience) -> RetryConfig {
    let backoff = BackoffConfig { init_backoff: patience.first_pause, max_backoff: patience.longest_pause, base: 2. };
    RetryConfig { backoff, max_retries: usize::MAX, retry_timeout: patience.altogether }
}

fn is_yes(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "on" | "yes" | "y")
}

fn is_plain_http(endpoint: &str) -> bool {
    endpoint.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
}

/// The host and port of an address, without a user before it.
fn authority(endpoint: &str) -> &str {
    let rest = endpoint.split_once("://").map_or(endpoint, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default()
}

fn without_user(endpoint: &str) -> String {
    format!("http://{}", authority(endpoint))
}

/// Whether an address leads back to this machine: `localhost` and the loopback addresses.
fn is_this_machine(endpoint: &str) -> bool {
    let authority = authority(endpoint);
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn plain_http_stays_on_this_machine() {
        assert!(["http://127.0.0.1:5000", "http://localhost/", "http://[::1]:9000/x"].into_iter().all(is_this_machine));
        let others = ["http://minio:9000", "http://127.0.0.1@evil.example/", "http://127.0.0.1.evil.example", "http://10.0.0.7"];
        assert!(!others.into_iter().any(is_this_machine));
    }
}
