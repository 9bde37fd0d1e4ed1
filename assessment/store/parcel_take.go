package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"slices"

	"assay/assessment"
	"assay/questionnaire"
)

// Merged tells what a parcel brings to one journal.
type Merged struct {
	Of    assessment.Journal `json:"of"`
	ID    string             `json:"id"`
	Title string             `json:"title"`
	Here  int                `json:"here"`  // how many events this database has
	There int                `json:"there"` // how many events the parcel has
	Added int                `json:"added"` // how many events are new here

	// Struck is how many bodies that this database has were struck there. They
	// are destroyed here, too.
	Struck int `json:"struck,omitempty"`

	// Gone are the texts of these bodies, so that a caller finds them
	// elsewhere. Never print them.
	Gone []string `json:"-"`

	// The events after which the two went apart, one line each. Both are empty
	// unless they did.
	OnlyHere  []string `json:"only_here,omitempty"`
	OnlyThere []string `json:"only_there,omitempty"`
}

// Forked reports whether the two journals went apart.
func (m Merged) Forked() bool { return len(m.OnlyHere) > 0 && len(m.OnlyThere) > 0 }

// Compare tells what a parcel would bring to this database. It refuses a parcel
// whose journals are damaged.
func (s *Store) Compare(ctx context.Context, p Parcel) ([]Merged, error) {
	return fetch(ctx, s, func(t tx) ([]Merged, error) { return s.compare(ctx, t, p) })
}

func (s *Store) compare(ctx context.Context, t tx, p Parcel) ([]Merged, error) {
	var all []Merged
	for _, in := range p.Journals {
		j, there, err := in.links()
		if err != nil {
			return nil, err
		}
		here, err := j.links(ctx, t, in.ID)
		if err != nil {
			return nil, err
		}
		m := Merged{Of: in.Of, ID: in.ID, Title: in.Title, Here: len(here), There: len(there)}
		same := 0
		for same < min(len(here), len(there)) && bytes.Equal(here[same].hash, there[same].hash) {
			same++
		}
		if same == len(here) {
			m.Added = len(there) - same
			for n, l := range here {
				if l.Body != nil && there[n].Body == nil {
					m.Struck++
					m.Gone = append(m.Gone, assessment.Texts(l.Body)...)
				}
			}
		} else if same < len(there) {
			m.OnlyHere, m.OnlyThere = eventLines(here[same:]), eventLines(there[same:])
		}
		all = append(all, m)
	}
	return all, nil
}

// Wants lists the evidence files, by their hashes, that the bodies of a parcel's
// journals name which this database holds once it has taken the parcel. A file
// that was destroyed here with the body that named it is none of them. Journals
// that went apart are a Conflict.
func (s *Store) Wants(ctx context.Context, p Parcel) (map[string]bool, error) {
	named := map[string]bool{}
	err := s.look(ctx, func(t tx) error {
		all, err := s.compare(ctx, t, p)
		if err != nil {
			return err
		}
		for n, in := range p.Journals {
			if all[n].Forked() {
				return forked(all[n])
			}
			j, links, err := in.links()
			if err != nil {
				return err
			}
			here, err := j.links(ctx, t, in.ID)
			if err != nil {
				return err
			}
			for n, l := range links {
				if n < len(here) && here[n].Body == nil {
					continue
				}
				for _, hash := range assessment.EvidenceIn(l.Body) {
					named[hash] = true
				}
			}
		}
		return nil
	})
	return named, err
}

// eventLines says in one line each what events are.
func eventLines(links []link) []string {
	var lines []string
	for _, l := range links {
		h, err := assessment.ParseHeader(l.Header)
		if err != nil {
			continue // verified before
		}
		text := fmt.Sprintf("event %d, %s", h.Seq, h.Kind)
		if h.Item != "" {
			text += " " + h.Item
		}
		lines = append(lines, text+", by "+h.By)
	}
	return lines
}

// links verifies the journal and returns its events in the form of the tables.
func (in ParcelJournal) links() (journal, []link, error) {
	for _, j := range []journal{ofAssessments, ofRFPs, ofVendors} {
		if j.of != in.Of {
			continue
		}
		var links []link
		var chain assessment.Head
		for n, e := range in.Events {
			h, err := assessment.ParseHeader(e.Header)
			if err != nil {
				return j, nil, j.broken(in.ID, fmt.Sprintf("event %d: %v", n+1, err))
			}
			chain = chain.Chain(e.Header)
			l := link{hash: slices.Clone(chain[:]), seq: h.Seq, at: h.At, uid: h.ID, by: h.By, kind: h.Kind}
			l.Header = e.Header
			if e.Salt != "" || e.Body != "" {
				if l.Salt, err = hex.DecodeString(e.Salt); err != nil {
					return j, nil, j.broken(in.ID, fmt.Sprintf("the random bytes of event %d cannot be read", n+1))
				}
				l.Body = []byte(e.Body)
			}
			links = append(links, l)
		}
		if _, why := j.verify(in.ID, links, head{int64(len(links)), chain}); why != "" {
			return j, nil, j.broken(in.ID, "it "+why)
		}
		return j, links, nil
	}
	return journal{}, nil, assessment.Errorf(assessment.Invalid, "no journal is of the kind %q", in.Of)
}

// Unpack takes the events of a parcel that this database lacks. Everything is
// taken or nothing. It is a Conflict if a journal went apart, or if another
// vendor has the name of the vendor and namesake is false. by is the person who merges it,
// whom the people of the record must let do it; without people it may be empty. Put the evidence
// files that it [Store.Wants] first, with [Store.PutFile]. It returns what it took.
//
// What was struck there is destroyed here, in the files of the database and with
// the evidence files that nothing else names. Unwritten or Locked then has the
// meaning that it has for [Store.Strike].
func (s *Store) Unpack(ctx context.Context, p Parcel, namesake bool, by string) ([]Merged, error) {
	if err := s.bySelf(by); err != nil {
		return nil, err
	}
	var all []Merged
	var hashes []string
	err := s.change(ctx, nil, func(ctx context.Context, t tx) error {
		err := s.allow(ctx, t, by, assessment.ActMerge)
		if err != nil {
			return err
		}
		hashes = nil
		if all, err = s.compare(ctx, t, p); err != nil {
			return err
		}
		if at := slices.IndexFunc(all, Merged.Forked); at >= 0 {
			return forked(all[at])
		}
		for _, text := range p.Questionnaires {
			q, err := questionnaire.Decode([]byte(text))
			if err != nil {
				return assessment.Errorf(assessment.Damaged, "a questionnaire of the parcel cannot be read: %w", err)
			}
			if err := storeQuestionnaire(ctx, t, q); err != nil {
				return err
			}
		}
		for n, in := range p.Journals {
			if all[n].Added == 0 {
				continue
			}
			freed, err := s.strikeAlike(ctx, t, in, all[n])
			if err != nil {
				return err
			}
			hashes = append(hashes, freed...)
			if err := s.take(ctx, t, in, all[n], namesake); err != nil {
				return err
			}
		}
		hashes, err = unnamed(ctx, t, hashes)
		return err
	})
	if err != nil {
		return all, err
	}
	s.known.forget()
	if !slices.ContainsFunc(all, func(m Merged) bool { return m.Struck > 0 }) {
		return all, nil
	}
	if err := s.wipe(ctx); err != nil {
		return all, err
	}
	_, err = s.destroyFiles(ctx, hashes)
	return all, err
}

// strikeAlike destroys the bodies of a journal that were struck in the parcel. It
// returns the hashes of the evidence files that they named.
func (s *Store) strikeAlike(ctx context.Context, t tx, in ParcelJournal, m Merged) (hashes []string, err error) {
	if m.Struck == 0 {
		return nil, nil
	}
	j, links, err := in.links()
	if err != nil {
		return nil, err
	}
	here, err := j.links(ctx, t, in.ID)
	if err != nil {
		return nil, err
	}
	for n, l := range here {
		if l.Body == nil || links[n].Body != nil {
			continue
		}
		hashes = append(hashes, assessment.EvidenceIn(l.Body)...)
		if err := t.strike(ctx, j, in.ID, l.seq); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}

func forked(m Merged) error {
	return assessment.Errorf(assessment.Conflict, "the journal of %s went apart: here it has %s; there it has %s",
		m.Title, fewOf(m.OnlyHere), fewOf(m.OnlyThere)).Because(assessment.JournalsApart, m.ID)
}

// fewOf joins the first few lines.
func fewOf(lines []string) string {
	text := ""
	for n, line := range lines {
		switch {
		case n == fewLabels:
			return text + fmt.Sprintf("; and %d more", len(lines)-n)
		case n > 0:
			text += "; "
		}
		text += line
	}
	return text
}

// take writes the new events of one journal, and everything made from it.
func (s *Store) take(ctx context.Context, t tx, in ParcelJournal, m Merged, namesake bool) error {
	j, links, err := in.links()
	if err != nil {
		return err
	}
	if m.Here == 0 {
		if err := s.begin(ctx, t, in, links, namesake); err != nil {
			return err
		}
	}
	for _, l := range links[m.Here:] {
		var salt, body any
		if l.Body != nil {
			salt, body = l.Salt, string(l.Body)
		}
		if err := t.exec(ctx, j.insertEvent, in.ID, l.seq, l.uid, l.at, l.by, l.kind, l.Header, l.hash, salt, body); err != nil {
			return err
		}
	}
	for _, old := range in.OldHeads {
		if err := t.exec(ctx, "INSERT INTO old_heads (journal_id, seq, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", in.ID, old.Seq, old.Hash[:]); err != nil {
			return err
		}
	}
	last := links[len(links)-1]
	if err := j.moveHead(ctx, t, in.ID, head{last.seq, assessment.Head(last.hash)}); err != nil {
		return err
	}
	t.moves(in.ID, last.seq, assessment.Head(last.hash), last.at)
	switch in.Of {
	case assessment.OfVendor:
		_, err = projectVendor(ctx, t, in.ID)
	case assessment.OfRFP:
		_, err = projectRFP(ctx, t, in.ID)
	default:
		err = s.rebuild(ctx, t, in.ID)
	}
	return err
}

// begin makes the row to which the events of a new journal belong.
func (s *Store) begin(ctx context.Context, t tx, in ParcelJournal, links []link, namesake bool) error {
	first := told{body: links[0].Body}
	switch in.Of {
	case assessment.OfVendor:
		var as addition
		if err := first.into(&as); err != nil {
			return err
		}
		v := assessment.Vendor{ID: in.ID, Name: as.Name}
		if !namesake {
			if err := nameTaken(ctx, t, v); err != nil {
				return err
			}
		}
		return t.exec(ctx, insertVendor, v.ID, v.Name, as.LegalName, as.LatinName, as.Country, as.Contact, as.Note, links[0].at)
	case assessment.OfRFP:
		var as rfpTerms
		if err := first.into(&as); err != nil {
			return err
		}
		return t.exec(ctx, "INSERT INTO rfps ("+rfpColumns+") VALUES (?, ?, ?, ?, ?, ?, '', ?)",
			in.ID, as.Title, as.Reference, int64(as.Due), as.Questionnaire, string(as.Milestone), links[0].at)
	}
	var opened assessment.Opened
	if err := first.into(&opened); err != nil {
		return err
	}
	return insertAssessment(ctx, t, in.ID, opened)
}
