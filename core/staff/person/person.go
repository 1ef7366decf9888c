// Package person is sign-in on a server of one's own: people of the shop's staff with a
// password, a second factor, passkeys or Telegram, their sessions, and the one-time links
// by which they come. What a person may do in a shop is not here but in staff.Member. With
// Supabase Auth, as at the edge, nothing of this is used.
//
// It hashes no password and checks no passkey itself: those are ports, so that their
// libraries stay out of whatever does not need them.
package person

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"prilavok/core/fold"
	"prilavok/core/lang"
)

// Person is somebody who signs in here. The same person may be staff of several shops.
type Person struct {
	ID         string // a UUID, the UserID of their staff.Member
	ShopID     string // the shop that they were first asked into, whose rows theirs are
	Email      string
	Name       string
	Lang       lang.Lang // of the panel; "" is the shop's
	Password   string    // a PHC string, as a Hasher writes it
	Secret     []byte    // of the second factor, sealed; nil without
	SecretKey  string    // the key that Secret is sealed with
	TOTP       bool      // the second factor is on; before that Secret waits for its first code
	TOTPStep   int64     // the last period whose code was taken: none is taken twice
	Recovery   []string  // hashes of the codes that stand in for the second factor, once each
	TelegramID string    // "" without
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// Session is a browser that has signed in. The token is the browser's; only its SHA-256
// is kept.
type Session struct {
	ID        string
	ShopID    string // the person's
	PersonID  string
	Hash      string
	Method    Method
	Address   string // of the browser, for people to read
	Agent     string // what the browser calls itself, for people to read
	CreatedAt time.Time
	SeenAt    time.Time // to within SeenStep
	ProvedAt  time.Time // when the person last showed who they are
	ExpiresAt time.Time
}

// Method is how somebody signed in.
type Method string

// Ways to sign in.
const (
	ByPassword Method = "password"
	ByPasskey  Method = "passkey"
	ByTelegram Method = "telegram"
	ByLink     Method = "link"
)

// Bounds of sessions.
const (
	SessionIdle = 7 * 24 * time.Hour  // without a request
	SessionLife = 30 * 24 * time.Hour // whatever happens
	// SeenStep is how coarse Session.SeenAt is, so that reading costs no write.
	SeenStep = 5 * time.Minute
	// ProofLasts is how long ago the person may have shown who they are for a dangerous
	// change.
	ProofLasts = 15 * time.Minute
)

// Good reports whether a session is alive at a time.
func (s Session) Good(now time.Time) bool {
	return now.Before(s.ExpiresAt) && now.Before(s.SeenAt.Add(SessionIdle))
}

// Fresh reports whether the person has shown who they are just now.
func (s Session) Fresh(now time.Time) bool { return now.Before(s.ProvedAt.Add(ProofLasts)) }

// Passkey is a key of a person's device.
type Passkey struct {
	ID           string
	ShopID       string
	PersonID     string
	CredentialID string // base64url
	Credential   []byte // JSON, as the port of ceremonies writes it
	Name         string
	CreatedAt    time.Time
	UsedAt       time.Time
}

// Ticket is something that can be used once: a link, known by the SHA-256 of its token, or
// a proof that has been taken.
type Ticket struct {
	ID        string
	ShopID    string
	Kind      string
	Hash      string
	PersonID  string
	Email     string
	Role      string
	ByID      string // who made it; "" is the server's keeper
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time
}

// Kinds of tickets, and how long they last.
const (
	TicketFirst      = "first"
	TicketInvitation = "invitation"
	TicketReset      = "reset"
	ticketProof      = "proof" // a passkey's or Telegram's, taken

	FirstLasts      = 24 * time.Hour
	InvitationLasts = 7 * 24 * time.Hour
	ResetLasts      = 24 * time.Hour
)

// tokenLength is that of sessions and links: 5 bits a character, 260 bits.
const tokenLength = 52

// Bounds of passwords, in characters. NIST SP 800-63B asks for 8 at least and for no
// rules on what they are made of.
const (
	PasswordMin = 10
	PasswordMax = 256
)

// hashOf is what a token is known by; "" when it cannot be one.
func hashOf(token string) string {
	if len(token) != tokenLength {
		return ""
	}
	return digest(token)
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// emailKey is what an account is found by.
func emailKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

func checkPassword(p string) error {
	n := utf8.RuneCountInString(p)
	if n < PasswordMin || n > PasswordMax || !utf8.ValidString(p) || strings.TrimSpace(p) == "" {
		return ErrPassword
	}
	return nil
}

func readName(s string) (string, error) {
	s = strings.TrimSpace(fold.Clean(s))
	if n := utf8.RuneCountInString(s); n < 1 || n > 100 {
		return "", ErrName
	}
	return s, nil
}

// uuid writes 32 hex digits' worth of randomness as a random UUID (version 4).
func uuid(random string) string {
	sum := sha256.Sum256([]byte(random))
	b := sum[:16]
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// set changes what is not empty.
func (p *Person) set(name, language string) {
	if name != "" {
		p.Name = name
	}
	if language != "" {
		p.Lang = lang.Lang(language)
	}
}
