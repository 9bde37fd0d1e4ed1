package questionnaire

import (
	_ "embed"
	"slices"
)

//go:embed schema.json
var schema []byte

// Schema is the form of a questionnaire file as a JSON Schema, draft 2020-12,
// so that editors complete and check what is written. It knows form alone: a
// file that it accepts may still have mistakes of meaning, which
// [Library.Lint] finds.
func Schema() []byte { return slices.Clone(schema) }
