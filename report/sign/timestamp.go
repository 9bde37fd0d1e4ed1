package sign

import (
	"crypto"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// TSA is an authority of time stamps (RFC 3161), as the caller reaches it.
type TSA struct {
	// Ask sends a request and returns the reply, both in DER. The request has a hash and a random number, nothing else
	// about the report.
	Ask func(request []byte) (reply []byte, err error)
	// Random makes the number by which the authority's reply is known to be new.
	Random io.Reader
	// Now is the time of this machine's clock, which must agree with the clock of the authority.
	Now time.Time
}

// stamp returns a token for some bytes.
func (a TSA) stamp(parts ...[]byte) (token, error) {
	number := make([]byte, 16)
	if _, err := io.ReadFull(a.Random, number); err != nil {
		return token{}, fmt.Errorf("cannot ask for a time stamp: %w", err)
	}
	nonce := new(big.Int).SetBytes(number)
	request, err := stampRequest(digest(crypto.SHA256, parts...), nonce)
	if err != nil {
		return token{}, err
	}
	reply, err := a.Ask(request)
	if err != nil {
		return token{}, fmt.Errorf("cannot get a time stamp: %w", err)
	}
	raw, err := readReply(reply)
	if err != nil {
		return token{}, err
	}
	t, err := parseToken(raw)
	if err != nil {
		return token{}, fmt.Errorf("the authority sent a time stamp that assay does not accept: %w", err)
	}
	if err := t.covers(parts...); err != nil {
		return token{}, err
	}
	if t.nonce == nil || t.nonce.Cmp(nonce) != 0 {
		return token{}, errors.New("the authority sent an old time stamp, made for another request")
	}
	if apart := t.time.Sub(a.Now).Abs(); apart > clockTolerance {
		return token{}, fmt.Errorf("the clock of this machine and the clock of the authority differ by %s: it is %s there",
			apart.Round(time.Second), t.time.Format(time.RFC3339))
	}
	return t, checkPeriod(t.signer, t.time)
}

// stampRequest encodes a request for a token with the certificates of the authority.
func stampRequest(hash []byte, nonce *big.Int) ([]byte, error) {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		sequence(b, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier(oidSHA256)
				b.AddASN1NULL()
			})
			b.AddASN1OctetString(hash)
		})
		b.AddASN1BigInt(nonce)
		b.AddASN1Boolean(true)
	})
	return b.Bytes()
}

// readReply returns the token of a reply, or the authority's reason to refuse.
func readReply(reply []byte) ([]byte, error) {
	malformed := errors.New("the reply is not that of an authority of time stamps")
	input := cryptobyte.String(reply)
	var all, about, texts, failure, raw cryptobyte.String
	var status int64
	if !input.ReadASN1(&all, der.SEQUENCE) || !input.Empty() || !all.ReadASN1(&about, der.SEQUENCE) ||
		!about.ReadASN1Integer(&status) ||
		!about.ReadOptionalASN1(&texts, nil, der.SEQUENCE) ||
		!about.ReadOptionalASN1(&failure, nil, der.BIT_STRING) || !about.Empty() {
		return nil, malformed
	}
	const granted, grantedWithChanges = 0, 1
	if status != granted && status != grantedWithChanges {
		reason := []string{fmt.Sprintf("status %d", status)}
		for !texts.Empty() {
			var text cryptobyte.String
			if !texts.ReadASN1(&text, der.UTF8String) {
				return nil, malformed
			}
			reason = append(reason, string(text))
		}
		if code := refusal(failure); code != "" {
			reason = append(reason, code)
		}
		return nil, fmt.Errorf("the authority refused a time stamp: %s", strings.Join(reason, ", "))
	}
	if !all.ReadASN1Element(&raw, der.SEQUENCE) || !all.Empty() {
		return nil, malformed
	}
	return raw, nil
}

// refusal says in words why an authority refused (RFC 3161, 2.4.2).
func refusal(failure cryptobyte.String) string {
	if len(failure) < 2 {
		return ""
	}
	bits := asn1.BitString{Bytes: failure[1:], BitLength: 8*(len(failure)-1) - int(failure[0]&7)}
	for _, known := range []struct {
		bit  int
		text string
	}{
		{0, "it does not know the hash"},
		{2, "it does not permit this request"},
		{5, "it cannot read the request"},
		{14, "its clock is not available"},
		{15, "it does not work by this policy"},
		{16, "it does not know an extension"},
		{17, "it cannot give the information asked for"},
		{25, "it has a failure"},
	} {
		if bits.At(known.bit) == 1 {
			return known.text
		}
	}
	return ""
}
