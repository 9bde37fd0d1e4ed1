package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"assay/assessment/wording"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/questionnaire"
)

// defaultQuestionnaire is the questionnaire of an assessment that names none.
const defaultQuestionnaire = "hipaa-staffing"

func (a *app) questionnaireCommand() *cobra.Command {
	return a.noun("questionnaire", "Questionnaires: list, check, write, import and hand out", a.questionnaireList(), a.questionnaireShow(), a.questionnaireLint(), a.questionnaireNew(), a.questionnaireSchema(), a.questionnaireExport(), a.questionnaireImport(), a.questionnaireDiff(), a.questionnaireCoverage())
}

// questionnaire finds a questionnaire in the library.
func (a *app) questionnaire(id string) (*questionnaire.Questionnaire, error) {
	q, err := a.work.Library.Get(id)
	switch {
	case errors.Is(err, questionnaire.ErrUnknown):
		return nil, failf(assessment.NotFound, "`assay questionnaire list` shows what there is", "there is no questionnaire %q", id)
	case err != nil:
		return nil, failf(assessment.Invalid, "`assay questionnaire lint FILE` lists every mistake with its place", "%w", err)
	}
	return q, nil
}

// shelved is a questionnaire in JSON.
type shelved struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Title   string `json:"title"`
	Domains int    `json:"domains"`
	Items   int    `json:"items"`
	Hash    string `json:"hash"`
	Source  string `json:"source"`
	File    string `json:"file"`
	Error   string `json:"error,omitempty"` // the reason that it cannot be used
}

func (a *app) questionnaireList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the shipped questionnaires and your own", Args: cobra.NoArgs,
		Long: "List the questionnaires: those that ship, and your own in " + a.folders.questionnaires + ".",
		RunE: a.does(func(context.Context, []string) error {
			listings, err := a.work.Library.List()
			if err != nil {
				return err
			}
			all := make([]shelved, len(listings))
			rows := [][]cell{heading("id", "version", "domains", "items", "hash", "source", "title")}
			for i, l := range listings {
				all[i] = shelve(l)
				if l.Err != nil {
					rows = append(rows, []cell{{l.File, red}, {text: "–"}, {text: "–"}, {text: "–"}, {text: "–"}, {text: l.Source}, {text: all[i].Error}})
					continue
				}
				rows = append(rows, texts(all[i].ID, all[i].Version, fmt.Sprint(all[i].Domains), fmt.Sprint(all[i].Items), wording.Short(all[i].Hash), l.Source, l.Title))
			}
			return a.show(all, func() { a.out.table("", numbers(2, 3), rows) })
		}),
	}
}

func shelve(l questionnaire.Listing) shelved {
	s := shelved{ID: l.ID, Title: l.Title, Source: l.Source, File: l.File}
	if l.Err != nil {
		s.Error, _, _ = strings.Cut(l.Err.Error(), "\n")
		return s
	}
	q := l.Questionnaire
	s.Version, s.Hash, s.Domains = q.Version, q.Hash(), len(q.Domains)
	for d := range q.Domains {
		s.Items += len(q.Domains[d].Items)
	}
	return s
}
