package backup_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"testing"

	"filippo.io/age"

	"assay/assessment"
	"assay/assessment/backup"
	"assay/assessment/input/inputtest"
)

// FuzzUnpack reads archives. What is accepted holds exactly what its list says.
func FuzzUnpack(f *testing.F) {
	h := newHome(f)
	h.assess("Harbor Staffing")
	whole := h.backedUp()
	f.Add(whole[:4096])
	f.Add(whole[:1000])
	f.Add(bytes.Repeat([]byte{0}, 1024))
	f.Fuzz(func(t *testing.T, archive []byte) {
		inputtest.Bounded(t, func() {
			m, err := backup.Unpack(context.Background(), bytes.NewReader(archive), "")
			switch {
			case err != nil && assessment.CodeOf(err) != assessment.Unproven:
				t.Errorf("%v", err)
			case err == nil && (m.Format != backup.Format || m.Size() > int64(len(archive))):
				t.Errorf("%+v", m)
			}
		})
	})
}

// FuzzUnseal reads encrypted files.
func FuzzUnseal(f *testing.F) {
	const secret = "AGE-SECRET-KEY-19H0HR5KUTS5MLDJATM8V409VEZVD276PYSKDNSNKJGTYV98SMEQQVSS3ZP" // of this test
	key, err := age.ParseX25519Identity(secret)
	if err != nil {
		f.Fatal(err)
	}
	sealed := sealedFor(f, []byte("content"), key.Recipient())
	f.Add(sealed)
	f.Add(sealed[:len(sealed)-1])
	f.Add([]byte("age-encryption.org/v1\n-> scrypt " + hex.EncodeToString(make([]byte, 8)) + " 60\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		inputtest.Bounded(t, func() {
			plain, err := backup.Unseal(bytes.NewReader(file), key)
			if err != nil {
				if assessment.CodeOf(err) != assessment.Unproven {
					t.Errorf("%v", err)
				}
				return
			}
			if got, err := io.ReadAll(plain); err == nil && string(got) != "content" && bytes.Equal(file, sealed) {
				t.Errorf("%q", got)
			}
		})
	})
}
