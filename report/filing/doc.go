// Package filing makes the file that goes into the folder of an RFP: one zip file with reports, a list of its files, and
// a signature of this list. It also verifies such a package.
//
// The ideas:
//
//   - A package for the file has everything about all vendors. A package for a bidder has the debrief of this bidder, and
//     nothing about the others, not even their names. [Search] looks for them in every byte before it goes out.
//   - The manifest lists each file with its size and its SHA-256, and a detached signature covers the manifest. So one
//     signature binds all files together, and other tools can check it: openssl, sha256sum, any zip program.
//   - A zip file has one spelling here. [Unpack] reads the files, packs them again, and refuses the zip unless the bytes
//     are equal. Nothing in it is compressed, so a package is never larger than it looks. A link, a second file of the same
//     name, a comment or bytes that belong to nothing change the spelling.
//   - A [Prepared] package holds reports that nobody has signed. A computer without a key writes it, and one with a key makes
//     the package of it.
//   - The list of evidence follows from the reports, and the index page from the manifest. [Verify] makes both again and
//     compares.
//
// The package reads no clock and no file.
package filing
