// Package written holds what a vendor wrote: the reply to one of our forms.
//
// A form is a file with questions that we send to a vendor: HTML, PDF or XLSX. It
// carries a [form.Form], which tells whom it asks, which questionnaire, and its own id. A
// [Reply] is that file when it comes back, filled in. Package report/handback reads
// it out of the file.
//
// Nothing of a reply enters the record by itself. A person goes through it and takes,
// edits or leaves each answer. What was taken is claimed, and stays the word of a
// person whose name only the form states.
package written
