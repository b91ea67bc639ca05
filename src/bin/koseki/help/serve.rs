//! Help of `koseki serve`.

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Offer a page in the browser, and an API for other systems, that verify what is handed to them",
        "渡された文書を検証する、ブラウザーの画面とほかのシステムのためのAPIを提供します",
    ),
    ("Connection", "接続"),
    (
        "Address and port; port 0 takes a free one, which is printed",
        "アドレスとポート。ポート0のときは、空いているものを用い、それを表示します",
    ),
    ("Open the page in the browser of this machine", "この計算機のブラウザーで画面を開きます"),
    (
        "A name under which clients reach this server, beside its address (and localhost); requests for other names are refused",
        "クライアントがこのサーバーに接続するときの名前。アドレス（及び localhost）のほかに認めるものです。それ以外の名前への要求は拒否します",
    ),
    (
        "Certificates of this server, its own first (PEM or DER). TLS 1.3 alone is spoken",
        "このサーバーの証明書。サーバー自身のものを初めに指定します（PEM又はDER）。TLS 1.3だけを用います",
    ),
    (
        "Its private key (PEM or DER, without a passphrase)",
        "その秘密鍵（PEM又はDER。パスフレーズのないもの）",
    ),
    ("Authorities whose certificates clients must have", "クライアントの証明書の発行者として認める認証局"),
    (
        "Current revocation lists of those authorities; a client about whom there is none is refused",
        "その認証局の現在の失効リスト。失効リストのないクライアントは拒否します",
    ),
    ("Ceilings of the server", "サーバーの上限"),
    (
        "Largest request in MiB, all its documents together",
        "1つの要求の最大の大きさ（MiB）。要求の中のすべての文書の合計",
    ),
    (
        "Requests with documents that are received, wait or are worked on at once; further ones are told to come again (429)",
        "受信中、待機中又は処理中の、文書のある要求の数。これを超える要求には、後で再び送信するよう求めます（429）",
    ),
    (
        "Connections at once; further ones are told to come again (503)",
        "同時の接続の数。これを超える接続には、後で再び接続するよう求めます（503）",
    ),
    (
        "Documents that are verified at once; as many as the machine has cores when absent",
        "同時に検証する文書の数。指定がないときは、計算機のコアの数",
    ),
    (
        "How long a client may be silent in the middle of a request, and how long it may take over the head of one",
        "要求の途中でクライアントの送信が途絶えてよい時間、及び要求のヘッダーの受信にかけてよい時間",
    ),
    (
        "Language of the page and of answers, where the browser or the request asks for none",
        "ブラウザー又は要求が言語を指定しないときの、画面と応答の言語",
    ),
    (
        "The page is at the address that is printed. It needs no network, and documents stay in memory: nothing is written unless --record is given. What --trust, --crl and the like name is read anew when it changes.",
        "画面は、表示されるアドレスにあります。ネットワークを必要とせず、文書はメモリーの中だけで扱い、--record を指定しない限り、何も書き込みません。--trust、--crl などで指定したものは、変更されると読み直します。",
    ),
    (
        "For other systems: POST documents to /v1/verify, as form-data with fields `file` or one as the body, and get the report that `verify --format json` writes. /v1/openapi.json describes everything, docs/guide/連携システム.md shows it in curl and Python.",
        "ほかのシステムからは、/v1/verify に、文書をフィールド `file` のフォームデータとして、又は1つの文書を本文としてPOSTすると、`verify --format json` と同じ報告が返ります。すべての仕様は /v1/openapi.json にあり、curlとPythonの例は docs/guide/連携システム.md にあります。",
    ),
    (
        "Without TLS it listens on this machine alone. For an agency's network it needs --tls-cert, --tls-key, --client-trust and --client-crl, and lets in nobody but clients with a certificate of those authorities that is not revoked.",
        "TLSを用いないときは、この計算機の中からだけ接続できます。機関のネットワークで用いるには、--tls-cert、--tls-key、--client-trust 及び --client-crl が必要です。このとき接続できるのは、指定した認証局の、失効していない証明書をもつクライアントだけです。",
    ),
    (
        "Ctrl-C, SIGTERM and SIGHUP finish what is at hand and end with 0.",
        "Ctrl-C、SIGTERM 又はSIGHUPを受けると、処理中のものを終えてから、終了コード0で終わります。",
    ),
];
