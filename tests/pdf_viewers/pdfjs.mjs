// pdf.js as a process: node pdfjs.mjs FOLDER, with FOLDER/node_modules/pdfjs-dist; a path in, a line of JSON out.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, option] = process.argv.slice(2);
const home = path.resolve(folder, "node_modules/pdfjs-dist");
const pdfjs = await import(pathToFileURL(path.join(home, "legacy/build/pdf.mjs")));
if (option === "--present") process.exit(0);

// Names that pdf.js makes up for fonts, images and documents differ from file to file.
const plain = (value) => JSON.stringify(value, (key, inner) => (typeof inner === "string" && /_d\d+_|_p\d+_/.test(inner) ? "name" : inner));

async function read(file) {
  const task = pdfjs.getDocument({
    data: new Uint8Array(fs.readFileSync(file)), verbosity: 0, isEvalSupported: false, useSystemFonts: false,
    cMapUrl: path.join(home, "cmaps/"), cMapPacked: true, standardFontDataUrl: path.join(home, "standard_fonts/"),
  });
  try {
    const document = await task.promise;
    const pages = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const text = (await page.getTextContent()).items.map((item) => [item.str, item.transform]);
      const operators = await page.getOperatorList();
      pages.push(plain([page.view, page.rotate, text, operators.fnArray]));
    }
    return pages.length ? { pages } : { fault: "no page" };
  } catch (error) {
    return { fault: String(error.message).slice(0, 80) };
  } finally {
    await task.destroy();
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await read(line)));
}
