// Reads page 1 of PDF files with pdf.js and PDFium. Each line of the input is a path. For each, one line of the output is
// a JSON object with what each reader says: the text of the page, or why it shows none.
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";

console.log = console.error; // the readers warn there, but the output is for the answers
const { PDFiumLibrary } = await import("@hyzyla/pdfium");
const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");
const pdfium = await PDFiumLibrary.init();

async function withPdfjs(bytes) {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS, isEvalSupported: false });
  try {
    const page = await (await task.promise).getPage(1);
    const content = await page.getTextContent();
    return content.items.map((item) => item.str).join(" ");
  } finally {
    await task.destroy();
  }
}

async function withPdfium(bytes) {
  const document = await pdfium.loadDocument(new Uint8Array(bytes));
  try {
    return document.getPage(0).getText();
  } finally {
    document.destroy();
  }
}

async function said(read, bytes) {
  try {
    return await read(bytes);
  } catch (error) {
    return `cannot read: ${error}`;
  }
}

for await (const path of createInterface({ input: process.stdin })) {
  const bytes = await readFile(path);
  const answer = { "pdf.js": await said(withPdfjs, bytes), PDFium: await said(withPdfium, bytes) };
  process.stdout.write(JSON.stringify(answer) + "\n");
}
