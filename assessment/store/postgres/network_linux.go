package postgres

import (
	"strings"
	"syscall"
)

// userTimeout is TCP_USER_TIMEOUT of linux/tcp.h. Package syscall lacks it.
const userTimeout = 18

// giveUpUnheard sets how long a connection waits for the other side to confirm what was sent.
func giveUpUnheard(network, _ string, conn syscall.RawConn) (err error) {
	if !strings.HasPrefix(network, "tcp") {
		return nil
	}
	if failed := conn.Control(func(fd uintptr) {
		err = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, userTimeout, int(unheardAfter.Milliseconds()))
	}); failed != nil {
		return failed
	}
	return err
}
