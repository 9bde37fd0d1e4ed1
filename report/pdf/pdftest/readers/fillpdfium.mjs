// Fills in a form with PDFium, as Chrome does: fillpdfium.mjs IN OUT. The input is a JSON object of values by the names of
// their fields. The choice of a list is the number of its entry, from 0. Names and numbers are those of fpdf_formfill.h.
import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

console.log = console.error;
const { PDFiumLibrary } = await import("@hyzyla/pdfium");
const [from, to] = process.argv.slice(2);
const values = JSON.parse(await text(process.stdin));
const { module: pdfium } = await PDFiumLibrary.init();
const { wasmExports: wasm } = pdfium;
const CHECKBOX = 2, RADIO = 3, CHOICE = 4, TEXT = 6;

const place = (bytes) => {
  const at = wasm.malloc(bytes.length);
  pdfium.HEAPU8.set(bytes, at);
  return at;
};
const memory = () => new DataView(pdfium.HEAPU8.buffer);
const wide = (value) => place(Buffer.from(value + "\0", "utf16le"));
const said = (ask) => { // a text that PDFium writes into a buffer
  const length = ask(0, 0), at = wasm.malloc(length + 2);
  ask(at, length);
  return Buffer.from(pdfium.HEAPU8.slice(at, at + Math.max(0, length - 2))).toString("utf16le");
};

// PDFium saves through a callback in its table of functions. The table cannot grow, so the callback takes a free place. It
// is a function of WebAssembly that calls one of JavaScript: (i32, i32, i32) -> i32.
const saved = [];
const callback = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 127, 127, 127, 1, 127, 2, 7, 1, 1, 101, 1, 102, 0, 0, 7, 5, 1, 1, 103, 0, 0,
])), { e: { f: (_, at, size) => saved.push(Buffer.from(pdfium.HEAPU8.slice(at, at + size))) && 1 } }).exports.g;
const table = Object.values(wasm).find((value) => value instanceof WebAssembly.Table);
let free = table.length - 1;
for (let n = 1; n < table.length; n++) if (table.get(n) === null) free = n;
table.set(free, callback);

const file = await readFile(from);
const form = pdfium._FPDF_LoadMemDocument(place(file), file.length, 0);
const info = place(new Uint8Array(512));
memory().setInt32(info, 1, true);
const filling = pdfium._FPDFDOC_InitFormFillEnvironment(form, info);
for (let n = 0; n < pdfium._FPDF_GetPageCount(form); n++) {
  const page = pdfium._FPDF_LoadPage(form, n);
  pdfium._FORM_OnAfterLoadPage(page, filling);
  for (let i = 0; i < pdfium._FPDFPage_GetAnnotCount(page); i++) {
    const field = pdfium._FPDFPage_GetAnnot(page, i);
    const value = values[said((at, length) => pdfium._FPDFAnnot_GetFormFieldName(filling, field, at, length))];
    if (value === undefined) continue;
    const corners = place(new Uint8Array(16));
    pdfium._FPDFAnnot_GetRect(field, corners);
    const [left, top, right, bottom] = [0, 4, 8, 12].map((offset) => memory().getFloat32(corners + offset, true));
    const click = () => {
      const at = [filling, page, 0, (left + right) / 2, (top + bottom) / 2];
      pdfium._FORM_OnMouseMove(...at);
      pdfium._FORM_OnLButtonDown(...at);
      pdfium._FORM_OnLButtonUp(...at);
    };
    switch (pdfium._FPDFAnnot_GetFormFieldType(filling, field)) {
      case CHECKBOX:
        click();
        break;
      case RADIO:
        if (said((at, length) => pdfium._FPDFAnnot_GetFormFieldExportValue(filling, field, at, length)) === value) click();
        break;
      case CHOICE:
        pdfium._FORM_SetFocusedAnnot(filling, field);
        pdfium._FORM_SetIndexSelected(filling, page, Number(value), 1);
        break;
      case TEXT:
        pdfium._FORM_SetFocusedAnnot(filling, field);
        pdfium._FORM_SelectAllText(filling, page);
        pdfium._FORM_ReplaceSelection(filling, page, wide(value));
    }
    pdfium._FORM_ForceToKillFocus(filling);
  }
}
const writer = place(new Uint8Array(8));
memory().setInt32(writer, 1, true);
memory().setInt32(writer + 4, free, true);
pdfium._FPDF_SaveAsCopy(form, writer, 0);
await writeFile(to, Buffer.concat(saved));
process.exit(0);
