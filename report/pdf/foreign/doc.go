// Package foreign attaches a file to a PDF of another program, and reads a form that one filled in.
//
// Package pdf reads only what assay writes. A request for proposals comes from a word processor or a scanner, and this
// package reads as much of it as an attachment needs: the cross-reference tables, the catalog, and the tree of the
// attachments that are there. It appends an incremental update (ISO 32000-1, 7.5.6) and changes no byte before it, so that
// everybody can see that the document itself stayed as it was. It copies values that it does not need as they are spelled.
//
// It also reads the fields of a form that any program filled in ([ReadForm]). It reads the newest sections only as the file
// says where they are, and repairs nothing: a file that was cut off would else give earlier answers.
//
// A program that writes the whole file anew, as other libraries do, would have to understand all of it.
package foreign
