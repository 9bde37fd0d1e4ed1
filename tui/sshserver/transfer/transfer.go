// Package transfer brings files of a person to a server and home again, over SFTP. The
// programs scp and sftp at home speak it, and so do file managers.
//
// A person sees one folder, "/", which is an [exchange.Folder]: flat, small, and emptied
// after a day. There is nothing else. So "name", "./name" and "/name" are one file, and
// every other path is refused.
//
//   - A client can list the folder and look at a file. It can fetch, bring, remove and rename
//     one. Modes and times that a client sets are accepted and have no effect: a file
//     belongs to its person, and its age counts from its arrival.
//   - Folders, links and all other requests of the protocol are refused.
//   - A file that a client brings appears when the client closes it, and only whole. If the
//     connection breaks before, nothing of it stays. A broken upload is sent anew, and is
//     not continued.
//   - A file that a client fetched whole and closed is removed. If the connection breaks
//     before, it stays. It also stays if the client fetched only a part, as one that
//     continues a broken download does.
//   - A client shows its own words for most errors. So a person reads the reason beside them:
//     it goes to the error output of the channel, where there is one.
//   - The log says how many bytes came and went, and names a file by a short hash: the name
//     may hold the name of a patient.
//
// The library answers up to 8 requests of a client at once. Requests that wait take about 1 MB.
package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"sync"

	"github.com/pkg/sftp"

	"assay/assessment"
	"assay/assessment/workspace/exchange"
)

// The limits of one client.
const (
	mostOpen  = 16 // files and lists at once
	mostTold  = 50 // sentences about refusals: to the person, and to the log
	hashShown = 8  // letters of a hash
)

// Serve answers a client on a channel until the client is done or ctx ends. A transfer that
// runs when ctx ends breaks, whatever the client still sends. If the channel has a method
// Stderr, as a session of SSH has, the reasons of refusals go there. The error is nil if the
// client ended in order.
func Serve(ctx context.Context, folder exchange.Folder, channel io.ReadWriter, log *slog.Logger) error {
	c := &client{ctx: ctx, folder: folder, log: log, said: io.Discard, uploads: map[string]*bringing{}}
	if beside, has := channel.(interface{ Stderr() io.ReadWriter }); has {
		c.said = beside.Stderr()
	}
	handlers := sftp.Handlers{FileGet: c, FilePut: c, FileCmd: c, FileList: c}
	err := sftp.NewRequestServer(newOrdered(channel), handlers, sftp.WithStartDirectory(start)).Serve()
	if errors.Is(err, io.EOF) || ctx.Err() != nil {
		return nil
	}
	return err
}

// client is one use of a folder by a program of the person.
type client struct {
	ctx    context.Context
	folder exchange.Folder
	log    *slog.Logger
	said   io.Writer

	mu      sync.Mutex
	opened  int                  // files and lists
	sayings lines                // about refusals, to the person
	entries lines                // about refusals, in the log
	uploads map[string]*bringing // the latest of each name that is not closed
}

// answer is an error with its code in the protocol.
type answer struct {
	error
	code error
}

// Unwrap lets the library find the code.
func (a answer) Unwrap() error { return a.code }

// refuse turns an error into the answer to a request, and says and logs the reason. The
// file may be empty.
func (c *client) refuse(request, file string, err error) error {
	if err == nil {
		return nil
	}
	code := sftp.ErrSSHFxFailure
	switch {
	case errors.Is(err, errUnsupported):
		code = sftp.ErrSSHFxOpUnsupported
	case assessment.CodeOf(err) == assessment.NotFound:
		return answer{err, sftp.ErrSSHFxNoSuchFile} // clients ask whether a file exists
	case assessment.CodeOf(err) == assessment.Refused:
		code = sftp.ErrSSHFxPermissionDenied
	}
	c.mu.Lock()
	say, enter := c.sayings.take(err.Error()), c.entries.take(request+file+err.Error())
	c.mu.Unlock()
	if say {
		_, _ = fmt.Fprintf(c.said, "assay: %v.\n", err) // whoever is gone reads nothing
	}
	if enter {
		c.log.Warn("refused", "what", request, "because", reason(err), "file", c.hash(file))
	}
	return answer{err, code}
}

// lines bounds how many lines a client causes, and leaves out those that repeat. Clients send
// many requests before they read the first answer.
type lines struct {
	taken  int
	latest string
}

func (l *lines) take(line string) bool {
	if line == l.latest || l.taken == mostTold {
		return false
	}
	l.taken, l.latest = l.taken+1, line
	return true
}

// reason is a reason for the log: without the name of the file, which is in most sentences.
func reason(err error) string {
	if what := assessment.CaseOf(err); what != "" {
		return string(what)
	}
	var known *assessment.Error
	if errors.As(err, &known) && known.Code == assessment.Failed && known.Cause != nil {
		return known.Cause.Error()
	}
	return string(assessment.CodeOf(err))
}

// hash names a file in the log.
func (c *client) hash(name string) string {
	if name == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])[:hashShown]
}

// take counts an open file or list, unless there are too many.
func (c *client) take() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.opened >= mostOpen {
		return assessment.Errorf(assessment.Failed, "%d files are open at once, which is the limit", mostOpen)
	}
	c.opened++
	return nil
}

func (c *client) give() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.opened--
}

var (
	errEnded       = assessment.Errorf(assessment.Refused, "the session has ended")
	errUnsupported = assessment.Errorf(assessment.Refused, "this server has one flat folder of files, and nothing else")
)

// alive refuses the requests of a client after the session has ended.
func (c *client) alive() error {
	if c.ctx.Err() != nil {
		return errEnded
	}
	return nil
}

// guard turns a failure of the program into an error of this one request.
func (c *client) guard(err *error) {
	if failure := recover(); failure != nil {
		c.log.Error("a request for a file failed", "failure", failure, "stack", string(debug.Stack()))
		*err = answer{assessment.Errorf(assessment.Failed, "the server failed; ask who runs it"), sftp.ErrSSHFxFailure}
	}
}
