package assessment

import (
	_ "embed"
	"slices"
)

//go:embed answers.schema.json
var answerSchema []byte

// AnswerSchema is the form of an answer file as a JSON Schema, draft 2020-12,
// for completion and checks in editors. It covers form only: [AnswerFile.Admit]
// finds mistakes of meaning.
func AnswerSchema() []byte { return slices.Clone(answerSchema) }
