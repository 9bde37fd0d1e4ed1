// Package report draws the PDF that goes into the file of an RFP, and verifies
// that nobody has changed it.
//
// Its ideas, in the order in which a reader meets them:
//
//   - A report is a drawing of one snapshot, judged for one day, milestone and
//     rule view. [Render] uses its [Input] and nothing else: no clock, no
//     database, and neither the fonts nor the time zone of the machine. The same
//     input gives the same bytes.
//   - A reader needs no program. The pages print every question, answer, record
//     and decision in words. The file [AttachmentName] in the PDF is the snapshot
//     as canonical JSON, from which every figure can be computed again.
//   - The report proves itself. [Verify] checks the signatures, computes the
//     figures again with the engine that the attachment names, draws the pages
//     again and compares them. It finds a page that says "approve" when the data
//     says "blocked", even if the signer drew that page.
//   - [RenderComparison] draws several assessments side by side, and carries the snapshot
//     and the journal of each. Verify proves it in the same way; package proof compares
//     its sides with the reports beside it.
//   - Text from outside is hostile. A character without a glyph is spelled out as
//     [U+1F600] and listed, never dropped.
//   - [VendorCopy] draws the form that a vendor fills in. Package vendorcopy decides
//     its content.
//
// There are three layers of drawing. drawing.go has plain verbs for one page and
// alone imports the drawing library; layout.go puts blocks on pages; each other
// file draws the part of a report that it is named for.
package report
