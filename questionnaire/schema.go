package questionnaire

import (
	_ "embed"
	"slices"
)

//go:embed schema.json
var schema []byte

// Schema is the form of a questionnaire file as a JSON Schema, draft
// 2020-12, for completion and checks in editors. It covers form only:
// [Library.Lint] finds mistakes of meaning.
func Schema() []byte { return slices.Clone(schema) }
