// Fills in a form with pdf.js, as Firefox does: fillpdfjs.mjs IN OUT. The input is a JSON object of values by the names of
// their fields.
import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

console.log = console.error;
const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");
const [from, to] = process.argv.slice(2);
const values = JSON.parse(await text(process.stdin));
const task = getDocument({ data: new Uint8Array(await readFile(from)), verbosity: VerbosityLevel.ERRORS, isEvalSupported: false });
const file = await task.promise;
for (const [name, parts] of Object.entries(await file.getFieldObjects())) {
  if (!(name in values)) continue;
  for (const part of parts) {
    if (!part.id || !part.type) continue;
    const button = part.type === "checkbox" || part.type === "radiobutton";
    file.annotationStorage.setValue(part.id, { value: button ? part.exportValues === values[name] : values[name] });
  }
}
await writeFile(to, await file.saveDocument());
await task.destroy();
