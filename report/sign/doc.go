// Package sign puts signatures into an assay report and judges the signatures that it finds there.
//
// The ideas, in the order in which one needs them:
//
//   - An [Identity] is a key with its certificate and the authority that issued it. [Create] makes all three on the
//     user's machine and throws the authority's key away, so that nothing else can ever be issued in its name. What
//     others must trust is the authority's certificate, the anchor, handed to them as a PEM file.
//   - A signature fills one of the empty fields that the report was rendered with. Each field belongs to a [Role]. It
//     is written as one more revision after the bytes that were there, and covers all of them: PAdES baseline B-B (ETSI EN
//     319 142-1). The first one may certify the report, which tells every reader that from here on only signatures
//     may be added.
//   - Verifying is stricter than readers are. A reader asks whether the signed bytes are intact; [Verify] also asks
//     whether anything was added after, beside or around them. Whatever assay does not write is a problem, not a
//     matter of taste, for that room is what every known attack on signed PDFs needs.
//   - A signature is as assay writes it exactly when writing it again from what was read gives the same bytes. So
//     there is no second spelling that a forger could look for.
//   - Trust comes from the anchors that the caller names: never from the system's store, never from a certificate
//     that the file itself brings along.
package sign
