//! What the engineer's guide shows runs against a server as it stands.

use std::path::Path;
use std::process::Command;

use crate::server::{ROOT, Server};
use crate::support::{fixture, peer};

#[test]
fn every_command_of_the_engineers_guide_runs() {
    if !(peer("curl") && peer("python3")) {
        return;
    }
    let server = Server::start(&["--lang", "ja"]);
    let folder = tempfile::tempdir().unwrap();
    for kind in ["pdf", "xml"] {
        let name = folder.path().join(format!("戸籍電子証明書.{kind}"));
        std::fs::write(name, fixture(&format!("signed/couple-and-child.{kind}"))).unwrap();
    }
    let guide = std::fs::read_to_string(Path::new(ROOT).join("docs/guide/連携システム.md")).unwrap();
    let mut count = 0;
    for (language, program) in [("sh", "bash"), ("python", "python3")] {
        for block in guide.split(&format!("```{language}\n")).skip(1) {
            let block = block.split("\n```").next().unwrap();
            let script = block.replace("127.0.0.1:8402", &server.address.to_string());
            let output =
                Command::new(program).args(["-c", &script]).current_dir(folder.path()).output().unwrap();
            let told = format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            assert!(output.status.success(), "{block}\n{told}");
            let is_report =
                told.contains("\"verdict\": \"passed\"") || told.contains("戸籍電子証明書.pdf passed");
            assert!(
                is_report || block.contains("openapi.json") || block.contains("--output"),
                "{block}\n{told}"
            );
            count += 1;
        }
    }
    assert!(count >= 6, "{count} blocks");
    let kept = std::fs::read_to_string(folder.path().join("報告.html")).unwrap();
    assert!(kept.contains("<span class=\"passed\">有効</span>"));
    let problem = guide.split("```json\n").nth(1).unwrap().split("\n```").next().unwrap();
    let shown: serde_json::Value = serde_json::from_str(problem).unwrap();
    let real = server.raw(
        format!("POST /v1/verify HTTP/1.1\r\nhost: {}\r\ncontent-type: application/pdf\r\ncontent-length: 99999999\r\nexpect: 100-continue\r\n\r\n", server.address).as_bytes(),
    );
    let mut real = real.json();
    real["request_id"] = shown["request_id"].clone();
    assert_eq!(shown, real, "the problem that is shown is the one that is sent");
}
