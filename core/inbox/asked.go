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

// CapMentionAside is the capability of an account on which a mention in a story opens no
// reply window. Meta's pages say that it opens one (channels.md B, window policy); an owner
// whose account is refused after mentions says so here.
const CapMentionAside = "mention_aside"

// Opened is when an event opened the reply window, by the channel's clock where that is
// earlier: a delivery that was late opens no window that is closed already. Zero is never:
// only what the customer says or presses counts, no reaction, no edit, no "seen", no comment.
func Opened(in Incoming, now time.Time) time.Time {
	if !in.Kind.Asks() || in.Payload.Aside {
		return time.Time{}
	}
	if !in.SentAt.IsZero() && in.SentAt.Before(now) {
		return in.SentAt
	}
	return now
}

// WindowMargin is taken off every window: what we think is just open may be closed for the channel.
const WindowMargin = 5 * time.Minute

// Reach is until when a customer can be written to in a conversation.
type Reach struct {
	Always bool      // the channel has no reply window
	Until  time.Time // by anybody; zero: never
	Human  time.Time // by a person of the shop, where the account is allowed it; zero: no longer than anybody
}

// ReachOf is the reply window of a conversation of a channel.
func ReachOf(c shop.Channel, asked time.Time, humanAgent bool) Reach {
	can := CapsOf(c)
	switch {
	case can.Window == 0:
		return Reach{Always: true}
	case asked.IsZero():
		return Reach{}
	}
	r := Reach{Until: asked.Add(can.Window - WindowMargin)}
	if humanAgent && can.HumanWindow > can.Window {
		r.Human = asked.Add(can.HumanWindow - WindowMargin)
	}
	return r
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
