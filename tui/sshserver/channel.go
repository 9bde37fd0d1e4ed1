package sshserver

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"assay/tui"
)

// termName is a name of a kind of terminal. It is looked up in no file.
var termName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$`)

// variables of a client that say how its terminal draws. No other variable is taken.
var variables = []string{"COLORTERM", "LANG", "NO_COLOR"}

const longestVariable = 64

// channel is one channel of a connection: a terminal, or a transfer of files.
type channel struct {
	connection *connection
	sizes      chan tui.Size // the latest one that was not taken yet

	mu        sync.Mutex
	environ   []string
	forgotten []string // variables that were not taken
}

type channelKey struct{}

// channelOf finds the channel that belongs to the context of a session.
func channelOf(ctx context.Context) *channel { return ctx.Value(channelKey{}).(*channel) }

// channel serves one channel. The library answers the requests that pass here; it would
// also agree to forward an agent, and take any variable.
func (s *Server) channel(server *ssh.Server, conn *gossh.ServerConn, offered gossh.NewChannel, ctx ssh.Context) {
	c := connectionOf(ctx)
	if !c.open() {
		c.refuse("one more channel of a connection")
		_ = offered.Reject(gossh.ResourceShortage, "too many channels")
		return
	}
	defer c.shut()
	c.probe(ctx, conn)
	own := &channel{connection: c, sizes: make(chan tui.Size, 1)}
	ssh.DefaultSessionHandler(server, conn, &sieved{offered, own}, &channelContext{Context: ctx, values: map[any]any{channelKey{}: own}})
}

// sieved is an offered channel whose requests are sieved.
type sieved struct {
	gossh.NewChannel
	channel *channel
}

// Accept implements gossh.NewChannel.
func (s *sieved) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	accepted, all, err := s.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	passed := make(chan *gossh.Request)
	go func() {
		defer close(passed)
		for request := range all {
			if s.channel.takes(request) {
				passed <- request
			}
		}
	}()
	return accepted, passed, nil
}

// takes reports whether the library is to answer a request. All others are answered here.
func (c *channel) takes(request *gossh.Request) bool {
	switch request.Type {
	case "pty-req", "shell", "exec":
		return true
	case "subsystem":
		var asked struct{ Name string }
		if gossh.Unmarshal(request.Payload, &asked) == nil && asked.Name == "sftp" && c.connection.server.Files != nil {
			return true
		}
		c.connection.refuse("the subsystem " + word(asked.Name))
	case "env":
		_ = request.Reply(c.set(request.Payload), nil)
		return false
	case "window-change":
		var to struct{ Width, Height, PixelWidth, PixelHeight uint32 }
		if gossh.Unmarshal(request.Payload, &to) == nil {
			c.resize(tui.Size{Width: cells(to.Width), Height: cells(to.Height)})
		}
	case "auth-agent-req@openssh.com":
		c.connection.refuse("a forwarded agent")
	case "x11-req":
		c.connection.refuse("forwarded windows of X11")
	case "signal", "break", "eow@openssh.com", "xon-xoff": // there is no program that could take it
	default:
		c.connection.refuse("the request " + word(request.Type))
	}
	_ = request.Reply(false, nil)
	return false
}

// set takes a variable, if it is one of the few.
func (c *channel) set(payload []byte) bool {
	var v struct{ Name, Value string }
	if gossh.Unmarshal(payload, &v) != nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.Contains(variables, v.Name) || len(v.Value) > longestVariable || len(c.environ) >= len(variables) {
		if len(c.forgotten) < mostRefusals {
			c.forgotten = append(c.forgotten, word(v.Name))
		}
		return false
	}
	c.environ = append(c.environ, v.Name+"="+v.Value)
	return true
}

// drawing is the environment of a terminal of a kind. It logs which variables were not taken:
// most clients send some, so that this is one line.
func (c *channel) drawing(term string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.forgotten) > 0 {
		c.connection.refuse("the variables " + strings.Join(c.forgotten, ", "))
	}
	return append(slices.Clone(c.environ), "TERM="+term)
}

// resize keeps a new size until somebody takes it. Only one goroutine calls it.
func (c *channel) resize(to tui.Size) {
	select {
	case <-c.sizes:
	default:
	}
	c.sizes <- to
}

// cells is a width or height that a client reports.
func cells(n uint32) int { return int(min(n, 10_000)) }

// refuseChannel refuses a channel that is none of a session.
func refuseChannel(_ *ssh.Server, _ *gossh.ServerConn, offered gossh.NewChannel, ctx ssh.Context) {
	what := "a channel of the kind " + word(offered.ChannelType())
	switch offered.ChannelType() {
	case "direct-tcpip", "direct-streamlocal@openssh.com":
		what = "a forwarded port or socket to another place"
	}
	connectionOf(ctx).refuse(what)
	_ = offered.Reject(gossh.Prohibited, "this server only opens the workbench")
}

// refuseRequest refuses a request to the whole connection.
func refuseRequest(ctx ssh.Context, _ *ssh.Server, request *gossh.Request) (ok bool, payload []byte) {
	switch request.Type {
	case "keepalive@openssh.com", "no-more-sessions@openssh.com", "hostkeys-prove-00@openssh.com":
		return false, nil // as every client asks
	case "tcpip-forward", "streamlocal-forward@openssh.com":
		connectionOf(ctx).refuse("a forwarded port or socket of this server")
	default:
		connectionOf(ctx).refuse("the request " + word(request.Type))
	}
	return false, nil
}

// channelContext is the context of one channel. Without it, the channels of a connection
// would share the values that the library keeps for each.
type channelContext struct {
	ssh.Context
	mu     sync.Mutex
	values map[any]any
}

// Value implements context.Context.
func (c *channelContext) Value(key any) any {
	c.mu.Lock()
	defer c.mu.Unlock()
	if value, own := c.values[key]; own {
		return value
	}
	return c.Context.Value(key)
}

// SetValue implements ssh.Context.
func (c *channelContext) SetValue(key, value any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.values[key] = value
}
