package report

// Renderer is the version of the drawing, and of the data that a report
// attaches. It rises with every change of a page or of that data, so that
// [Verify] compares a report only with pages that the same version drew.
// TestRendererRises holds it; CONTRIBUTING.md says how to raise it.
const Renderer = "assay-pdf/46"
