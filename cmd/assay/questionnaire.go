package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/yamldoc"
)

// defaultQuestionnaire is what vendors are asked unless a call says otherwise.
const defaultQuestionnaire = "hipaa-staffing"

func (a *app) questionnaireCommand() *cobra.Command {
	return a.noun("questionnaire", "What is asked", a.questionnaireList(), a.questionnaireShow(), a.questionnaireLint())
}

// questionnaire finds a questionnaire in the library.
func (a *app) questionnaire(id string) (*questionnaire.Questionnaire, error) {
	q, err := a.library().Get(id)
	switch {
	case errors.Is(err, questionnaire.ErrUnknown):
		return nil, assessment.Errorf(assessment.NotFound, "`assay questionnaire list` shows what there is", "there is no questionnaire %q", id)
	case err != nil:
		return nil, assessment.Errorf(assessment.Invalid, "`assay questionnaire lint FILE` lists every mistake with its place", "%w", err)
	}
	return q, nil
}

// shelved is a questionnaire in a list.
type shelved struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Title   string `json:"title"`
	Domains int    `json:"domains"`
	Items   int    `json:"items"`
	Hash    string `json:"hash"`
	Source  string `json:"source"`
	File    string `json:"file"`
	Error   string `json:"error,omitempty"` // why it cannot be used
}

func (a *app) questionnaireList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the questionnaires, shipped and your own", Args: cobra.NoArgs,
		Long: "List the questionnaires: those that ship, and your own in " + a.folders.questionnaires + ".",
		RunE: a.does(func(context.Context, []string) error {
			listings, err := a.library().List()
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
				rows = append(rows, texts(all[i].ID, all[i].Version, fmt.Sprint(all[i].Domains), fmt.Sprint(all[i].Items), short(all[i].Hash), l.Source, l.Title))
			}
			if a.flags.json {
				return a.out.json(all)
			}
			a.out.table("", numbers(2, 3), rows)
			return nil
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

func (a *app) questionnaireShow() *cobra.Command {
	return &cobra.Command{
		Use: "show QUESTIONNAIRE", Short: "Show a questionnaire, as read in a terminal or as JSON", Args: cobra.ExactArgs(1),
		Example: `  assay questionnaire show hipaa-staffing
  assay questionnaire show hipaa-staffing --json`,
		RunE: a.does(func(_ context.Context, args []string) error {
			q, err := a.questionnaire(args[0])
			if err != nil {
				return err
			}
			if a.flags.json {
				return a.out.json(json.RawMessage(q.Canonical()))
			}
			a.showQuestionnaire(q)
			return nil
		}),
	}
}

func (a *app) showQuestionnaire(q *questionnaire.Questionnaire) {
	p := a.out
	p.print("%s\n", p.paint(bold, q.Title))
	p.print("%s\n", p.paint(faint, fmt.Sprintf("%s %s · %s", q.ID, q.Version, q.Hash())))
	if q.About != "" {
		p.print("\n")
		p.prose("", q.About)
	}
	for d := range q.Domains {
		domain := &q.Domains[d]
		p.print("\n%s %s\n", p.paint(bold, domain.ID+"  "+domain.Name), p.paint(faint, domainTerms(domain)))
		for i := range domain.Items {
			a.showItem(q, &domain.Items[i])
		}
	}
	if len(q.Evidence) > 0 {
		p.print("\n%s\n", p.paint(bold, "Evidence"))
		rows := make([][]cell, 0, len(q.Evidence))
		for _, kind := range q.Evidence {
			rows = append(rows, []cell{{kind.ID, faint}, {text: kind.Name}})
		}
		p.table("  ", nil, rows)
	}
}

func domainTerms(d *questionnaire.Domain) string {
	text := fmt.Sprintf("weight %d", d.Weight)
	if d.Floor > 0 {
		text += fmt.Sprintf(", floor %d", d.Floor)
	}
	return text
}

func (a *app) showItem(q *questionnaire.Questionnaire, item *questionnaire.Item) {
	p := a.out
	terms := []string{string(item.Kind)}
	if item.Hard {
		terms[0] = "hard gate"
	}
	if item.Kind != questionnaire.Fact {
		terms = append(terms, fmt.Sprintf("weight %d", item.Weight), item.Basis.Meaning(), string(item.Phase))
	}
	if item.AskedOf != "" {
		terms = append(terms, "asked of "+item.AskedOf)
	}
	p.print("\n  %s  %s\n", p.paint(bold, item.ID), item.Title)
	p.print("  %s\n", p.paint(faint, strings.Join(terms, " · ")))
	p.prose("    ", item.Ask)
	for _, part := range []struct {
		name  string
		texts []string
	}{
		{"why", nonEmpty(item.Why)},
		{"rests on", item.Cites},
		{"listen for", item.ListenFor},
		{"probe", item.Probes},
		{"red flag", flagTexts(item)},
		{"anchors", numbered(item.Anchors)},
		{"options", optionTexts(item)},
		{"shown by", nonEmpty(strings.Join(item.Evidence, ", "))},
	} {
		for n, text := range part.texts {
			name := part.name
			if n > 0 {
				name = ""
			}
			p.beside("    ", p.paint(faint, name), 12, text)
		}
	}
}

// nonEmpty leaves out the empty texts.
func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

func flagTexts(item *questionnaire.Item) []string {
	var all []string
	for _, flag := range item.RedFlags {
		all = append(all, fmt.Sprintf("%s (%s)", flag.Text, flag.Severity))
	}
	return all
}

func numbered(anchors []string) []string {
	var all []string
	for n, anchor := range anchors {
		all = append(all, fmt.Sprintf("%d  %s", n, anchor))
	}
	return all
}

func optionTexts(item *questionnaire.Item) []string {
	var all []string
	for _, option := range item.Options {
		all = append(all, option.Value+": "+option.Label)
	}
	return all
}

func (a *app) questionnaireLint() *cobra.Command {
	return &cobra.Command{
		Use: "lint FILE…", Short: "Say everything that is wrong with a questionnaire file", Args: cobra.MinimumNArgs(1),
		Long:    "Say everything that is wrong with questionnaire files, as FILE:LINE:COLUMN: error: …, on stdout. The exit code is 1 when there is anything.",
		Example: `  assay questionnaire lint our-vendors.yaml`,
		RunE: a.does(func(_ context.Context, args []string) error {
			findings := []mistakeLine{}
			bad := 0
			for _, name := range args {
				mistakes, err := a.lint(name)
				if err != nil {
					return err
				}
				if mistakes == nil {
					continue
				}
				bad++
				findings = append(findings, mistakes.json()...)
				if !a.flags.json {
					for _, line := range mistakes.lines() {
						a.out.print("%s\n", line)
					}
				}
			}
			if a.flags.json {
				if err := a.out.json(findings); err != nil {
					return err
				}
			}
			if bad > 0 {
				return assessment.Errorf(assessment.Invalid, "", "%s in %s", count(len(findings), "mistake"), count(bad, "file"))
			}
			return nil
		}),
	}
}

// lint parses one file and returns its mistakes, or nil.
func (a *app) lint(name string) (*mistaken, error) {
	text, err := readInput(name)
	if err != nil {
		return nil, err
	}
	q, err := questionnaire.Parse(bytes.NewReader(text))
	var mistakes yamldoc.Mistakes
	switch {
	case errors.As(err, &mistakes):
		return &mistaken{file: name, mistakes: mistakes}, nil
	case err != nil:
		return nil, err
	}
	a.say("%s: %s %s is in order (%s)", name, q.ID, q.Version, short(q.Hash()))
	return nil, nil
}
