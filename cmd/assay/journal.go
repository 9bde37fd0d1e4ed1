package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/store"
	"assay/assessment/wording"
)

func (a *app) journalCommand() *cobra.Command {
	return a.noun("journal", "The journal as it is stored: headers, bodies and hashes", a.journalShow(), a.journalVerify(), a.journalExport(), a.journalStrike())
}

// journalHelp is the part of the help that the commands about journals share.
const journalHelp = `An event is a header, in clear, and a body: what was recorded. The header names the body by SHA-256 over 32 random bytes
and the body. The hash of an event is SHA-256 over the hash of the event before it and the header.

Name an assessment as everywhere. The reference or title of an RFP stands for the journal of the RFP; --vendor names the
journal of a vendor, and --people that of the people of the record.`

// journalOf are the flags that name a journal.
type journalOf struct {
	vendor, rfp string
	people      bool
}

func (j *journalOf) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&j.vendor, "vendor", "", "the journal of this `VENDOR` instead")
	cmd.Flags().StringVar(&j.rfp, "rfp", "", "the journal of this `RFP` instead")
	cmd.Flags().BoolVar(&j.people, "people", false, "the journal of the people of the record instead")
}

// namedJournal is one journal, with its name for people and the zone of its times.
type namedJournal struct {
	store.JournalRef
	name string
	zone *time.Location
}

// read finds a journal and reads its events. It warns of a journal that is not
// sound.
func (j *journalOf) read(ctx context.Context, a *app, args []string) (named namedJournal, events []store.StoredEvent, err error) {
	if named, err = j.find(ctx, a, args); err != nil {
		return named, nil, err
	}
	if err = a.warnOfDefect(ctx, named); err != nil {
		return named, nil, err
	}
	events, err = a.work.Store.Journal(ctx, named.JournalRef)
	return named, events, err
}

// find finds the journal that the flags or the argument name.
func (j *journalOf) find(ctx context.Context, a *app, args []string) (namedJournal, error) {
	names := slices.DeleteFunc(append([]string{j.vendor, j.rfp}, args...), func(name string) bool { return name == "" })
	if len(names) != 1 && !(j.people && len(names) == 0) || j.people && len(names) > 0 {
		return namedJournal{}, usagef("for example: "+a.running.CommandPath()+" harbor", "name one journal")
	}
	kept, err := a.existing(ctx)
	if err != nil {
		return namedJournal{}, err
	}
	rfp := func(ref string) (namedJournal, error) {
		r, err := kept.FindRFP(ctx, ref)
		return namedJournal{store.JournalRef{Kind: assessment.OfRFP, ID: r.ID}, "the RFP " + r.Title, a.work.Zone}, err
	}
	switch {
	case j.people:
		return namedJournal{store.JournalRef{Kind: assessment.OfPeople, ID: store.PeopleID}, "the people", a.work.Zone}, nil
	case j.vendor != "":
		v, err := kept.FindVendor(ctx, j.vendor)
		return namedJournal{store.JournalRef{Kind: assessment.OfVendor, ID: v.ID}, "the vendor " + v.Name, a.work.Zone}, err
	case j.rfp != "":
		return rfp(j.rfp)
	}
	id, err := kept.FindAssessment(ctx, args[0])
	if assessment.CodeOf(err) == assessment.NotFound {
		if found, other := rfp(args[0]); other == nil {
			return found, nil
		}
	}
	if err != nil {
		return namedJournal{}, err
	}
	named := namedJournal{store.JournalRef{Kind: assessment.OfAssessment, ID: id}, id, a.work.Zone}
	// A damaged journal can be looked at, too.
	if snapshot, err := kept.Snapshot(ctx, id); err == nil {
		named.name, named.zone = snapshot.Opened.Title(), snapshot.Zone()
	}
	return named, nil
}

func (a *app) journalShow() *cobra.Command {
	var of journalOf
	cmd := &cobra.Command{
		Use:     "show ASSESSMENT",
		Short:   "Show every event with its header and body",
		Long:    "Show every event with its header and body, as they are stored.\n\n" + journalHelp,
		Example: "  assay journal show harbor\n  assay journal show RFP-2026-114 --json\n  assay journal show --people",
		Args:    cobra.MaximumNArgs(1),
	}
	of.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		j, events, err := of.read(ctx, a, args)
		if err != nil {
			return err
		}
		return a.show(listStored(events), func() { a.showJournal(j, events) })
	})
	return cmd
}

// listedStored is a stored event in JSON.
type listedStored struct {
	Seq    int64              `json:"seq"`
	At     string             `json:"at"` // RFC 3339, UTC
	Hash   string             `json:"hash"`
	Header json.RawMessage    `json:"header"`         // null if it does not read
	Salt   string             `json:"salt,omitempty"` // hexadecimal
	Body   json.RawMessage    `json:"body,omitempty"` // missing once struck
	Struck *assessment.Strike `json:"struck,omitempty"`
}

func listStored(events []store.StoredEvent) []listedStored {
	strikes := strikesIn(events)
	return each(list(events), func(e store.StoredEvent) listedStored {
		one := listedStored{Seq: e.Seq, At: utc(e.At), Hash: e.Hash.String(), Salt: hex.EncodeToString(e.Written.Salt)}
		if !e.Unread {
			one.Header = json.RawMessage(e.Written.Header)
		}
		if json.Valid(e.Written.Body) {
			one.Body = e.Written.Body
		}
		if strike, struck := strikes[e.ID]; struck {
			one.Struck = &strike
		}
		return one
	})
}

// strikesIn lists who struck what, by the struck event.
func strikesIn(events []store.StoredEvent) map[string]assessment.Strike {
	strikes := map[string]assessment.Strike{}
	for _, e := range events {
		var said assessment.Struck
		if e.Kind == assessment.KindOf(said) && json.Unmarshal(e.Written.Body, &said) == nil {
			strikes[said.Event] = assessment.Strike{Event: said.Event, By: e.By, At: e.At, Reason: said.Reason}
		}
	}
	return strikes
}

func (a *app) showJournal(j namedJournal, events []store.StoredEvent) {
	p, strikes := a.out, strikesIn(events)
	p.print("%s\n", p.paint(bold, j.name))
	p.print("%s\n", p.paint(faint, english.Join(" · ", wording.Events(len(events), len(strikes)), wording.Times(j.zone))))
	for _, e := range events {
		p.print("\n%s  %s\n", p.paint(bold, fmt.Sprintf("%d %s", e.Seq, e.Kind)), english.Join(" · ", wording.Time(e.At, j.zone), hostile.Line(e.By)))
		lines := [][2]string{{"id", e.ID}, {"item", e.Item}, {"scorer", e.Scorer}, {"flag", e.Flag}, {"event", e.Event}, {"hash", e.Hash.String()}, {"digest", hex.EncodeToString(e.Header.Body[:])}}
		p.recorded("    ", slices.DeleteFunc(lines, func(line [2]string) bool { return line[1] == "" }))
		if e.Unread {
			p.inked(red, "      ", "the header does not read: "+hostile.Line(e.Written.Header))
		}
		switch strike, struck := strikes[e.ID]; {
		case struck:
			p.inked(yellow, "      ", wording.Strike(strike, j.zone))
		case e.Struck():
			p.inked(red, "      ", "the body is missing, and no event says who struck it")
		default:
			for _, line := range bodyLines(e.Written.Body) {
				p.prose("      ", line)
			}
		}
	}
}

// bodyLines are the values of a body, each with the way to it: answer.note: text.
func bodyLines(body []byte) (lines []string) {
	var tree any
	numbers := json.NewDecoder(bytes.NewReader(body))
	numbers.UseNumber()
	if numbers.Decode(&tree) != nil {
		return []string{string(body)}
	}
	var walk func(way string, node any)
	walk = func(way string, node any) {
		switch value := node.(type) {
		case map[string]any:
			keys := make([]string, 0, len(value))
			for key := range value {
				keys = append(keys, key)
			}
			slices.Sort(keys)
			for _, key := range keys {
				walk(english.Join(".", way, key), value[key])
			}
		case []any:
			if texts, plain := scalars(value); plain {
				lines = append(lines, way+": "+strings.Join(texts, ", "))
				return
			}
			for n, one := range value {
				walk(fmt.Sprintf("%s.%d", way, n+1), one)
			}
		default:
			lines = append(lines, way+": "+scalar(value))
		}
	}
	walk("", tree)
	return lines
}

// scalars are the texts of a list without lists or objects in it.
func scalars(list []any) (texts []string, plain bool) {
	for _, one := range list {
		switch one.(type) {
		case map[string]any, []any:
			return nil, false
		}
		texts = append(texts, scalar(one))
	}
	return texts, true
}

func scalar(value any) string {
	if value == nil {
		return "null"
	}
	return hostile.Line(fmt.Sprint(value))
}
