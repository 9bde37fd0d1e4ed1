// Package pdf reads and writes the one kind of PDF file that assay produces.
//
// A PDF file is a header, a sequence of numbered objects, a cross-reference table ("xref") with the offset of each
// object, and a trailer that names the catalog, which is the root object. A program changes the file by appending to
// it: new or replaced objects, a table of these objects, and a trailer whose /Prev points to the previous table. Each
// such layer is a [Revision]. The first revision, the base, holds the rendered document. Appending moves no earlier
// byte, so a signature over the earlier bytes stays valid when the next person signs.
//
// Three ideas shape the package:
//
//   - It reads only what it writes. [Parse] reads a revision, writes it again, and refuses it unless the bytes are equal.
//     So there is one spelling for each file, and no byte in it that belongs to nothing. Other PDF readers are more
//     tolerant, and they repair damaged files, each in its own way. Attacks use the difference to show another page than
//     the one that was checked.
//   - You read a document as of a revision. [Document.AsOf] returns a [View]. If a later revision replaces an object,
//     the earlier view still has the old value.
//   - Drawing and archiving are two steps. [Finish] turns the output of the drawing library into an archival file: a
//     PDF 1.7 that follows PDF/A-3b (ISO 19005-3), with attachments and empty signature fields. It can also turn the
//     output into a form with [Input]s. The same arguments always give the same bytes.
//
// Section numbers in comments, such as 7.5.4, refer to ISO 32000-1 (PDF 1.7) unless they name another standard.
package pdf
