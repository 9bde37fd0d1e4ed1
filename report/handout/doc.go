// Package handout gives a questionnaire to people who do not have the program.
//
// There are two sorts of them, and the package is built on the difference:
//
//   - Our own people read everything: what is asked, why, what to listen for,
//     what a bad answer sounds like, how much it weighs. [Reading] writes that
//     as Markdown and as CSV.
//   - The vendor gets a [Copy]: the questions of one milestone, the documents
//     wanted with how fresh they must be, and a date. It is plain data that has
//     no place for anything else, so whatever is made from it (a workbook, a
//     PDF form, Markdown, CSV) cannot tell how the answers will be judged. Nor
//     does it tell which scenarios will be played through, or how answers are
//     graded: a grade is ours to give.
//
// What we read in a document ourselves is no question to the vendor. It is
// worded for the reader ("where does their paper weaken it?") and would say
// what to hide; only the document is asked for. Documents that we issue
// ourselves are not asked for either.
//
// Every file is read back before it is handed out: [Copy.Check] and [Reading.Check]
// compare what a stranger's program would find in it with what was meant, and
// look for anything that the vendor may not see.
//
// The package draws nothing. [Copy.Inputs] lists the fields of the form, and
// package report draws the pages under them.
package handout
