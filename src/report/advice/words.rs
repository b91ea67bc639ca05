//! Sentences of the advice that several documents have in common: where the cause lies, and what to do now.

use super::Both;

pub(super) const ANOTHER_SIGNATURE: Both = [
    "最後の電子署名は、その正しくない電子署名が入ったファイルに付されています。誰が、何のために内容を変えたのか、最後に署名した者がそれを知っていたのかは、このファイルからは分かりません。提出した人が変えたと決めつけないでください。",
    "The last signature was made over a file that held the wrong one already. Who changed what and why, and whether the last signer knew, the file does not tell. Do not assume that the person who handed it in did.",
];
pub(super) const ANOTHER_SIGNATURE_OPEN: Both = [
    "この検証ツールの対応していない方式又は上限によることも、電子署名の誤りによることもあります。誰かの不正とは言い切れません。",
    "It may be a method or size that this tool does not work with, or a fault of that signature. It does not show that anybody did wrong.",
];
pub(super) const CHANGED: Both = [
    "内容が変わったことは確かですが、誰が変えたのか、故意か破損かは、このファイルからは分かりません。提出した人が変えたと決めつけないでください。",
    "That the content changed is certain; who changed it, on purpose or by damage, the file does not tell. Do not assume that the person who handed it in did.",
];
pub(super) const NOT_TOGETHER: Both = [
    "文書と署名データが一致しません。署名値を検証することもできません。",
    "Document and signature data do not agree, and the signature value could not be verified.",
];
pub(super) const EITHER_CHANGED: Both = [
    "文書と署名のどちらかが署名時と違うことは確かですが、どちらであるか、誰が変えたのか、故意か破損かは、このファイルからは分かりません。提出した人が変えたと決めつけないでください。",
    "That either the document or the signature is not as it was is certain; which of them, who changed it, on purpose or by damage, the file does not tell. Do not assume that the person who handed it in did.",
];
pub(super) const CHANGED_LATER: Both = [
    "署名の後に何かが加えられたことは確かですが、誰が、何のために加えたのかは、このファイルからは分かりません。提出した人が加えたと決めつけないでください。",
    "That something was added after signing is certain; who added it and why, the file does not tell. Do not assume that the person who handed it in did.",
];
pub(super) const CRAFTED: Both = [
    "意図して作られたおそれがありますが、誰が作ったのかは、このファイルからは分かりません。提出した人は知らずに受け取っただけかもしれません。",
    "It may have been made so on purpose; by whom, the file does not tell. The person who handed it in may have received it unknowingly.",
];
pub(super) const CUT_OFF: Both = [
    "送受信又は保存が途中で終わったことによるものがほとんどです。誰かの不正を示すものではありません。",
    "Most often sending, fetching or saving it ended too early. It does not show that anybody did wrong.",
];
pub(super) const DAMAGED: Both = [
    "送受信中の破損、発行元の処理の誤り、後からの加工のいずれでも起こることです。誰かの不正とは言い切れません。",
    "Damage in transit, a fault of the issuer's processing and later editing can all lead to this. It does not show that anybody did wrong.",
];
pub(super) const MIX_UP: Both = [
    "取違えであることが多く、不正を示すものではありません。",
    "Most often it is a mix-up; it does not show that anybody did wrong.",
];
pub(super) const NOT_AS_FIXED: Both = [
    "電子署名は正しいため、署名の後に変えられたものではありません。発行元のシステム、又は検証する側の設定（プロファイル、スキーマ）に原因があると考えられます。",
    "The signature is good, so the document was not changed after signing. The cause will lie in the issuer's system, or in the settings used here (profile, schema).",
];
pub(super) const NOT_AS_FIXED_AND_OPEN: Both = [
    "発行元のシステム、検証する側の設定、偽造のいずれもあり得ます。誰の責任かは、このファイルだけでは決められません。",
    "The issuer's system, the settings used here and forgery are all possible; who is responsible cannot be told from the file alone.",
];
pub(super) const NOT_COVERED: Both = [
    "署名したソフトウェアの誤りのことも、意図して作られたこともあり、このファイルからは決められません。提出した人は知らずに受け取っただけかもしれません。",
    "The software that signed may be at fault, or it was made so on purpose; the file does not tell. The person who handed it in may have received it unknowingly.",
];
pub(super) const NO_CERTIFICATE: Both = [
    "発行元が付け忘れたことも、後から取り除かれたこともあり、このファイルからは決められません。",
    "The issuer may have left it out, or it was taken out later; the file does not tell.",
];
pub(super) const OF_ALGORITHM: Both = [
    "署名又は電子証明書の方式の問題です。提出した人の責任ではありませんが、弱い方式の署名は偽造できるおそれがあるため、真正とは認められません。",
    "It is a matter of how it was signed or certified. The person who handed it in is not to blame; but weak signatures can be forged, so it cannot be taken as genuine.",
];
pub(super) const OF_CERTIFICATE: Both = [
    "署名者の電子証明書の問題です。発行元の誤りであることも、別の電子証明書を使った偽造であることもあり、このファイルからは決められません。",
    "It is a matter of the signer's certificate: a fault of the issuer, or a forgery with another certificate. The file does not tell which.",
];
pub(super) const OF_CLAIMED_TIME: Both = [
    "時刻の指定、端末の時計又は署名した側の時計が正しくないことによるものがほとんどです。不正とは言い切れません。",
    "Most often a time that was given, this machine's clock or the signer's clock is wrong. It does not show that anybody did wrong.",
];
pub(super) const OF_ENCRYPTION: Both = [
    "発行の後に誰かが暗号化したことも、発行元が暗号化したことも考えられます。文書の誤りとも、誰かの不正とも言えません。",
    "Somebody may have encrypted it after it was issued, or the issuer did. It says neither that the document is at fault nor that anybody did wrong.",
];
pub(super) const OF_PREPARATION: Both = [
    "文書にも提出した人にも問題は見つかっていません。検証する側の準備（失効情報）が足りないためです。",
    "Neither the document nor the person who handed it in was found at fault: the preparation on this side (revocation data) is incomplete.",
];
pub(super) const ISSUED_PERHAPS_LATER: Both = [
    "認証局の電子証明書が後に失効しており、署名者の電子証明書などがその失効より前に発行されたものか確かめられません。",
    "An authority was revoked later, and nothing proves that a certificate under it was issued before that.",
];
pub(super) const OF_REVOCATION: Both = [
    "署名者（発行元）又は認証局の電子証明書の問題であり、提出した人の責任とは言えません。ただし、鍵が盗まれて失効した場合は、他人が署名した可能性もあります。",
    "It is a matter of the certificate of the signer or an authority; the person who handed it in is not to blame. But where it was revoked because a key was stolen, another may have signed.",
];
pub(super) const OF_TIME: Both = [
    "有効期間と時刻の関係によるものであり、文書の誤りや誰かの不正を示すものではありません。",
    "It follows from the times alone; it shows neither a fault of the document nor that anybody did wrong.",
];
pub(super) const OF_TOOL: Both = [
    "この検証ツールの制限によるものです。文書の誤りとも、誰かの責任とも言えません。",
    "It is a limit of this tool; it says neither that the document is at fault nor that anybody is.",
];
pub(super) const READ_TWO_WAYS: Both = [
    "作成したソフトウェアの誤りのことも、意図して作られたこともあり、このファイルからは決められません。提出した人が作ったと決めつけないでください。",
    "Software that made it may be at fault, or it was made so on purpose; the file does not tell. Do not assume that the person who handed it in made it.",
];
pub(super) const SEVERAL_SIGNATURES: Both = [
    "検証したのは最後の電子署名であり、その対象の内容は変わっていません。ほかの電子署名を誰が、何のために付したのかは確認していません。誰かの不正とは言い切れません。",
    "The last signature was verified, and what it covers is unchanged. Who made the others, and why, was not looked into. It does not show that anybody did wrong.",
];
pub(super) const UNKNOWN_ISSUER: Both = [
    "検証する側で信頼点や中間の証明書の登録が漏れていることも、偽の証明書であることもあり、このファイルからは決められません。",
    "An anchor or an intermediate certificate may be missing on this side, or the certificate is a false one; the file does not tell which.",
];
pub(super) const VALUE_WRONG: Both = [
    "文書に付いている電子証明書の鍵による署名とは認められません。破損か偽造かは、このファイルからは分かりません。提出した人が偽造したと決めつけないでください。",
    "It does not count as made with the key of the certificate in the document; whether by damage or by forgery, the file does not tell. Do not assume that the person who handed it in forged it.",
];

// What to do now.

pub(super) const ASK_ISSUER: Both = ["発行元に照会してください。", "Ask the issuer."];
pub(super) const ASK_WITH_RECEIPT: Both = [
    "失効より前に受領した記録があれば、その記録を添えて管理者に相談してください。なければ発行元に照会してください。",
    "If there is a record of receipt before the revocation, take it to the operator of this system; otherwise ask the issuer.",
];
pub(super) const FETCH_AGAIN: Both = [
    "ファイルが受け取ったままのものであることを確かめ、そうであれば発行元から改めて取得してください。",
    "See that the file is as it was received; if it is, obtain the document anew from the issuer.",
];
pub(super) const NEVER_REGISTER: Both = [
    "管理者又は発行元に照会してください。文書中の証明書の発行者を、確認せずに信頼点として登録しないでください。",
    "Ask the operator or the issuer. Never register an issuer as a trust anchor because a document names it.",
];
pub(super) const PRESERVE: Both = [
    "受け取ったファイルをそのまま保全し、管理者に連絡してください。",
    "Keep the file exactly as it was received, and tell the operator of this system.",
];
pub(super) const TELL_OPERATOR: Both = [
    "文書の誤りとは限りません。同じ条件で検証し直しても結果は変わりませんので、下の「△」の項目を管理者に伝えてください。",
    "This need not be a fault of the document, and verifying it again in the same way changes nothing: tell the operator of this system the items marked [?].",
];
