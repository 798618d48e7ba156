//! The proxies that the environment names.

use ureq::Proxy;

use super::location::Location;

/// The proxies for the two kinds of addresses, as `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` name them. Either is reached through CONNECT.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    plain: Option<Proxy>,
    secure: Option<Proxy>,
}

impl Proxies {
    /// Reads the variables. `HTTP_PROXY` in capitals is not read, as elsewhere: on a web server, a visitor's header can set it.
    pub fn from_variables(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let first = |names: &[&str]| names.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
        let except = first(&["no_proxy", "NO_PROXY"]);
        let all = || first(&["all_proxy", "ALL_PROXY"]);
        let proxy = |address: Option<String>| build(&address?, except.as_deref());
        Self { plain: proxy(first(&["http_proxy"]).or_else(all)), secure: proxy(first(&["https_proxy", "HTTPS_PROXY"]).or_else(all)) }
    }

    /// The proxy on the way to an address.
    pub(super) fn on_the_way_to(&self, location: &Location) -> Option<Proxy> {
        if location.is_secure() { self.secure.clone() } else { self.plain.clone() }
    }
}

/// A proxy with the hosts that are reached without it.
fn build(address: &str, except: Option<&str>) -> Option<Proxy> {
    let named = Proxy::new(address).ok()?;
    let mut builder = Proxy::builder(named.protocol()).host(named.host()).port(named.port());
    if let Some(user) = named.username() {
        builder = builder.username(user);
    }
    if let Some(password) = named.password() {
        builder = builder.password(password);
    }
    for host in except.unwrap_or_default().split(',').map(str::trim).filter(|host| !host.is_empty()) {
        builder = builder.no_proxy(host);
    }
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    use super::{Location, Proxies};

    #[test]
    fn each_kind_of_address_has_its_proxy_and_exceptions() {
        let proxies = Proxies::from_variables(&|name| {
            let value = match name {
                "http_proxy" => "http://plain:8080",
                "HTTPS_PROXY" => "secure:3128",
                "no_proxy" => "intern.example, 127.0.0.1",
                _ => return None,
            };
            Some(value.to_owned())
        });
        let way = |url: &str| {
            let location = Location::parse(url).expect("an address");
            let proxy = proxies.on_the_way_to(&location).filter(|proxy| !proxy.is_no_proxy(location.uri()));
            proxy.map(|proxy| format!("{}:{}", proxy.host(), proxy.port()))
        };
        assert_eq!(way("http://tsa.example/").as_deref(), Some("plain:8080"));
        assert_eq!(way("https://tsa.example/").as_deref(), Some("secure:3128"));
        assert_eq!(way("http://intern.example/"), None);
        assert_eq!(way("http://127.0.0.1:9000/"), None);
    }
}
