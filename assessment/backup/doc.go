// Package backup writes a database with its evidence into one encrypted file, and
// reads it back.
//
//   - The file is encrypted with age (https://age-encryption.org), for recipients or
//     with a passphrase. Other tools can open it.
//   - Inside is a tar archive: manifest.json, then assay.db, then the evidence as
//     evidence/aa/SHA256. The [Manifest] comes first and lists the size and the
//     SHA-256 of everything after it. So a reader knows at each byte what must
//     follow, and nothing else is accepted.
//   - [Prepare] copies the database as it is at one moment, while others go on
//     writing, and examines the copy before anything is encrypted. Evidence files
//     are only ever added, so that they are read after the database.
//   - [Unpack] trusts nothing: it checks every name, size and hash, and that nothing
//     follows. Only then may the unpacked database be opened and examined.
package backup
