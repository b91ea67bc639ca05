//! Rules and findings of the schema: whether it compiles, whether what was signed agrees with it, and whether
//! that could be decided at all.
//!
//! Details name codes, elements, attributes and what the schema expects; never a value of the document.

use super::xsd_codes::meaning;
use crate::report::{Finding, Location, Rule, RuleId, SectionName, SubIndication, Text};
use crate::xsd::{
    Defect, Expectation, SchemaError, SchemaLimit, Undecided, UnresolvedReason, Validation, Violation,
};

/// Every rule this file can report, for the registry.
pub static RULES: &[&Rule] = &[
    &CAPACITY,
    &COMPONENT,
    &ENGINE,
    &LIMIT,
    &REFERENCE,
    &REPRESENTATION,
    &SCHEMA_LIMIT,
    &UNDIGESTED,
    &VIOLATION,
    &WELL_FORMED,
    &WORKER,
];

/// What was signed agrees with the schema; reported as passed when nothing else was found.
pub static VIOLATION: Rule = Rule {
    id: RuleId("schema.valid"),
    section: SectionName::Form,
    clause: "XSD 1.1 Part 1 5.2",
    requirement: Text::new("文書がスキーマに適合していること", "The document agrees with the schema"),
    violation: Text::new(
        "文書がスキーマに適合していません。発行元に確認してください。",
        "The document does not agree with the schema. Ask the authority that issued it.",
    ),
};

static CAPACITY: Rule = Rule {
    id: RuleId("schema.capacity"),
    section: SectionName::Form,
    clause: "XSD 1.1 Part 2 5.4",
    requirement: Text::new(
        "文書中の数値と時刻が、検証できる桁数に収まっていること",
        "Numbers and times of the document have no more digits than can be validated",
    ),
    violation: Text::new(
        "文書中の数値又は時刻の桁数が多く、スキーマの条件を確認できませんでした。",
        "A number or a time of the document has too many digits for a condition of the schema to be evaluated.",
    ),
};

static COMPONENT: Rule = Rule {
    id: RuleId("schema.component"),
    section: SectionName::Form,
    clause: "XSD 1.1 Part 1 3, Part 2 4",
    requirement: Text::new(
        "スキーマの各構成要素が規格の制約を満たしていること",
        "The components of the schema keep the constraints of the standard",
    ),
    violation: Text::new(
        "スキーマが規格の制約を満たしていないため、文書を検証できません。スキーマの提供元に確認してください。",
        "The schema breaks a constraint of the standard, so that nothing can be validated with it. Ask whoever provided the schema.",
    ),
};

static ENGINE: Rule = Rule {
    id: RuleId("schema.engine"),
    section: SectionName::Form,
    clause: "XSD 1.1 Part 1 5.2",
    requirement: Text::new("スキーマ検証が最後まで行われること", "Schema validation runs to its end"),
    violation: Text::new(
        "スキーマ検証の処理が途中で止まりました。この結果だけでは文書の適否は分かりません。",
        "Schema validation stopped by a fault of its own. This says nothing about the document.",
    ),
};

static UNDIGESTED: Rule = Rule {
    id: RuleId("schema.undigested"),
    section: SectionName::Form,
    clause: "Exclusive XML Canonicalization 1.0 1.3; Canonical XML 2.0 2.2",
    requirement: Text::new(
        "署名の対象に含まれる名前空間だけで、文書がスキーマに適合していること",
        "The document agrees with the schema by the namespaces that were signed",
    ),
    violation: Text::new(
        "文書がスキーマに適合するかどうかが、署名の対象に含まれない名前空間の宣言によって変わるため、適否を判定していません。",
        "Whether the document agrees with the schema depends on namespace declarations that were not signed, so that nothing was decided.",
    ),
};

static LIMIT: Rule = Rule {
    id: RuleId("schema.limit"),
    section: SectionName::Form,
    clause: "koseki limits",
    requirement: Text::new(
        "文書の規模が、スキーマ検証の上限以内であること",
        "The document is within the ceilings of schema validation",
    ),
    violation: Text::new(
        "文書の規模がスキーマ検証の上限を超えたため、適否を判定していません。",
        "The document is above a ceiling of schema validation, so that nothing was decided.",
    ),
};

static REFERENCE: Rule = Rule {
    id: RuleId("schema.reference"),
    section: SectionName::Form,
    clause: "XSD 1.1 Part 1 4.2",
    requirement: Text::new(
        "スキーマが参照する文書がすべて手元にあること",
        "Every document that the schema refers to is at hand",
    ),
    violation: Text::new(
        "スキーマが参照する文書が見つかりません。スキーマを構成するファイルを一式そろえてください。",
        "A document that the schema refers to is not at hand. Provide all files the schema is made of.",
    ),
};

static REPRESENTATION: Rule = Rule {
    id: RuleId("schema.representation"),
    section: SectionName::Form,
    clause: "XSD 1.1 Part 1 2.4, Part 2 4.3",
    requirement: Text::new(
        "スキーマ文書が XML Schema の書き方に従っていること",
        "The schema documents are written as XML Schema demands",
    ),
    violation: Text::new(
        "スキーマ文書が XML Schema の書き方に従っていません。スキーマの提供元に確認してください。",
        "A schema document is not written as XML Schema demands. Ask whoever provided the schema.",
    ),
};

static SCHEMA_LIMIT: Rule = Rule {
    id: RuleId("schema.schema-limit"),
    section: SectionName::Form,
    clause: "koseki limits",
    requirement: Text::new("スキーマの規模が上限以内であること", "The schema is within the ceilings"),
    violation: Text::new(
        "スキーマの規模が上限を超えたため、使用していません。",
        "The schema is above a ceiling and was not used.",
    ),
};

static WELL_FORMED: Rule = Rule {
    id: RuleId("schema.well-formed"),
    section: SectionName::Form,
    clause: "XML 1.0 2.1",
    requirement: Text::new(
        "スキーマ文書がXML 1.0の文書として読み取れること",
        "The schema documents are read as XML 1.0",
    ),
    violation: Text::new(
        "スキーマ文書を読み取ることができないため、文書を検証できません。スキーマの提供元に確認してください。",
        "A schema document cannot be read, so that nothing was validated. Ask whoever provides the schema.",
    ),
};

static WORKER: Rule = Rule {
    id: RuleId("schema.worker"),
    section: SectionName::Form,
    clause: "koseki limits",
    requirement: Text::new(
        "スキーマ検証が、時間とメモリーの上限内で終わること",
        "Schema validation ends within its limits of time and memory",
    ),
    violation: Text::new(
        "スキーマ検証が時間又はメモリーの上限内で終わらなかったため、適否を判定していません。",
        "Schema validation did not end within its limits of time and memory, so that nothing was decided.",
    ),
};

/// The schema was not compiled: nothing is known about the document, so that its form stays undecided.
pub fn schema_error(error: &SchemaError) -> Finding {
    let (rule, japanese): (&'static Rule, String) = match &error.defect {
        Defect::Component { constraint, explanation } => {
            let meaning = super::xsd_codes::constraint(constraint);
            let meaning = meaning.map_or_else(String::new, |meaning| format!("（{meaning}）"));
            (&COMPONENT, format!("制約 {constraint}{meaning}: {explanation}"))
        }
        Defect::EngineStopped => (&ENGINE, "スキーマの処理が止まりました".to_owned()),
        Defect::LimitReached { limit, ceiling, found } => {
            (&SCHEMA_LIMIT, format!("{} {found}、上限 {ceiling}", schema_limit(*limit)))
        }
        Defect::NotWellFormed(error) => {
            let why = super::xml::finding(error);
            (&WELL_FORMED, format!("{}行{}文字目: {}", error.at.line, error.at.column, why.rule.violation.ja))
        }
        Defect::UnresolvedReference { location, reason, .. } => {
            (&REFERENCE, format!("{location}: {}", unresolved(*reason)))
        }
        Defect::Conflict { element, first, second } => (
            &REPRESENTATION,
            format!("要素 {element} に {} と {} を同時に書くことはできません", part(first), part(second)),
        ),
        Defect::DuplicateIdentifier { identifier } => {
            (&REPRESENTATION, format!("id {identifier} が二度使われています"))
        }
        Defect::MissingAttribute { element, attribute } => {
            (&REPRESENTATION, format!("要素 {element} に {attribute} がありません"))
        }
        Defect::MissingChild { element, expected } => {
            (&REPRESENTATION, format!("要素 {element} に子要素 {} がありません", expected.join("、")))
        }
        Defect::NotASchema { found } => (
            &REPRESENTATION,
            format!(
                "最上位の要素が {found} であり、xs:schema（Q{{http://www.w3.org/2001/XMLSchema}}schema）ではありません"
            ),
        ),
        Defect::TextNotAllowed { element } => {
            (&REPRESENTATION, format!("要素 {element} の直下に文字があります"))
        }
        Defect::UnexpectedAttribute { element, attribute } => {
            (&REPRESENTATION, format!("要素 {element} に属性 {attribute} は書けません"))
        }
        Defect::UnexpectedChild { element, found, .. } => {
            (&REPRESENTATION, format!("要素 {element} のこの位置に {found} は書けません"))
        }
        Defect::WrongValue { element, attribute, mismatch } => {
            let (found, expected) = (&mismatch.found, mismatch.expected.japanese());
            let ja = format!(
                "要素 {element} の属性 {attribute} の値「{found}」は書けません。書ける値: {expected}"
            );
            (&REPRESENTATION, ja)
        }
    };
    let place =
        error.place.map_or_else(String::new, |place| format!(" {}行{}文字目", place.line, place.column));
    let japanese = format!("{}{place}: {japanese}", error.document);
    // The place is in a schema document, not in the document that is judged: it stays in the words.
    Finding::new(rule, SubIndication::Generic).with_detail(Text::owned(japanese, error.to_string()))
}

/// What stands in an element, in Japanese where it has no name.
fn part(name: &str) -> &str {
    if name == "an anonymous type" { "型の定義（xs:simpleType 又は xs:complexType）" } else { name }
}

/// The findings of one validation, the kept violations first; empty when the document is schema-valid.
pub fn findings(validation: &Validation) -> Vec<Finding> {
    let kept = validation.violations().iter().map(violation);
    let kept_count = u64::try_from(validation.violations().len()).unwrap_or(u64::MAX);
    let rest = validation.count().saturating_sub(kept_count);
    let others = (rest > 0).then(|| {
        Finding::violation(&VIOLATION)
            .with_detail(Text::owned(format!("ほか{rest}件"), format!("{rest} more of them")))
    });
    kept.chain(others).chain(validation.undecided_because().map(undecided)).collect()
}

/// One violation.
pub fn violation(violation: &Violation) -> Finding {
    let finding = Finding::violation(&VIOLATION).with_detail(words(violation));
    match violation.place {
        None => finding,
        Some(place) => finding.at(Location::LineColumn { line: place.line, column: place.column }),
    }
}

/// What is wrong there, without the place: the path, what the code means, what was found and what was expected, the
/// code. Never a value of the document, unless the validation was asked to disclose values.
pub fn words(violation: &Violation) -> Text {
    let meaning = meaning(&violation.code);
    let mut japanese = format!("{}: {}", violation.path, meaning.ja);
    let mut english = format!("{}: {}", violation.path, meaning.en);
    let mut add = |ja: String, en: String| {
        japanese.push_str(&format!("、{ja}"));
        english.push_str(&format!("; {en}"));
    };
    if let Some(found) = &violation.found {
        add(format!("ここにあるもの: {found}"), format!("found {found}"));
    }
    match &violation.expected {
        Expectation::Attributes(names) if names.is_empty() => {
            add("ここに書ける属性はありません".into(), "no attribute is allowed here".into());
        }
        Expectation::Attributes(names) if violation.code == "cvc-complex-type.4" => {
            add(
                format!("必要な属性: {}", names.join("、")),
                format!("missing attribute {}", names.join(", ")),
            );
        }
        Expectation::Attributes(names) => add(
            format!("ここに書ける属性: {}", names.join("、")),
            format!("allowed attributes {}", names.join(" | ")),
        ),
        Expectation::Elements(names) if names.is_empty() => {
            add("ここに要素は書けません".into(), "no element is allowed here".into());
        }
        Expectation::Elements(names) if violation.found.is_none() => add(
            format!("要素が終わる前に必要な要素: {}", names.join("、")),
            format!("before the end of the element, expected {}", names.join(" | ")),
        ),
        Expectation::Elements(names) => {
            add(format!("ここに書ける要素: {}", names.join("、")), format!("expected {}", names.join(" | ")))
        }
        Expectation::Facet { facet, value } => {
            add(format!("条件: {facet} {value}"), format!("expected {facet} {value}"));
        }
        Expectation::Type(name) => {
            add(format!("書ける値の型: {name}"), format!("expected a value of {name}"));
        }
        Expectation::Unnamed => {}
    }
    if let Some(explanation) = &violation.explanation {
        add(explanation.clone(), explanation.clone());
    }
    japanese.push_str(&format!(" [{}]", violation.code));
    english.push_str(&format!(" [{}]", violation.code));
    Text::owned(japanese, english)
}

/// Why the form could not be decided.
pub fn undecided(undecided: Undecided) -> Finding {
    match undecided {
        Undecided::Capacity => Finding::new(&CAPACITY, SubIndication::Generic),
        Undecided::EngineStopped => Finding::new(&ENGINE, SubIndication::Generic),
        Undecided::Interrupted(why) => Finding::new(&WORKER, SubIndication::Generic)
            .with_detail(Text::owned(why.japanese().to_owned(), why.as_str().to_owned())),
        Undecided::HiddenWhiteSpace => Finding::new(&ENGINE, SubIndication::Generic).with_detail(Text::new(
            "値の前後に全角空白等の空白文字があり、スキーマの条件式による判定ができません",
            "a value begins or ends with white space that XML does not know, such as U+3000, so that no condition of the schema decides",
        )),
        Undecided::KeysOfSeveralElements => Finding::new(&ENGINE, SubIndication::Generic).with_detail(Text::new(
            "xs:keyref が参照するキーを持つ要素が複数あり、参照の判定ができません",
            "several elements have the key that an xs:keyref refers to, so that nothing decides whether the reference holds",
        )),
        Undecided::SelectedType => Finding::new(&ENGINE, SubIndication::Generic).with_detail(Text::new(
            "xs:alternative で型が選択される要素に xsi:type 等が指定されており、要素の型を確定できません",
            "an element whose type xs:alternative selects carries xsi:type or another attribute of its namespace, so that nothing decides which type governs it",
        )),
        Undecided::SpacesInBinary => Finding::new(&ENGINE, SubIndication::Generic).with_detail(Text::new(
            "xs:base64Binary の値の途中に空白があり、型の xs:pattern による判定ができません",
            "a value of xs:base64Binary is written with spaces inside, so that no xs:pattern of its type decides",
        )),
        Undecided::Undigested => Finding::new(&UNDIGESTED, SubIndication::SigConstraintsFailure),
        Undecided::SchemaRefused => Finding::new(&COMPONENT, SubIndication::Generic),
        Undecided::LimitReached(reached) => Finding::new(&LIMIT, SubIndication::Generic)
            .with_detail(Text::owned(
                format!("{}、上限 {}", reached.limit.japanese(), reached.ceiling),
                reached.to_string(),
            ))
            .at(Location::Offset(reached.offset)),
    }
}

const fn schema_limit(limit: SchemaLimit) -> &'static str {
    match limit {
        SchemaLimit::Documents => "スキーマ文書の数",
        SchemaLimit::Octets => "スキーマ文書全体の大きさ",
        SchemaLimit::References => "スキーマ文書間の参照の数",
        SchemaLimit::Composition => "上書きされる構成要素の照合の数",
        SchemaLimit::DocumentOctets => "スキーマ文書の大きさ",
        SchemaLimit::Depth => "スキーマ文書の要素の入れ子の深さ",
        SchemaLimit::ExpressionLength => "式の長さ",
        SchemaLimit::Nodes => "スキーマ文書のノードの数",
        SchemaLimit::Occurrences => "出現回数",
        SchemaLimit::Particles => "内容モデルの大きさ",
        SchemaLimit::Restriction => "制限による派生の確認に要する手順の数",
        SchemaLimit::Engine => "構成要素の入れ子の深さ",
    }
}

const fn unresolved(reason: UnresolvedReason) -> &'static str {
    match reason {
        UnresolvedReason::Missing => "見つかりません",
        UnresolvedReason::NotFetched => {
            "ネットワーク上の文書は取得しません。手元のファイルをこのURIに対応付けてください"
        }
        UnresolvedReason::Outside => "読んでよい場所の外にあります",
        UnresolvedReason::TooLong => "大きすぎます",
        UnresolvedReason::Unreadable => "読めません",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Language, Outcome};
    use crate::xml::Document;
    use crate::xsd::{Catalogue, Limits, Schema, SchemaDocument};

    fn schema() -> Schema {
        let text = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="本籍">
            <xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>
            </xs:element></xs:schema>"#;
        Schema::compile(&[SchemaDocument::new("a.xsd", text)], &Catalogue::default()).unwrap()
    }

    #[test]
    fn a_violation_fails_the_form_and_repeats_no_value() {
        let document = Document::parse("<本籍>千代田区</本籍>".as_bytes()).unwrap();
        let validation = schema().validate(&document, document.root_element(), None, &Limits::default());
        let findings = findings(&validation);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].outcome(), Outcome::Fail);
        let detail = findings[0].detail.as_ref().unwrap();
        assert_eq!(
            detail.in_language(Language::Japanese),
            "/本籍[1]: 値が長すぎます、条件: maxLength 3 [cvc-maxLength-valid]"
        );
        assert!(!detail.en.contains("千代田区"));
    }

    /// The first violation of each document, in both languages, word for word.
    #[test]
    fn the_words_of_violations() {
        let text = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="戸籍"><xs:complexType>
            <xs:sequence><xs:element name="本籍" type="短い"/><xs:element name="日付" type="xs:date"/></xs:sequence>
            <xs:attribute name="版" type="xs:int" use="required"/><xs:attribute name="式" fixed="1"/>
            <xs:assert test="@版 = 1"/></xs:complexType></xs:element>
            <xs:simpleType name="短い"><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>
            </xs:schema>"#;
        let schema = Schema::compile(&[SchemaDocument::new("a.xsd", text)], &Catalogue::default()).unwrap();
        const GOOD: &str = "<本籍>東京</本籍><日付>2026-04-01</日付>";
        for (attributes, content, japanese, english) in [
            (
                "版='1'",
                "<日付>2026-04-01</日付>",
                "/戸籍[1]/日付[1]: 要素の並びがスキーマの定めと異なります、ここにあるもの: 日付、ここに書ける要素: 本籍 [cvc-complex-type.2.4]",
                "/戸籍[1]/日付[1]: the sequence of elements is not what the schema says; found 日付; expected 本籍 [cvc-complex-type.2.4]",
            ),
            (
                "版='1'",
                "<本籍>東京</本籍>",
                "/戸籍[1]: 要素の並びがスキーマの定めと異なります、要素が終わる前に必要な要素: 日付 [cvc-complex-type.2.4]",
                "/戸籍[1]: the sequence of elements is not what the schema says; before the end of the element, expected 日付 [cvc-complex-type.2.4]",
            ),
            (
                "",
                GOOD,
                "/戸籍[1]: 必要な属性がありません、必要な属性: 版 [cvc-complex-type.4]",
                "/戸籍[1]: a required attribute is missing; missing attribute 版 [cvc-complex-type.4]",
            ),
            (
                "版='1' 余='秘密'",
                GOOD,
                "/戸籍[1]/@余: この要素に書けない属性があります、ここに書ける属性: 版、式 [cvc-complex-type.3.2.2]",
                "/戸籍[1]/@余: the element has an attribute that it may not have; allowed attributes 版 | 式 [cvc-complex-type.3.2.2]",
            ),
            (
                "版='1' 式='秘密'",
                GOOD,
                "/戸籍[1]/@式: 属性の値が、スキーマで決められた固定値と異なります、条件: fixed 1 [cvc-attribute.4]",
                "/戸籍[1]/@式: the attribute has another value than the schema fixes; expected fixed 1 [cvc-attribute.4]",
            ),
            (
                "版='2'",
                GOOD,
                "/戸籍[1]: スキーマの条件式（assert）を満たしていません、条件: assert @版 = 1 [cvc-assertion]",
                "/戸籍[1]: a condition (assert) of the schema is not met; expected assert @版 = 1 [cvc-assertion]",
            ),
            (
                "版='1'",
                "<本籍>秘密の場所</本籍><日付>2026-04-01</日付>",
                "/戸籍[1]/本籍[1]: 値が長すぎます、条件: maxLength 3 [cvc-maxLength-valid]",
                "/戸籍[1]/本籍[1]: the value is too long; expected maxLength 3 [cvc-maxLength-valid]",
            ),
            (
                "版='1'",
                "<本籍>東京</本籍><日付>秘密</日付>",
                "/戸籍[1]/日付[1]: 値が、決められた型の書き方に合いません、書ける値の型: date [cvc-datatype-valid]",
                "/戸籍[1]/日付[1]: the value is not written as its type demands; expected a value of date [cvc-datatype-valid]",
            ),
            (
                "版='1'",
                "<本籍>東京</本籍><日付>2026-04-01</日付><余り/>",
                "/戸籍[1]/余り[1]: 要素の並びがスキーマの定めと異なります、ここにあるもの: 余り、ここに要素は書けません [cvc-complex-type.2.4]",
                "/戸籍[1]/余り[1]: the sequence of elements is not what the schema says; found 余り; no element is allowed here [cvc-complex-type.2.4]",
            ),
        ] {
            let text = format!("<戸籍 {attributes}>{content}</戸籍>");
            let document = Document::parse(text.as_bytes()).unwrap();
            let validation = schema.validate(&document, document.root_element(), None, &Limits::default());
            let words = words(&validation.violations()[0]);
            assert_eq!((&*words.ja, &*words.en), (japanese, english), "{text}");
        }
    }

    /// What only a namespace, a name in the schema or an error of XPath explains.
    #[test]
    fn the_words_name_what_cannot_be_seen_in_local_names() {
        let text = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t">
            <xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" maxOccurs="9"><xs:complexType>
            <xs:attribute name="id" type="xs:int"/><xs:attribute name="ref" type="xs:int"/></xs:complexType></xs:element></xs:sequence>
            <xs:attribute name="n" type="xs:int"/><xs:assert test="not(@n) or 6 div @n = 1"/></xs:complexType>
            <xs:key name="K"><xs:selector xpath="a"/><xs:field xpath="@id"/></xs:key>
            <xs:keyref name="R" refer="K"><xs:selector xpath="a"/><xs:field xpath="@ref"/></xs:keyref></xs:element></xs:schema>"#;
        let schema = Schema::compile(&[SchemaDocument::new("a.xsd", text)], &Catalogue::default()).unwrap();
        for (document, english) in [
            ("<r/>", "/r[1]: the schema has no declaration for the element; found Q{}r [cvc-elt.1]"),
            (
                "<r xmlns='urn:t'><a id='1'/></r>",
                "/r[1]/a[1]: the sequence of elements is not what the schema says; found Q{urn:t}a; expected Q{}a [cvc-complex-type.2.4]",
            ),
            (
                "<t:r xmlns:t='urn:t'><a id='1'/><a id='1'/></t:r>",
                "/r[1]/a[2]: a key occurs twice; expected key K [cvc-identity-constraint.4.2.2]",
            ),
            (
                "<t:r xmlns:t='urn:t'><a id='1' ref='2'/></t:r>",
                "/r[1]/a[1]: there is no such key to refer to; expected keyref R [cvc-identity-constraint.4.3]",
            ),
            (
                "<t:r xmlns:t='urn:t' n='5'><a id='1'/></t:r>",
                "/r[1]: a condition (assert) of the schema is not met; expected assert not(@n) or 6 div @n = 1 [cvc-assertion]",
            ),
            (
                "<t:r xmlns:t='urn:t' n='0'><a id='1'/></t:r>",
                "/r[1]: a condition (assert) of the schema is not met; expected assert (error FOAR0001) not(@n) or 6 div @n = 1 [cvc-assertion]",
            ),
        ] {
            let document = Document::parse(document.as_bytes()).unwrap();
            let validation = schema.validate(&document, document.root_element(), None, &Limits::default());
            assert_eq!(words(&validation.violations()[0]).en, english);
        }
    }

    /// Where a schema document is wrong, both languages say what stands there and what may stand there.
    #[test]
    fn the_words_of_defects_name_the_value_and_the_reason() {
        let defect = |text: &str| {
            let errors =
                Schema::compile(&[SchemaDocument::new("a.xsd", text)], &Catalogue::default()).unwrap_err();
            schema_error(&errors[0]).detail.unwrap()
        };
        let head = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>";
        let bound = defect(&format!(
            "{head}<xs:complexType name='t'><xs:sequence maxOccurs='many'/></xs:complexType></xs:schema>"
        ));
        assert!(
            bound.ja.contains("値「many」は書けません。書ける値: 0 以上の整数又は unbounded"),
            "{}",
            bound.ja
        );
        assert!(
            bound
                .en
                .contains("maxOccurs=\"many\" of xs:sequence must be a non-negative integer or unbounded")
        );
        let other = defect("<xs:schema xmlns:xs='http://www.w3.org/2000/10/XMLSchema'/>");
        assert!(other.ja.contains("Q{http://www.w3.org/2000/10/XMLSchema}schema"), "{}", other.ja);
        let entity = defect("<!DOCTYPE a><a/>");
        assert!(entity.ja.contains("文書型宣言") && entity.ja.starts_with("a.xsd"), "{}", entity.ja);
        let missing = defect(&format!("{head}<xs:element name='a' type='b'/></xs:schema>"));
        assert!(missing.ja.contains("制約 src-resolve（参照先の宣言が見つかりません）"), "{}", missing.ja);
    }

    #[test]
    fn an_element_that_a_wildcard_lets_in_is_no_attribute() {
        let schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a' type='xs:string'/>\
            <xs:element name='r'><xs:complexType><xs:sequence><xs:element name='a' type='xs:int'/><xs:any/></xs:sequence>\
            </xs:complexType></xs:element></xs:schema>";
        let schema = Schema::compile(&[SchemaDocument::new("a.xsd", schema)], &Catalogue::default()).unwrap();
        let document = Document::parse(b"<r><a>1</a><a>x</a></r>").unwrap();
        let validation = schema.validate(&document, document.root_element(), None, &Limits::default());
        let words = words(&validation.violations()[0]);
        assert!(words.en.contains("a wildcard lets in") && !words.en.contains("attribute"), "{}", words.en);
        assert!(words.ja.contains("xs:any") && !words.ja.contains("属性"), "{}", words.ja);
    }

    #[test]
    fn every_reason_for_no_decision_leaves_the_form_undecided() {
        use crate::xsd::Interruption::{Absent, Crashed, Deadline, Disagreed, Memory, ProcessorTime};
        let interruptions = [Absent, Crashed, Deadline, Disagreed, Memory, ProcessorTime];
        let reasons = interruptions.map(Undecided::Interrupted).into_iter();
        let others = [
            Undecided::Capacity,
            Undecided::EngineStopped,
            Undecided::HiddenWhiteSpace,
            Undecided::KeysOfSeveralElements,
            Undecided::SelectedType,
            Undecided::SpacesInBinary,
            Undecided::SchemaRefused,
        ];
        for reason in reasons.chain(others) {
            assert_eq!(undecided(reason).outcome(), Outcome::Unknown, "{reason:?}");
        }
    }

    #[test]
    fn a_limit_and_a_broken_schema_leave_the_form_undecided() {
        let document = Document::parse("<本籍>千代田</本籍>".as_bytes()).unwrap();
        let limits = Limits { nodes: 1, ..Limits::default() };
        let validation = schema().validate(&document, document.root_element(), None, &limits);
        assert_eq!(findings(&validation)[0].outcome(), Outcome::Unknown);
        let errors =
            Schema::compile(&[SchemaDocument::new("b.xsd", "<a/>")], &Catalogue::default()).unwrap_err();
        assert_eq!(schema_error(&errors[0]).outcome(), Outcome::Unknown);
    }
}
