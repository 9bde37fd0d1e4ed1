// Package handback reads the file that a vendor sends back: the form of package webform as its ZIP, the PDF form, a
// workbook of the vendor's copy, or a workbook of the outstanding list.
//
// A [Handback] is plain content: the form, the answers of the vendor, and the files that came with it. Nothing of it
// is in the record. Package written compares it with the record, and a person takes it.
//
// Three ideas shape the package:
//
//   - The file is hostile until it is read. The format is decided by the content and never by the name. Each limit is
//     checked before memory is taken. A file that could run something, or could show other people something else than
//     assay reads, is refused as a whole, because it would be kept and opened by colleagues.
//   - Nothing is dropped silently. Text that fits nowhere becomes a remark, and the person who takes the reply reads it.
//   - What a vendor fills in may go through any program. Fields of a PDF are found by their names, cells of a workbook by
//     the heads of their columns and the ids of their rows, so that moved columns, new rows and renamed sheets do no harm.
package handback
