package assessment_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/input/inputtest"
	"assay/questionnaire"

	"pgregory.net/rapid"
)

// Of all journals that somebody can make of an honest one, only the honest one leads
// to its head and publishes what it must.
func TestPropertyNoOtherJournalLeadsToTheHead(t *testing.T) {
	q, renamed := chained(t), anew(t, "id: TEC-02", "id: TEC-20, was: [TEC-02]", "ask: Who pays?", "ask: Who pays for what?", "version: 1.0.0", "version: 1.1.0")
	rapid.Check(t, func(rt *rapid.T) {
		i := open(t, q)
		for range rapid.IntRange(3, 20).Draw(rt, "events") {
			i.anything(rt, renamed)
		}
		whole := must(assessment.Replay("a1", i.written()))
		honest := must(whole.Publish())
		forged := tampered(rt, slices.Clone(honest), i.written())
		if slices.EqualFunc(forged, honest, sameWritten) {
			return
		}
		read, err := assessment.Replay("a1", forged)
		if err != nil || read.CheckPublished() != nil {
			return
		}
		if read.State.Head == whole.State.Head {
			rt.Fatalf("another journal leads to the head: %s", must(assessment.WriteJournal(forged)))
		}
	})
}

func sameWritten(a, b assessment.Written) bool {
	return a.Header == b.Header && bytes.Equal(a.Salt, b.Salt) && bytes.Equal(a.Body, b.Body) && (a.Body == nil) == (b.Body == nil)
}

// tampered changes a journal in one way. The forger knows all bodies, and makes
// headers and digests that fit.
func tampered(rt *rapid.T, journal, whole []assessment.Written) []assessment.Written {
	at := rapid.IntRange(0, len(journal)-1).Draw(rt, "at")
	other := rapid.IntRange(0, len(journal)-1).Draw(rt, "other")
	w := &journal[at]
	fits := func(change func(h *assessment.Header)) {
		h := must(assessment.ParseHeader(w.Header))
		change(&h)
		w.Header = h.Text()
	}
	body := func() {
		if w.Body == nil {
			*w = whole[at]
		}
		w.Body = bytes.Replace(w.Body, []byte(`"`), []byte(`"x`), rapid.IntRange(1, 9).Draw(rt, "quotes"))
	}
	switch rapid.SampledFrom([]string{"body", "fitting body", "salt", "withhold", "publish", "publish all", "delete", "swap", "twice", "author", "kind", "item", "cut", "more", "bodies"}).Draw(rt, "how") {
	case "body":
		body()
	case "fitting body":
		body()
		if len(w.Salt) == len(assessment.Salt{}) {
			fits(func(h *assessment.Header) { h.Body = assessment.Salt(w.Salt).Digest(w.Body) })
		}
	case "salt":
		w.Salt = slices.Repeat([]byte{9}, 32)
	case "withhold":
		w.Salt, w.Body = nil, nil
	case "publish":
		*w = whole[at]
	case "publish all":
		return whole
	case "delete":
		return slices.Delete(journal, at, at+1)
	case "swap":
		journal[at], journal[other] = journal[other], journal[at]
	case "twice":
		return slices.Insert(journal, at, journal[other])
	case "author":
		fits(func(h *assessment.Header) { h.By = "mallory" })
	case "kind":
		fits(func(h *assessment.Header) { h.Kind = must(assessment.ParseHeader(journal[other].Header)).Kind })
	case "item":
		fits(func(h *assessment.Header) { h.Item = "TEC-01" })
	case "cut":
		return journal[:at]
	case "more":
		h := must(assessment.ParseHeader(journal[len(journal)-1].Header))
		h.Seq, h.ID = h.Seq+1, "event-more"
		return append(journal, assessment.Written{Header: h.Text()})
	case "bodies":
		journal[at].Salt, journal[other].Salt = journal[other].Salt, journal[at].Salt
		journal[at].Body, journal[other].Body = journal[other].Body, journal[at].Body
	}
	return journal
}

// FuzzJournal reads journals as a report carries them. One that is read is written
// as the same text, and adds up without a panic, or is refused.
func FuzzJournal(f *testing.F) {
	i := open(f, small(f))
	i.append(assessment.CarriedOver{Answers: []assessment.Answer{{Item: "BAA-02", Value: "3", Reverify: &assessment.Reverify{Because: []string{assessment.Reassessment}}}}})
	i.answer(assessment.Answer{Item: "BAA-02", Value: "2"}).answer(assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 2}})
	i.record(decide(assessment.DecideDecline, "too dear"))
	i.record(assessment.FlagRaised{Severity: questionnaire.Stop, Text: "x"})
	honest := string(must(assessment.WriteJournal(must(must(assessment.Replay("a1", i.written())).Publish()))))
	f.Add(honest)
	f.Add(strings.Replace(honest, `"salt":`, `"salt":null,"salt":`, 1))
	f.Add(`{"header":"{}","salt":null,"body":null,"hash":""}` + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		inputtest.Bounded(t, func() {
			journal, err := assessment.ReadJournal([]byte(text), 1000)
			if err != nil {
				return
			}
			if again := must(assessment.WriteJournal(journal)); string(again) != text {
				t.Errorf("%s is written as %s", text, again)
			}
			if read, err := assessment.Replay("a1", journal); err == nil {
				_ = read.CheckPublished()
				_, _ = read.Publish()
			}
		})
	})
}

// FuzzReplay adds up journals of anything, with headers that fit: one event a line,
// its kind and its body, or a minus first for a body that is not there.
func FuzzReplay(f *testing.F) {
	i := open(f, small(f))
	i.append(assessment.CarriedOver{Answers: []assessment.Answer{{Item: "BAA-02", Value: "3", Reverify: &assessment.Reverify{Because: []string{assessment.Reassessment}}}}})
	i.answer(assessment.Answer{Item: "BAA-02", Value: "2"}).answer(assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 2}})
	i.record(decide(assessment.DecideDecline, "too dear"))
	var honest, withheld strings.Builder
	for n, e := range i.events {
		line := assessment.KindOf(e.Change) + " " + string(must(e.Write()).Body) + "\n"
		honest.WriteString(line)
		if n > 1 {
			line = "-" + line
		}
		withheld.WriteString(line)
	}
	f.Add(honest.String())
	f.Add(withheld.String())
	opened, _, _ := strings.Cut(honest.String(), "\n")
	for _, event := range []string{
		`undone {"event":"event-1"}`, `struck {"event":"event-1","instead":{"answers":[]}}`, `rules_changed {"kept":[{"item":"A","was":"B"}]}`, `moved {"reverify":{"A":["x"]}}`,
		`link_set {"link":{"id":"event-9"}}`, `-link_removed {"link":"a"}`, `-withdrawn {}`, `-graded {"item":"A","scorer":"b","effect":"kept"}`, `action_closed {"action":"event-1"}`,
	} {
		f.Add(opened + "\n" + event + "\n" + event + "\n")
	}
	// The opening is taken back or struck, and an answer follows.
	for _, event := range []string{`undone {"event":"event-1"}`, `struck {"event":"event-1"}`} {
		for _, answer := range []string{`answered {"answer":{"item":"A"}}`, `graded {"item":"A","scorer":"b"}`, `-answered {"answer":{"item":"A"}}`, `-graded {"item":"A","scorer":"b","effect":"kept"}`, `waiver_granted {}`, `flag_resolved {"flag":"A/1"}`} {
			f.Add(opened + "\n" + event + "\n" + answer + "\n")
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		inputtest.Bounded(t, func() {
			var journal []assessment.Written
			for line := range strings.Lines(text) {
				kind, body, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
				kind, gone := strings.CutPrefix(kind, "-")
				refs, err := assessment.RefsIn(kind, []byte(body))
				if err != nil || len(journal) > 200 {
					return
				}
				salt, n := assessment.Salt{1}, int64(len(journal)+1)
				w := assessment.Written{Salt: salt[:], Body: []byte(body), Header: assessment.Header{
					Journal: assessment.OfAssessment, Of: "a1", Seq: n, At: n, ID: fmt.Sprintf("event-%d", n), By: "lead", Kind: kind, Refs: refs, Body: salt.Digest([]byte(body)),
				}.Text()}
				if gone {
					w.Salt, w.Body = nil, nil
				}
				journal = append(journal, w)
			}
			if read, err := assessment.Replay("a1", journal); err == nil {
				_ = read.CheckPublished()
				_, _ = read.Publish()
			}
		})
	})
}
