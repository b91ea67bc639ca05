//! Who is let in over TLS, who is not, and what is said about it. Keys are made here and go with the test.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, ExtendedKeyUsagePurpose,
    IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber,
};
use socket2::{Domain, Socket, Type};
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::server::{Answer, JUDGED_BY, ROOT, Server, try_answer};
use crate::support::fixture;

/// An authority of clients.
struct Authority {
    certificate: String,
    issuer: Issuer<'static, KeyPair>,
}

/// Somebody with a certificate.
struct Holder {
    certificate: String,
    key: String,
    serial: u64,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().pem();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    fn issue(&self, name: &str, serial: u64, purpose: ExtendedKeyUsagePurpose) -> Holder {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.serial_number = Some(SerialNumber::from(serial));
        params.extended_key_usages = vec![purpose];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap().pem();
        Holder { certificate, key: key.serialize_pem(), serial }
    }

    /// A list that names these and is current for a day, or has been stale for one.
    fn list(&self, revoked: &[u64], is_current: bool) -> String {
        self.list_of(revoked, is_current, 2)
    }

    /// The same, made so many days ago.
    fn list_of(&self, revoked: &[u64], is_current: bool, days: u32) -> String {
        let now = SystemTime::now();
        let day = Duration::from_secs(86_400);
        let next = if is_current { now + day } else { now - day };
        let one = |serial: &u64| RevokedCertParams {
            serial_number: SerialNumber::from(*serial),
            revocation_time: (now - 2 * day).into(),
            reason_code: None,
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: (now - days * day).into(),
            next_update: next.into(),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(one).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(&self.issuer).unwrap().pem().unwrap()
    }
}

/// What a client meets: an answer, or that it is not let in.
fn ask(server: &Server, authority: &str, client: Option<&Holder>) -> Option<Answer> {
    ask_over(TcpStream::connect(server.address).unwrap(), server, authority, client)
}

fn ask_over(stream: TcpStream, server: &Server, authority: &str, client: Option<&Holder>) -> Option<Answer> {
    let document = fixture("signed/couple-and-child.pdf");
    let request = server.request("POST", "/v1/verify", &[("content-type", "application/pdf")], &document);
    sent_over(stream, &request, authority, client)
}

fn sent_over(stream: TcpStream, request: &[u8], authority: &str, client: Option<&Holder>) -> Option<Answer> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots);
    let config = match client {
        None => builder.with_no_client_auth(),
        Some(Holder { certificate, key, .. }) => builder
            .with_client_auth_cert(
                vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()],
                PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap(),
            )
            .unwrap(),
    };
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, stream);
    stream.write_all(request).ok()?;
    try_answer(&mut stream)
}

#[test]
fn nobody_but_clients_of_the_authority_that_are_not_revoked_is_let_in() {
    let (ours, theirs) = (Authority::new("Our Authority"), Authority::new("Another Authority"));
    let host = ours.issue("server", 1, ExtendedKeyUsagePurpose::ServerAuth);
    let good = ours.issue("Yamada Taro", 2, ExtendedKeyUsagePurpose::ClientAuth);
    let revoked = ours.issue("Suzuki Hanako", 3, ExtendedKeyUsagePurpose::ClientAuth);
    let stranger = theirs.issue("Sato Jiro", 4, ExtendedKeyUsagePurpose::ClientAuth);
    let not_a_client = ours.issue("Tanaka Saburo", 5, ExtendedKeyUsagePurpose::ServerAuth);

    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        path.display().to_string()
    };
    let (certificate, key) = (put("server.pem", &host.certificate), put("server.key", &host.key));
    let authority = put("clients.pem", &ours.certificate);
    let list = put("clients.crl", &ours.list(&[revoked.serial], true));
    let tls =
        ["--tls-cert", &certificate, "--tls-key", &key, "--client-trust", &authority, "--client-crl", &list];
    let server = Server::started(&[&JUDGED_BY[..], &tls].concat(), Path::new(ROOT));

    let answer = ask(&server, &ours.certificate, Some(&good)).expect("the good client is let in");
    assert_eq!(answer.json()["documents"][0]["verdict"], "passed");
    let refused = |client: Option<&Holder>, word: &str| {
        assert!(ask(&server, &ours.certificate, client).is_none(), "{word}");
        sleep(Duration::from_millis(200));
        assert!(server.log().contains(&format!("connection refused: {word}\n")), "{word}: {}", server.log());
    };
    refused(None, "no-certificate");
    refused(Some(&stranger), "certificate-of-another-authority");
    refused(Some(&revoked), "certificate-revoked");
    refused(Some(&not_a_client), "certificate-unfit");
    // Plain HTTP on this port is no way in.
    let mut plain = server.connect();
    plain.write_all(&server.request("GET", "/healthz", &[], b"")).unwrap();
    assert!(try_answer(&mut plain).is_none());
    sleep(Duration::from_millis(200));
    assert!(server.log().contains("connection refused: handshake-failed"));

    // A list that comes later counts from then on; one that is stale lets nobody in.
    put("clients.crl", &ours.list(&[revoked.serial, good.serial], true));
    sleep(Duration::from_millis(1100));
    refused(Some(&good), "certificate-revoked");
    put("clients.crl", &ours.list(&[], false));
    sleep(Duration::from_millis(1100));
    refused(Some(&good), "revocation-list-expired");
    put("clients.crl", &theirs.list(&[], true));
    sleep(Duration::from_millis(1100));
    refused(Some(&good), "certificate-without-revocation-list");
    // A list in the name of the authority that another key signed.
    put("clients.crl", &Authority::new("Our Authority").list(&[], true));
    sleep(Duration::from_millis(1100));
    refused(Some(&good), "revocation-list-unfit");
    put("clients.crl", "nothing");
    sleep(Duration::from_millis(1100));
    refused(Some(&good), "tls-files-unusable");
    put("clients.crl", &ours.list(&[], true));
    sleep(Duration::from_millis(1100));
    let numbers = ask(&server, &ours.certificate, Some(&good)).expect("all is well again");
    assert_eq!(numbers.status, 200);

    let log = server.log();
    for name in ["Yamada", "Suzuki", "Sato", "Tanaka", "127.0.0.1"] {
        assert!(!log.contains(name), "{name} is in the log:\n{log}");
    }
}

/// Lists of one authority lie side by side, as they do where each has its date for a name: the newest counts, by what it says and not
/// by its name, and one that has run out in the meantime keeps nobody out.
#[test]
fn of_several_lists_the_newest_counts() {
    let ours = Authority::new("Our Authority");
    let host = ours.issue("server", 1, ExtendedKeyUsagePurpose::ServerAuth);
    let client = ours.issue("client", 2, ExtendedKeyUsagePurpose::ClientAuth);
    let (named, empty) = ([client.serial], []);
    for (older, older_is_current, newer, is_let_in) in
        [(&empty[..], true, &named[..], false), (&named, true, &empty, true), (&empty, false, &empty, true)]
    {
        for names in [("1.crl", "2.crl"), ("2.crl", "1.crl")] {
            let folder = tempfile::tempdir().unwrap();
            let put = |name: &str, text: &str| {
                let path = folder.path().join(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, text).unwrap();
                std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
                path.display().to_string()
            };
            put(&format!("lists/{}", names.0), &ours.list_of(older, older_is_current, 5));
            put(&format!("lists/{}", names.1), &ours.list_of(newer, true, 1));
            let (certificate, key) = (put("server.pem", &host.certificate), put("server.key", &host.key));
            let authority = put("clients.pem", &ours.certificate);
            let lists = folder.path().join("lists").display().to_string();
            let tls = [
                "--tls-cert",
                &certificate,
                "--tls-key",
                &key,
                "--client-trust",
                &authority,
                "--client-crl",
                &lists,
            ];
            let server = Server::started(&[&JUDGED_BY[..], &tls].concat(), Path::new(ROOT));
            let answered = ask(&server, &ours.certificate, Some(&client)).is_some();
            assert_eq!(answered, is_let_in, "{older:?} {newer:?} {names:?}: {}", server.log());
        }
    }
}

/// A server over TLS with the files of an authority, which go with the folder.
fn started(ours: &Authority, list: &str, more: &[&str]) -> (Server, tempfile::TempDir) {
    let host = ours.issue("server", 1, ExtendedKeyUsagePurpose::ServerAuth);
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("server.pem", &host.certificate[..]),
        ("server.key", &host.key),
        ("clients.pem", &ours.certificate),
        ("clients.crl", list),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (certificate, key) = (path("server.pem"), path("server.key"));
    let (authority, list) = (path("clients.pem"), path("clients.crl"));
    let tls =
        ["--tls-cert", &certificate, "--tls-key", &key, "--client-trust", &authority, "--client-crl", &list];
    (Server::started(&[&JUDGED_BY[..], &tls, more].concat(), Path::new(ROOT)), folder)
}

/// The same from the configuration file; what the command line says in its place counts.
#[test]
fn mutual_tls_may_stand_in_the_configuration() {
    let ours = Authority::new("Our Authority");
    let client = ours.issue("client", 2, ExtendedKeyUsagePurpose::ClientAuth);
    let (server, folder) = started(&ours, &ours.list(&[], true), &[]);
    drop(server);
    let path = folder.path().join("koseki.toml");
    let table = "[serve]\ntls_certificate = \"server.pem\"\ntls_key = \"server.key\"\nclient_anchors = \"clients.pem\"\nclient_revocation_lists = [\"clients.crl\"]\n";
    std::fs::write(&path, table).unwrap();
    let path = path.display().to_string();
    let checked = || {
        let output = crate::server::koseki(&["config", "check", &path], Path::new(ROOT));
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(checked().0, Some(0), "{}", checked().1);
    let server = Server::start(&["--config", &path]);
    assert!(ask(&server, &ours.certificate, Some(&client)).is_some());
    assert!(ask(&server, &ours.certificate, None).is_none());
    let other = folder.path().join("other.crl");
    std::fs::write(&other, ours.list(&[client.serial], true)).unwrap();
    let server = Server::start(&["--config", &path, "--client-crl", &other.display().to_string()]);
    assert!(
        ask(&server, &ours.certificate, Some(&client)).is_none(),
        "revoked in the list of the command line"
    );
    // A key that is another's is found before the server is started.
    let another = ours.issue("server", 7, ExtendedKeyUsagePurpose::ServerAuth);
    std::fs::write(folder.path().join("server.key"), another.key).unwrap();
    let (code, told) = checked();
    assert!(code == Some(1) && told.contains("[config.key]") && told.contains("serve.tls_key"), "{told}");
}

/// Over TLS nobody may be left who could ask whether all is well: the log says it.
#[test]
fn lists_about_clients_that_are_out_of_date_are_told() {
    let (ours, theirs) = (Authority::new("Our Authority"), Authority::new("Another Authority"));
    let client = ours.issue("client", 2, ExtendedKeyUsagePurpose::ClientAuth);
    for (stale, is_told) in [(false, false), (true, true)] {
        let lists = format!("{}{}", ours.list(&[], true), theirs.list(&[], !stale));
        let (server, _folder) = started(&ours, &lists, &[]);
        let stream = TcpStream::connect(server.address).unwrap();
        let request = server.request("GET", "/readyz", &[], b"");
        let answer = sent_over(stream, &request, &ours.certificate, Some(&client)).expect("let in");
        assert_eq!(answer.status == 503, is_told);
        if is_told {
            answer.is_problem(503, "not-ready");
            assert_eq!(answer.json()["reasons"][0]["id"], "client-lists-expired");
        }
        assert_eq!(server.log().contains("client-lists-expired"), is_told, "{}", server.log());
    }
    // An older list that has run out beside a newer one harms nobody.
    let lists = format!("{}{}", ours.list_of(&[], false, 5), ours.list_of(&[], true, 1));
    let (server, _folder) = started(&ours, &lists, &[]);
    sleep(Duration::from_millis(300));
    assert!(!server.log().contains("client-lists-expired"), "{}", server.log());
    let (server, _folder) = started(&ours, &ours.list(&[], false), &[]);
    assert!(ask(&server, &ours.certificate, Some(&client)).is_none());
    sleep(Duration::from_millis(300));
    assert!(server.log().contains("client-lists-expired"), "{}", server.log());
}

/// Whoever reaches the port without a certificate takes no seat, and of the room for handshakes a quarter.
#[test]
fn who_says_nothing_keeps_nobody_out() {
    let ours = Authority::new("Our Authority");
    let client = ours.issue("client", 2, ExtendedKeyUsagePurpose::ClientAuth);
    let (server, _folder) = started(&ours, &ours.list(&[], true), &["--max-connections", "1"]);
    let from = |address: [u8; 4]| {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::from((address, 0)).into()).unwrap();
        socket.connect(&server.address.into()).unwrap();
        TcpStream::from(socket)
    };
    // All that one address may have but one; 512 in all.
    let mut silent: Vec<TcpStream> = (0..127).map(|_| from([127, 0, 0, 2])).collect();
    sleep(Duration::from_millis(300));
    let answered = ask_over(from([127, 0, 0, 2]), &server, &ours.certificate, Some(&client));
    assert_eq!(answered.map(|answer| answer.status), Some(200), "there is one seat, and nobody sits on it");
    silent.push(from([127, 0, 0, 2]));
    sleep(Duration::from_millis(300));
    assert!(ask_over(from([127, 0, 0, 2]), &server, &ours.certificate, Some(&client)).is_none());
    assert!(ask(&server, &ours.certificate, Some(&client)).is_some(), "another address has its own");
    let log = server.log();
    assert!(log.contains("connection refused: too-many-from-one-address"), "{log}");
    assert!(!log.contains("127.0.0.2"), "{log}");
}

/// systemd hands a service its key with a mode that looks open to the group, in a folder of the service's own.
#[test]
fn a_credential_of_systemd_is_not_open_to_others() {
    let ours = Authority::new("Our Authority");
    let (server, folder) = started(&ours, &ours.list(&[], true), &[]);
    drop(server);
    let table = "[serve]\ntls_certificate = \"server.pem\"\ntls_key = \"server.key\"\nclient_anchors = \"clients.pem\"\nclient_revocation_lists = \"clients.crl\"\n";
    std::fs::write(folder.path().join("koseki.toml"), table).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    for (mode, credentials, is_taken) in [
        (0o440, folder.path(), true),
        (0o400, elsewhere.path(), true),
        (0o440, elsewhere.path(), false),
        (0o460, folder.path(), false),
        (0o444, folder.path(), false),
        (0o404, folder.path(), false),
    ] {
        let key = folder.path().join("server.key");
        std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        let output = std::process::Command::new(crate::server::KOSEKI)
            .args(["config", "check", "--lang", "en"])
            .arg(folder.path().join("koseki.toml"))
            .env("KOSEKI_CONFIG", "")
            .env("CREDENTIALS_DIRECTORY", credentials)
            .output()
            .unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.success(), is_taken, "{mode:o}: {told}");
        assert_eq!(told.contains("open to other users"), !is_taken, "{mode:o}: {told}");
    }
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let ours = Authority::new("Our Authority");
    let host = ours.issue("server", 1, ExtendedKeyUsagePurpose::ServerAuth);
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        path.display().to_string()
    };
    let (certificate, key) = (put("server.pem", &host.certificate), put("server.key", &host.key));
    let (authority, list) =
        (put("clients.pem", &ours.certificate), put("clients.crl", &ours.list(&[], true)));
    let tls = [
        "serve",
        "--tls-cert",
        &certificate,
        "--tls-key",
        &key,
        "--client-trust",
        &authority,
        "--client-crl",
        &list,
    ];
    let output = crate::server::koseki(&[&tls[..], &JUDGED_BY[..]].concat(), Path::new(ROOT));
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8(output.stderr).unwrap().contains("chmod 600"));
}
