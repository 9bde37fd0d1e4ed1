package postgres_test

import (
	"net"
	"syscall"
	"testing"

	"assay/assessment/store/postgres"
)

// A network that swallows everything closes no connection, so the system must notice it: both
// while a statement runs and while one is sent.
func TestAConnectionOverANetworkIsGivenUpInTime(t *testing.T) {
	alone(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	address, err := postgres.Parse("postgres://ada@" + listener.Addr().String() + "/assay")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := address.Config().ConnConfig.DialFunc(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	option := func(number int) (value int) {
		t.Helper()
		failed := raw.Control(func(fd uintptr) { value, err = syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, number) })
		if failed != nil || err != nil {
			t.Fatal(failed, err)
		}
		return value
	}
	const userTimeout = 18 // TCP_USER_TIMEOUT
	const most = 30        // seconds
	if silent := option(syscall.TCP_KEEPIDLE) + option(syscall.TCP_KEEPINTVL)*option(syscall.TCP_KEEPCNT); silent > most {
		t.Errorf("a connection on which nothing arrives is given up after %d seconds", silent)
	}
	if unconfirmed := option(userTimeout); unconfirmed == 0 || unconfirmed > most*1000 {
		t.Errorf("what is sent must be confirmed within %d milliseconds", unconfirmed)
	}
}
