//! What the codes of schema validation mean, for a vendor's clerk: one sentence for each rule of XSD 1.1 that an instance can break.

use crate::report::Text;

/// The sentence for a code: that of the longest entry that the code begins with.
pub(super) fn meaning(code: &str) -> &'static Text {
    let begins =
        |entry: &str| code.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    MEANINGS
        .iter()
        .filter(|(entry, _)| begins(entry))
        .max_by_key(|(entry, _)| entry.len())
        .map_or(&OTHER, |(_, meaning)| meaning)
}

/// What a constraint on the schema itself asks for, in Japanese: the engine tells the rest in English.
pub(super) fn constraint(name: &str) -> Option<&'static str> {
    let begins =
        |entry: &str| name.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let found = CONSTRAINTS.iter().filter(|(entry, _)| begins(entry)).max_by_key(|(entry, _)| entry.len());
    found.map(|(_, meaning)| *meaning)
}

/// Constraint and what is wrong where it is broken.
static CONSTRAINTS: &[(&str, &str)] = &[
    ("a-props-correct", "属性の宣言が正しくありません"),
    ("ag-props-correct", "属性グループの定義が正しくありません"),
    ("as-props-correct", "条件式（assert）が正しくありません"),
    ("au-props-correct", "属性の使い方が正しくありません"),
    ("cos-all-limited", "xs:all を書けない位置です"),
    ("cos-applicable-facets", "この型には使えないファセットです"),
    ("cos-ct-extends", "拡張した型が元の型と両立しません"),
    ("cos-nonambig", "同じ要素がどちらの宣言に当たるか一つに決まりません"),
    ("cos-st-restricts", "制限した単純型が元の型に合いません"),
    ("cos-valid-default", "内容を省略できない要素に、既定値又は固定値があります"),
    ("ct-props-correct", "複合型の定義が正しくありません"),
    ("derivation-ok-restriction", "制限した型が元の型より広くなっています"),
    ("e-props-correct", "要素の宣言が正しくありません"),
    ("enumeration-valid-restriction", "選択肢の値が型に合いません"),
    ("mg-props-correct", "モデルグループの定義が正しくありません"),
    ("p-props-correct", "出現回数の定めが正しくありません"),
    ("pattern-valid", "正規表現が正しくありません"),
    ("rcase", "制限した内容が元の内容に合いません"),
    ("sch-props-correct", "同じ名前が二度宣言されています"),
    ("src-identity-constraint", "key、unique 又は keyref の定めが正しくありません"),
    ("src-import", "取り込むスキーマの名前空間が合いません"),
    ("src-include", "取り込むスキーマの targetNamespace が異なります"),
    ("src-override", "xs:override の定めが正しくありません"),
    ("src-qname", "名前の接頭辞又は名前空間が正しくありません"),
    ("src-redefine", "xs:redefine の定めが正しくありません"),
    ("src-resolve", "参照先の宣言が見つかりません"),
    ("st-props-correct", "単純型の定義が正しくありません"),
    ("whiteSpace-valid-restriction", "空白の扱い（whiteSpace）の指定が正しくありません"),
];

static OTHER: Text = Text::new("スキーマの規則に合いません", "a rule of the schema does not hold");

const fn of(ja: &'static str, en: &'static str) -> Text {
    Text::new(ja, en)
}

/// Code and sentence.
static MEANINGS: &[(&str, Text)] = &[
    (
        "cvc-assertion",
        of("スキーマの条件式（assert）を満たしていません", "a condition (assert) of the schema is not met"),
    ),
    (
        "cvc-assess-attr",
        of("属性の宣言がスキーマにありません", "the schema has no declaration for the attribute"),
    ),
    (
        "cvc-assess-elt",
        of("要素の宣言がスキーマにありません", "the schema has no declaration for the element"),
    ),
    ("cvc-attribute", of("属性の値が正しくありません", "the value of the attribute is not right")),
    (
        "cvc-attribute.4",
        of(
            "属性の値が、スキーマで決められた固定値と異なります",
            "the attribute has another value than the schema fixes",
        ),
    ),
    (
        "cvc-attribute.5",
        of(
            "属性の値が、スキーマで決められた固定値と異なります",
            "the attribute has another value than the schema fixes",
        ),
    ),
    (
        "cvc-complex-type",
        of(
            "要素の内容がスキーマの定めと異なります",
            "the content of the element is not what the schema says",
        ),
    ),
    (
        "cvc-complex-type.2.1",
        of("空でなければならない要素に内容があります", "an element that must be empty has content"),
    ),
    (
        "cvc-complex-type.2.2",
        of("値だけを含む要素に子要素があります", "an element that holds a value alone has child elements"),
    ),
    (
        "cvc-complex-type.2.3",
        of("子要素だけを含む要素に文字があります", "an element that holds elements alone has text"),
    ),
    (
        "cvc-complex-type.2.4",
        of("要素の並びがスキーマの定めと異なります", "the sequence of elements is not what the schema says"),
    ),
    (
        "cvc-complex-type.3",
        of("この要素に書けない属性があります", "the element has an attribute that it may not have"),
    ),
    (
        "cvc-complex-type.3.2.1",
        of("この要素に書けない属性があります", "the element has an attribute that it may not have"),
    ),
    (
        "cvc-complex-type.3.2.2",
        of("この要素に書けない属性があります", "the element has an attribute that it may not have"),
    ),
    ("cvc-complex-type.4", of("必要な属性がありません", "a required attribute is missing")),
    (
        "cvc-complex-type.5",
        of(
            "xs:any により書かれた要素の型が、この位置に宣言された同じ名前の要素の型と合いません",
            "an element that a wildcard lets in has another type than the element of the same name that is declared here",
        ),
    ),
    (
        "cvc-datatype-valid",
        of("値が、決められた型の書き方に合いません", "the value is not written as its type demands"),
    ),
    ("cvc-elt", of("要素がスキーマの宣言に合いません", "the element does not agree with its declaration")),
    ("cvc-elt.1", of("要素の宣言がスキーマにありません", "the schema has no declaration for the element")),
    ("cvc-elt.2", of("抽象要素は文書に書けません", "an abstract element may not occur in a document")),
    ("cvc-elt.3.1", of("この要素に xsi:nil は書けません", "the element may not have xsi:nil")),
    ("cvc-elt.3.2.1", of("xsi:nil が true の要素に内容があります", "an element with xsi:nil has content")),
    (
        "cvc-elt.3.2.2",
        of(
            "固定値を持つ要素を xsi:nil で空にすることはできません",
            "an element with a fixed value may not be nil",
        ),
    ),
    ("cvc-elt.4.1", of("xsi:type の値が型の名前として読めません", "xsi:type is not the name of a type")),
    (
        "cvc-elt.4.2",
        of("xsi:type の型がスキーマにありません", "the schema has no type of the name in xsi:type"),
    ),
    (
        "cvc-elt.4.3",
        of("xsi:type の型は、ここで使える型ではありません", "the type in xsi:type may not be used here"),
    ),
    (
        "cvc-elt.5.1.1",
        of(
            "既定値が、xsi:type の型に合いません",
            "the default value does not agree with the type in xsi:type",
        ),
    ),
    (
        "cvc-elt.5.2.2",
        of(
            "要素の値が、スキーマで決められた固定値と異なります",
            "the element has another value than the schema fixes",
        ),
    ),
    (
        "cvc-enumeration-valid",
        of("値が、決められた選択肢の中にありません", "the value is none of those that are listed"),
    ),
    (
        "cvc-explicitTimezone-valid",
        of(
            "時差の有無が定めと異なります",
            "the time zone is there where it must not be, or missing where it must be",
        ),
    ),
    (
        "cvc-fractionDigits-valid",
        of("小数部の桁数が多すぎます", "the value has too many digits behind the point"),
    ),
    ("cvc-id.1", of("参照先の ID が文書の中にありません", "the document has no such ID to refer to")),
    ("cvc-id.2", of("同じ ID が二度使われています", "the ID occurs twice")),
    (
        "cvc-identity-constraint",
        of("キー又は一意性の条件を満たしていません", "a key or the condition of uniqueness does not hold"),
    ),
    (
        "cvc-identity-constraint.4.1",
        of("一意でなければならない値が重複しています", "a value that must be unique occurs twice"),
    ),
    (
        "cvc-identity-constraint.4.2.1",
        of("キーとなる値がありません", "a value that belongs to a key is missing"),
    ),
    ("cvc-identity-constraint.4.2.2", of("キーとなる値が重複しています", "a key occurs twice")),
    ("cvc-identity-constraint.4.3", of("参照先のキーがありません", "there is no such key to refer to")),
    ("cvc-length-valid", of("値の長さが定めと異なります", "the value has not the length it must have")),
    ("cvc-maxExclusive-valid", of("値が大きすぎます", "the value is too great")),
    ("cvc-maxInclusive-valid", of("値が大きすぎます", "the value is too great")),
    ("cvc-maxLength-valid", of("値が長すぎます", "the value is too long")),
    ("cvc-minExclusive-valid", of("値が小さすぎます", "the value is too small")),
    ("cvc-minInclusive-valid", of("値が小さすぎます", "the value is too small")),
    ("cvc-minLength-valid", of("値が短すぎます", "the value is too short")),
    ("cvc-pattern-valid", of("値が、決められた書式に合いません", "the value does not match its pattern")),
    (
        "cvc-schema-location",
        of(
            "xsi:schemaLocation の書き方が正しくありません",
            "xsi:schemaLocation is not written as it must be",
        ),
    ),
    (
        "cvc-simple-type",
        of("値が、決められた型の書き方に合いません", "the value is not written as its type demands"),
    ),
    ("cvc-totalDigits-valid", of("値の桁数が多すぎます", "the value has too many digits")),
    ("cvc-type", of("要素の型が正しくありません", "the type of the element is not right")),
    (
        "cvc-type.2",
        of("抽象型の要素は文書に書けません", "an element of an abstract type may not occur in a document"),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_entry_speaks_and_a_part_of_a_number_does_not() {
        assert!(meaning("cvc-complex-type.2.4.a").en.contains("sequence"));
        assert!(meaning("cvc-complex-type.2.40").en.contains("content of the element"));
        assert_eq!(meaning("cvc-id.10"), &OTHER);
        assert_eq!(meaning("cvc-new"), &OTHER);
        assert_eq!(constraint("src-resolve.4.2"), constraint("src-resolve"));
        assert_eq!(constraint("src-resolved"), None);
    }
}
