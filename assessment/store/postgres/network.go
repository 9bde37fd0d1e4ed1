package postgres

import (
	"net"
	"time"
)

// A network that swallows everything closes no connection. So the system asks the other side
// whether it is there, while nothing else is sent, and gives a connection up on which nothing
// arrives. A server that is busy with a long statement answers all the same.
const (
	askAfter     = 10 * time.Second // nothing came
	askEvery     = 5 * time.Second
	askTimes     = 4
	unheardAfter = 30 * time.Second // something that was sent is not confirmed
)

// dialer makes the connections to a server.
func dialer() *net.Dialer {
	return &net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: askAfter, Interval: askEvery, Count: askTimes},
		Control:         giveUpUnheard,
	}
}
