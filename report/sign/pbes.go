package sign

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"hash"
)

// An encrypted key in PEM says itself how it was encrypted (RFC 5958, RFC 8018). This file reads the form that OpenSSL
// writes by default: AES with a key that PBKDF2 derives from the passphrase.

var (
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidHMAC   = asn1.ObjectIdentifier{1, 2, 840, 113549, 2} // the last number is the hash
	oidAES    = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1}
)

// errOtherCipher says how to make a key readable.
var errOtherCipher = errors.New("the key is encrypted in a way that assay does not read: write it anew with openssl pkcs8 -topk8 -v2 aes-256-cbc")

// encryptedKey is the content of an ENCRYPTED PRIVATE KEY.
type encryptedKey struct {
	Algorithm struct {
		ID         asn1.ObjectIdentifier
		Parameters struct {
			Derivation struct {
				ID         asn1.ObjectIdentifier
				Parameters asn1.RawValue
			}
			Cipher pkix.AlgorithmIdentifier
		}
	}
	Data []byte
}

// derivation are the parameters of PBKDF2.
type derivation struct {
	Salt   []byte
	Rounds int
	Length int                      `asn1:"optional"`
	Hash   pkix.AlgorithmIdentifier `asn1:"optional"`
}

// decryptKey returns the PKCS#8 encoding of a key. With a wrong passphrase it returns ErrWrongPassphrase, or once in a
// while something that is no key.
func decryptKey(encoded []byte, passphrase string) ([]byte, error) {
	var key encryptedKey
	var by derivation
	if rest, err := asn1.Unmarshal(encoded, &key); err != nil || len(rest) > 0 || !key.Algorithm.ID.Equal(oidPBES2) {
		return nil, errOtherCipher
	}
	scheme := key.Algorithm.Parameters
	if !scheme.Derivation.ID.Equal(oidPBKDF2) {
		return nil, errOtherCipher
	}
	if rest, err := asn1.Unmarshal(scheme.Derivation.Parameters.FullBytes, &by); err != nil || len(rest) > 0 {
		return nil, errOtherCipher
	}
	length := aesKey(scheme.Cipher.Algorithm)
	hashed := by.hash()
	var iv []byte
	if rest, err := asn1.Unmarshal(scheme.Cipher.Parameters.FullBytes, &iv); err != nil || len(rest) > 0 ||
		len(iv) != aes.BlockSize || length == 0 || hashed == nil || by.Rounds < 1 || by.Length != 0 && by.Length != length {
		return nil, errOtherCipher
	}
	if by.Rounds > maxRounds {
		return nil, fmt.Errorf("cannot open the identity: its passphrase would have to be hashed more than %d times", maxRounds)
	}
	if len(key.Data) == 0 || len(key.Data)%aes.BlockSize != 0 {
		return nil, errors.New("the encrypted key is damaged")
	}
	secret, err := pbkdf2.Key(hashed, passphrase, by.Salt, by.Rounds, length)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, err
	}
	plain := make([]byte, len(key.Data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, key.Data)
	return unpad(plain)
}

// hash returns the hash of the derivation, or nil for one that no program uses.
func (d derivation) hash() func() hash.Hash {
	if d.Hash.Algorithm == nil {
		return sha1.New // the default of PBKDF2, and safe for it
	}
	id := d.Hash.Algorithm
	if len(id) != len(oidHMAC)+1 || !id[:len(oidHMAC)].Equal(oidHMAC) {
		return nil
	}
	switch id[len(oidHMAC)] {
	case 7:
		return sha1.New
	case 9:
		return sha256.New
	case 10:
		return sha512.New384
	case 11:
		return sha512.New
	}
	return nil
}

// aesKey returns the length of the key of a cipher, in bytes, or 0 for a cipher that is not AES in CBC mode.
func aesKey(id asn1.ObjectIdentifier) int {
	if len(id) != len(oidAES)+1 || !id[:len(oidAES)].Equal(oidAES) {
		return 0
	}
	return map[int]int{2: 16, 22: 24, 42: 32}[id[len(oidAES)]]
}

// unpad removes the padding of the last block. Nobody but the owner of the passphrase sees what it says, so the time it
// takes tells nothing.
func unpad(plain []byte) ([]byte, error) {
	n := int(plain[len(plain)-1])
	if n == 0 || n > aes.BlockSize || !bytes.Equal(plain[len(plain)-n:], bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, ErrWrongPassphrase
	}
	return plain[:len(plain)-n], nil
}
