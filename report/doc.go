// Package report is what is handed over: the PDF that goes into the file of a
// request for proposals, and the check that it still says what it said.
//
// Its ideas, in the order in which a reader meets them:
//
//   - A report is a drawing of one snapshot, judged for one day, milestone and
//     rule view. [Render] is a function of its [Input] alone: no clock, no
//     database, no machine's fonts or time zones. The same input gives the same
//     bytes.
//   - It never needs the tool again. Everything that was asked, answered, shown
//     and decided stands in words on its pages, and the snapshot itself is
//     attached as [AttachmentName], canonical JSON from which every figure can
//     be made anew.
//   - That is also its proof. [Verify] judges the signatures, makes the figures
//     again with the engine that the attachment names, draws the pages again and
//     compares them. A page that says approve over data that say blocked is
//     found, even when the person who signed it drew it.
//   - Text from outside is hostile, and strange characters are no excuse: what
//     has no glyph is spelt out as [U+1F600] and listed, never dropped.
//   - What is asked goes out before anything is answered: [VendorCopy] draws the
//     form that a vendor fills in. What may stand in it is decided in package
//     handout.
//
// Drawing is done in three layers. drawing.go has plain verbs for one page and
// alone imports the drawing library; layout.go puts blocks on pages; each other
// file draws the part of a report that it is named for.
package report
