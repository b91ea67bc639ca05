//! Under which names the server is reached. A page elsewhere can make a name of its own lead to this machine (DNS
//! rebinding); its requests then carry that name, and are refused.

use core::net::{IpAddr, SocketAddr};

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, Uri};

use super::problem::Kind;

/// The names, and the origins of pages that may ask.
pub(super) struct Reach {
    scheme: &'static str,
    /// In lower case, with the port, and without it where it is the scheme's own.
    authorities: Vec<String>,
}

impl Reach {
    pub(super) fn new(address: SocketAddr, names: &[String], is_tls: bool) -> Self {
        let (scheme, usual) = if is_tls { ("https", 443) } else { ("http", 80) };
        let ip = address.ip();
        let mut hosts: Vec<String> = Vec::new();
        if !ip.is_unspecified() {
            hosts.push(written(ip));
        }
        if ip.is_loopback() {
            hosts.push("localhost".to_owned());
        }
        let (with_port, names): (Vec<&String>, Vec<&String>) =
            names.iter().partition(|name| name.contains(':'));
        hosts.extend(names.into_iter().map(|name| name.to_ascii_lowercase()));
        let port = address.port();
        let mut authorities: Vec<String> = hosts.iter().map(|host| format!("{host}:{port}")).collect();
        for name in with_port {
            let name = name.to_ascii_lowercase();
            // Browsers leave the scheme's own port away.
            authorities.extend(name.strip_suffix(&format!(":{usual}")).map(str::to_owned));
            authorities.push(name);
        }
        if port == usual {
            authorities.extend(hosts);
        }
        Self { scheme, authorities }
    }

    /// Where it is reached.
    pub(super) fn address(&self) -> String {
        let authority = self.authorities.first().map_or("", String::as_str);
        format!("{}://{authority}/", self.scheme)
    }

    /// Whether a request is meant for this server, and comes from its own page or from no page at all.
    pub(super) fn admits(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Kind> {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Kind::HostMissing) };
        let is_ours = |authority: &str| self.authorities.contains(&authority.to_ascii_lowercase());
        if !host.to_str().is_ok_and(is_ours) || !uri.authority().is_none_or(|one| is_ours(one.as_str())) {
            return Err(Kind::WrongHost);
        }
        if let Some(origin) = headers.get(ORIGIN) {
            let own = origin.to_str().ok().and_then(|one| one.strip_prefix(self.scheme)?.strip_prefix("://"));
            return if own.is_some_and(is_ours) { Ok(()) } else { Err(Kind::CrossOrigin) };
        }
        let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        // A link elsewhere may lead to the page; nothing else of a page elsewhere reaches anything.
        let followed =
            *method == Method::GET && said("sec-fetch-mode") == Some("navigate") && uri.path() == "/";
        match said("sec-fetch-site") {
            None | Some("same-origin" | "none") => Ok(()),
            Some(_) if followed => Ok(()),
            Some(_) => Err(Kind::CrossOrigin),
        }
    }
}

fn written(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

    use super::Reach;
    use crate::serve::problem::Kind;

    fn asked(
        reach: &Reach,
        method: Method,
        uri: &'static str,
        headers: &[(&'static str, &'static str)],
    ) -> Result<(), Kind> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        reach.admits(&method, &Uri::from_static(uri), &map)
    }

    #[test]
    fn only_its_own_names_with_its_own_port_are_its_own() {
        let reach = Reach::new("127.0.0.1:8402".parse().unwrap(), &["Verify.Example.JP".into()], false);
        for host in ["127.0.0.1:8402", "LOCALHOST:8402", "verify.example.jp:8402"] {
            assert_eq!(asked(&reach, Method::GET, "/", &[("host", host)]), Ok(()), "{host}");
        }
        for host in [
            "127.0.0.1",
            "localhost",
            "[::1]:8402",
            "127.0.0.1:8403",
            "evil.example:8402",
            "localhost.evil.example:8402",
            "",
        ] {
            assert_eq!(asked(&reach, Method::GET, "/", &[("host", host)]), Err(Kind::WrongHost), "{host}");
        }
        assert_eq!(asked(&reach, Method::GET, "/", &[]), Err(Kind::HostMissing));
        let twice = [("host", "localhost:8402"), ("host", "localhost:8402")];
        assert_eq!(asked(&reach, Method::GET, "/", &twice), Err(Kind::HostMissing));
        let absolute = "http://evil.example/";
        assert_eq!(asked(&reach, Method::GET, absolute, &twice[..1]), Err(Kind::WrongHost));
        let own = Reach::new("127.0.0.1:80".parse().unwrap(), &[], false);
        assert_eq!(asked(&own, Method::GET, "/", &[("host", "localhost")]), Ok(()));
    }

    #[test]
    fn a_page_elsewhere_reaches_nothing_but_the_page_itself() {
        let reach = Reach::new("127.0.0.1:8402".parse().unwrap(), &[], false);
        let from = |method: Method, uri, headers: &[(&'static str, &'static str)]| {
            asked(&reach, method, uri, &[&[("host", "localhost:8402")], headers].concat())
        };
        for own in [
            &[][..],
            &[("origin", "http://localhost:8402")],
            &[("origin", "http://127.0.0.1:8402"), ("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "none")],
        ] {
            assert_eq!(from(Method::POST, "/v1/verify", own), Ok(()), "{own:?}");
        }
        for other in [
            &[("origin", "null")][..],
            &[("origin", "https://localhost:8402")],
            &[("origin", "http://localhost:8403")],
            &[("origin", "http://evil.example")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")],
        ] {
            assert_eq!(from(Method::POST, "/v1/verify", other), Err(Kind::CrossOrigin), "{other:?}");
        }
        let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
        assert_eq!(from(Method::GET, "/", &link), Ok(()));
        assert_eq!(from(Method::GET, "/v1/status", &link), Err(Kind::CrossOrigin));
        assert_eq!(from(Method::POST, "/", &link), Err(Kind::CrossOrigin));
    }
}
