package person

import (
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"strings"
	"time"
)

// secretColumn is the associated data of a second factor's secret.
const secretColumn = "staff_people.secret"

// period is how long a code is shown (RFC 6238); one period of leeway is given either way,
// for clocks that differ and for people who type.
const period = 30

// recoveryCodes is how many there are; each is 16 characters, 80 bits.
const recoveryCodes = 10

// second asks for the second factor of who has one.
//
// Faults: ErrCode, ErrBadSignIn.
func (s *Service) second(ctx context.Context, p Person, code string) error {
	switch {
	case !p.TOTP:
		return nil
	case strings.TrimSpace(code) == "":
		return ErrCode
	}
	return s.alter(ctx, p, func(_ context.Context, p *Person) error { return s.useCode(p, code) })
}

// useCode takes a code of the app, or a recovery code, once.
func (s *Service) useCode(p *Person, code string) error {
	code = bare(code)
	step, err := s.stepOf(*p, code)
	if err != nil {
		return err
	}
	if step > p.TOTPStep {
		p.TOTPStep = step
		return nil
	}
	i := slices.Index(p.Recovery, digest("recovery", code))
	if i < 0 {
		return ErrBadSignIn
	}
	p.Recovery = slices.Delete(p.Recovery, i, i+1)
	return nil
}

// stepOf finds the period whose code it is; 0 when it is none's around now.
func (s *Service) stepOf(p Person, code string) (step int64, err error) {
	secret, err := s.Keys.Open(p.SecretKey, p.ShopID, secretColumn, p.Secret)
	if err != nil {
		return 0, err
	}
	now := s.now().Unix() / period
	for n := now - 1; n <= now+1; n++ {
		want, err := s.Codes.At(string(secret), time.Unix(n*period, 0))
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step = n
		}
	}
	return step, nil
}

// bare is a code as it was made: without what people put between its parts.
func bare(code string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(code)))
}

// BeginTOTP makes a secret for an authenticator app; the second factor is on once
// FinishTOTP has seen a code of it.
//
// Faults: ErrProve, ErrTOTPOn.
func (s *Service) BeginTOTP(ctx context.Context, v Visit, issuer string) (secret, url string, err error) {
	if !v.Fresh {
		return "", "", ErrProve
	}
	if secret, url, err = s.Codes.New(issuer, v.Person.Email); err != nil {
		return "", "", err
	}
	key, sealed, err := s.Keys.Seal(v.Person.ShopID, secretColumn, []byte(secret))
	if err != nil {
		return "", "", err
	}
	return secret, url, s.alter(ctx, v.Person, func(_ context.Context, p *Person) error {
		if p.TOTP {
			return ErrTOTPOn
		}
		p.Secret, p.SecretKey, p.TOTPStep = sealed, key, 0
		return nil
	})
}

// FinishTOTP switches the second factor on and returns the recovery codes, here and never
// again. The person's other sessions end.
//
// Faults: ErrProve, ErrNoTOTP, ErrTOTPOn, ErrWrongCode.
func (s *Service) FinishTOTP(ctx context.Context, v Visit, code string) (codes []string, err error) {
	if !v.Fresh {
		return nil, ErrProve
	}
	var hashes []string
	for range recoveryCodes {
		c := s.ids.Token(16)
		codes = append(codes, strings.Join([]string{c[:4], c[4:8], c[8:12], c[12:]}, "-"))
		hashes = append(hashes, digest("recovery", c))
	}
	err = s.alter(ctx, v.Person, func(ctx context.Context, p *Person) error {
		switch {
		case p.TOTP:
			return ErrTOTPOn
		case p.Secret == nil:
			return ErrNoTOTP
		}
		step, err := s.stepOf(*p, bare(code))
		if err != nil {
			return err
		}
		if step == 0 {
			return ErrWrongCode
		}
		p.TOTP, p.TOTPStep, p.Recovery = true, step, hashes
		return s.sessions.EndSessions(ctx, p.ID, v.Session.ID)
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// DropTOTP takes the second factor off.
//
// Faults: ErrProve, ErrNoTOTP.
func (s *Service) DropTOTP(ctx context.Context, v Visit) error {
	if !v.Fresh {
		return ErrProve
	}
	return s.alter(ctx, v.Person, func(_ context.Context, p *Person) error {
		if p.Secret == nil {
			return ErrNoTOTP
		}
		p.TOTP, p.Secret, p.SecretKey, p.Recovery = false, nil, "", nil
		return nil
	})
}

// ChangePassword sets a new password. Every session of the person ends, this one too: a new
// one takes its place.
//
// Faults: ErrBadSignIn, ErrPassword, ErrLocked, ErrBusy.
func (s *Service) ChangePassword(ctx context.Context, v Visit, old, password string, from From) (g Grant, err error) {
	if err := checkPassword(password); err != nil {
		return g, err
	}
	err = s.attempt(ctx, from, emailKey(v.Person.Email), func(ctx context.Context) error {
		ok, _, err := s.Hasher.Verify(ctx, v.Person.Password, old)
		if err != nil || !ok {
			return errors.Join(err, unless(ok || err != nil, ErrBadSignIn))
		}
		phc, err := s.Hasher.Hash(ctx, password)
		if err != nil {
			return err
		}
		err = s.alter(ctx, v.Person, func(ctx context.Context, p *Person) error {
			p.Password = phc
			return s.sessions.EndSessions(ctx, p.ID, "")
		})
		if err != nil {
			return err
		}
		g, err = s.grant(ctx, v.Person, ByPassword, from)
		return err
	})
	return g, err
}
