package main

import (
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/crypto/ocsp"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"assay/report/sign"
	"assay/report/sign/signtest"
)

// years runs the program with a clock that is some years ahead: years N assay ….
func years() {
	n, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	os.Exit(run(world{
		args: os.Args[3:], getenv: os.Getenv, now: func() time.Time { return time.Now().AddDate(n, 0, 0) },
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
	}))
}

// script is a script as package signtest sees it.
type script struct{ *testscript.TestScript }

func (script) Helper() {}

func (s script) Fatal(args ...any) { s.Fatalf("%s", fmt.Sprint(args...)) }

// tsa starts an authority of time stamps on this machine, with a clock that is some
// years ahead: tsa NAME AHEAD VALID. Its certificate is valid for some years from
// then on. The variable NAME gets its address, and NAME.pem is the authority to
// trust.
func tsa(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: tsa NAME AHEAD VALID")
	}
	ahead, err := strconv.Atoi(args[1])
	ts.Check(err)
	valid, err := strconv.Atoi(args[2])
	ts.Check(err)
	now := func() time.Time { return time.Now().AddDate(ahead, 0, 0) }
	root := signtest.NewAuthority(script{ts}, args[0]+" root", now().Add(-time.Hour), valid)
	stamper := signtest.NewStamper(script{ts}, root, args[0], now().Add(-time.Hour), valid, now)
	serve(ts, args[0], map[string]func([]byte) ([]byte, error){"/": stamper.Reply})
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".pem"), sign.EncodeAnchor(root.Certificate), 0o600))
}

// company makes the key company.p12 of Carl Cruz, with the passphrase "correct
// horse", and the authority company.pem, which has a list of revoked certificates
// and a responder on this machine: company [revoked].
func company(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: company [revoked]")
	}
	now := time.Now()
	root := signtest.NewAuthority(script{ts}, "Lakeside CA", now.Add(-time.Hour), 20)
	var certificate *x509.Certificate
	serve(ts, "company", map[string]func([]byte) ([]byte, error){
		"/list": func([]byte) ([]byte, error) { return root.List(script{ts}, now.Add(-time.Minute)), nil },
		"/answer": func(request []byte) ([]byte, error) {
			if _, err := ocsp.ParseRequest(request); err != nil {
				return nil, err
			}
			return root.Answer(script{ts}, certificate, now.Add(-time.Minute), nil, nil), nil
		},
	})
	key := signtest.NewKey(script{ts})
	certificate = root.Issue(script{ts}, "Carl Cruz", key.Public(), now.Add(-time.Hour), 3, func(c *x509.Certificate) {
		signtest.ForDocuments(c)
		c.CRLDistributionPoints = []string{"ldap://localhost/cn=list", ts.Getenv("company") + "list"}
		if len(args) == 0 {
			c.OCSPServer = []string{ts.Getenv("company") + "gone", ts.Getenv("company") + "answer"}
		}
	})
	if len(args) > 0 {
		root.Revoke(certificate, now.Add(-time.Minute))
	}
	packed, err := pkcs12.Modern2023.WithIterations(1).Encode(key, certificate, nil, "correct horse")
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("company.p12"), packed, 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("company.pem"), sign.EncodeAnchor(root.Certificate), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("company.crl"), root.List(script{ts}, now.Add(-time.Minute)), 0o600))
}

// serve answers at some paths of a server on this machine, until the script ends. The
// variable gets the address of the server.
func serve(ts *testscript.TestScript, variable string, answers map[string]func([]byte) ([]byte, error)) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, known := answers[r.URL.Path]
		request, err := io.ReadAll(r.Body)
		if !known || err != nil {
			http.NotFound(w, r)
			return
		}
		reply, err := answer(request)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		_, _ = w.Write(reply) // the program sees that it is cut off
	}))
	ts.Defer(server.Close)
	ts.Setenv(variable, server.URL+"/")
}
