//go:build !js

package supabase

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"math/big"
)

// verifier checks signatures by one public key; one of ec and rsa is set.
type verifier struct {
	ec  *ecdsa.PublicKey
	rsa *rsa.PublicKey
}

// pointKey is the key of an uncompressed point of P-256; ok is false for one beside the curve.
func pointKey(point []byte) (v verifier, ok bool) {
	pub, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	return verifier{ec: pub}, err == nil
}

// modulusKey is the key of an RSA modulus, most significant byte first.
func modulusKey(n []byte, e int) (v verifier, ok bool) {
	return verifier{rsa: &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: e}}, true
}

// signed tells whether the key's owner has signed a text with SHA-256: an RSA signature of
// PKCS #1 1.5, or the two numbers of ECDSA beside each other (RFC 7518, section 3).
func (v verifier) signed(text string, signature []byte) bool {
	sum := sha256.Sum256([]byte(text))
	switch {
	case v.ec != nil && len(signature) == 64:
		return ecdsa.Verify(v.ec, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
	case v.rsa != nil:
		return rsa.VerifyPKCS1v15(v.rsa, crypto.SHA256, sum[:], signature) == nil
	}
	return false
}
