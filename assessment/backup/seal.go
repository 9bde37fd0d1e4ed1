package backup

import (
	"bytes"
	"errors"
	"io"
	"runtime/debug"
	"strings"

	"filippo.io/age"

	"assay/assessment"
)

type (
	// Recipient is whom a backup is encrypted for.
	Recipient = age.Recipient
	// Identity opens a backup.
	Identity = age.Identity
)

// workFactor is the base-2 logarithm of the work that a passphrase costs: 128 MB and
// about half a second. A file may not ask for more, since one number in it could ask
// for all memory.
const workFactor = 17

// Passphrase is the recipient of a backup that a passphrase opens.
func Passphrase(passphrase string) (Recipient, error) {
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	to.SetWorkFactor(workFactor)
	return to, nil
}

// WithPassphrase opens a backup that was made with a passphrase.
func WithPassphrase(passphrase string) (Identity, error) {
	by, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, err
	}
	by.SetMaxWorkFactor(workFactor)
	return by, nil
}

// Recipients reads public keys, one a line; lines after # are comments. It accepts
// the keys of age, as age-keygen prints them.
func Recipients(text string) ([]Recipient, error) {
	to, err := age.ParseRecipients(strings.NewReader(text))
	if err != nil {
		return nil, assessment.Errorf(assessment.Invalid, "not a list of recipients of age: %w", err)
	}
	return to, nil
}

// Identities reads a file of secret keys, as age-keygen makes it.
func Identities(text []byte) ([]Identity, error) {
	by, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil {
		return nil, assessment.Errorf(assessment.Invalid, "not an identity file of age")
	}
	return by, nil
}

// Seal encrypts everything that is written to it. Close it to end the file.
func Seal(w io.Writer, to ...Recipient) (io.WriteCloser, error) {
	// A passphrase takes 128 MB for a moment. Left to itself, the collector would let
	// as much again pile up before it frees them.
	defer debug.FreeOSMemory()
	return age.Encrypt(w, to...)
}

// maxHeader is the most bytes before the encrypted data. A header has one line or two
// for each recipient.
const maxHeader = 1 << 20

// Unseal decrypts a backup. The reader that it returns ends with an error where the
// file was changed or cut; the bytes before it are then worth nothing.
func Unseal(r io.Reader, by ...Identity) (io.Reader, error) {
	defer debug.FreeOSMemory() // as in Seal
	header := &bounded{r: r, left: maxHeader}
	plain, err := age.Decrypt(header, by...)
	var none *age.NoIdentityMatchError
	switch {
	case errors.As(err, &none):
		return nil, assessment.Errorf(assessment.Unproven, "neither this passphrase nor this key opens the backup").Because(assessment.WrongKey)
	case err != nil:
		return nil, assessment.Errorf(assessment.Unproven, "not a backup, or a damaged one: %w", err).Because(assessment.BackupBroken)
	}
	header.left = -1
	return plain, nil
}

// bounded reads so many bytes and then fails; negative is without a limit.
type bounded struct {
	r    io.Reader
	left int
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 {
		return b.r.Read(p)
	}
	if b.left == 0 {
		return 0, errors.New("its header is too long")
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
