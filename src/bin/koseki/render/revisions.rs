//! What later revisions of a PDF changed, each in a line.

use koseki::report::{Language, PageSummary, RevisionSummary};

use super::words::pick;

/// Objects and pages that are named; how many there are more is told.
const NAMED: usize = 12;

/// One revision: where it begins, its objects, its pages, its trailer.
pub(super) fn line(one: &RevisionSummary, language: Language) -> String {
    let head = match language {
        Language::Japanese => format!("第{}版（先頭から {} バイト目から）", one.revision, one.offset),
        Language::English => format!("revision {} (from octet {} on)", one.revision, one.offset),
    };
    let parts = [
        (pick(language, "追加したオブジェクト", "objects added"), &one.added),
        (pick(language, "書き換えたオブジェクト", "objects written anew"), &one.replaced),
        (pick(language, "削除したオブジェクト", "objects freed"), &one.freed),
        (pick(language, "トレーラーの変更", "trailer entries changed"), &one.trailer),
    ];
    let parts = parts.into_iter().filter(|(_, names)| !names.is_empty());
    let mut parts: Vec<String> =
        parts.map(|(label, names)| format!("{label} {}", few(names, language))).collect();
    parts.push(pages(one.pages.as_ref(), language));
    format!("{head}: {}", parts.join(pick(language, "、", "; ")))
}

fn pages(pages: Option<&PageSummary>, language: Language) -> String {
    let Some(PageSummary { before, after, changed }) = pages else {
        return pick(language, "ページの変更の有無は確認できません", "which pages changed is not known")
            .into();
    };
    let numbers: Vec<String> = changed.iter().map(ToString::to_string).collect();
    let which = match (numbers.as_slice(), language) {
        ([], _) if before != after => None,
        ([], _) => Some(pick(language, "変わったページなし", "no page changed").into()),
        (some, Language::Japanese) => Some(format!("変わったページ {}", few(some, language))),
        (some, Language::English) => Some(format!("pages changed {}", few(some, language))),
    };
    let count = (before != after).then(|| match language {
        Language::Japanese => format!("ページ数 {before} から {after}"),
        Language::English => format!("{before} pages before and {after} now"),
    });
    which.into_iter().chain(count).collect::<Vec<_>>().join(pick(language, "、", ", "))
}

fn few(names: &[String], language: Language) -> String {
    let shown = names.get(..NAMED).unwrap_or(names).join(pick(language, "・", ", "));
    match (names.len().saturating_sub(NAMED), language) {
        (0, _) => shown,
        (more, Language::Japanese) => format!("{shown} ほか {more} 個"),
        (more, Language::English) => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_told_in_one_line() {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut one = RevisionSummary {
            revision: 2,
            offset: 33_182,
            additions: None,
            added: names(&["16 0"]),
            replaced: names(&["2 0", "3 0"]),
            freed: Vec::new(),
            trailer: names(&["Info"]),
            pages: Some(PageSummary { before: 2, after: 1, changed: vec![1] }),
        };
        assert_eq!(
            line(&one, Language::Japanese),
            "第2版（先頭から 33182 バイト目から）: 追加したオブジェクト 16 0、書き換えたオブジェクト 2 0・3 0、トレーラーの変更 Info、変わったページ 1、ページ数 2 から 1"
        );
        assert_eq!(
            line(&one, Language::English),
            "revision 2 (from octet 33182 on): objects added 16 0; objects written anew 2 0, 3 0; trailer entries changed Info; pages changed 1, 2 pages before and 1 now"
        );
        one.pages = Some(PageSummary { before: 2, after: 1, changed: Vec::new() });
        assert!(line(&one, Language::Japanese).ends_with("トレーラーの変更 Info、ページ数 2 から 1"));
        one.pages = Some(PageSummary { before: 2, after: 2, changed: Vec::new() });
        one.trailer.clear();
        one.replaced.clear();
        one.added = (1..=14).map(|number| format!("{number} 0")).collect();
        let told = line(&one, Language::Japanese);
        assert!(told.ends_with("12 0 ほか 2 個、変わったページなし"), "{told}");
        one.pages = None;
        assert!(line(&one, Language::English).ends_with("and 2 more; which pages changed is not known"));
    }
}
