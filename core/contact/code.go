package contact

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"prilavok/core/txn"
)

// CodeTime is how long a one-time code joins; codeLength keeps it easy to type and hard to
// guess within that time (40 bits).
const (
	CodeTime   = 10 * time.Minute
	codeLength = 8
)

// Bounds of guessing: so many wrong codes an address may send within guessTime, then even
// the right one is refused until that is over.
const (
	maxGuesses = 5
	guessTime  = 15 * time.Minute
)

// CodeStore keeps one-time codes. All run inside a unit of work.
type CodeStore interface {
	// SaveJoinCode keeps the hash of a one-time code; the contact's earlier ones, and all
	// that are over at now, are forgotten.
	SaveJoinCode(ctx context.Context, hash, contactID string, until, now time.Time) error
	// TakeJoinCode uses up a code of another contact than by. found is false when it is
	// unknown, used or too old; own is true, and the code stays, when it is by's.
	TakeJoinCode(ctx context.Context, hash, by string, now time.Time) (contactID string, found, own bool, err error)
	// Guesses counts an address' wrong codes since a time.
	Guesses(ctx context.Context, addressID string, since time.Time) (int, error)
	// AddGuess counts one more and forgets those from before since.
	AddGuess(ctx context.Context, id, addressID string, at, since time.Time) error
}

// similar are what people type for a letter of a code: by sight, and in Russian letters.
var similar = strings.NewReplacer("o", "0", "i", "1", "l", "1", "а", "a", "в", "b", "е", "e", "к", "k", "м", "m", "н", "h", "о", "0", "р", "p",
	"с", "c", "т", "t", "х", "x", "у", "y", "-", "", "–", "", "—", "", " ", "", "\u00a0", "")

// ReadCode reads a code as people type it: in any case, with a hyphen or spaces, in Russian
// letters that look alike. ok is false for what cannot be a code.
func ReadCode(s string) (code string, ok bool) {
	code = similar.Replace(strings.ToLower(strings.TrimSpace(s)))
	if len(code) != codeLength {
		return "", false
	}
	for _, c := range []byte(code) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') || c == 'u' {
			return "", false
		}
	}
	return code, true
}

// LooksLikeCode reports whether a whole message is written like a code: K7QM-9TRX.
func LooksLikeCode(s string) bool {
	left, right, cut := strings.Cut(strings.TrimSpace(s), "-")
	_, ok := ReadCode(s)
	return cut && ok && len([]rune(left)) == codeLength/2 && len([]rune(right)) == codeLength/2
}

// ShowCode writes a code for people.
func ShowCode(code string) string {
	code = strings.ToUpper(code)
	return code[:len(code)/2] + "-" + code[len(code)/2:]
}

// IssueCode makes a one-time code that another channel of the same person can redeem; an
// earlier one of theirs no longer joins. Only its hash is stored.
func (s *Service) IssueCode(ctx context.Context, contactID string) (string, error) {
	code := s.ids.Token(codeLength)
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		return s.store.SaveJoinCode(ctx, hashCode(txn.ShopID(ctx), code), contactID, s.now().Add(CodeTime), s.now())
	})
	return code, err
}

// Redeemed is what a code came to.
type Redeemed struct {
	Contact Contact // who remains, when Refused is nil
	Refused error   // ErrBadCode, ErrOwnCode or ErrGuesses: nobody was joined
}

// Redeem joins a contact to the one that issued a code. What is refused is no error, as the
// guess has to be counted in the same unit of work.
func (s *Service) Redeem(ctx context.Context, by Redeemer, typed string) (Redeemed, error) {
	var out Redeemed
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		out = Redeemed{}
		now := s.now()
		n, err := s.store.Guesses(ctx, by.AddressID, now.Add(-guessTime))
		if err != nil || n >= maxGuesses {
			out.Refused = ErrGuesses
			return err
		}
		code, readable := ReadCode(typed)
		var issuer string
		var found, own bool
		if readable {
			if issuer, found, own, err = s.store.TakeJoinCode(ctx, hashCode(txn.ShopID(ctx), code), by.ContactID, now); err != nil {
				return err
			}
		}
		switch {
		case own:
			out.Refused = ErrOwnCode
			return nil
		case !found:
			out.Refused = ErrBadCode
			return s.store.AddGuess(ctx, s.ids.Make("gss"), by.AddressID, now, now.Add(-guessTime))
		}
		j := Join{GoneID: by.ContactID, KeptID: issuer, How: ByCode, By: by.AddressID, ConversationID: by.ConversationID}
		if err := s.join(ctx, &j); err != nil {
			return err
		}
		out.Contact, err = s.store.ContactByID(ctx, issuer)
		return err
	})
	return out, err
}

// Redeemer is where a code was given.
type Redeemer struct{ ContactID, AddressID, ConversationID string }

func hashCode(shopID, code string) string {
	h := sha256.Sum256([]byte(shopID + ":" + code))
	return hex.EncodeToString(h[:])
}
