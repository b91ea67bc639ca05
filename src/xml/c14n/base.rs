//! `xml:base` of an apex in Canonical XML 1.1: the join-URI-References function of its clause 2.4.
//!
//! RFC 3986, 5.2.2, on references of which even the base may be relative; `..` that leads above the base stays.

/// Joins references, outermost first.
pub(super) fn join_all<'r>(references: impl Iterator<Item = &'r str>) -> String {
    references.fold(String::new(), |base, reference| join(&base, reference))
}

/// RFC 3986, 3 without the fragment, which the function drops.
#[derive(Debug, Clone, Copy, Default)]
struct Reference<'r> {
    scheme: Option<&'r str>,
    authority: Option<&'r str>,
    path: &'r str,
    query: Option<&'r str>,
}

impl<'r> Reference<'r> {
    fn parse(text: &'r str) -> Self {
        let text = text.split_once('#').map_or(text, |(before, _)| before);
        let (text, query) =
            text.split_once('?').map_or((text, None), |(before, query)| (before, Some(query)));
        let (scheme, text) = match text.split_once(':') {
            Some((scheme, rest)) if !scheme.is_empty() && !scheme.contains('/') => (Some(scheme), rest),
            _ => (None, text),
        };
        let (authority, path) = match text.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) =
                    rest.split_at_checked(rest.find('/').unwrap_or(rest.len())).unwrap_or((rest, ""));
                (Some(authority), path)
            }
            None => (None, text),
        };
        Self { scheme, authority, path, query }
    }
}

/// RFC 3986, 5.2.2, with the modifications of Canonical XML 1.1, 2.4.
fn join(base: &str, reference: &str) -> String {
    let above = Reference::parse(base);
    let below = Reference::parse(reference);
    let merged;
    let (scheme, authority, path, query) = if below.scheme.is_some() {
        (below.scheme, below.authority, below.path, below.query)
    } else if below.authority.is_some() {
        (above.scheme, below.authority, below.path, below.query)
    } else if below.path.is_empty() {
        (above.scheme, above.authority, above.path, below.query.or(above.query))
    } else if below.path.starts_with('/') {
        (above.scheme, above.authority, below.path, below.query)
    } else {
        // 5.2.3: everything of the base up to its last slash; `..` at its end is a step, not a file.
        let directory = if above.path.ends_with("..") {
            format!("{}/", above.path)
        } else if above.path.is_empty() && above.authority.is_some() {
            "/".to_owned()
        } else {
            above.path.rsplit_once('/').map_or_else(String::new, |(before, _)| format!("{before}/"))
        };
        merged = directory + below.path;
        (above.scheme, above.authority, merged.as_str(), below.query)
    };
    let mut joined = String::new();
    if let Some(scheme) = scheme {
        joined.push_str(scheme);
        joined.push(':');
    }
    if let Some(authority) = authority {
        joined.push_str("//");
        joined.push_str(authority);
    }
    joined.push_str(&without_dot_segments(path));
    if let Some(query) = query {
        joined.push('?');
        joined.push_str(query);
    }
    joined
}

/// RFC 3986, 5.2.4, modified: leading `..` of a relative path stay, empty segments vanish, `..` at the end gets a slash.
fn without_dot_segments(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    let mut directory = false;
    for segment in path.split('/') {
        directory = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." => match kept.last() {
                Some(&last) if last != ".." => {
                    kept.pop();
                }
                _ if absolute => {}
                _ => kept.push(".."),
            },
            _ => kept.push(segment),
        }
    }
    let mut whole = String::from(if absolute { "/" } else { "" });
    whole.push_str(&kept.join("/"));
    if directory && !kept.is_empty() {
        whole.push('/');
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::join_all;

    fn joined(references: &[&str]) -> String {
        join_all(references.iter().copied())
    }

    #[test]
    fn joins_as_rfc_3986_with_absolute_bases() {
        assert_eq!(joined(&["http://a/b/c/d;p?q", "g"]), "http://a/b/c/g");
        assert_eq!(joined(&["http://a/b/c/d;p?q", "../../g"]), "http://a/g");
        assert_eq!(joined(&["http://a/b/c/d;p?q", "?y"]), "http://a/b/c/d;p?y");
        assert_eq!(joined(&["http://a/b/c/d;p?q", "//g"]), "http://g");
        assert_eq!(joined(&["http://a/b/c/d;p?q", "/../g"]), "http://a/g");
        assert_eq!(joined(&["http://a", "g"]), "http://a/g");
        assert_eq!(joined(&["http://a/b", "urn:x"]), "urn:x");
    }

    #[test]
    fn joins_relative_bases_and_keeps_steps_that_lead_above_them() {
        // Canonical XML 1.1, 2.4: the examples of the modified function.
        assert_eq!(joined(&["abc/", "../"]), "");
        assert_eq!(joined(&["../abc", ".."]), "../../");
        assert_eq!(joined(&["..", ".."]), "../../");
        assert_eq!(joined(&["foo/bar", "../baz#fragment"]), "baz");
        assert_eq!(joined(&["a//b/", "c"]), "a/b/c");
    }
}
