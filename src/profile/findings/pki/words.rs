//! What is wrong with a certificate's encoding, key or algorithm, in both languages; the English is the error's own.

use crate::crypto::{AlgorithmError, KeyError};
use crate::pki::Error;
use crate::report::Text;

/// A certificate, list or response that could not be read.
pub(super) fn encoding(error: &Error) -> Text {
    let ja = match error {
        Error::AlgorithmMismatch => "署名対象の内側と外側で署名アルゴリズムが異なる".to_owned(),
        Error::Der(error) => format!("DERの符号化の誤り、先頭から {} バイト目", error.offset),
        Error::DuplicateExtension { id, offset } => {
            format!("拡張 {id} の重複、先頭から {offset} バイト目")
        }
        Error::Extension { id, error } => {
            format!("拡張 {id} のDERの符号化の誤り、先頭から {} バイト目", error.offset)
        }
        Error::FieldOfLaterVersion { version } => format!("第{version}版にはない項目がある"),
        Error::ResponderError { status } => format!("OCSPレスポンダのエラー応答 {status}"),
        Error::ResponseType => "OCSPの基本応答ではない".to_owned(),
        Error::SerialNumberTooLong { length } => format!("シリアル番号が {length} バイト"),
        Error::TooLarge { length, limit } => format!("{length} バイト、上限 {limit} バイト"),
        Error::Version => "存在しない版".to_owned(),
    };
    Text::owned(ja, error.to_string())
}

/// A key that cannot be used.
pub(super) fn key(error: &KeyError) -> Text {
    let ja = match error {
        KeyError::Exponent => "RSAの公開指数が偶数、3未満又は64ビットを超えている".to_owned(),
        KeyError::Malformed => "公開鍵の形式の誤り".to_owned(),
        KeyError::Modulus { bits } => {
            format!("RSAの法が {bits} ビット（偶数であるか、1024ビットから8192ビットまでの範囲にない）")
        }
        KeyError::Unknown { oid } => format!("対応していない鍵の方式又は曲線 {oid}"),
    };
    Text::owned(ja, error.to_string())
}

/// A signature algorithm that is not accepted.
pub(super) fn algorithm(error: &AlgorithmError) -> Text {
    let ja = match error {
        AlgorithmError::Malformed => "アルゴリズム識別子の形式の誤り".to_owned(),
        AlgorithmError::Parameters { oid } => format!("アルゴリズム {oid} の引数の誤り"),
        AlgorithmError::Weak { oid } => format!("安全でないアルゴリズム {oid}"),
        AlgorithmError::Unknown { oid } => format!("対応していないアルゴリズム {oid}"),
    };
    Text::owned(ja, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{algorithm, encoding, key};
    use crate::crypto::{AlgorithmError, KeyError};
    use crate::pki::Error;

    #[test]
    fn the_japanese_is_not_the_english() {
        let texts = [
            encoding(&Error::AlgorithmMismatch),
            encoding(&Error::TooLarge { length: 2, limit: 1 }),
            encoding(&Error::Version),
            key(&KeyError::Exponent),
            key(&KeyError::Modulus { bits: 512 }),
            algorithm(&AlgorithmError::Weak { oid: "1.2.840.113549.1.1.4".into() }),
        ];
        for text in texts {
            assert!(!text.ja.is_ascii() && text.en.is_ascii(), "{text:?}");
            assert_eq!(text.ja.contains("512"), text.en.contains("512"), "{text:?}");
        }
    }
}
