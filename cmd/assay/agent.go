package main

import (
	"context"
	"net"

	"assay/assessment"
)

// agentSocket names the variable in which an ssh-agent says where it listens.
const agentSocket = "SSH_AUTH_SOCK"

// dialAgent connects to the ssh-agent of this account. That is a socket in a folder,
// and no network.
func (a *app) dialAgent(ctx context.Context) (net.Conn, error) {
	path := a.getenv(agentSocket)
	if path == "" {
		return nil, failf(assessment.NotFound, "start one with `eval $(ssh-agent)`, and give it the key with `ssh-add FILE`", "there is no ssh-agent: %s is not set", agentSocket)
	}
	connection, err := new(net.Dialer).DialContext(ctx, "unix", path)
	if err != nil {
		return nil, failf(assessment.NotFound, "see whether the agent still runs", "the ssh-agent does not answer at %s: %w", path, err)
	}
	return connection, nil
}
