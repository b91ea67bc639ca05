// The window in a real browser: what a clerk does, and what a clerk then reads.
//
//   node tests/browser/window.mjs
//
// KOSEKI names the binary, CHROMIUM the browser, KOSEKI_MODULES the folder of node_modules (target/browser by default).
// With KOSEKI_PICTURES a folder gets pictures of every outcome, light, dark, narrow and printed; those of the clerk's guide are
// such ones, made smaller (docs/testing.md).

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const modules = path.resolve(process.env.KOSEKI_MODULES ?? path.join(root, "target/browser"));
const program = process.env.KOSEKI ?? path.join(root, "target/debug/koseki");
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const pictures = process.env.KOSEKI_PICTURES;
const load = createRequire(path.join(modules, "x.js"));
const { default: puppeteer } = await import(load.resolve("puppeteer-core"));
const axe = fs.readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "koseki-window-"));
if (pictures) fs.mkdirSync(pictures, { recursive: true });

const fixture = (name) => path.join(root, "fixtures", name);
const copy = (from, name) => {
  const to = path.join(folder, name);
  fs.copyFileSync(fixture(from), to);
  return to;
};

// The server, as an operator starts it.
async function serve(at, { listen = "127.0.0.1:0", more = [] } = {}) {
  const child = spawn(program, [
    "serve", "--listen", listen, "--lang", "ja", "--at", at,
    "--trust", fixture("pki/anchors/official-status-ca.cer"), "--crl", fixture("pki/crls"),
    "--schema", path.join(root, "schemas/koseki-sample-1.xsd"), ...more,
  ], { env: { ...process.env, KOSEKI_CONFIG: "" }, stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await once(child.stdout, "data");
  return { child, address: String(line).match(/http:\S+/)[0] };
}
async function stop({ child }) {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const [code] = await ended;
  return code;
}

const CURRENT = "2026-12-01T09:05:00+09:00";
const server = await serve(CURRENT);
const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--lang=ja", "--font-render-hinting=none"],
});

// A page that fails the test when its own policy stops something, or a script breaks, or anything else is asked for.
async function open(address, { width = 960, height = 900, scheme = "light", language = "ja" } = {}) {
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  page.complaints = [];
  page.on("console", (message) => { if (message.type() === "error") page.complaints.push(message.text()); });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("blob:") && !url.startsWith("data:")) page.complaints.push(`asked ${url}`);
  });
  await page.goto(`${address}?lang=${language}`, { waitUntil: "networkidle0" });
  return page;
}
const choose = async (page, ...files) => (await page.$("#files")).uploadFile(...files);
const finished = (page, count, timeout = 60000) => page.waitForFunction((count) => {
  const cards = [...document.querySelectorAll(".card")];
  return cards.length === count && cards.every((one) => !["waiting", "working"].includes(one.dataset.state));
}, { timeout }, count);
const cards = (page) => page.$$eval(".card", (all) => all.map((one) => ({
  state: one.dataset.state,
  name: one.querySelector(".name").textContent,
  word: one.querySelector(".badge .said").textContent,
  advice: one.querySelector(".advice").innerText,
  four: [...one.querySelectorAll(".four > div")].map((tile) => tile.innerText.replace(/\s+/g, " ")),
})));
async function accessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  assert.deepEqual(told, [], `accessibility of ${what}`);
}
// As high as what is shown.
async function picture(page, name) {
  if (!pictures) return;
  const { width, height } = await page.evaluate(() => {
    const { bottom } = document.querySelector("footer").getBoundingClientRect();
    return { width: innerWidth, height: Math.ceil(bottom + scrollY + 16) };
  });
  await page.screenshot({ path: path.join(pictures, `${name}.png`), clip: { x: 0, y: 0, width, height }, captureBeyondViewport: true });
}
function quiet(page, ...expected) {
  const others = page.complaints.filter((one) => !expected.some((known) => one.includes(known)));
  assert.deepEqual(others.slice(0, 2).map((one) => one.slice(0, 300)), []);
}

const tests = {
  async "the empty page says what to do, in both languages, without a complaint"() {
    const page = await open(server.address);
    assert.match(await page.$eval("#limits", (one) => one.textContent), /64 MB まで.*何も保存しません/s);
    assert.match(await page.$eval("#conditions", (one) => one.textContent), /プロファイル koseki、失効情報 必ず確認する/);
    await accessible(page, "the empty page");
    await picture(page, "empty");
    await page.click("[data-choose=en]");
    assert.equal(await page.$eval("h1", (one) => one.textContent), "Verify family-register certificates");
    assert.equal(await page.$eval("html", (one) => one.lang), "en");
    assert.doesNotMatch(await page.$eval("#window", (one) => one.innerText.replace("日本語", "")), /[ぁ-ん]/, "no Japanese is left");
    quiet(page);
    await page.close();
  },

  async "each outcome is what a clerk expects to read"() {
    const unsigned = copy("documents/divorce.pdf", "unsigned.pdf");
    const other = path.join(folder, "見積書.txt");
    fs.writeFileSync(other, "請求書ではありません\n");
    const expected = [
      ["passed", copy("signed/couple-and-child.pdf", "戸籍電子証明書.pdf"), "passed", "有効", /受理することができます/],
      ["passed", copy("signed/couple-and-child.xml", "戸籍電子証明書.xml"), "passed", "有効", /受理することができます/],
      ["tampered", copy("signed/changed-after-signing.pdf", "改ざん.pdf"), "failed", "無効", /改ざん|変わって|変更/],
      ["tampered", copy("signed/changed-after-signing.xml", "改ざん.xml"), "failed", "無効", /改ざん|変わって|変更/],
      ["other-office", copy("signed/signer-other-office.pdf", "別の官職.pdf"), "failed", "無効", /法務大臣/],
      ["revoked", copy("signed/signer-revoked.pdf", "失効.pdf"), "indeterminate", "判定不能", /失効/],
      ["unsigned", unsigned, "failed", "無効", /署名/],
      ["no-certificate", other, "failed", "無効", /PDF/],
    ];
    for (const [outcome, file, state, word, advice] of expected) {
      const page = await open(server.address);
      await choose(page, file);
      await finished(page, 1);
      const [card] = await cards(page);
      assert.equal(card.name, path.basename(file));
      assert.equal(card.state, state, card.advice);
      assert.equal(card.word, word);
      assert.match(card.advice, advice);
      assert.match(card.advice, /対応/);
      assert.equal(card.four.length, 4, "four results");
      const heard = await page.$eval("#totals", (one) => one.textContent);
      assert.ok(heard.includes(path.basename(file)) && heard.includes(word), heard);
      await accessible(page, file);
      await picture(page, `${outcome}-${path.extname(file).slice(1)}`);
      await page.click(".card summary");
      await page.waitForSelector(".card details[open] .checks");
      await accessible(page, `${file}, opened`);
      if (path.extname(file) === ".pdf") await picture(page, `${outcome}-details`);
      quiet(page);
      await page.close();
    }
  },

  async "a stale revocation list is told with what to do"() {
    const later = await serve("2027-03-01T09:00:00+09:00");
    const page = await open(later.address);
    await choose(page, path.join(folder, "戸籍電子証明書.pdf"));
    await finished(page, 1);
    const [card] = await cards(page);
    assert.equal(card.word, "判定不能");
    assert.match(card.advice, /失効(情報|リスト)/);
    await accessible(page, "a stale list");
    await picture(page, "stale-list");
    quiet(page);
    await page.close();
    assert.equal(await stop(later), 0);
  },

  async "a file of 200 MB is too large, and that is not a verdict"() {
    const large = path.join(folder, "大きなファイル.pdf");
    fs.closeSync(fs.openSync(large, "w"));
    fs.truncateSync(large, 200 * 1024 * 1024);
    const page = await open(server.address);
    await choose(page, large);
    await finished(page, 1);
    const [card] = await cards(page);
    assert.equal(card.word, "検証できません");
    assert.match(card.advice, /200 MB.*64 MB.*何も確かめていません/s);
    assert.equal(await page.$eval(".card .again", (one) => one.hidden), true, "again would end alike");
    await accessible(page, "too large");
    await picture(page, "too-large");
    quiet(page);
    await page.close();
    const roomy = await serve(CURRENT, { more: ["--max-size", "256"] });
    const other = await open(roomy.address);
    await choose(other, large);
    await finished(other, 1, 120000);
    assert.equal((await cards(other))[0].word, "無効", "octets that are no PDF");
    quiet(other);
    await other.close();
    await stop(roomy);
  },

  async "a hundred files at once, sorted by outcome, in any language, printed and saved"() {
    const kinds = ["couple-and-child.pdf", "divorce.xml", "changed-after-signing.pdf", "signer-revoked.xml", "adoption.pdf"];
    const files = Array.from({ length: 100 }, (_, number) => {
      const kind = kinds[number % kinds.length];
      return copy(`signed/${kind}`, `${String(number + 1).padStart(3, "0")}-${kind}`);
    });
    const page = await open(server.address);
    await choose(page, ...files);
    await finished(page, 100, 120000);
    const all = await cards(page);
    assert.deepEqual(all.map((one) => one.name), files.map((one) => path.basename(one)), "in the order they were chosen");
    assert.match(await page.$eval("#totals", (one) => one.textContent), /合計 100 件: 有効 60 件、無効 20 件、判定不能 20 件/);
    await page.click("[data-filter=failed]");
    assert.equal(await page.$$eval(".card:not([hidden])", (shown) => shown.length), 20);
    await accessible(page, "a hundred files, filtered");
    await page.click("[data-filter=all]");
    await page.click("[data-choose=en]");
    assert.equal((await cards(page))[2].word, "FAILED");
    assert.match(await page.$eval("#totals", (one) => one.textContent), /100 documents: 60 passed, 20 failed, 20 indeterminate/);
    await page.click("[data-choose=ja]");
    if (pictures) await page.screenshot({ path: path.join(pictures, "hundred.png") });

    const downloads = fs.mkdtempSync(path.join(folder, "saved-"));
    const session = await page.createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });
    await page.click("#save");
    let saved;
    for (let tries = 0; !saved && tries < 100; tries += 1) {
      await new Promise((after) => setTimeout(after, 100));
      saved = fs.readdirSync(downloads).find((name) => name.endsWith(".html"));
    }
    assert.match(saved ?? "", /^検証結果-\d{8}-\d{4}\.html$/);
    const report = await browser.newPage();
    await report.goto(`file://${path.join(downloads, saved)}`);
    assert.equal(await report.$$eval("section.document", (parts) => parts.length), 100);
    assert.equal(await report.$$eval("table.summary tbody tr", (rows) => rows.length), 100);
    assert.equal(await report.$$eval("script", (scripts) => scripts.length), 0);
    const anchors = await report.$$eval("table.summary a", (links) => links.every((one) => document.querySelector(one.getAttribute("href"))));
    assert.ok(anchors, "every row leads to its part");
    await report.setBypassCSP(true);
    await report.reload();
    await accessible(report, "the saved report");
    await report.close();

    if (pictures) await page.pdf({ path: path.join(pictures, "hundred.pdf"), preferCSSPageSize: true, printBackground: false });
    quiet(page);
    await page.close();
  },

  async "what is printed is the report"() {
    const page = await open(server.address);
    await choose(page, path.join(folder, "戸籍電子証明書.pdf"), path.join(folder, "改ざん.xml"));
    await finished(page, 2);
    const printed = await page.evaluate(() => {
      dispatchEvent(new Event("beforeprint"));
      const paper = document.getElementById("paper");
      const found = [paper.querySelectorAll("section.document").length, paper.innerText || paper.textContent];
      dispatchEvent(new Event("afterprint"));
      return found;
    });
    assert.equal(printed[0], 2);
    assert.match(printed[1], /署名検証結果/);
    if (pictures) await page.pdf({ path: path.join(pictures, "printed.pdf"), preferCSSPageSize: true });
    quiet(page);
    await page.close();
  },

  async "the server stops meanwhile: it is said, and goes on when it is back"() {
    const short = await serve(CURRENT);
    const page = await open(short.address);
    const file = path.join(folder, "戸籍電子証明書.pdf");
    await choose(page, file);
    await finished(page, 1);
    assert.equal(await stop(short), 0);
    await choose(page, file, path.join(folder, "改ざん.pdf"));
    await finished(page, 3);
    const all = await cards(page);
    assert.deepEqual(all.map((one) => one.word), ["有効", "検証できません", "検証できません"], "what was verified stays");
    assert.match(all[1].advice, /検証サーバーに接続できません.*管理者/s);
    assert.equal(await page.$eval("#alert", (one) => one.hidden), false);
    await accessible(page, "the server is gone");
    await picture(page, "no-server");
    // By other conditions than the page knew.
    assert.match(await page.$eval("#conditions", (one) => one.textContent), /失効情報 必ず確認する/);
    const back = await serve(CURRENT, { listen: new URL(short.address).host, more: ["--revocation", "off"] });
    await page.click("#retry");
    await finished(page, 3);
    assert.deepEqual((await cards(page)).map((one) => one.word), ["有効", "有効", "無効"]);
    assert.equal(await page.$eval("#alert", (one) => one.hidden), true);
    assert.match(await page.$eval("#conditions", (one) => one.textContent), /失効情報 確認しない/, "what holds now");
    quiet(page, "ERR_CONNECTION_REFUSED");
    await page.close();
    await stop(back);
  },

  async "a server that is not ready says why, and nothing is left of it when it is"() {
    const lists = fs.mkdtempSync(path.join(folder, "lists-"));
    fs.copyFileSync(fixture("pki/crls/official-status.crl"), path.join(lists, "a.crl"));
    const other = await serve(CURRENT, { more: ["--crl", lists] });
    fs.writeFileSync(path.join(lists, "b.crl"), "no list");
    await new Promise((after) => setTimeout(after, 1100));
    const page = await open(other.address);
    const alarm = () => page.$eval("#alert", (one) => (one.hidden ? "" : one.textContent));
    assert.match(await alarm(), /いま検証できません。.*失効リスト.*管理者に連絡してください/);
    await choose(page, path.join(folder, "戸籍電子証明書.pdf"));
    fs.unlinkSync(path.join(lists, "b.crl"));
    await finished(page, 1);
    assert.equal((await cards(page))[0].word, "有効");
    await page.waitForFunction(() => document.getElementById("alert").hidden);
    assert.match(await page.$eval("#limits", (one) => one.textContent), /64 MB まで/);
    assert.match(await page.$eval("#totals", (one) => one.textContent), /戸籍電子証明書.pdf: 有効。/);
    quiet(page, "503");
    await page.close();
    await stop(other);
  },

  async "names are as they are, cautions are seen, and a printed report has its own title"() {
    const page = await open(server.address);
    const name = "a\"b%22 (1)'*!_戸籍𠮷.xml";
    await choose(page, copy("signed/couple-and-child.xml", name));
    await finished(page, 1);
    const [card] = await cards(page);
    assert.equal(card.name, name);
    const [reported, title, during] = await page.evaluate(() => {
      const before = document.title;
      dispatchEvent(new Event("beforeprint"));
      const found = [document.querySelector("#paper h2").textContent, document.title];
      dispatchEvent(new Event("afterprint"));
      return [found[0], before === document.title, found[1]];
    });
    assert.ok(reported.includes(name), reported);
    assert.ok(title, "the page has its own title again");
    assert.equal(during, "戸籍電子証明書 検証結果");
    assert.equal(card.word, "有効");
    assert.match(card.advice, /注意\n.*注釈は署名で保護されず/);
    quiet(page);
    await page.close();
  },

  async "the keyboard alone is enough"() {
    const page = await open(server.address);
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.dataset.choose || document.activeElement.tagName);
    const walked = [];
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press("Tab");
      walked.push(await focused());
    }
    assert.deepEqual(walked, ["ja", "en", "files"]);
    // The browser has to be told first that somebody waits for its dialog.
    let chooser;
    for (let tries = 0; !chooser && tries < 4; tries += 1) {
      const opened = page.waitForFileChooser({ timeout: 5000 }).catch(() => undefined);
      await new Promise((after) => setTimeout(after, 300));
      await page.keyboard.press("Space");
      chooser = await opened;
    }
    await chooser.accept([path.join(folder, "改ざん.pdf")]);
    await finished(page, 1);
    const reached = [];
    for (let step = 0; step < 4; step += 1) {
      await page.keyboard.press("Tab");
      reached.push(await focused());
    }
    assert.deepEqual(reached, ["print", "save", "clear", "SUMMARY"]);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".card details[open]");
    quiet(page);
    await page.close();
  },

  async "dark and narrow are as readable"() {
    for (const [name, options] of [["dark", { scheme: "dark" }], ["narrow", { width: 360, height: 740 }], ["english", { language: "en" }]]) {
      const page = await open(server.address, options);
      await accessible(page, `empty, ${name}`);
      await choose(page, ...["戸籍電子証明書.pdf", "改ざん.pdf", "失効.pdf"].map((one) => path.join(folder, one)));
      await finished(page, 3);
      await page.click(".card:nth-child(2) summary");
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wider, 0, `${name}: nothing stands beyond the screen`);
      await accessible(page, name);
      await picture(page, name);
      quiet(page);
      await page.close();
    }
  },

  async "a name that is markup stays a name"() {
    const file = copy("signed/divorce.pdf", "<img src=x onerror=alert(1)>.pdf");
    const page = await open(server.address);
    await choose(page, file);
    await finished(page, 1);
    assert.equal(await page.$$eval("#list img", (all) => all.length), 0);
    assert.equal((await cards(page))[0].name, path.basename(file));
    // Marks that reorder text are spelt out, as in every report.
    const reversed = copy("signed/divorce.pdf", "a\u202efdp.exe");
    await choose(page, reversed);
    await finished(page, 2);
    assert.equal((await cards(page))[1].name, "a\\u{202e}fdp.exe");
    quiet(page);
    await page.close();
  },
};

let failed = 0;
try {
  for (const [name, test] of Object.entries(tests)) {
    const begun = Date.now();
    try {
      await test();
      console.log(`ok    ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${name}\n${error.stack}`);
    }
  }
} finally {
  await browser.close();
  await stop(server);
  fs.rmSync(folder, { recursive: true });
}
process.exit(failed ? 1 : 0);
