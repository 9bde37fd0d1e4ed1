package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"

	"assay/assessment"
	"assay/assessment/form"
	"assay/assessment/hostile"
	"assay/assessment/written"
)

// Handback is a file that came back from a vendor, as package report/handback reads it.
type Handback interface {
	Reply() written.Reply
	Open(path string) (io.ReadCloser, error) // an attached file
}

// ReadHandback reads a file that came back. The name is for messages.
type ReadHandback func(name string, r io.ReaderAt, size int64) (Handback, error)

// Incoming is a received file with its review. Keep the file open until
// [Workspace.Receive] has returned.
type Incoming struct {
	written.Review
	back Handback
	file io.ReaderAt
}

// Incoming reads a file that came back and compares it with an assessment. It refuses
// the form of another vendor or assessment.
func (w Workspace) Incoming(ctx context.Context, s assessment.Snapshot, name string, file io.ReaderAt, size int64, read ReadHandback) (*Incoming, error) {
	back, err := read(name, file, size)
	if err != nil {
		return nil, err
	}
	reply := back.Reply()
	if err := reply.Form.Fits(s); err != nil {
		return nil, err
	}
	elsewhere, err := w.Store.AskedElsewhere(ctx, s.Assessment, reply.Form.ID)
	if err != nil {
		return nil, err
	}
	if elsewhere {
		return nil, assessment.Errorf(assessment.Refused, "this form was made for another assessment").Because(assessment.AnotherAssessment)
	}
	from := written.Source{Name: name, Size: size}
	if from.SHA256, err = sumOf(io.NewSectionReader(file, 0, size)); err != nil {
		return nil, err
	}
	if from.PatientData, err = suspects(back); err != nil {
		return nil, err
	}
	unread := ""
	from.Earlier, unread = w.earlier(ctx, s, from.SHA256, reply.Form.Part, read)
	in := &Incoming{written.Compare(reply, from, s, w.Day(s)), back, file}
	if n := len(in.Lines); n > assessment.LongestReply {
		return nil, assessment.Errorf(assessment.Invalid, "%s has %d answers and files; at most %d are taken", name, n, assessment.LongestReply).Because(assessment.TooLarge)
	}
	if unread != "" {
		in.Warnings = append(in.Warnings, unread)
	}
	return in, nil
}

func sumOf(r io.Reader) (string, error) {
	digest := sha256.New()
	if _, err := io.Copy(digest, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}

// earlier reads the latest reply before this file again, for the same part. Where that
// cannot be done, it says why.
func (w Workspace) earlier(ctx context.Context, s assessment.Snapshot, sum string, part form.Part, read ReadHandback) (reply *written.Reply, unread string) {
	for _, r := range slices.Backward(s.Received) {
		switch {
		case r.SHA256 == sum:
			continue
		case r.Kept == nil:
			unread = "the file of the reply before was not kept, so this one is not compared with it"
			continue
		}
		again, err := w.readAgain(ctx, r, read)
		switch {
		case err != nil:
			return nil, "the reply before cannot be read again, so this one is not compared with it: " + err.Error()
		case again.Form.Part == part && unread != "":
			return again, "the file of the reply before was not kept, so this one is compared with an earlier one, " + hostile.Line(r.Name)
		case again.Form.Part == part:
			return again, ""
		}
	}
	return nil, unread
}

// readAgain reads the kept file of a reply.
func (w Workspace) readAgain(ctx context.Context, r assessment.Reception, read ReadHandback) (*written.Reply, error) {
	if err := w.Store.CheckFile(ctx, assessment.Evidence{File: r.Name, SHA256: r.Kept.SHA256}); err != nil {
		return nil, err
	}
	file, err := w.Store.OpenFile(r.Kept.SHA256)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	at, is := file.(io.ReaderAt)
	if !is {
		return nil, errors.New("it is no file on a disk")
	}
	back, err := read(r.Name, at, r.Kept.Size)
	if err != nil {
		return nil, err
	}
	reply := back.Reply()
	return &reply, nil
}

// Receive records the choices about a reply. It keeps the files first, so that
// no event ever names a file that is not there, and then records everything in one
// transaction, or nothing. If somebody changed one of the answers meanwhile, the error
// is a Conflict: make the review anew. If the file was gone through before and nothing
// of it is new, it records nothing.
func (w Workspace) Receive(ctx context.Context, in *Incoming, choices written.Choices) (assessment.Snapshot, written.Taken, error) {
	before := in.Snapshot()
	taken, err := in.Take(choices)
	if err != nil {
		return before, taken, err
	}
	again := slices.ContainsFunc(before.Received, func(r assessment.Reception) bool { return r.SHA256 == in.SHA256 })
	if again && len(taken.Changes) == 0 {
		return before, taken, nil
	}
	entries, err := w.admitAll(before, append([]assessment.Change{taken.Received}, taken.Changes...))
	if err != nil {
		return before, taken, err
	}
	if err := w.keep(ctx, in, &taken); err != nil {
		return before, taken, err
	}
	entries[0].Change = taken.Received
	after, err := w.Store.Record(ctx, before.Assessment, entries...)
	return after, taken, err
}

// admitAll makes the entries of changes that may follow each other.
func (w Workspace) admitAll(s assessment.Snapshot, changes []assessment.Change) ([]assessment.Entry, error) {
	entries := make([]assessment.Entry, len(changes))
	for n, change := range changes {
		entries[n] = w.Entry(change)
		if _, err := s.Admit(entries[n]); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// keep puts the received file and the attached ones into the store.
func (w Workspace) keep(ctx context.Context, in *Incoming, taken *written.Taken) error {
	for _, f := range taken.Keep {
		content, err := in.back.Open(f.Path)
		if err != nil {
			return err
		}
		sum, _, err := w.Store.PutFile(ctx, content)
		content.Close()
		if err == nil && sum != f.SHA256 {
			err = assessment.Errorf(assessment.Failed, "the attached file %s changed while it was read", f.Name)
		}
		if err != nil {
			return err
		}
	}
	if !taken.KeepFile {
		return nil
	}
	content, leftOut, err := in.keepable(taken.LeftOut)
	if err != nil {
		return err
	}
	defer content.Close()
	sum, size, err := w.Store.PutFile(ctx, content)
	if err != nil {
		return err
	}
	taken.Received.Kept, taken.Received.LeftOut = &assessment.Kept{SHA256: sum, Size: size}, leftOut
	return nil
}
