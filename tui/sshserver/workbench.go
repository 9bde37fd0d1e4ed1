package sshserver

import (
	"context"
	"errors"
	"strings"
	"time"

	"charm.land/ssh"

	"assay/assessment"
	"assay/assessment/english"
	"assay/tui"
)

// workbench opens the workbench on the terminal of a session.
func (s *Server) workbench(next ssh.Handler) ssh.Handler {
	return func(session ssh.Session) {
		defer s.leaveOnPanic(session)
		if text := s.denied(session); text != "" {
			part(session, text)
			return
		}
		v, err := s.enter(session, workbenchVisit)
		if err != nil {
			part(session, s.refusal(err))
			return
		}
		defer v.leave()
		part(session, v.open(session))
		next(session)
	}
}

// part ends a session with the last words to the person, or without any if everything went
// as the person wanted.
func part(session ssh.Session, words string) {
	code := 0
	if words != "" {
		say(session, words)
		code = 1
	}
	_ = session.Exit(code)
}

// denied says why a session cannot have the workbench at all.
func (s *Server) denied(session ssh.Session) string {
	c := channelOf(session.Context()).connection
	_, _, terminal := session.Pty()
	switch command, _, _ := strings.Cut(session.RawCommand(), " "); {
	case command == "scp":
		c.refuse("the command scp")
		return "this server runs no commands; scp copies files without the flag -O"
	case command != "":
		c.refuse("a command")
		return "this server runs no commands; connect without one, and it opens the workbench"
	case !terminal:
		c.refuse("a workbench without a terminal")
		return "this server opens the workbench, which needs a terminal: connect with ssh -t, from a terminal"
	}
	return ""
}

// open runs the workbench until the person leaves, and returns the last words to them.
func (v *visit) open(session ssh.Session) string {
	bench, err := v.server.Bench(v.in, v.who)
	if err != nil {
		v.log.Error("the workbench cannot be opened", "error", err)
		return "the workbench cannot be opened now; whoever runs the server finds the reason in its log"
	}
	bench.Changes = v.changed
	c := channelOf(session.Context())
	pty, _, _ := session.Pty()
	return v.farewell(tui.RunOn(v.in, bench, tui.Terminal{
		In: v.reads(session), Out: session, Environ: c.drawing(pty.Term),
		Size: tui.Size{Width: pty.Window.Width, Height: pty.Window.Height}, Sizes: c.sizes,
	}))
}

// refusal says why a visit cannot begin. What the database said is only in the log.
func (s *Server) refusal(err error) string {
	var known *assessment.Error
	switch {
	case errors.Is(err, errUnknownKey):
		return "your key is no longer in the record"
	case errors.As(err, &known) && known.Code == assessment.Refused:
		return known.Message
	}
	return "the record cannot be read now; try again in a moment"
}

// farewell is the last sentence to a person whose workbench has ended, or nothing if they
// left. err is how the workbench ended.
func (v *visit) farewell(err error) string {
	why := v.why()
	switch {
	case err == nil && why == "":
		return ""
	case assessment.CaseOf(err) == assessment.WorkbenchFailed:
		v.log.Error("the workbench failed", "error", err)
		return err.Error() + ". Connect again: it opens at the same place"
	case err != nil && !errors.Is(err, context.Canceled):
		v.log.Error("the workbench did not end in order", "error", err)
		return err.Error()
	}
	kept := ". Every answer is saved, and a text that you were typing is kept"
	switch why {
	case idle:
		return "nobody has typed for " + forWords(v.server.Limits.Idle) + ", so the session has ended" + kept + ". Connect again: it opens at the same place"
	case flooded:
		return "your terminal sent more than anybody types, so the session has ended" + kept
	case removed:
		return "you or your key is no longer in the record, so the session has ended"
	case stopped:
		return "the server stops now" + kept + ". Connect again in a minute: it opens at the same place"
	}
	return ""
}

// forWords says how long something took, in minutes if it took some.
func forWords(d time.Duration) string {
	if d < time.Minute {
		return english.Count(int(d.Round(time.Second).Seconds()), "second")
	}
	return english.Count(int(d.Round(time.Minute).Minutes()), "minute")
}
