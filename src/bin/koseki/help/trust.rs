//! Help of `koseki trust`.

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Keep the trust store of a receiving agency: anchors, companions, revocation lists, bundles",
        "検証機関のトラストストア（信頼点、ほかの証明書、失効リスト及び更新データ）を管理します",
    ),
    ("docs/trust-store.md tells the whole story.", "詳しくは、docs/trust-store.md にあります。"),
    (
        "Add anchors, companions or revocation lists; makes the store when it is not there",
        "信頼点、ほかの証明書又は失効リストを登録します。ストアがないときは、作ります",
    ),
    ("The store", "トラストストア"),
    (
        "Certificates or revocation lists, DER or PEM, told apart by content",
        "証明書又は失効リスト（DER又はPEM）。どちらであるかは、内容で見分けます",
    ),
    ("Who adds them, for the record", "登録する者（記録に残します）"),
    (
        "SHA-256 fingerprint of each anchor, as published; colons and spaces do not matter",
        "信頼点ごとの、公表されたSHA-256フィンガープリント。コロンと空白の有無は問いません",
    ),
    (
        "What a certificate is: an anchor is trusted, a companion (cross, link or intermediate certificate) is a hint",
        "証明書の扱い。anchor は信頼点です。companion（相互認証証明書、リンク証明書又は中間証明書）は、認証パスの構築に用いるだけです",
    ),
    ("Trusted, once its fingerprint was confirmed", "フィンガープリントを確認した上で、信頼します"),
    ("A hint", "認証パスの構築に用いるだけで、信頼の根拠としません"),
    (
        "The fingerprint is read from what the authority publishes on paper or on its own page, never from the file. Without --sha256 it is shown on the terminal and must be confirmed there.",
        "フィンガープリントは、ファイルからではなく、認証局が書面又は自らのウェブページで公表するものから読み取ってください。--sha256 の指定がないときは、端末に表示しますので、そこで確認してください。",
    ),
    ("List what the store holds", "ストアの内容の一覧を示します"),
    ("Show one object and who put it there", "1つの登録の内容と、誰が登録したかを示します"),
    (
        "The object's fingerprint, or its first eight digits or more",
        "登録したもののフィンガープリント、又はその初めの8桁以上",
    ),
    (
        "Remove one object; the log keeps who, when and why",
        "登録を1つ削除します。誰が、いつ、なぜ削除したかをログに残します",
    ),
    (
        "The object's fingerprint, or its first eight digits or more; of a file without a record, its name",
        "登録したもののフィンガープリント、又はその初めの8桁以上。登録の記録のないファイルについては、その名前",
    ),
    ("Who removes it, for the log", "削除する者（ログに残します）"),
    ("Why, for the log", "理由（ログに残します）"),
    (
        "Show what has expired, is stale, is missing or ends soon. Ends with 0 when all is current, 3 when something is not, 1 when the store is damaged",
        "期限切れのもの、不足しているもの及びまもなく期限が来るものを示します。すべて有効であれば0、そうでないものがあれば3、ストアが破損していれば1で終わります",
    ),
    (
        "What ends within this time is named as ending soon: a number with s, m, h or d",
        "まもなく期限が来るものとして示す期間。数に s（秒）、m（分）、h（時間）又は d（日）を付けて指定します",
    ),
    ("Carry companions and lists to another store", "信頼点以外の証明書と失効リストを、別のストアに運びます"),
    (
        "Make a signed bundle of everything in the store but its anchors",
        "ストアの中の信頼点以外のすべてをまとめ、署名した更新データ（bundle）を作ります",
    ),
    ("The bundle, a folder; appears whole or not at all", "更新データのフォルダー。全体ができてから現れます"),
    ("Private key that signs the manifest", "目録に署名する秘密鍵"),
    ("File holding the key's passphrase (its first line)", "鍵のパスフレーズのファイル（1行目を用います）"),
    ("Who makes it, for the manifest", "作成する者（目録に記載します）"),
    ("When it is made, RFC 3339; now when absent", "作成の時刻（RFC 3339）。指定がないときは現在"),
    (
        "Verify a bundle: signature, digests, and that nothing else lies in it",
        "更新データを検証します。署名、ハッシュ値、及びほかのものが入っていないことを確認します",
    ),
    ("The bundle", "更新データ"),
    (
        "Certificates of those who may sign bundles, which you were given beforehand. A certificate in the bundle is none",
        "更新データの署名者として認める者の、あらかじめ渡された電子証明書。更新データの中の証明書は、これに当たりません",
    ),
    (
        "Verify a bundle and put what is in it into a store",
        "更新データを検証し、その内容をストアに登録します",
    ),
    ("The store it goes into; made when it is not there", "登録先のトラストストア。ないときは、作ります"),
    ("Who installs it, for the record", "取り込む者（記録に残します）"),
];
