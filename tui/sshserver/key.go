package sshserver

import (
	"context"
	"errors"
	"slices"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"assay/assessment"
)

// fingerprintOf is the extension in the permissions of a connection that holds the
// fingerprint of its key. The library keeps the permissions of the key that has signed; a
// client may ask about other keys before, and the callback for these proves nothing.
const fingerprintOf = "fingerprint"

// accountOf is the extension that holds the id of the person.
const accountOf = "account"

// lookLimit is how long reading the people may take.
const lookLimit = 10 * time.Second

var (
	errUnknownKey  = errors.New("the key belongs to nobody in the record")
	errCertificate = errors.New("a certificate is no key")
)

// authentication accepts the keys of the people in the record, and nothing else.
func (s *Server) authentication(ctx ssh.Context) *gossh.ServerConfig {
	c := connectionOf(ctx)
	return &gossh.ServerConfig{
		MaxAuthTries: s.Limits.Tries,
		PublicKeyAuthAlgorithms: []string{
			gossh.KeyAlgoED25519, gossh.KeyAlgoSKED25519, gossh.KeyAlgoSKECDSA256,
			gossh.KeyAlgoECDSA256, gossh.KeyAlgoECDSA384, gossh.KeyAlgoECDSA521, gossh.KeyAlgoRSASHA512, gossh.KeyAlgoRSASHA256,
		},
		PublicKeyCallback: func(_ gossh.ConnMetadata, key gossh.PublicKey) (*gossh.Permissions, error) {
			if _, is := key.(*gossh.Certificate); is {
				return nil, errCertificate
			}
			fingerprint := gossh.FingerprintSHA256(key)
			who, err := s.personWith(ctx, fingerprint)
			if err != nil {
				c.show("the key " + fingerprint)
				if !errors.Is(err, errUnknownKey) {
					return nil, &gossh.BannerError{Err: err, Message: "assay: the record cannot be read now; try again in a moment\r\n"}
				}
				return nil, err
			}
			return &gossh.Permissions{Extensions: map[string]string{fingerprintOf: fingerprint, accountOf: who.ID}}, nil
		},
		VerifiedPublicKeyCallback: func(_ gossh.ConnMetadata, _ gossh.PublicKey, of *gossh.Permissions, _ string) (*gossh.Permissions, error) {
			if err := s.belong(c, of.Extensions[accountOf]); err != nil {
				return nil, &gossh.BannerError{Err: err, Message: "assay: " + err.Error() + "\r\n"}
			}
			return of, nil
		},
		AuthLogCallback: func(client gossh.ConnMetadata, method string, err error) { c.tried(client, method, err) },
	}
}

// personWith reads the people of the record and finds the one with a key.
func (s *Server) personWith(ctx context.Context, fingerprint string) (assessment.Account, error) {
	ctx, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	people, err := s.People(ctx)
	if err != nil {
		s.Log.Error("the people of the record cannot be read", "error", err)
		return assessment.Account{}, err
	}
	if who := people.WithKey(fingerprint); who != nil {
		return *who, nil
	}
	return assessment.Account{}, errUnknownKey
}

// tried notes the outcome of one try of a client to show who it is.
func (c *connection) tried(client gossh.ConnMetadata, method string, err error) {
	c.mu.Lock()
	if c.shown == nil {
		c.shown = []string{}
		c.log = c.log.With("user", word(client.User()), "client", word(string(client.ClientVersion())))
	}
	c.mu.Unlock()
	switch {
	case err == nil:
		c.recognize()
	case errors.Is(err, errUnknownKey) || method == "none":
	case method == "publickey":
		c.show(word(err.Error()))
	default:
		c.show("a try with " + word(method))
	}
}

// show keeps a thing that a connection showed instead of a known key, once.
func (c *connection) show(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.Contains(c.shown, what) && len(c.shown) < mostRefusals {
		c.shown = append(c.shown, what)
	}
}
