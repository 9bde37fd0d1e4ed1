// Package vendorcopy decides what a vendor reads of a questionnaire: the questions
// of one milestone, the requested documents and their maximum age, and a due date.
//
// A [Copy] must not reveal how we judge the answers. So the type has no fields for
// grades, weights, scenarios or expected answers, and no format can print them. A
// Copy does not contain the questions that we answer by reading a document, either.
// They tell a vendor what to hide ("where does their paper weaken it?"). It requests
// the document alone. It never requests documents that we issue.
//
// The package is plain content. [Copy.Inputs] lists the fields of the PDF form, and
// package report draws them. Package handout writes the other formats. It is apart
// from them because report also verifies, in a browser too, and a verifier should
// not carry a spreadsheet.
package vendorcopy
