package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/report/sign"
)

// Apart from the database server that a person names, assay opens network
// connections only in this file, and only when a person asks for a time stamp: to the
// authority of time stamps, and, for a seal, to the authorities of the report's
// certificates.

const (
	// answerTime is how long an authority may take.
	answerTime = 30 * time.Second
	// mostRedirects is how often an authority may name another address.
	mostRedirects = 3
	// The largest answers, in bytes.
	mostStamp  = 64 << 10
	mostList   = 4 << 20
	mostAnswer = 64 << 10
)

// errAddress says that an address is not one of the web.
var errAddress = errors.New("it is not an address that begins with http:// or https://")

// fetch asks a server and returns its answer. It sends a body of the named kind, or
// nothing.
func fetch(ctx context.Context, address, kind string, body []byte, most int64) ([]byte, error) {
	if err := checkAddress(address); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	method := http.MethodPost
	if body == nil {
		method = http.MethodGet
	}
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", kind)
	}
	client := http.Client{CheckRedirect: func(to *http.Request, before []*http.Request) error {
		if len(before) > mostRedirects {
			return fmt.Errorf("more than %d redirects", mostRedirects)
		}
		return checkAddress(to.URL.String())
	}}
	reply, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %q", address, reply.Status)
	}
	answer, err := io.ReadAll(io.LimitReader(reply.Body, most+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(answer)) > most:
		return nil, fmt.Errorf("%s sends more than %s", address, english.Bytes(most))
	}
	return answer, nil
}

// checkAddress refuses addresses of files and of other programs.
func checkAddress(text string) error {
	address, err := url.Parse(text)
	if err != nil || address.Scheme != "http" && address.Scheme != "https" || address.Host == "" {
		return errAddress
	}
	return nil
}

// stamper is the authority of time stamps at an address.
func (a *app) stamper(ctx context.Context, address string) (*sign.TSA, error) {
	if err := checkAddress(address); err != nil {
		return nil, usagef("for example: --tsa http://timestamp.example.org", "--tsa %s: %v", address, err)
	}
	return &sign.TSA{Random: rand.Reader, Now: a.now(), Ask: func(request []byte) ([]byte, error) {
		reply, err := fetch(ctx, address, "application/timestamp-query", request, mostStamp)
		if err != nil && ctx.Err() == nil {
			err = failf(assessment.Failed, "see whether this machine reaches it, or name another authority", "%w", err)
		}
		return reply, err
	}}, nil
}
