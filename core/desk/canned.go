package desk

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"prilavok/core/lang"
)

// Canned is an answer that operators have ready. {name} in it stands for the customer's name
// and {order} for the number of their newest order; the page fills them in.
type Canned struct {
	ID       string
	Shortcut string // what is typed after the slash, one word
	Title    string
	Text     lang.Texts // in one language at least
}

// CannedStore keeps ready answers. All run inside a unit of work.
type CannedStore interface {
	// CannedReplies lists them by their shortcuts.
	CannedReplies(ctx context.Context) ([]Canned, error)
	// SaveCanned adds one or replaces it; a shortcut of another's is a fault.
	SaveCanned(ctx context.Context, c Canned, at time.Time) error
	// DropCanned deletes one; false when it is not there.
	DropCanned(ctx context.Context, id string) (bool, error)
}

// Bounds of ready answers, in characters and in number.
const (
	maxCanned     = 500
	shortcutLimit = 32
	titleLimit    = 80
	cannedLimit   = 4000
)

// CannedReplies lists the shop's ready answers.
func (s *Service) CannedReplies(ctx context.Context) (list []Canned, err error) {
	err = s.Tx.View(ctx, func(ctx context.Context) error { list, err = s.Store.CannedReplies(ctx); return err })
	return list, err
}

// SaveCanned keeps a ready answer; one without an id is new.
//
// Faults: ErrCanned, ErrShortcut, ErrNoCanned.
func (s *Service) SaveCanned(ctx context.Context, c Canned) (Canned, error) {
	c.Shortcut = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(c.Shortcut), "/"))
	c.Title = strings.Join(strings.Fields(c.Title), " ")
	fits := func(text string, most int) bool { return utf8.RuneCountInString(text) <= most }
	if c.Shortcut == "" || strings.ContainsAny(c.Shortcut, " \t\n/") || !fits(c.Shortcut, shortcutLimit) || c.Title == "" || !fits(c.Title, titleLimit) ||
		strings.TrimSpace(c.Text[lang.RU]+c.Text[lang.EN]) == "" || !fits(c.Text[lang.RU], cannedLimit) || !fits(c.Text[lang.EN], cannedLimit) {
		return c, ErrCanned
	}
	err := s.inTx(ctx, func(ctx context.Context) error {
		list, err := s.Store.CannedReplies(ctx)
		if err != nil {
			return err
		}
		known, taken := false, false
		for _, x := range list {
			known = known || x.ID == c.ID
			taken = taken || x.Shortcut == c.Shortcut && x.ID != c.ID
		}
		switch {
		case c.ID != "" && !known:
			return ErrNoCanned
		case taken:
			return ErrShortcut
		case c.ID == "" && len(list) >= maxCanned:
			return ErrCanned
		case c.ID == "":
			c.ID = s.NewID("can")
		}
		return s.Store.SaveCanned(ctx, c, s.Now())
	})
	return c, err
}

// DropCanned deletes a ready answer.
//
// Faults: ErrNoCanned.
func (s *Service) DropCanned(ctx context.Context, id string) error {
	return s.inTx(ctx, func(ctx context.Context) error {
		found, err := s.Store.DropCanned(ctx, id)
		if err == nil && !found {
			err = ErrNoCanned
		}
		return err
	})
}
