// Package pdf knows the objects of a PDF file, and only those of the one kind of file that assay writes.
//
// A PDF file is a header, a run of numbered objects, a cross-reference table ("xref") with the offset of each
// object, and a trailer that names the catalog, the root of everything. A change is made by appending: new or
// replaced objects, a table of only those, and a trailer that points back with /Prev. Each such layer is a
// [Revision]; the first is the base, which is what was rendered. Nothing written earlier moves, which is what lets
// a signature over the bytes so far stay valid when the next person signs.
//
// Three ideas shape the package:
//
//   - One profile, read strictly. [Parse] takes classic cross-reference tables, generation 0, direct stream lengths,
//     no comments, and wants every byte of every revision to belong to an object that the table lists. The freedom
//     that PDF readers give a writer is the room that signature attacks live in, and our own files need none of it.
//   - A document is read as of a revision. [Document.AsOf] gives a [View]; an object that a later revision replaced
//     has its old value in the earlier view. Whoever asks must say when.
//   - Drawing and archiving are two steps. [Finish] takes what the drawing library wrote and makes the archival
//     file of it: PDF 1.7 after the rules of PDF/A-3b (ISO 19005-3), with attachments and empty signature fields.
//     Or it makes a form of it, with [Input]s to fill in. The same input gives the same bytes.
//
// Section numbers in comments, such as 7.5.4, are those of ISO 32000-1 (PDF 1.7) unless another standard is named.
package pdf
