// Package sign signs assay reports and verifies their signatures.
//
// The ideas:
//
//   - An [Identity] is a key, its certificate, and the certificate of the authority that issued it. [Create] makes all
//     three on the user's machine. It then throws the key of the authority away, so that the authority can never issue
//     anything else. Other people must trust the authority's certificate, the anchor. They receive it as a PEM file.
//   - A report is rendered with empty signature fields, one for each [Role]. [Sign] fills one field. It appends a
//     revision to the file, and the signature covers all bytes of the file: PAdES baseline B-B (ETSI EN 319 142-1). The
//     first signature may certify the report. That tells every PDF reader that only more signatures may follow.
//   - [Verify] is stricter than PDF readers. A reader checks that the signed bytes are unchanged. Verify also refuses
//     everything that assay does not write itself, whether it comes after, beside or around the signed bytes. All known
//     attacks on signed PDFs use such additions.
//   - Each signature has exactly one valid encoding. Verify reads a signature, encodes it again, and compares the bytes.
//     So a forger cannot use another encoding of the same signature.
//   - The caller names the trusted anchors. Verify does not trust the certificates of the operating system or a
//     certificate inside the report.
package sign
