//! The topics of [`super::explanation`]: a list, one entry for what several rules mean together, looked up and never read
//! through.

use super::explanation::{Both, Topic};

/// Of what follows from something else in the same document: two steps for one cause would contradict each other.
const AS_FOR_THE_WHOLE: Both =
    ["文書全体についての「対応」に従ってください。", "Do as the next step for the document as a whole says."];
const ASK: Both = [
    "受理せず、この項目を添えて発行元に照会してください。",
    "Do not accept it; ask the issuer, with this item.",
];
const OBTAIN_ANEW: Both = [
    "受け取ったままのファイルであることを確かめ、そうであれば発行元から改めて取得してください。",
    "See that the file is as it was received; if it is, obtain the document anew from the issuer.",
];
const OPERATOR: Both = [
    "この項目を検証システムの管理者に伝えてください。判定できるまで受理しないでください。",
    "Tell the operator of this system this item; do not accept the document as long as it is undecided.",
];
const PRESERVE: Both = [
    "受理せず、受け取ったファイルをそのまま保全し、検証システムの管理者に連絡してください。",
    "Do not accept it; keep the file exactly as it was received, and tell the operator of this system.",
];
const NOT_READ_HERE: Both = [
    "内容を見極められないものを有効と判定すると、偽造を見逃すおそれがあるためです。文書が誤っていることを示すものではありません。",
    "To call valid what cannot be judged could let a forgery through. It does not show that the document is wrong.",
];
const CEILING: Both = [
    "極端に大きい、又は複雑なファイルで検証を止められるのを防ぐための上限です。上限を超えるものを調べずに有効とはしません。",
    "The ceiling keeps an extremely large or intricate file from stopping verification. What exceeds it is not called valid unseen.",
];

/// Of a form that was not judged because of a limit of ours.
pub(super) const FORM_NOT_READ: Topic = Topic {
    rules: &[],
    meaning: [
        "この検証ツールの制限によりファイルを最後まで読むことができないため、技術的基準の定める形式（PDF又はXML）であるかどうかを確かめていません。",
        "A limit of this tool keeps the file from being read to its end, so that whether it is what the technical standard fixes (PDF or XML) was not established.",
    ],
    importance: NOT_READ_HERE,
    next_step: AS_FOR_THE_WHOLE,
};

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        rules: &["document.empty"],
        meaning: [
            "ファイルの大きさが0バイトで、中身がありません。",
            "The file has a size of 0 octets: there is nothing in it.",
        ],
        importance: [
            "中身がなければ、誰が何を証明したのかを確かめることができません。送受信又は保存の失敗であることがほとんどです。",
            "Where there is nothing, nobody can say who certified what. Most often sending or saving it failed.",
        ],
        next_step: [
            "元のファイルを確認し、改めて提出又は送信を求めてください。",
            "See the original file, and ask for it to be handed in or sent again.",
        ],
    },
    Topic {
        rules: &["document.kind"],
        meaning: [
            "ファイルの中身が、戸籍電子証明書に用いられるPDFとXMLのどちらでもありません。",
            "The content is neither of the two kinds of files, PDF and XML, that certificates of the family register are.",
        ],
        importance: [
            "ファイルの名前や拡張子ではなく中身で判断しています。別のファイルの取違えであることがほとんどです。",
            "It is judged by content, not by name. Most often another file was taken by mistake.",
        ],
        next_step: ["正しいファイルを選んでいるか確認してください。", "See that the right file was chosen."],
    },
    Topic {
        rules: &[
            "signature.present",
            "dsig.signature.none",
            "pdf.signature.absent",
            "cms.empty",
            "cms.signer-info.none",
        ],
        meaning: ["ファイルに電子署名が付いていません。", "The file carries no electronic signature."],
        importance: [
            "電子署名がないと、誰が発行したのか、内容が発行時のままなのかを確かめる手掛かりがありません。",
            "Without a signature nothing tells who issued it, nor whether the content is as issued.",
        ],
        next_step: [
            "署名前の文書や印刷用の写しではないか確認し、電子署名の付いたファイルの提出を求めてください。",
            "See whether it is a draft or a copy for printing, and ask for the signed file.",
        ],
    },
    Topic {
        rules: &[
            "cms.message-digest.different",
            "dsig.digest.mismatch",
            "signature.digest",
            "dsig.attachment.digest",
        ],
        meaning: [
            "署名された時の内容から計算した値と、このファイルの内容から計算した値が異なります。署名の後に、内容が一か所以上変わっています。",
            "The value computed from the content that was signed and the one computed from this file differ: the content changed somewhere after signing.",
        ],
        importance: [
            "改ざん又は破損です。どこが変わったかは分からないため、読める部分も信用できません。",
            "It was tampered with or damaged. Where it changed is not known, so that nothing in it can be relied on.",
        ],
        next_step: OBTAIN_ANEW,
    },
    Topic {
        rules: &["cms.message-digest.unproven"],
        meaning: [
            "文書と署名データが合いません。署名値も検証できないため、文書と署名データのどちらが変わったのかは決められません。",
            "Document and signature data do not agree; as the signature value could not be verified, which of them changed cannot be told.",
        ],
        importance: [
            "署名された時のままのファイルではないため、内容を信用できません。",
            "It is not the file as signed, so its content cannot be relied on.",
        ],
        next_step: OBTAIN_ANEW,
    },
    Topic {
        rules: &["dsig.digest.unproven"],
        meaning: [
            "文書と署名欄が合わず、署名値も署名欄と合いません。文書と署名欄のどちらが変わったのかは決められません。",
            "Document and Signature element do not agree, nor does the signature value with the Signature element; which of them changed cannot be told.",
        ],
        importance: [
            "署名された時のままの文書ではないため、内容を信用できません。",
            "It is not the document as signed, so its content cannot be relied on.",
        ],
        next_step: OBTAIN_ANEW,
    },
    Topic {
        rules: &["cms.signature-value", "dsig.value", "signature.value"],
        meaning: [
            "署名の値を、署名者の電子証明書に記載された鍵で確かめることができません。",
            "The signature value cannot be confirmed with the key in the signer's certificate.",
        ],
        importance: [
            "電子証明書の名義人が署名したことの証拠になりません。署名欄の破損でも、別人の署名でも起こります。",
            "It is no evidence that the certificate's holder signed. Damage to the signature and another's signature both lead to this.",
        ],
        next_step: OBTAIN_ANEW,
    },
    Topic {
        rules: &[
            "cms.signature-value.unsupported",
            "cms.signature-algorithm.unknown",
            "cms.digest-algorithm.unknown",
            "cms.signer-key.unknown",
            "cms.signer-key.size",
            "cms.signing-certificate.hash-algorithm",
            "dsig.value.unverified",
            "dsig.digest.unknown",
            "dsig.method.unknown",
            "dsig.key.unknown",
            "dsig.key.unsupported",
            "dsig.key.modulus",
            "dsig.key.exponent",
            "path.algorithm.known",
        ],
        meaning: [
            "署名又は鍵の方式が、この検証ツールの扱えるものではありません。",
            "The algorithm of the signature or of the key is not one that this tool works with.",
        ],
        importance: NOT_READ_HERE,
        next_step: OPERATOR,
    },
    Topic {
        rules: &[
            "cms.digest-algorithm.md5",
            "cms.digest-algorithm.weak",
            "cms.signature-algorithm.weak",
            "dsig.digest.md5",
            "dsig.digest.sha1",
            "dsig.method.md5",
            "dsig.method.sha1",
            "dsig.method.hmac",
            "dsig.key.weak",
            "path.algorithm.policy",
            "signature.algorithm.policy",
            "revocation.crl.algorithm",
        ],
        meaning: [
            "署名、電子証明書又は失効情報に、現在は安全と認められない方式又は短い鍵が使われています。",
            "The signature, a certificate or a revocation list uses an algorithm, or a key size, that is not accepted as safe now.",
        ],
        importance: [
            "弱い方式では、別の内容に同じ署名を付けたり、鍵を割り出したりされるおそれがあります。",
            "With weak algorithms the same signature may be put under another content, or the key be found.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &[
            "cms.",
            "dsig.structure",
            "dsig.base64",
            "dsig.digest.length",
            "dsig.method.parameters",
            "dsig.key.",
            "dsig.version2",
            "dsig.canonicalization",
            "signature.structure",
            "dsig.signature",
            "dsig.key-info",
        ],
        meaning: [
            "電子署名のデータの書き方が、規格の定めるとおりではありません。",
            "The data of the signature is not written as the standards demand.",
        ],
        importance: [
            "規格と異なる署名は、ソフトウェアによって読み方が変わります。読み方が変われば、ある所では有効、別の所では無効となり得るため、厳格に扱います。",
            "Programs read a signature that departs from the standards in different ways: valid here, invalid there. So it is judged strictly.",
        ],
        next_step: OBTAIN_ANEW,
    },
    Topic {
        rules: &[
            "cms.encoding.unsupported",
            "cms.limit",
            "dsig.limit",
            "dsig.key-info.certificates-too-many",
        ],
        meaning: [
            "電子署名のデータが、この検証ツールの扱える範囲又は上限を超えています。",
            "The data of the signature is beyond what this tool reads, or above a ceiling.",
        ],
        importance: CEILING,
        next_step: OPERATOR,
    },
    Topic {
        rules: &["dsig.canonicalization.failed", "xml.canonical"],
        meaning: [
            "署名を計算し直すための文書の変換（正規化）が終わらず、署名を確かめられません。",
            "The conversion of the document from which the signature is computed (canonicalization) did not end, so the signature could not be checked.",
        ],
        importance: NOT_READ_HERE,
        next_step: OPERATOR,
    },
    Topic {
        rules: &[
            "dsig.reference",
            "dsig.transform",
            "dsig.kobunsho",
            "dsig.wrapping",
            "signature.coverage",
            "signature.namespaces",
            "dsig.content",
            "dsig.signature.several",
            "dsig.signature.place",
            "dsig.structure.object",
            "cms.encapsulated-content",
        ],
        meaning: [
            "電子署名の対象が、文書の全体と定められたとおりになっていません。",
            "What the signature covers is not the whole document, as it must be.",
        ],
        importance: [
            "署名の対象でない部分は、署名を壊さずに書き換えられます。署名された内容と違う内容を見せる手口に使われます。",
            "What is not covered can be rewritten without breaking the signature. This is used to show something other than what was signed.",
        ],
        next_step: PRESERVE,
    },
    Topic {
        rules: &["dsig.attachment"],
        meaning: [
            "署名の対象に含まれる添付ファイルを確かめられません。",
            "An attachment that the signature covers could not be checked.",
        ],
        importance: [
            "添付ファイルも署名の対象であるため、そろわなければ文書全体を確かめたことになりません。",
            "Attachments are signed as well; without them the document is not checked as a whole.",
        ],
        next_step: [
            "添付ファイルがすべてそろっているか、添付ファイルのフォルダーの指定が正しいかを確認してください。",
            "See that all attachments are there, and that their folder is the one that was named.",
        ],
    },
    Topic {
        rules: &["signature.comments"],
        meaning: [
            "文書に注釈（コメント）があります。注釈は署名の対象になりません。",
            "The document holds comments, which a signature does not cover.",
        ],
        importance: [
            "注釈は後から書き加えても署名が壊れないため、内容として扱ってはなりません。",
            "Comments can be added later without breaking the signature, so they must not be read as content.",
        ],
        next_step: [
            "注釈を内容として読まずに取り扱ってください。",
            "Handle the document without reading comments as content.",
        ],
    },
    Topic {
        rules: &["signature.accepted-findings"],
        meaning: [
            "署名する前の検査で見つかった事項（括弧の中）を、発行元が承知の上で署名し、そのことを署名に記録しています。",
            "A check before signing found what stands in brackets; the issuer signed knowing of it, and the signature records that.",
        ],
        importance: [
            "署名は正しくても、その部分については、見る環境によって読み取る内容が変わったり、表示されない内容が残っていたりします。",
            "Though the signature is right, that part may be read differently elsewhere, or something that is not shown remains.",
        ],
        next_step: [
            "この項目の文のとおりに取り扱ってください。",
            "Handle the document as the sentence of this item says.",
        ],
    },
    Topic {
        rules: &["pdf.byte-range", "pdf.contents", "pdf.coverage"],
        meaning: [
            "PDFの電子署名が、ファイルの全体を対象としていません。又は、対象の示し方が規格と異なります。",
            "The PDF's signature does not cover the whole file, or does not say as the standard demands what it covers.",
        ],
        importance: [
            "対象でない部分に、署名を壊さずに別の内容を入れることができてしまいます。",
            "Other content can be put where nothing is covered, without breaking the signature.",
        ],
        next_step: PRESERVE,
    },
    Topic {
        rules: &["pdf.byte-range.past-end", "pdf.startxref.missing", "pdf.eof.missing"],
        meaning: [
            "PDFの終わりにあるべきデータがありません。ファイルが途中で切れていると考えられます。",
            "What ends a PDF is missing; the file was probably cut off.",
        ],
        importance: [
            "全体がそろわなければ、署名された内容のままかどうかを計算できません。",
            "Unless all of it is there, nobody can compute whether the content is as it was signed.",
        ],
        next_step: AS_FOR_THE_WHOLE,
    },
    Topic {
        rules: &["pdf.revision", "signature.later-revision", "pdf.update"],
        meaning: [
            "電子署名の後に、ファイルに変更が書き加えられています。",
            "Something was written to the file after it was signed.",
        ],
        importance: [
            "書き加えにより、署名された時と異なる内容が表示されることがあります。署名が正しくても、見えている内容が署名されたものとは限りません。",
            "What was added may make the file show other content than was signed. Though the signature is right, what is seen need not be what was signed.",
        ],
        next_step: PRESERVE,
    },
    Topic {
        rules: &["standard.pdf.later-revision"],
        meaning: [
            "電子署名の後に、ファイルに何かが書き加えられています。技術的基準は、内容を変えない書き加えも認めていません。",
            "Something was written to the file after it was signed. The technical standard allows none, even where it changes no content.",
        ],
        importance: [
            "書き加えのないファイルであれば、見えている内容が署名されたものであることに疑いが残りません。",
            "Of a file to which nothing was added, nobody need doubt that what is seen is what was signed.",
        ],
        next_step: AS_FOR_THE_WHOLE,
    },
    Topic {
        rules: &["pdf.readers"],
        meaning: [
            "PDFの読み方が一通りに定まらず、ソフトウェアによって見える内容が異なるおそれがあります。",
            "The PDF can be read in more than one way; programs may show different content.",
        ],
        importance: [
            "検証した内容と、職員が画面で見る内容が同じであると言えなくなります。",
            "Nobody can then say that what was verified is what the clerk sees.",
        ],
        next_step: PRESERVE,
    },
    Topic {
        rules: &[
            "pdf.limit",
            "xml.limit",
            "schema.limit",
            "schema.capacity",
            "schema.schema-limit",
            "schema.worker",
            "path.budget",
            "path.too-long",
            "certificate.size",
        ],
        meaning: [
            "ファイル、電子証明書又はスキーマの規模が、この検証ツールの上限を超えています。",
            "File, certificates or schema are larger than this tool works through.",
        ],
        importance: CEILING,
        next_step: OPERATOR,
    },
    Topic {
        rules: &["pdf.unsupported", "xml.encoding.unsupported", "pdf.structure.stream-data"],
        meaning: [
            "ファイルの形式（暗号化、文字符号化方式、圧縮など）が、この検証ツールの扱えるものではありません。",
            "The form of the file (encryption, character encoding, compression and the like) is not one that this tool reads.",
        ],
        importance: NOT_READ_HERE,
        next_step: OPERATOR,
    },
    Topic {
        rules: &["pdf.unsupported.encryption"],
        meaning: [
            "パスワードや、印刷・編集の制限がPDFに設定されていて、内容が暗号化されています。",
            "The PDF has a password, or restrictions on printing or editing, and its content is encrypted.",
        ],
        importance: NOT_READ_HERE,
        next_step: AS_FOR_THE_WHOLE,
    },
    Topic {
        rules: &["form.pdf", "form.xml"],
        meaning: [
            "ファイルの構造に誤りがあり、技術的基準の定める形式（PDF又はXML）として読み取れません。",
            "The structure of the file is not in order; it does not read as what the technical standard fixes (PDF or XML).",
        ],
        importance: [
            "壊れたファイルは、ソフトウェアがそれぞれのやり方で補って表示するため、見える内容が一つに定まりません。補わずに読めるものだけを有効とします。",
            "Programs mend a broken file each in its own way, so that what is shown is not one thing. Only what reads without mending is valid here.",
        ],
        next_step: AS_FOR_THE_WHOLE,
    },
    Topic {
        rules: &["pdf."],
        meaning: ["PDFの構造に誤りがあります。", "The structure of the PDF is not in order."],
        importance: [
            "壊れたPDFは、ソフトウェアがそれぞれのやり方で補って表示するため、見える内容が一つに定まりません。補わずに読めるものだけを有効とします。",
            "Programs mend a broken PDF each in its own way, so that what is shown is not one thing. Only what reads without mending is valid here.",
        ],
        next_step: OBTAIN_ANEW,
    },
    Topic {
        rules: &["pdf.signature"],
        meaning: [
            "PDFの電子署名の置き場所又は種類が、規格の定めるとおりではありません。",
            "The PDF's signature is not where, or not of the kind, that the standard demands.",
        ],
        importance: [
            "署名とみなしてよいかどうかがソフトウェアによって変わるため、署名された文書として認められません。",
            "Whether it counts as a signature depends on the program, so that the document is not accepted as signed.",
        ],
        next_step: OBTAIN_ANEW,
    },
    Topic {
        rules: &[
            "pdf.structure.duplicate-object",
            "pdf.structure.orphan",
            "pdf.signature.unreachable",
            "pdf.shadow",
        ],
        meaning: [
            "PDFの中に、表示に使われない内容や、同じ番号の内容が重ねて入っています。",
            "The PDF holds content that is not shown, or several contents under one number.",
        ],
        importance: [
            "後から表示を切り替えて、署名された時と異なる内容を見せる手口に使われます。",
            "This is used to switch later to other content than was seen when it was signed.",
        ],
        next_step: PRESERVE,
    },
    Topic {
        rules: &["pdf.content"],
        meaning: [
            "PDFに、動作する内容（スクリプト、外部参照、切替えなど）が含まれているか、内容を読み取れません。",
            "The PDF holds something that acts (scripts, references to outside, switches and the like), or its content cannot be read.",
        ],
        importance: [
            "開く人や日時によって表示が変わり得るため、証明書の内容が一つに定まりません。技術的基準はこれを認めていません。",
            "What is shown may depend on who opens it and when, so that the certificate does not say one thing. The technical standard does not allow it.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &["pdf.image"],
        meaning: [
            "画像の圧縮の方式が、技術的基準の定めるものではありません。",
            "An image is compressed otherwise than the technical standard fixes.",
        ],
        importance: [
            "どの機関でも同じに読めるように方式が定められています。内容の誤りを示すものではありません。",
            "The method is fixed so that every agency reads the same. It does not show that the content is wrong.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &["pdf.version"],
        meaning: [
            "技術的基準の定めるPDFの版（ISO 32000-1）より新しい書き方が使われています。",
            "The PDF uses something newer than the version that the technical standard fixes (ISO 32000-1).",
        ],
        importance: [
            "定められた版の機能だけを用いることで、どの機関でも同じに読めます。内容の誤りを示すものではありません。",
            "With the features of that version alone every agency reads the same. It does not show that the content is wrong.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &["xml."],
        meaning: ["XMLの書き方に誤りがあります。", "The XML is not well-formed."],
        importance: [
            "文法に合わないXMLは、ソフトウェアによって読み取る内容が変わるため、署名された文書として認められません。",
            "Programs read different things from XML that breaks the grammar, so that it is not accepted as a signed document.",
        ],
        next_step: OBTAIN_ANEW,
    },
    Topic {
        rules: &["xml.doctype"],
        meaning: [
            "XMLに文書型宣言（DTD）が含まれています。",
            "The XML has a document type declaration (DTD).",
        ],
        importance: [
            "文書型宣言は、署名を壊さずに内容を差し替えたり、外のファイルを読み込ませたりする手口に使われるため、認めていません。",
            "A DTD can exchange content without breaking the signature, or make programs read other files; it is not allowed.",
        ],
        next_step: PRESERVE,
    },
    Topic {
        rules: &["certificate."],
        meaning: [
            "電子証明書の書き方が、規格の定めるとおりではありません。",
            "A certificate is not written as the standards demand.",
        ],
        importance: [
            "規格に合わない電子証明書では、名義や鍵を確実に読み取れません。",
            "Holder and key cannot be read with certainty from a certificate that breaks the standards.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &["certificate.claimed-time"],
        meaning: [
            "署名者の申告した署名時刻が、検証基準時刻又は受領日時より後になっています。",
            "The signing time that the signer claims lies after the judgement time, or after the receipt.",
        ],
        importance: [
            "未来に署名された文書はあり得ないため、いずれかの時刻が誤っています。時刻が誤っていると、失効や有効期間を正しく判定できません。",
            "Nothing is signed in the future, so one of the times is wrong; with a wrong time neither revocation nor validity can be judged.",
        ],
        next_step: OPERATOR,
    },
    Topic {
        rules: &["certificate.extension.critical"],
        meaning: [
            "電子証明書に、理解できなければ使ってはならないと認証局が定めた項目があり、この検証ツールはそれを扱えません。",
            "The certificate has an item that its authority forbids to ignore, and this tool does not know it.",
        ],
        importance: NOT_READ_HERE,
        next_step: OPERATOR,
    },
    Topic {
        rules: &[
            "certificate.present",
            "cms.signer-certificate",
            "dsig.key-info.ambiguous-signer",
            "dsig.key-info.missing",
            "dsig.key-info.no-certificate",
            "dsig.key-info.key-name-only",
            "dsig.key-info.key-value-only",
            "dsig.key-info.reference",
            "dsig.key-info.retrieval-method",
            "standard.xml.certificate",
        ],
        meaning: [
            "署名者の電子証明書がファイルの中にないか、一つに定まりません。",
            "The signer's certificate is not in the file, or it is not one alone.",
        ],
        importance: [
            "電子証明書がなければ、誰が署名したのかを確かめられません。",
            "Without it nobody can tell who signed.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &["cms.signing-certificate"],
        meaning: [
            "署名の中に記録された署名者の電子証明書と、ファイルの中の電子証明書が合いません。",
            "The certificate that the signature names and the one in the file do not agree.",
        ],
        importance: [
            "電子証明書を差し替えて、別の人の署名に見せる手口を防ぐための記録です。",
            "The record is there so that nobody exchanges the certificate to pass off another's signature.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &["certificate.path", "path.chain", "path.issuer"],
        meaning: [
            "署名者の電子証明書から、この機関が信頼すると登録した認証局（信頼点）までたどれません。",
            "From the signer's certificate no way leads to an authority that this agency registered as trusted (an anchor).",
        ],
        importance: [
            "誰でも「法務大臣」と名乗る電子証明書を作れます。信頼点までたどれて初めて、名乗りを信用できます。",
            "Anybody can make a certificate that says “Minister of Justice”. Only the way to an anchor makes the name worth believing.",
        ],
        next_step: [
            "信頼点と中間の証明書（相互認証証明書、リンク証明書）の登録に漏れがないか、管理者に確認してください。文書に付いている認証局を、確認せずに登録しないでください。",
            "Have the operator see whether an anchor or an intermediate certificate is missing. Never register an authority because a document brings it along.",
        ],
    },
    Topic {
        rules: &["path.signature", "certificate.signature"],
        meaning: [
            "電子証明書が、そこに書かれた認証局の発行したものと認められません。",
            "The certificate is not one that the authority named in it issued.",
        ],
        importance: [
            "認証局の名前をかたった偽の電子証明書のおそれがあります。",
            "It may be a false certificate under that authority's name.",
        ],
        next_step: PRESERVE,
    },
    Topic {
        rules: &["path.validity", "path.anchor.validity"],
        meaning: [
            "電子証明書の有効期間の外の時点について判定しています。",
            "The judgement is about a time outside a certificate's validity.",
        ],
        importance: [
            "有効期間を過ぎると、認証局は失効の情報を出さなくなります。期間内に署名されたことを証明できなければ、有効とは言えません。",
            "After its validity an authority no longer tells whether it was revoked. Unless the signature is proven to be older, it cannot be called valid.",
        ],
        next_step: [
            "有効期間内に受領した記録があれば、受領日時を指定して検証し直してください。なければ発行元に照会してください。",
            "With a record of receipt within the validity, state that time and verify again; otherwise ask the issuer.",
        ],
    },
    Topic {
        rules: &[
            "path.",
            "dsig.signer.authority",
            "standard.signer.policy",
            "standard.signer.issuer",
            "standard.signer.key-usage",
        ],
        meaning: [
            "電子証明書が、その使い方について認証局又は技術的基準の定めた条件（用途、名前の範囲、ポリシーなど）に合いません。",
            "A certificate is used otherwise than its authorities or the technical standard allow (use, range of names, policy and the like).",
        ],
        importance: [
            "別の用途の電子証明書を流用した署名を、正しいものとして扱わないためです。",
            "A signature made with a certificate for other purposes must not pass as a right one.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &["standard.signer.configured-office"],
        meaning: [
            "署名に使われた電子証明書が、検証する機関のプロファイルで指定された官職のものではありません。",
            "The certificate used is not that of the office which the profile of the verifying agency names.",
        ],
        importance: [
            "ほかの人の正しい署名を、指定された官職の署名として扱わないためです。プロファイルの指定が誤っていることもあります。",
            "Another's good signature must not pass as that of the office. The profile may also be wrong.",
        ],
        next_step: PRESERVE,
    },
    Topic {
        rules: &["standard.signer.office"],
        meaning: [
            "署名に使われた電子証明書が、法務大臣の官職証明書ではありません。",
            "The certificate used is not the official-status certificate of the Minister of Justice.",
        ],
        importance: [
            "戸籍電子証明書は、法務大臣の官職証明書で署名されたものだけが認められます。ほかの人の正しい署名では足りません。",
            "Only the Minister's certificate makes a certificate of the family register. Another's good signature does not do.",
        ],
        next_step: PRESERVE,
    },
    Topic {
        rules: &["revocation.status", "revocation.authority", "revocation.hold"],
        meaning: [
            "署名者又は認証局の電子証明書が、有効期間の途中で失効（又は一時停止）しています。",
            "The certificate of the signer or of an authority was revoked (or suspended) before its end.",
        ],
        importance: [
            "失効の理由には、鍵が盗まれたことなどがあります。失効の後は、名義人以外の人が署名した可能性を否定できません。",
            "The reason may be a stolen key. After the revocation another than the holder may have signed.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &[
            "revocation.crl",
            "revocation.ocsp",
            "revocation.signer",
            "revocation.status.doubtful",
            "cms.revocation-archival",
        ],
        meaning: [
            "電子証明書が失効していないことを確かめるための情報（CRL、OCSPレスポンス）が、ないか、古いか、使えません。",
            "The data that tells whether a certificate was revoked (CRL, OCSP response) is missing, out of date or cannot be used.",
        ],
        importance: [
            "失効した電子証明書でも、失効情報がなければ有効に見えます。失効していないと分かるまで、有効とは判定しません。",
            "Without that data a revoked certificate looks valid. It is not called valid until revocation is ruled out.",
        ],
        next_step: [
            "管理者に最新の失効情報（CRL、ARL）の登録を依頼し、その後に検証し直してください。",
            "Have the operator install current revocation lists (CRL, ARL), then verify again.",
        ],
    },
    Topic {
        rules: &["schema.valid", "form.schema"],
        meaning: [
            "文書の項目の並びや書き方が、定められた様式（スキーマ）に合いません。",
            "The items of the document are not arranged or written as the fixed form (schema) demands.",
        ],
        importance: [
            "様式に合わない文書は、受け取ったシステムで正しく読み込めないことがあります。署名が正しければ、後から変えられたものではありません。",
            "A system that receives it may read it wrongly. If the signature is good, it was not changed afterwards.",
        ],
        next_step: [
            "検証に用いたスキーマの版が正しいか管理者に確認し、正しければこの項目を添えて発行元に照会してください。",
            "Have the operator see that the schema is of the right version; if it is, ask the issuer, with this item.",
        ],
    },
    Topic {
        rules: &["schema."],
        meaning: [
            "検証に用いるスキーマの側に問題があるか、スキーマによる検証が最後まで行えませんでした。",
            "The schema itself is not in order, or validation with it did not come to its end.",
        ],
        importance: [
            "検証する側の準備の問題であり、文書の良し悪しを示すものではありません。",
            "It is a matter of preparation on this side and says nothing about the document.",
        ],
        next_step: OPERATOR,
    },
    Topic {
        rules: &["schema.undigested"],
        meaning: [
            "様式に合うかどうかが、署名の対象に含まれない部分によって変わるため、決められません。",
            "Whether the form is kept depends on something that is not signed, so it is undecided.",
        ],
        importance: NOT_READ_HERE,
        next_step: OPERATOR,
    },
    Topic {
        rules: &["standard."],
        meaning: [
            "電子署名の形式が、技術的基準（第4-2）の定めるとおりではありません。",
            "The form of the signature is not as the technical standard (4-2) fixes it.",
        ],
        importance: [
            "技術的基準に合うものだけが戸籍電子証明書として扱われます。署名が正しければ、内容が後から変えられたことを示すものではありません。",
            "Only what keeps the technical standard counts as a certificate of the family register. If the signature is good, this does not show that the content was changed.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &["standard.pdf.content"],
        meaning: [
            "PDFの版、画像の圧縮方式又は内容が、技術的基準の定めるとおりではありません。",
            "Version, image compression or content of the PDF is not as the technical standard fixes it.",
        ],
        importance: [
            "どの機関でも同じ内容が同じに見えるように定められています。",
            "It is fixed so that every agency sees the same content in the same way.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &["standard.pdf.one-signature", "signature.others"],
        meaning: ["一つのファイルに電子署名が二つ以上あります。", "The file has more than one signature."],
        importance: [
            "技術的基準では法務大臣の署名一つだけとされています。ほかの署名は、誰が何のために加えたものかを別に確かめる必要があります。",
            "The technical standard has the Minister's signature alone. Who added another, and why, must be found out separately.",
        ],
        next_step: AS_FOR_THE_WHOLE,
    },
    Topic {
        rules: &["signature.others.intact"],
        meaning: [
            "一つのファイルに電子署名が二つ以上あり、最後の電子署名のほかに、正しくないもの又は正しいことを確かめられないものがあります。",
            "The file has more than one signature, and besides the last there is one that is wrong, or that could not be found right.",
        ],
        importance: [
            "最後の電子署名が正しくても、前に署名した者が認めた内容のままとは言えません。内容を変えた後に別の人が署名し直して、正しいものに見せることもできます。",
            "Though the last signature is right, the content need not be what the earlier signer stood for. Another may have signed anew after changing it.",
        ],
        next_step: AS_FOR_THE_WHOLE,
    },
    Topic {
        rules: &["standard.pdf.time"],
        meaning: [
            "PDFに記録された署名時刻がないか、書き方又は前後関係が正しくありません。",
            "The signing time recorded in the PDF is missing, wrongly written, or does not fit the other times.",
        ],
        importance: [
            "署名時刻は署名者の申告であり証明にはなりませんが、矛盾があれば、記録のどこかが誤っています。",
            "The signing time is the signer's claim and proves nothing; but a contradiction shows that something recorded is wrong.",
        ],
        next_step: ASK,
    },
    Topic {
        rules: &["cms.time-stamp"],
        meaning: [
            "署名に付いたタイムスタンプを、時刻の証明として用いることができません。",
            "The time-stamp of the signature cannot be used as proof of time.",
        ],
        importance: [
            "タイムスタンプは、電子証明書の有効期間内や失効前に署名されたことの証明になります。使えない場合は、ないものとして判定します。",
            "A time-stamp proves that the signature is older than an expiry or a revocation. Where it cannot be used, the judgement is made without it.",
        ],
        next_step: OPERATOR,
    },
];
