package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/tui"
	"assay/tui/sshserver"
	"assay/tui/sshserver/transfer"
)

// serving is how the record is to be served.
type serving struct {
	listen  string
	hostKey string
	limits  sshserver.Limits
}

func (a *app) serveCommand() *cobra.Command {
	s := serving{limits: sshserver.UsualLimits()}
	cmd := &cobra.Command{
		Use: "serve", Short: "Let the people of the record open the workbench with ssh", Args: cobra.NoArgs,
		Long: "Serve the workbench over SSH. People need nothing but ssh, and each comes in with a public key that the record knows: the key says who it is, " +
			"and the roles of that person bind. There is no password, no shell, and no forwarded port.\n\n" +
			"The server runs until a signal ends it, with exit code 0. It then tells everybody, and waits until their answers are saved. " +
			"On stderr it logs who came and went and every refusal, and nothing of the record.",
		Example: "  assay serve\n  assay serve --listen 10.0.0.5:2222 --idle 15m\n  ssh -p 2222 127.0.0.1",
		RunE:    a.does(func(ctx context.Context, _ []string) error { return a.serve(ctx, s) }),
	}
	cmd.Flags().StringVar(&s.listen, "listen", "127.0.0.1:2222", "the `ADDRESS` and port; an address that only this computer reaches is the safe one")
	cmd.Flags().StringVar(&s.hostKey, "host-key", "", "the `FILE` with the key of the server, which is made if it does not exist")
	cmd.Flags().DurationVar(&s.limits.Idle, "idle", s.limits.Idle, "after this `TIME` without a key pressed a session ends")
	cmd.Flags().IntVar(&s.limits.Sessions, "sessions", s.limits.Sessions, "the `NUMBER` of sessions at once")
	return cmd
}

// serve serves the record until ctx ends.
func (a *app) serve(ctx context.Context, s serving) error {
	switch {
	case a.flags.evaluator != "" || a.getenv("ASSAY_EVALUATOR") != "":
		return usagef("leave --evaluator and ASSAY_EVALUATOR away", "the key of each person says who it is")
	case s.limits.Idle <= 0:
		return usagef("for example: --idle 30m", "%s is no time after which a session can end", s.limits.Idle)
	case s.limits.Sessions <= 0:
		return usagef("for example: --sessions 100", "%d sessions are no limit", s.limits.Sessions)
	}
	kept, err := a.existing(ctx)
	if err != nil {
		return err
	}
	people, err := kept.People(ctx)
	if err != nil {
		return err
	}
	if !people.On() {
		return failf(assessment.Refused, "add each person with `assay people add`, with a role and a key", "the record has no people, so nobody could come in")
	}
	if s.hostKey == "" {
		s.hostKey = a.folders.hostKey
	}
	key, err := sshserver.HostKey(s.hostKey)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.listen)
	if err != nil {
		return failf(assessment.Failed, "name a free address of this computer with --listen, such as 127.0.0.1:2222", "cannot listen at %s: %w", s.listen, err)
	}
	if !onlyHere(listener.Addr()) {
		a.warn("listen at 127.0.0.1, or see that only your own network reaches the port", "other computers can connect to %s", listener.Addr())
	}
	a.frugalHeap()
	a.signals.allow(s.limits.Ending + orderly)
	server := sshserver.New(sshserver.Configuration{
		HostKey: key, People: kept.People, Watch: kept.Watch, Files: a.serveFiles, Sweep: a.sweepServed, Bench: func(_ context.Context, who assessment.Account) (tui.Bench, error) { return a.servedBench(who) }, CrashLog: a.keepServedCrash,
		Limits: s.limits, Log: a.log(), Now: a.now,
	})
	if err := a.tellServing(listener.Addr(), sshserver.Fingerprint(key), s.hostKey); err != nil {
		listener.Close()
		return err
	}
	return server.Serve(ctx, listener)
}

// onlyHere reports whether only this computer reaches an address.
func onlyHere(at net.Addr) bool {
	tcp, is := at.(*net.TCPAddr)
	return is && tcp.IP.IsLoopback()
}

// tellServing says that people can connect now, and by which key they recognize the server.
func (a *app) tellServing(at net.Addr, fingerprint, file string) error {
	if a.flags.json {
		if err := a.out.json(struct {
			Address  string `json:"address"`
			HostKey  string `json:"host_key"`
			File     string `json:"host_key_file"`
			Database string `json:"database"`
		}{at.String(), fingerprint, file, a.loaded.shown}); err != nil {
			return err
		}
	} else {
		a.out.print("%s is served at %s\n", a.loaded.shown, at)
		a.out.print("the host key is %s, in %s\n", fingerprint, file)
	}
	return a.out.flush()
}

// serveFiles serves the folder of a person.
func (a *app) serveFiles(ctx context.Context, who assessment.Account, channel io.ReadWriter, log *slog.Logger) error {
	return transfer.Serve(ctx, a.exchange().Of(who.ID), channel, log)
}

// sweepServed removes the files and drafts of people over SSH that are too old.
func (a *app) sweepServed() error {
	err := a.exchange().Sweep()
	people, unread := os.ReadDir(filepath.Join(a.folders.served, servedDrafts))
	if unread != nil && !errors.Is(unread, os.ErrNotExist) {
		err = errors.Join(err, unread)
	}
	for _, person := range people {
		_, failed := a.draftsOf(person.Name()).Sweep()
		err = errors.Join(err, failed)
	}
	return err
}

// keepServedCrash keeps the log of a crash, and returns its name. Its place is no business
// of people elsewhere.
func (a *app) keepServedCrash(log string) (name string, err error) {
	path, err := a.keepCrash(log)
	if err != nil {
		return "", errors.New("it cannot be written")
	}
	return filepath.Base(path), nil
}

// log writes the log of a server to stderr, as lines of text, or of JSON if that was asked
// for. No text in it can control a terminal.
func (a *app) log() *slog.Logger {
	options := &slog.HandlerOptions{ReplaceAttr: func(_ []string, attribute slog.Attr) slog.Attr {
		switch value := attribute.Value.Any().(type) {
		case string:
			attribute.Value = slog.StringValue(hostile.Line(value))
		case time.Duration:
			attribute.Value = slog.StringValue(value.String())
		case error:
			attribute.Value = slog.StringValue(hostile.Line(value.Error()))
		}
		return attribute
	}}
	if a.flags.json {
		return slog.New(slog.NewJSONHandler(a.stderr, options))
	}
	return slog.New(slog.NewTextHandler(a.stderr, options))
}
