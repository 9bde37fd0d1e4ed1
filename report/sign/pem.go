package sign

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// The types of blocks of a private key in PEM.
const (
	plainBlock     = "PRIVATE KEY"
	encryptedBlock = "ENCRYPTED PRIVATE KEY"
	ecBlock        = "EC PRIVATE KEY"
	rsaBlock       = "RSA PRIVATE KEY"
	opensshBlock   = "OPENSSH PRIVATE KEY"
	curveBlock     = "EC PARAMETERS" // openssl writes the name of the curve before the key
)

// maxKeyBytes is the largest encoding of a key that is read. RSA of 8192 bits takes about 4,700 bytes. To read a much
// longer key would take minutes.
const maxKeyBytes = 16 << 10

// errOpenSSH says what to do with a key of ssh.
var errOpenSSH = errors.New("this is a key of OpenSSH without a certificate: add it to an ssh-agent, and sign with the agent")

// NeedsPassphrase reports whether the key of a PEM file is encrypted.
func NeedsPassphrase(text []byte) bool {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == encryptedBlock {
			return true
		}
	}
	return false
}

// OpenPEM reads a PEM file with one private key and its certificates, in any order. It needs a passphrase only if
// [NeedsPassphrase] says so. The error is ErrWrongPassphrase, or says why the file cannot be read or why its key cannot
// sign a report.
func OpenPEM(text []byte, passphrase string) (Identity, error) {
	var keys []*pem.Block
	var certificates []*x509.Certificate
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case plainBlock, encryptedBlock, ecBlock, rsaBlock:
			keys = append(keys, block)
		case opensshBlock:
			return Identity{}, errOpenSSH
		case certificateBlock:
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return Identity{}, fmt.Errorf("the file has a malformed certificate: %w", err)
			}
			if err := checkLength(c); err != nil {
				return Identity{}, err
			}
			certificates = append(certificates, c)
		case curveBlock:
		default:
			return Identity{}, fmt.Errorf("the file holds %q, which is no key and no certificate", block.Type)
		}
	}
	switch {
	case len(keys) != 1:
		return Identity{}, fmt.Errorf("the file must hold one private key, and holds %d", len(keys))
	case len(certificates) == 0:
		return Identity{}, errors.New("the file holds a key, but not its certificate")
	}
	key, err := openBlock(keys[0], passphrase)
	if err != nil {
		return Identity{}, err
	}
	return NewIdentity(key, certificates)
}

// openBlock reads a private key.
func openBlock(block *pem.Block, passphrase string) (crypto.Signer, error) {
	if block.Headers["Proc-Type"] != "" {
		return nil, errors.New("the key is encrypted in an old way that is easy to break: write it anew with openssl pkcs8 -topk8 -v2 aes-256-cbc")
	}
	parse := x509.ParsePKCS8PrivateKey
	encoded := block.Bytes
	switch block.Type {
	case ecBlock:
		parse = func(der []byte) (any, error) { return x509.ParseECPrivateKey(der) }
	case rsaBlock:
		parse = func(der []byte) (any, error) { return x509.ParsePKCS1PrivateKey(der) }
	case encryptedBlock:
		var err error
		if encoded, err = decryptKey(block.Bytes, passphrase); err != nil {
			return nil, err
		}
	}
	if len(encoded) > maxKeyBytes {
		return nil, errors.New("the key is longer than any key that signs reports")
	}
	key, err := parse(encoded)
	switch signer, is := key.(crypto.Signer); {
	case err != nil && block.Type == encryptedBlock:
		return nil, ErrWrongPassphrase // one in 256 wrong ones decrypts to something that looks padded
	case err != nil:
		return nil, fmt.Errorf("cannot read the key: %w", err)
	case is:
		return signer, nil
	}
	return nil, errors.New("the key cannot sign")
}
