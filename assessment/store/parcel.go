package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"

	"assay/assessment"
)

// Parcel is one assessment with everything that it needs on another machine: its
// journal and the journals of its vendor, its RFP and the assessments that it
// follows, whole; their questionnaires; and the list of their evidence files.
type Parcel struct {
	Database       string          `json:"database"`   // the id of the database that it is from
	Assessment     string          `json:"assessment"` // its id
	Title          string          `json:"title"`
	Journals       []ParcelJournal `json:"journals"`       // what a journal names comes before it
	Questionnaires []string        `json:"questionnaires"` // canonical texts
	Evidence       []KeptFile      `json:"evidence"`
}

// ParcelJournal is a journal in a parcel.
type ParcelJournal struct {
	Of       assessment.Journal `json:"of"`
	ID       string             `json:"id"`
	Title    string             `json:"title"`
	Events   []ParcelEvent      `json:"events"`
	OldHeads []ParcelHead       `json:"old_heads,omitempty"` // of an earlier form of the journal
}

// ParcelEvent is an event as it is stored. Salt, in hexadecimal, and Body are
// empty for a struck one.
type ParcelEvent struct {
	Header string `json:"header"`
	Salt   string `json:"salt,omitempty"`
	Body   string `json:"body,omitempty"`
}

// ParcelHead is a head that a journal had.
type ParcelHead struct {
	Seq  int64           `json:"seq"`
	Hash assessment.Head `json:"hash"`
}

// Pack makes the parcel of an assessment. It refuses a journal that is damaged.
func (s *Store) Pack(ctx context.Context, id string) (Parcel, error) {
	p := Parcel{Database: s.anchor.database, Assessment: id}
	err := s.look(ctx, func(t tx) error {
		snapshot, err := s.snapshot(ctx, t, id)
		if err != nil {
			return err
		}
		p.Title = snapshot.Opened.Title()
		line := []assessment.Snapshot{snapshot}
		for line[0].Previous != nil {
			earlier, err := s.snapshot(ctx, t, line[0].Previous.Assessment)
			if err != nil {
				return err
			}
			line = slices.Insert(line, 0, earlier)
		}
		if err := p.pack(ctx, t, ofVendors, snapshot.Opened.Vendor.ID, snapshot.Opened.Vendor.Name); err != nil {
			return err
		}
		for _, s := range line {
			if r := s.Opened.RFP; r != nil && !p.has(r.ID) {
				if err := p.pack(ctx, t, ofRFPs, r.ID, r.Title); err != nil {
					return err
				}
			}
		}
		for _, s := range line {
			if err := p.pack(ctx, t, ofAssessments, s.Assessment, s.Opened.Title()); err != nil {
				return err
			}
		}
		return p.addNamed(ctx, t)
	})
	if err != nil {
		return p, err
	}
	kept, err := s.Files()
	if err != nil {
		return p, err
	}
	named := p.named()
	for _, file := range kept {
		if named[file.SHA256] {
			p.Evidence = append(p.Evidence, file)
		}
	}
	return p, nil
}

func (p *Parcel) has(id string) bool {
	return slices.ContainsFunc(p.Journals, func(j ParcelJournal) bool { return j.ID == id })
}

func (p *Parcel) pack(ctx context.Context, t tx, j journal, id, title string) error {
	links, err := j.links(ctx, t, id)
	if err != nil {
		return err
	}
	end, err := j.headOf(ctx, t, id)
	if err != nil {
		return err
	}
	if _, why := j.verify(id, links, end); why != "" {
		return j.broken(id, "it "+why)
	}
	if j.of == assessment.OfAssessment {
		if err := unsealed(id, links); err != nil {
			return err
		}
	}
	out := ParcelJournal{Of: j.of, ID: id, Title: title}
	for _, l := range links {
		out.Events = append(out.Events, ParcelEvent{l.Header, hex.EncodeToString(l.Salt), string(l.Body)})
	}
	old, err := collect(ctx, t, scanHead, "SELECT seq, hash FROM old_heads WHERE journal_id = ? ORDER BY seq, hash", id)
	for _, h := range old {
		out.OldHeads = append(out.OldHeads, ParcelHead{h.seq, h.hash})
	}
	p.Journals = append(p.Journals, out)
	return err
}

// unsealed returns an error if a closed panel hides a body of the journal, also of a grade
// that was taken back.
func unsealed(id string, links []link) error {
	headers := make([]assessment.Header, len(links))
	for n, l := range links {
		var err error
		if headers[n], err = assessment.ParseHeader(l.Header); err != nil {
			return broken(id, err.Error())
		}
	}
	for n, hidden := range assessment.Sealed(headers) {
		if item := headers[n].Item; hidden && links[n].Body != nil {
			return assessment.Errorf(assessment.Refused, "the panel of %s is closed, and a file would show its grades", item).Because(assessment.PanelIsClosed, item)
		}
	}
	return nil
}

// named are the hashes in the bodies: those of questionnaires and evidence files,
// and others.
func (p *Parcel) named() map[string]bool {
	all := map[string]bool{}
	for _, j := range p.Journals {
		for _, e := range j.Events {
			var body any
			if json.Unmarshal([]byte(e.Body), &body) == nil {
				hashesIn(body, all)
			}
		}
	}
	return all
}

// hashesIn collects every text of 64 hexadecimal digits.
func hashesIn(value any, all map[string]bool) {
	switch v := value.(type) {
	case string:
		if len(v) == 2*len(assessment.Head{}) {
			all[v] = true
		}
	case []any:
		for _, one := range v {
			hashesIn(one, all)
		}
	case map[string]any:
		for _, one := range v {
			hashesIn(one, all)
		}
	}
}

// addNamed adds the questionnaires that the journals name.
func (p *Parcel) addNamed(ctx context.Context, t tx) error {
	named := p.named()
	hashes, err := collect(ctx, t, scanText, "SELECT hash FROM questionnaires ORDER BY hash")
	if err != nil {
		return err
	}
	for _, hash := range hashes {
		if !named[hash] {
			continue
		}
		q, err := readQuestionnaire(ctx, t, hash)
		if err != nil {
			return err
		}
		p.Questionnaires = append(p.Questionnaires, string(q.Canonical()))
	}
	return nil
}
