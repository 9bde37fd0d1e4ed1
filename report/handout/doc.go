// Package handout writes a questionnaire for people who do not have the program.
//
// There are two kinds of copies, for two kinds of readers:
//
//   - Our own people get an [InternalCopy]. It holds everything: the questions and
//     their reasons, the signs of a good and of a bad answer, and the weights. It
//     is written as Markdown or as CSV.
//   - The vendor gets a [Copy]. Package vendorcopy decides its content, which does
//     not reveal how we judge the answers. It is written as a workbook, Markdown or
//     CSV. Package report draws it as a PDF form, and package webform makes a page of it. After a meeting the vendor
//     gets a [FollowUp], with the points that are still open, and a [Receipt] of what
//     we wrote down.
//
// Check every file before you hand it out. [Copy.Check] and [InternalCopy.Check]
// read the file as another program would and compare it with the copy.
// [Copy.Check] also searches the file for sentences that the vendor must not see.
package handout
