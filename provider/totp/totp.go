// Package totp makes codes of authenticator apps (RFC 6238). Which code is taken, and that
// none is twice, is core/staff/person's.
package totp

import (
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"prilavok/core/fault"
	"prilavok/core/staff/person"
)

// Codes implements person.Codes.
type Codes struct{}

var _ person.Codes = Codes{}

var options = totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// New implements person.Codes.
func (Codes) New(issuer, account string) (secret, url string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account, Period: options.Period, Digits: options.Digits, Algorithm: options.Algorithm})
	if err != nil {
		return "", "", fault.Wrap(err, fault.Internal, "staff.totp", "no secret for a second factor")
	}
	return key.Secret(), key.URL(), nil
}

// At implements person.Codes.
func (Codes) At(secret string, t time.Time) (string, error) {
	code, err := totp.GenerateCodeCustom(secret, t, options)
	if err != nil {
		return "", fault.Wrap(err, fault.Internal, "staff.totp", "the secret of a second factor cannot be read")
	}
	return code, nil
}
