package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/questionnaire"
	"assay/questionnaire/canonical"
	"assay/report/pdf"
)

// ComparisonName is the file with the data of a comparison.
const ComparisonName = "comparison.json"

// comparedJournal is the file with the journal of one side, named by the letter that
// the pages give it. It has the lines of [JournalName].
func comparedJournal(side int) string { return "journal-" + letter(side) + ".jsonl" }

// comparedData is the content of ComparisonName. Sides mostly share a questionnaire,
// which is the larger part of a snapshot: each is there once, by its hash. S is a
// state to write, or the text of one that was read.
type comparedData[S any] struct {
	Award          *assessment.Award          `json:"award"`
	Differences    bool                       `json:"differences"`
	Engine         string                     `json:"engine"`
	Evaluator      string                     `json:"evaluator"`
	Organisation   string                     `json:"organisation"`
	Paper          string                     `json:"paper"`
	Questionnaires map[string]json.RawMessage `json:"questionnaires"`
	Renderer       string                     `json:"renderer"`
	Sides          []comparedSide[S]          `json:"sides"` // best first
}

// comparedSide is one side: a snapshot without its questionnaire, and how it was
// judged.
type comparedSide[S any] struct {
	AsOf          assessment.Date         `json:"as_of"`
	Milestone     questionnaire.Milestone `json:"milestone"`
	Questionnaire string                  `json:"questionnaire"` // its hash
	State         S                       `json:"state"`
	View          questionnaire.View      `json:"view"`
}

// comparedState is a snapshot without its questionnaire.
type comparedState struct {
	Assessment string `json:"assessment"`
	assessment.State
}

// attachment is the data of the comparison. The sides follow the order of the
// contest.
func (in ComparisonInput) attachment(of contest.Contest) ([]byte, error) {
	data := comparedData[comparedState]{
		Award: in.Award, Differences: in.Differences, Engine: assessment.Engine, Evaluator: in.Evaluator, Organisation: in.Organisation, Paper: in.Paper,
		Questionnaires: map[string]json.RawMessage{}, Renderer: Renderer,
	}
	for _, s := range of.Sides {
		hash := s.Snapshot.Pin().Hash
		if data.Questionnaires[hash] == nil {
			text, err := canonical.Marshal(s.Snapshot.Questionnaire)
			if err != nil {
				return nil, err
			}
			data.Questionnaires[hash] = text
		}
		data.Sides = append(data.Sides, comparedSide[comparedState]{
			AsOf: s.Result.AsOf, Milestone: s.Result.Milestone, Questionnaire: hash, View: s.Result.View,
			State: comparedState{s.Snapshot.Assessment, s.Snapshot.State},
		})
	}
	return canonical.Marshal(data)
}

// attached are the files of a comparison: its data, and the journal of each side.
func attached(data []byte, journals [][]byte) []pdf.Attachment {
	files := []pdf.Attachment{{
		Name: ComparisonName, MIME: "application/json", Description: "The comparison as data: the snapshot of each side, and how it was judged",
		Relationship: "Source", Data: data,
	}}
	for n, journal := range journals {
		files = append(files, pdf.Attachment{
			Name: comparedJournal(n), MIME: "application/jsonl", Description: "The journal of " + letter(n) + ": the header of every event, and the bodies that count",
			Relationship: "Source", Data: journal,
		})
	}
	return files
}

// parseComparison reads the data of a comparison, like [parseAttachment]. texts are
// the snapshots of the sides.
func parseComparison(data []byte) (by madeBy, in ComparisonInput, texts [][]byte, err error) {
	var read comparedData[json.RawMessage]
	if by, err = parseStrictly(data, &read); err != nil {
		return by, in, nil, err
	}
	in = ComparisonInput{Award: read.Award, Differences: read.Differences, Organisation: read.Organisation, Evaluator: read.Evaluator, Paper: read.Paper}
	for _, side := range read.Sides {
		text, err := withQuestionnaire(side.State, read.Questionnaires[side.Questionnaire])
		if err != nil {
			return by, in, nil, err
		}
		snapshot, err := assessment.ParseSnapshot(text)
		if err != nil {
			return by, in, nil, err
		}
		if snapshot.Pin().Hash != side.Questionnaire {
			return by, in, nil, errors.New("a side names a questionnaire that is not its own")
		}
		texts = append(texts, text)
		in.Sides = append(in.Sides, Compared{Snapshot: snapshot, AsOf: side.AsOf, Milestone: side.Milestone, View: side.View})
	}
	return by, in, texts, in.check()
}

// withQuestionnaire is the canonical snapshot of a state and a questionnaire.
func withQuestionnaire(state, of json.RawMessage) ([]byte, error) {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(state, &whole); err != nil {
		return nil, err
	}
	if _, twice := whole["questionnaire"]; twice || of == nil {
		return nil, errors.New("a side needs one questionnaire, beside its state")
	}
	whole["questionnaire"] = of
	return canonical.Marshal(whole)
}

// published are the journals of the sides as the comparison attaches them, in the
// order of the contest.
func (in ComparisonInput) published(of contest.Contest) ([][]byte, error) {
	var all [][]byte
	for _, s := range of.Sides {
		at := slices.IndexFunc(in.Sides, func(c Compared) bool { return c.Snapshot.Assessment == s.Snapshot.Assessment })
		journal, err := in.Sides[at].input(in).published()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Title, err)
		}
		all = append(all, journal)
	}
	return all, nil
}
