// The page: files go to the server one by one, reports come back and are shown. Everything said about a document comes from
// the server's report; this script only places it.

import { SIGNS, WORDS } from "./words.js";

// Files under way at once; the server verifies as many as it has processors.
const UNDER_WAY = 2;
// How often a busy server is asked again, each time after the seconds it names.
const PATIENCE = 120;

const by = (id) => document.getElementById(id);
const policy = window.trustedTypes?.createPolicy("koseki-report", { createHTML: (text) => text });
const spoken = { language: document.documentElement.dataset.language === "en" ? "en" : "ja" };
const words = (key, ...values) => {
  const found = WORDS[spoken.language][key];
  return typeof found === "function" ? found(...values) : found;
};

// Each: file, number, state (waiting, working, done, unread), answer or trouble, card.
let items = [];
let shown = "all";
let underWay = 0;
let server = null;

// --- choosing -----------------------------------------------------------------------------------------------------------

by("files").addEventListener("change", () => {
  take([...by("files").files]);
  by("files").value = "";
});

// Dropped anywhere: a file that misses the place by an inch must not replace the page.
let depth = 0;
const lit = (change) => {
  depth = Math.max(0, depth + change);
  by("drop").classList.toggle("over", depth > 0);
};
const carries = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragenter", (event) => carries(event) && lit(1));
addEventListener("dragleave", (event) => carries(event) && lit(-1));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  lit(-depth);
  take([...(event.dataTransfer?.files ?? [])]);
});

function take(files) {
  if (files.length === 0) return;
  hush();
  for (const file of files) {
    const item = { file, number: items.length + 1, state: "waiting", answer: null, trouble: null };
    item.card = by("card").content.firstElementChild.cloneNode(true);
    item.card.querySelector(".again").addEventListener("click", () => again([item]));
    items.push(item);
    by("list").append(item.card);
    show(item);
  }
  by("results").hidden = false;
  by("drop").classList.add("small");
  count();
  // It may have been started anew, by other conditions.
  learn();
  next();
}

function again(chosen) {
  hush();
  for (const item of chosen) {
    Object.assign(item, { state: "waiting", trouble: null });
    show(item);
  }
  chosen[0]?.card.querySelector(".name").focus();
  count();
  // It may have been started anew, by other conditions.
  learn();
  next();
}

// --- verifying ----------------------------------------------------------------------------------------------------------

function next() {
  while (underWay < UNDER_WAY) {
    const item = items.find((one) => one.state === "waiting");
    if (!item) break;
    item.state = "working";
    underWay += 1;
    show(item);
    verify(item).catch(() => ({ trouble: "no-server" })).then((outcome) => {
      underWay -= 1;
      Object.assign(item, { answer: null, trouble: null }, outcome);
      item.state = item.answer ? "done" : "unread";
      if (item.trouble === "no-server") alarm("no-server");
      // Something was wrong with the server, and is not any more.
      else if (item.answer && alarmed) learn();
      show(item);
      count();
      next();
    });
  }
}

async function verify({ file }) {
  const most = server?.limits.request_octets;
  if (most && file.size > most) return { trouble: "too-large", values: [file.size, most] };
  try {
    // A folder, or a file that is gone, says so here and not in the middle of sending.
    await file.slice(0, 1).arrayBuffer();
  } catch {
    return { trouble: "unreadable" };
  }
  for (let attempt = 0; ; attempt += 1) {
    // Not as a form: browsers write quotation marks in the names of its files otherwise than they are.
    const headers = { "Content-Type": "application/octet-stream", "Koseki-File-Name": encoded(file.name) };
    const answer = await fetch("/window/verify?explain=true", { method: "POST", headers, body: file, credentials: "omit", redirect: "error" });
    if (answer.ok) return { answer: await answer.json() };
    const problem = await answer.json().catch(() => null);
    if ((answer.status === 429 || answer.status === 503) && attempt < PATIENCE) {
      await new Promise((after) => setTimeout(after, 1000 * Number(answer.headers.get("retry-after") ?? 1)));
      continue;
    }
    return { trouble: "problem", problem: problem ?? { ja: `HTTP ${answer.status}`, en: `HTTP ${answer.status}` } };
  }
}

// Everything that is not unreserved (RFC 3986), in UTF-8.
const encoded = (name) => encodeURIComponent(name.toWellFormed?.() ?? name)
  .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

// By what the server judges, and how much it takes.
async function learn() {
  try {
    const answer = await fetch("/v1/status", { credentials: "omit", redirect: "error" });
    const status = await answer.json();
    if (!answer.ok) {
      alarm(null, status);
      return;
    }
    server = status;
    // Whatever was wrong is over.
    hush();
    explain();
  } catch {
    alarm("no-server");
  }
}

function explain() {
  by("limits").textContent = server ? words("limits", server.limits.request_octets, server.is_recording) : "";
  by("conditions").textContent = server ? words("conditions", server.profile, server.revocation, server.tool.version) : "";
}

// --- showing ------------------------------------------------------------------------------------------------------------

let alarmed = null;
function alarm(key, problem) {
  alarmed = { key, problem };
  by("alert").textContent = key ? `${words(key)}${spoken.language === "en" ? " " : ""}${words(`${key}-next`)}` : problem[spoken.language];
  by("alert").hidden = false;
}
function hush() {
  alarmed = null;
  by("alert").hidden = true;
}

// A name with what nobody sees, or what reorders text, spelt out, as reports do.
const printable = (name) => name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${one.codePointAt(0).toString(16)}}`);

// How a file stands: one of the verdicts, or why there is none.
const standing = (item) => {
  if (item.state !== "done") return item.state;
  const [verdict] = item.answer.verdicts;
  return verdict === "unreadable" ? "unread" : verdict;
};

// The style of a report is for the saved file alone: here it would only be refused.
const STYLE = /<style>.*?<\/style>/s;
function parsed(report) {
  const text = report.replace(STYLE, "");
  return new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");
}

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};
const CLASSES = { passed: "passed", failed: "failed", indeterminate: "open", unread: "open" };

function show(item) {
  const { card, file } = item;
  const find = (selector) => card.querySelector(selector);
  const state = standing(item);
  card.className = `card ${CLASSES[state] ?? "pending"}`;
  card.dataset.state = state;
  const heading = `file-${item.number}`;
  find(".name").id = heading;
  find(".name").textContent = printable(file.name);
  find(".sign").textContent = SIGNS[state];
  find(".badge .said").textContent = words("filter")[state] ?? words(state);
  find(".advice").replaceChildren();
  find(".four").replaceChildren();
  find("details").hidden = true;
  const retry = find(".again");
  retry.hidden = item.state !== "unread" || item.trouble === "too-large";
  retry.textContent = words("again");
  retry.setAttribute("aria-describedby", heading);
  if (item.state === "unread") trouble(item);
  if (item.state === "done") report(item);
  card.hidden = shown !== "all" && shown !== state;
}

function trouble(item) {
  const own = item.trouble === "problem" ? item.problem[spoken.language] : words(item.trouble, ...(item.values ?? []));
  item.why = own;
  const step = words(`${item.trouble}-next`) ?? words("busy-next");
  item.card.querySelector(".advice").replaceChildren(element("dt", words("why")), element("dd", own), element("dt", words("next")), element("dd", step));
}

function report(item) {
  const { card } = item;
  const part = document.importNode(parsed(item.answer.pages[spoken.language]).querySelector("section.document"), true);
  const find = (selector) => part.querySelector(selector);
  item.why = find(".advice dd")?.textContent ?? "";
  card.querySelector(".badge .said").textContent = find(".verdict span")?.textContent ?? "";
  card.querySelector(".advice").replaceChildren(...find(".advice").children);
  // What to be careful about is no detail.
  for (const one of part.querySelectorAll(".checks > li")) {
    if (one.querySelector(":scope > .mark")?.textContent !== "！") continue;
    const said = one.querySelector(":scope > .said").textContent.replace(/^(注意|CAUTION): /, "");
    card.querySelector(".advice").append(element("dt", words("caution")), element("dd", said));
  }
  // The four results at a glance: headings that carry a result.
  const glance = [...part.querySelectorAll(":scope > h3")].filter((one) => one.querySelector(":scope > span")).map((one) => {
    const result = one.querySelector("span");
    const tile = element("div", undefined, result.className || "none");
    const sign = element("span", { passed: "○", failed: "×", open: "△" }[result.className] ?? "－", "sign");
    sign.setAttribute("aria-hidden", "true");
    const said = element("dd");
    said.append(sign, element("span", result.textContent));
    tile.append(element("dt", one.firstChild.textContent.replace(/[:：]\s*$/, "")), said);
    return tile;
  });
  card.querySelector(".four").replaceChildren(...glance);
  // In the card the part stands one level lower, and its name, verdict and advice stand above it already.
  for (const own of [":scope > h2", ":scope > .verdict", ":scope > .advice"]) find(own)?.remove();
  for (const [from, to] of [["h4", "h5"], ["h3", "h4"]]) {
    for (const one of part.querySelectorAll(from)) {
      const lower = element(to);
      lower.append(...one.childNodes);
      one.replaceWith(lower);
    }
  }
  const detail = element("div", undefined, "document");
  detail.append(...part.childNodes);
  const details = card.querySelector("details");
  details.hidden = glance.length === 0 && !detail.textContent;
  details.querySelector("summary").textContent = words("details");
  details.querySelector(".detail").replaceChildren(detail);
}

let lastSaid = 0;
function count() {
  const number = { all: items.length, passed: 0, failed: 0, indeterminate: 0, unread: 0 };
  for (const item of items) {
    const state = standing(item);
    if (state in number) number[state] += 1;
  }
  const done = items.filter((one) => one.state === "done" || one.state === "unread").length;
  const busy = done < items.length;
  by("progress").hidden = !busy || items.length < 2;
  by("progress").max = Math.max(1, items.length);
  by("progress").value = done;
  // Read aloud: not every step, but how it stands from time to time, and the end.
  if (!busy || Date.now() - lastSaid > 3000 || by("totals").textContent === "") {
    const one = items.length === 1 && !busy ? items[0] : null;
    by("totals").textContent = busy ? words("progress", done, items.length) : words("totals", number);
    // Of a single file the card says it all to the eye.
    if (one) by("totals").textContent = words("heard", printable(one.file.name), one.card.querySelector(".badge .said").textContent, one.why ?? "");
    by("totals").classList.toggle("heard", one !== null);
    lastSaid = Date.now();
  }
  by("retry").hidden = busy || !items.some((one) => one.state === "unread" && one.trouble !== "too-large");
  for (const id of ["print", "save"]) by(id).disabled = busy || done === 0;
  const wrong = number.failed + number.indeterminate + number.unread;
  document.title = busy ? `${done}/${items.length} ${words("title")}` : wrong ? `(${wrong}) ${words("title")}` : words("title");
  filter(number);
}

function filter(number) {
  const kinds = ["all", "failed", "indeterminate", "unread", "passed"].filter((kind) => number[kind] > 0);
  by("filters").hidden = items.length < 2 || kinds.length < 3;
  if (!kinds.includes(shown)) shown = "all";
  const chosen = document.activeElement?.dataset.filter;
  by("filters").replaceChildren(...kinds.map((kind) => {
    const button = element("button", words("filters", words("filter")[kind], number[kind]), CLASSES[kind] ?? "");
    button.type = "button";
    button.dataset.filter = kind;
    button.setAttribute("aria-pressed", String(kind === shown));
    button.addEventListener("click", () => {
      shown = kind;
      items.forEach((item) => { item.card.hidden = shown !== "all" && shown !== standing(item); });
      filter(number);
      by("filters").querySelector(`[data-filter="${kind}"]`)?.focus();
    });
    return button;
  }));
  if (chosen) by("filters").querySelector(`[data-filter="${chosen}"]`)?.focus();
}

// --- the report on paper and as a file ------------------------------------------------------------------------------------

// One report of all files, put together from the server's own: the first one's page, a table, every file's part.
function whole() {
  const pages = items.map((item) => (item.answer ? parsed(item.answer.pages[spoken.language]) : null));
  const page = pages.find((one) => one) ?? null;
  const made = page ? page.cloneNode(true) : document.implementation.createHTMLDocument(words("report-title"));
  made.documentElement.lang = spoken.language;
  const make = (name, text, className) => made.importNode(element(name, text, className), true);
  let main = made.querySelector("main");
  if (!main) {
    main = make("main");
    main.append(make("h1", words("report-title")));
    made.body.append(main);
  }
  main.querySelectorAll("section.document").forEach((one) => one.remove());
  const several = items.length > 1 || !page;
  if (several) {
    // Each part states its own instant.
    main.querySelectorAll(":scope > p").forEach((one) => one.remove());
    const number = { all: items.length, passed: 0, failed: 0, indeterminate: 0, unread: 0 };
    items.forEach((item) => { number[standing(item)] = (number[standing(item)] ?? 0) + 1; });
    main.append(make("p", words("totals", number), "totals"));
    const table = make("table", undefined, "summary");
    table.append(make("caption", words("report-caption")));
    const head = make("thead");
    const row = make("tr");
    for (const column of words("report-columns")) {
      const cell = make("th", column);
      cell.scope = "col";
      row.append(cell);
    }
    head.append(row);
    const body = make("tbody");
    for (const [index, item] of items.entries()) {
      const line = make("tr");
      const verdict = make("td");
      verdict.append(make("span", item.card.querySelector(".badge .said").textContent, `word ${CLASSES[standing(item)] ?? "open"}`));
      const name = make("th");
      name.scope = "row";
      if (pages[index]) {
        const link = make("a", printable(item.file.name));
        link.href = `#d-${item.number}`;
        name.append(link);
      } else {
        name.textContent = printable(item.file.name);
      }
      line.append(make("td", String(index + 1)), verdict, name, make("td", item.why ?? ""));
      body.append(line);
    }
    table.append(head, body);
    main.append(table);
  }
  for (const [index, one] of pages.entries()) {
    const part = one?.querySelector("section.document");
    if (!part) continue;
    const own = made.importNode(part, true);
    const name = `d-${items[index].number}`;
    own.id = name;
    own.setAttribute("aria-labelledby", `${name}-name`);
    own.querySelector("h2").id = `${name}-name`;
    main.append(own);
  }
  return made;
}

const finished = () => items.length > 0 && items.every((one) => one.state === "done" || one.state === "unread");

by("save").addEventListener("click", () => {
  if (!finished()) return;
  const style = items.find((one) => one.answer)?.answer.pages[spoken.language].match(STYLE)?.[0] ?? "";
  const page = whole().documentElement.outerHTML.replace("</head>", () => `${style}</head>`);
  const text = `<!DOCTYPE html>\n${page}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/html;charset=utf-8" }));
  const link = element("a");
  const two = (number) => String(number).padStart(2, "0");
  const now = new Date();
  const stamp = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}`;
  link.href = address;
  link.download = `${words("report-name")}-${stamp}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
});

by("print").addEventListener("click", () => print());
// The title is printed above every sheet, and names the file that is made instead of paper.
let titled = null;
addEventListener("beforeprint", () => {
  const paper = by("paper");
  titled ??= document.title;
  document.title = words("report-title");
  if (!finished()) {
    paper.replaceChildren(element("p", words("nothing-yet")));
    return;
  }
  const made = document.importNode(whole().body, true);
  paper.replaceChildren(...made.childNodes);
});
addEventListener("afterprint", () => {
  by("paper").replaceChildren();
  if (titled !== null) document.title = titled;
  titled = null;
});

// --- the rest -------------------------------------------------------------------------------------------------------------

by("retry").addEventListener("click", () => again(items.filter((one) => one.state === "unread" && one.trouble !== "too-large")));
by("clear").addEventListener("click", () => {
  items = [];
  shown = "all";
  by("list").replaceChildren();
  by("results").hidden = true;
  by("drop").classList.remove("small");
  by("totals").textContent = "";
  hush();
  document.title = words("title");
  by("files").focus();
});

function speak(language) {
  spoken.language = language;
  document.documentElement.lang = language;
  document.querySelectorAll("[data-words]").forEach((one) => { one.textContent = words(one.dataset.words); });
  document.querySelectorAll("[data-choose]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.choose === language)));
  document.title = words("title");
  explain();
  items.forEach(show);
  if (alarmed) alarm(alarmed.key, alarmed.problem);
  if (items.length) {
    lastSaid = 0;
    count();
  }
}
document.querySelectorAll("[data-choose]").forEach((one) => one.addEventListener("click", () => speak(one.dataset.choose)));

speak(spoken.language);
learn();
