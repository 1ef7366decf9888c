package staff

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Member is a person who acts for a shop: a user of Supabase Auth, or of the server's own
// sign-in (core/staff/person), with a role. The same person may be a member of several shops.
type Member struct {
	ID        string // stands in timelines, as that of a key does
	ShopID    string
	ShopSlug  string // set by Lookup only
	UserID    string // of Supabase Auth, or of a person who signs in here: ReadUser
	Email     string // for people to read; never compared
	Name      string // for people to read; "" where Supabase Auth keeps it
	Role      Role
	CreatedAt time.Time
	EndedAt   time.Time // zero: still there
}

// Role is what a member is to the shop.
type Role string

const (
	// Owner may do everything, as a key with all scopes.
	Owner Role = "owner"
	// Manager runs the shop: everything but who its staff are and what other programs are
	// connected by.
	Manager Role = "manager"
	// Operator serves customers: orders and their money; the rest to read.
	Operator Role = "operator"
	// Viewer reads.
	Viewer Role = "viewer"
)

// Roles lists all there are, from most to least.
var Roles = []Role{Owner, Manager, Operator, Viewer}

// Claims are what a good token says of the person who sent it.
type Claims struct {
	UserID string // as ReadUser returns it
	Email  string
}

// Tokens knows access tokens of people who have signed in. It calls a service, so it runs
// outside of units of work.
//
// Faults: ErrToken… (Unauthorized), whatever is wrong with the token; of kind Unavailable
// or TooMany when that cannot be found out now, with a time to wait. No fault holds any
// part of the token.
type Tokens interface {
	Verify(ctx context.Context, raw string) (Claims, error)
}

// MaxToken is the most bytes of an access token.
const MaxToken = 8 << 10

// IsToken reports whether a secret that a request carries has the form of an access token,
// and not that of an API key.
func IsToken(secret string) bool { return strings.Count(secret, ".") == 2 }

// ReadUser reads the id of a user of Supabase Auth, a UUID, and returns its one form.
//
// Faults: ErrUser.
func ReadUser(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if len(s) != 36 {
		return "", ErrUser
	}
	for i, c := range []byte(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		digit := c >= '0' && c <= '9' || c >= 'a' && c <= 'f'
		if dash && c != '-' || !dash && !digit {
			return "", ErrUser
		}
	}
	return s, nil
}

// ReadRole reads a role by its name.
//
// Faults: ErrRole.
func ReadRole(name string) (Role, error) {
	if r := Role(name); slices.Contains(Roles, r) {
		return r, nil
	}
	return "", ErrRole
}

// ReadEmail reads an e-mail address.
//
// Faults: ErrEmail.
func ReadEmail(s string) (string, error) {
	s = strings.TrimSpace(s)
	name, host, ok := strings.Cut(s, "@")
	if !ok || name == "" || host == "" || utf8.RuneCountInString(s) > 254 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return "", ErrEmail
	}
	return s, nil
}
