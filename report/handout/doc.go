// Package handout writes a questionnaire for people who do not have the program.
//
// There are two kinds of copies, for two kinds of readers:
//
//   - Our own people get an [InternalCopy]. It holds everything: the questions and
//     their reasons, the signs of a good and of a bad answer, and the weights. It
//     is written as Markdown or as CSV.
//   - The vendor gets a [Copy]. It holds the questions of one milestone, the
//     requested documents and their maximum age, and a due date. It is written as
//     a PDF form, a workbook, Markdown or CSV.
//
// A Copy must not reveal how we judge the answers. So the type has no fields for
// grades, weights, scenarios or expected answers, and no format can print them.
// A Copy does not contain the questions that we answer by reading a document,
// either. They tell a vendor what to hide ("where does their paper weaken it?").
// It requests the document alone. It never requests documents that we issue.
//
// Check every file before you hand it out. [Copy.Check] and [InternalCopy.Check]
// read the file as another program would and compare it with the copy.
// [Copy.Check] also searches the file for sentences that the vendor must not see.
//
// The package draws no pages. [Copy.Inputs] lists the fields of the PDF form, and
// package report draws them.
package handout
