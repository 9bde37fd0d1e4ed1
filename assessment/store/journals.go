package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"assay/assessment"
	"assay/questionnaire/canonical"
)

// journal is one kind of journal: that of an assessment, of an RFP or of a
// vendor. All three are kept alike, in two tables: one row for each event, and
// one row for the head of each journal. The functions of this file read,
// append and verify any of them. They know no kind of event.
//
// To give an RFP or a vendor a new kind of event, append a [happening] and
// read it where [journal.read] is called.
type journal struct {
	of     assessment.Journal
	noun   string // before the id in sentences: "the RFP ", or empty
	events string // the table of events
	heads  string // the table of heads
	owner  string // the column of both with the id of the assessment, RFP or vendor

	selectHead, upsertHead  string
	insertEvent, findEvent  string
	selectLinks, selectHeld string
	selectOwners            string
	selectOwnerOf           string
}

func journalOf(of assessment.Journal, noun, events, heads, owner string) journal {
	fill := func(text string) string {
		return fmt.Sprintf(text, events, heads, owner)
	}
	return journal{
		of: of, noun: noun, events: events, heads: heads, owner: owner,
		selectHead: fill("SELECT seq, hash FROM %[2]s WHERE %[3]s = ?"),
		upsertHead: fill(`INSERT INTO %[2]s (%[3]s, seq, hash) VALUES (?, ?, ?)
	ON CONFLICT (%[3]s) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`),
		insertEvent:  fill("INSERT INTO %[1]s (%[3]s, seq, uid, at, by, kind, payload, hash, salt, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
		findEvent:    fill("SELECT %[3]s FROM %[1]s WHERE uid = ?"),
		selectLinks:  fill("SELECT seq, uid, at, by, kind, payload, hash, salt, body FROM %[1]s WHERE %[3]s = ? ORDER BY seq"),
		selectOwners: fill("SELECT %[3]s FROM %[2]s UNION SELECT %[3]s FROM %[1]s ORDER BY 1"),
		selectHeld:   fill("SELECT 1 FROM %[1]s WHERE %[3]s = ? AND hash = ?"),
		// No index: it is asked for once, before a signature of a short report is recorded.
		selectOwnerOf: fill("SELECT %[3]s FROM %[1]s WHERE hash = ?"),
	}
}

// The three kinds of journals.
var (
	ofAssessments = journalOf(assessment.OfAssessment, "", "events", "heads", "assessment_id")
	ofRFPs        = journalOf(assessment.OfRFP, "the RFP ", "rfp_events", "rfp_heads", "rfp_id")
	ofVendors     = journalOf(assessment.OfVendor, "the vendor ", "vendor_events", "vendor_heads", "vendor_id")
)

// head is the last event of a journal: its number and hash. It is zero for an
// empty journal.
type head struct {
	seq  int64
	hash assessment.Head
}

// headOf reads the head of a journal. It is zero if the journal is empty.
func (j journal) headOf(ctx context.Context, t tx, of string) (h head, err error) {
	var hash []byte
	err = t.row(ctx, j.selectHead, of).Scan(&h.seq, &hash)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return head{}, nil
	case err != nil:
		return h, err
	case len(hash) != len(h.hash):
		return h, j.broken(of, "its head is no hash")
	}
	h.hash = assessment.Head(hash)
	return h, nil
}

// moveHead writes the head of a journal. Whoever appends an event calls it
// once, after the last event of the transaction.
func (j journal) moveHead(ctx context.Context, t tx, of string, to head) error {
	return t.exec(ctx, j.upsertHead, of, to.seq, to.hash[:])
}

// insert writes one event behind a head and returns the new head, which goes
// into the ledger. It does not move the stored head.
func (j journal) insert(ctx context.Context, t tx, h assessment.Header, w assessment.Written, before head) (head, error) {
	after := head{before.seq + 1, before.hash.Chain(w.Header)}
	t.moves(h.Of, after.seq, after.hash, h.At)
	err := t.exec(ctx, j.insertEvent, h.Of, h.Seq, h.ID, h.At, h.By, h.Kind, w.Header, after.hash[:], w.Salt, string(w.Body))
	return after, err
}

// happening is an event to append to the journal of an RFP or a vendor.
type happening struct {
	id   string // UUIDv7
	at   int64  // microseconds UTC
	by   string
	kind string
	refs assessment.Refs
	data any // becomes the body, as RFC 8785 JSON
}

// add appends an event to a journal and moves its head.
func (j journal) add(ctx context.Context, t tx, o Options, of string, what happening) error {
	before, err := j.headOf(ctx, t, of)
	if err != nil {
		return err
	}
	body, err := canonical.Marshal(what.data)
	if err != nil {
		return err
	}
	salt, err := o.salt()
	if err != nil {
		return err
	}
	h := assessment.Header{
		Journal: j.of, Of: of, Seq: before.seq + 1, At: what.at, ID: what.id, By: what.by,
		Kind: what.kind, Refs: what.refs, Body: salt.Digest(body),
	}
	after, err := j.insert(ctx, t, h, assessment.Written{Header: h.Text(), Salt: salt[:], Body: body}, before)
	if err != nil {
		return err
	}
	return j.moveHead(ctx, t, of, after)
}

// link is one stored event: its text, its hash, and the columns that repeat
// values of the header.
type link struct {
	assessment.Written
	hash          []byte
	seq, at       int64
	uid, by, kind string
}

func scanLink(scan func(...any) error) (l link, err error) {
	err = scan(&l.seq, &l.uid, &l.at, &l.by, &l.kind, &l.Header, &l.hash, &l.Salt, &l.Body)
	return l, err
}

// links reads the stored events of a journal in their order.
func (j journal) links(ctx context.Context, t tx, of string) ([]link, error) {
	return collect(ctx, t, scanLink, j.selectLinks, of)
}

// told is an event of an RFP or a vendor as it reads.
type told struct {
	assessment.Header
	body []byte // RFC 8785 JSON; nil if it was struck
}

// into reads the body into data. A struck body leaves data as it is.
func (e told) into(data any) error {
	if e.body == nil {
		return nil
	}
	return json.Unmarshal(e.body, data)
}

// read reads the events of a journal in their order. It returns an error for
// a body that is not the one that its header names.
func (j journal) read(ctx context.Context, t tx, of string) ([]told, error) {
	links, err := j.links(ctx, t, of)
	if err != nil {
		return nil, err
	}
	events := make([]told, len(links))
	for n, l := range links {
		h, err := assessment.ParseHeader(l.Header)
		if err == nil && (l.Salt != nil || l.Body != nil) {
			err = h.Reveals(l.Written)
		}
		if err != nil {
			return nil, j.broken(of, err.Error())
		}
		events[n] = told{h, l.Body}
	}
	return events, nil
}

// verify checks a journal: the chain over the headers, the columns, and the
// bodies against the digests in the headers. end is the stored head, or zero
// if it is not known. It returns the number of struck bodies, and the defect
// in words that continue "the journal of …", or an empty string.
func (j journal) verify(of string, links []link, end head) (struck int, why string) {
	if len(links) == 0 {
		return 0, "is empty"
	}
	var chain assessment.Head
	missing, strikes := map[string]int64{}, map[string]int64{} // seq by event
	for n := range links {
		l := &links[n]
		if l.seq != int64(n+1) {
			return 0, fmt.Sprintf("lacks event %d", n+1)
		}
		chain = chain.Chain(l.Header)
		if !bytes.Equal(l.hash, chain[:]) {
			return 0, fmt.Sprintf("was changed at event %d, in its %s", l.seq, j.changedPart(links[n:], chain, end))
		}
		h, err := assessment.ParseHeader(l.Header)
		if err != nil {
			return 0, fmt.Sprintf("has an event %d that cannot be read: %v", l.seq, err)
		}
		if h.Journal != j.of || h.Of != of || h.Seq != l.seq || h.At != l.at || h.ID != l.uid || h.By != l.by || h.Kind != l.kind {
			return 0, fmt.Sprintf("has columns at event %d that differ from its header", l.seq)
		}
		if h.Kind == assessment.KindOf(assessment.Struck{}) {
			strikes[h.Event] = h.Seq
		}
		switch {
		case l.Salt == nil && l.Body == nil:
			missing[h.ID] = h.Seq
		case l.Salt == nil:
			return 0, fmt.Sprintf("lost the random bytes of event %d", l.seq)
		case l.Body == nil:
			return 0, fmt.Sprintf("lost the body of event %d and kept its random bytes", l.seq)
		case h.Reveals(l.Written) != nil:
			return 0, fmt.Sprintf("was changed at event %d, in its body or its random bytes", l.seq)
		}
	}
	return len(missing), unexplained(links, missing, strikes)
}

// changedPart tells whether the header or the hash of the first link was
// changed. The hash of the next event, or the stored head, was made from the
// right one.
func (j journal) changedPart(links []link, computed assessment.Head, end head) string {
	next := end.hash[:]
	if len(links) > 1 {
		computed, next = computed.Chain(links[1].Header), links[1].hash
	}
	if bytes.Equal(next, computed[:]) {
		return "hash"
	}
	return "header"
}

// unexplained compares the bodies that are missing with the events that say
// that a body was struck.
func unexplained(links []link, missing, strikes map[string]int64) string {
	if len(missing)+len(strikes) == 0 {
		return ""
	}
	for _, l := range links {
		_, struck := strikes[l.uid]
		_, gone := missing[l.uid]
		switch {
		case gone && !struck:
			return fmt.Sprintf("lost the body of event %d, and no event says who struck it", l.seq)
		case struck && !gone:
			return fmt.Sprintf("holds the body of event %d, although event %d says that it was struck", l.seq, strikes[l.uid])
		}
	}
	return ""
}

// rebuildHead computes the stored head of a journal again. It returns the
// head, which is zero for an empty journal, and refuses a damaged journal.
func (j journal) rebuildHead(ctx context.Context, t tx, of string) (head, error) {
	links, err := j.links(ctx, t, of)
	if err != nil || len(links) == 0 {
		return head{}, err
	}
	if _, why := j.verify(of, links, head{}); why != "" {
		return head{}, assessment.Errorf(assessment.Damaged, "nothing was rebuilt: the journal of %s%s %s", j.noun, of, why)
	}
	last := links[len(links)-1]
	end := head{last.seq, assessment.Head(last.hash)}
	return end, j.moveHead(ctx, t, of, end)
}

func (j journal) broken(of, why string) error {
	return assessment.Errorf(assessment.Damaged, "the journal of %s%s is damaged: %s", j.noun, of, why)
}
