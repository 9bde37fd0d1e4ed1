package report_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	sshagent "golang.org/x/crypto/ssh/agent"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"assay/report"
	"assay/report/pdf/pdftest"
	"assay/report/sign"
	"assay/report/sign/agent"
)

// fromP12 is an identity that was read back from a PKCS#12 file.
func fromP12(t *testing.T, name string) sign.Identity {
	t.Helper()
	made := identity(t, name)
	file, err := pkcs12.Modern2023.WithIterations(1).Encode(made.Key, made.Certificate, made.Chain, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	id, err := sign.Open(file, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// fromPEM is an identity with an RSA key, read back from a PEM file.
func fromPEM(t *testing.T, name string) sign.Identity {
	t.Helper()
	key, err := sign.NewKey(sign.RSA3072, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made, err := sign.Certify(key, name, "St. Elsewhere Hospital", today.Time(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plain, is := key.(*rsa.PrivateKey)
	if !is {
		t.Fatalf("the key is a %T", key)
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(plain)})
	id, err := sign.OpenPEM(append(made.EncodeCertificates(), block...), "")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// fromAgent is an identity whose key only an ssh-agent can use: another process.
func fromAgent(t *testing.T, name string) sign.Identity {
	t.Helper()
	pdftest.Need(t, "ssh-agent")
	socket := filepath.Join(t.TempDir(), "agent")
	served := exec.Command("ssh-agent", "-D", "-a", socket)
	if err := served.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = served.Process.Kill()
		_ = served.Wait()
	})
	key, err := sign.NewKey(sign.P384, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := sshagent.NewClient(dialled(t, socket)).Add(sshagent.AddedKey{PrivateKey: key}); err != nil {
		t.Fatal(err)
	}
	held, err := agent.Open(dialled(t, socket), agent.FingerprintOf(key.Public()))
	if err != nil {
		t.Fatal(err)
	}
	id, err := sign.Certify(held, name, "St. Elsewhere Hospital", today.Time(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// dialled connects to an agent as soon as it listens.
func dialled(t *testing.T, socket string) net.Conn {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); ; {
		connection, err := net.Dial("unix", socket)
		if err == nil {
			t.Cleanup(func() { connection.Close() })
			return connection
		}
		if time.Now().After(until) {
			t.Fatal(err)
		}
	}
}

// Assessor, reviewer and approver sign one report in turn, each with a key that is kept
// in another way. They may sign in any order; the first signature certifies the file.
// assay and another program name all three.
func TestThreePeopleSignOneReportInAnyOrder(t *testing.T) {
	people := map[sign.Role]sign.Identity{
		sign.Assessor: fromP12(t, "Ruth Adeyemi"), sign.Reviewer: fromPEM(t, "Karel Brandt"), sign.Approver: fromAgent(t, "Aylin Öztürk"),
	}
	policy := report.Policy{Expect: map[sign.Role]sign.Expected{}}
	for role, id := range people {
		policy.Anchors = append(policy.Anchors, sign.Own(id.Chain)...)
		policy.Expect[role] = sign.Expected{Name: id.Certificate.Subject.CommonName}
	}
	base := rendered(t, input(story(t).snapshot()))
	for _, order := range [][]sign.Role{
		{sign.Assessor, sign.Reviewer, sign.Approver},
		{sign.Assessor, sign.Approver, sign.Reviewer},
		{sign.Reviewer, sign.Assessor, sign.Approver},
		{sign.Reviewer, sign.Approver, sign.Assessor},
		{sign.Approver, sign.Assessor, sign.Reviewer},
		{sign.Approver, sign.Reviewer, sign.Assessor},
	} {
		file := base
		for n, role := range order {
			var err error
			if file, err = report.Sign(file, people[role], report.Signer{Role: role, When: signedAt.Add(time.Duration(n) * time.Hour)}); err != nil {
				t.Fatalf("%v: %v", order, err)
			}
		}
		policy.Now = signedAt.Add(4 * time.Hour)
		v := verified(t, file, policy)
		if !v.Proven() {
			t.Fatalf("%v: %q %q", order, v.Findings.Problems, v.Problems)
		}
		var signers []sign.Role
		for _, s := range v.Findings.Signatures {
			signers = append(signers, s.Role)
			if s.Signer != people[s.Role].Certificate.Subject.CommonName {
				t.Errorf("%v: %s signed as %s", order, s.Signer, s.Role)
			}
		}
		if !slices.Equal(signers, order) {
			t.Errorf("signed as %v, want %v", signers, order)
		}
		if _, err := report.Sign(file, people[order[0]], report.Signer{Role: order[0], When: policy.Now}); err == nil {
			t.Errorf("%v: the %s signed twice", order, order[0])
		}
		if order[0] == sign.Assessor && order[1] == sign.Reviewer {
			namedByAnother(t, file)
		}
	}
}

// namedByAnother expects pdfsig to find three valid signatures, and to name the signers.
func namedByAnother(t *testing.T, file []byte) {
	t.Helper()
	out, ok := pdftest.Tool(t, "pdfsig", pdftest.Save(t, "three.pdf", file))
	for want, times := range map[string]int{
		"Signature is Valid": 3, "  - Total document signed": 1, "ETSI.CAdES.detached": 3,
		"Common Name: Ruth Adeyemi": 1, "Common Name: Karel Brandt": 1, "Common Name: Aylin Öztürk": 1,
	} {
		if n := strings.Count(out, want); !ok || n != times {
			t.Errorf("pdfsig says %q %d times, want %d:\n%s", want, n, times, out)
		}
	}
}
