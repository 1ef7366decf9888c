package inbox

import (
	"context"
	"errors"
	"time"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Finder is a Sender whose service can be asked whether a message arrived. Where a send
// has an unknown outcome, delivering asks before it sends again.
type Finder interface {
	// Find returns the channel's id of m when the contact has it: sent since a time, under
	// none of the known ids. found false means that it did not arrive.
	Find(ctx context.Context, to contact.Address, m Outgoing, since time.Time, known []string) (externalID string, found bool, err error)
}

type askedKey struct{}

// WithAskedAt tells a Sender when the contact last wrote.
func WithAskedAt(ctx context.Context, at time.Time) context.Context {
	return context.WithValue(ctx, askedKey{}, at)
}

// AskedAt is when the contact of a delivery last wrote, for channels with a reply window;
// zero is never. known is false outside of deliveries, where the channel itself must judge.
func AskedAt(ctx context.Context) (at time.Time, known bool) {
	at, known = ctx.Value(askedKey{}).(time.Time)
	return at, known
}

// knownMessages is how many messages before one are looked through for ids that are taken.
const knownMessages = 50

// find asks the channel whether a message arrived that an earlier try may have sent.
func (s *Service) find(ctx context.Context, f Finder, m Message, to contact.Address, c Conversation) (externalID string, found bool, err error) {
	var known []string
	err = s.tx.View(txn.Only(ctx), func(ctx context.Context) error {
		list, err := s.store.MessagesBefore(ctx, m.ConversationID, c.LastSeq, knownMessages)
		known = nil
		for _, x := range list {
			if x.ExternalID != "" {
				known = append(known, x.ExternalID)
			}
		}
		return err
	})
	if err != nil {
		return "", false, err
	}
	externalID, found, err = f.Find(ctx, to, *m.Out, m.CreatedAt, known)
	if fault.Retryable(err) { // still not known: nothing is sent before it is
		err = ErrUnknownOutcome.After(max(fault.RetryAfter(err), findAgain))
	}
	return externalID, found, err
}

// lookFor settles a message that an earlier try may have sent, when the channel has it or
// no more tries are left; done false means that it may be sent again.
func (s *Service) lookFor(ctx context.Context, j job.Job, f Finder, m Message, to contact.Address, c Conversation) (done bool, err error) {
	externalID, found, err := s.find(ctx, f, m, to, c)
	switch {
	case errors.Is(err, ErrUnknownOutcome) && j.Attempts <= maxUnsure:
		return false, err
	case err == nil && !found && j.Attempts > maxUnsure:
		err = ErrUnknownOutcome
	case err == nil && !found:
		return false, nil
	case err != nil && !errors.Is(err, ErrUnknownOutcome): // it can never be known
		err = errors.Join(err, ErrUnknownOutcome)
	}
	return true, s.settle(ctx, m, to, externalID, err)
}

// tries is how often a message with an unknown outcome is tried: where the channel can be
// asked, once more only to ask.
func (s *Service) tries(c shop.Channel) int {
	if s.finders[c] != nil {
		return maxUnsure + 1
	}
	return maxUnsure
}

// findAgain is how soon a channel that could not be asked is asked again.
const findAgain = 30 * time.Second
