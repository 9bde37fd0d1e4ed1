package postgres_test

import (
	"context"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store/postgres"
)

func TestAServerThatCannotBeReachedSaysWhy(t *testing.T) {
	alone(t)
	for name, want := range map[string]string{
		"postgres://127.0.0.1:1/assay":    "the database server cannot be reached: connection refused",
		"postgres:///assay?host=/nowhere": "the database server cannot be reached: no such file or directory",
	} {
		a, err := postgres.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = postgres.Open(context.Background(), a.Config())
		said := postgres.Saying(err)
		if said == nil || said.Case != assessment.ConnectionLost || said.Code != assessment.Unwritten || !strings.Contains(said.Message, want) {
			t.Errorf("%s: %v, want %s", name, said, want)
		}
	}
}
