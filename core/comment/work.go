package comment

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Voice says something under a comment or to who wrote it. It is called outside of units.
//
// Faults: TooMany holds the account for RetryAfter; Unauthorized and Unsupported hold it
// until somebody sets it right (the channel, or the owner); channel.unknown_outcome means
// that it may have been said; Unavailable is tried again; NotFound: the comment is gone;
// Conflict: the comment has its private reply already. All else refuses the answer.
type Voice interface {
	// PrivateReply answers a comment in private, once, and returns the message's id and who got it.
	PrivateReply(ctx context.Context, accountID, commentID, text string) (messageID, personID string, err error)
	// PublicReply answers under a comment and returns the id of the answer.
	PublicReply(ctx context.Context, accountID, commentID, text string) (externalID string, err error)
	// FindPrivate looks for a private reply that may have been sent since a time, under none
	// of the known ids.
	FindPrivate(ctx context.Context, accountID, personID, text string, since time.Time, known []string) (messageID string, found bool, err error)
	// FindPublic looks for an answer of ours under a comment, or under the one that it answers.
	FindPublic(ctx context.Context, accountID string, c Seen, text string, since time.Time) (externalID string, found bool, err error)
}

const (
	maxSkips = 50               // entries that one unit of work leaves unanswered
	maxTries = 5                // of a step
	maxLooks = 3                // tries of a step with an unknown outcome: each may be a duplicate
	lookWait = 15 * time.Second // for the channel to know of what may have been sent
	holdFor  = 30 * time.Minute // an account that somebody has to set right
)

func turnOf(j job.Job) (Turn, error) {
	var t Turn
	if err := json.Unmarshal(j.Payload, &t); err != nil {
		return t, fault.Wrap(err, fault.Invalid, "comment.bad_job", "a job of comments")
	}
	return t, nil
}

// task is one call that is to be made.
type task struct {
	Entry
	look  bool     // an earlier try may have been taken
	known []string // ids of the conversation's other messages
	told  string   // the id of the private reply, when its echo has come before the answer to the call
}

// Work is the handler of JobAnswer: at most one answer, and the job of the next. So the
// comments of an account, however many, take one place in the queue beside everybody's
// messages. The intent is kept before the call, what became of it after.
func (s *Service) Work(ctx context.Context, j job.Job) error {
	turn, err := turnOf(j)
	if err != nil {
		return err
	}
	if err := s.learn(ctx, turn.AccountID); err != nil {
		return err
	}
	t, err := s.begin(ctx, turn)
	if err != nil || t == nil {
		return err
	}
	if t.Step == Sort {
		return s.settleSorted(ctx, turn, *t)
	}
	externalID, personID, err := s.say(ctx, *t)
	return s.settle(ctx, turn, *t, externalID, personID, err)
}

// begin picks what is due and keeps the intent; nil when there is nothing to call.
func (s *Service) begin(ctx context.Context, turn Turn) (t *task, err error) {
	err = s.Tx.InTx(ctx, func(ctx context.Context) error {
		t = nil
		q, found, err := s.Store.LockCommentQueue(ctx, turn.AccountID)
		if err != nil {
			return err
		}
		if !found || q.Turn != turn.Turn {
			return s.Jobs.Finish(ctx)
		}
		sh, rules, err := s.shopAndRules(ctx)
		if err != nil {
			return err
		}
		for range maxSkips {
			e, _, err := s.due(ctx, q, sh)
			if err != nil {
				return err
			}
			if e == nil {
				break
			}
			if t, err = s.prepare(ctx, q, *e, rules, sh); err != nil || t != nil {
				return err
			}
		}
		return s.schedule(ctx, q, sh)
	})
	return t, err
}

// due returns the entry that is to be worked on now, nil when none is; at is when one will
// be, zero for never.
func (s *Service) due(ctx context.Context, q Queue, sh shop.Shop) (first *Entry, at time.Time, err error) {
	now := s.moment()
	for _, step := range Steps {
		e, found, err := s.Store.FirstComment(ctx, q.AccountID, step)
		if err != nil {
			return nil, at, err
		}
		if !found {
			continue
		}
		if step == Sort { // a model needs no turn at the channel
			if at = earliest(at, e.DueAt); first == nil && !e.DueAt.After(now) {
				first = &e
			}
			continue
		}
		free, err := s.free(ctx, q.AccountID, step, sh)
		if err != nil {
			return nil, at, err
		}
		when := e.DueAt
		if e.part().State != Sending && !s.impatient(e, sh) { // giving up needs no limit
			when = latest(when, free, q.HeldUntil)
		}
		if !when.After(now) && (first == nil || e.DueAt.Before(first.DueAt)) {
			first = &e
		}
		at = earliest(at, when)
	}
	return first, at, nil
}

func earliest(at, when time.Time) time.Time {
	if at.IsZero() || when.Before(at) {
		return when
	}
	return at
}

func latest(list ...time.Time) (t time.Time) {
	for _, x := range list {
		if x.After(t) {
			t = x
		}
	}
	return t
}

// limit is how many answers a step may have in a time.
func limit(step Step, c shop.Comments) (n int, in time.Duration) {
	n, otherwise := c.PrivatePerHour, 750
	switch step {
	case Live:
		return 100, time.Second
	case Public:
		n, otherwise = c.PublicPerHour, 300
	}
	if n <= 0 {
		n = otherwise
	}
	return n, time.Hour
}

// free is when the limit of a step lets the next answer out.
func (s *Service) free(ctx context.Context, accountID string, step Step, sh shop.Shop) (time.Time, error) {
	n, in := limit(step, sh.Settings.Comments)
	at, found, err := s.Store.LatestAnswer(ctx, accountID, step, n)
	if err != nil || !found {
		return time.Time{}, err
	}
	return at.Add(in), nil
}

// impatient reports whether an entry has waited too long for its turn.
func (s *Service) impatient(e Entry, sh shop.Shop) bool {
	return s.late(e, sh) || !e.ByHand && s.Now().Sub(e.SeenAt) > orDefault(sh.Settings.Comments.PatienceHours, 24, time.Hour)
}

// say makes the call. What may have been taken before is looked for, and said again only
// when the channel knows nothing of it.
func (s *Service) say(ctx context.Context, t task) (externalID, personID string, err error) {
	if s.Voice == nil {
		return "", "", fault.New(fault.Unavailable, "comment.no_voice", "this process says nothing under comments")
	}
	text, found := t.part().Text, false
	if t.told != "" {
		return t.told, t.PersonID, nil
	}
	if t.look {
		if t.Step == Public {
			externalID, found, err = s.Voice.FindPublic(ctx, t.AccountID, t.Seen, text, t.Public.At)
		} else {
			externalID, found, err = s.Voice.FindPrivate(ctx, t.AccountID, t.PersonID, text, t.Private.At, t.known)
		}
		switch {
		case err != nil && fault.Retryable(err): // still not known: nothing is said before it is
			return "", "", inbox.ErrUnknownOutcome.After(max(fault.RetryAfter(err), lookWait))
		case err != nil, found:
			return externalID, t.PersonID, err
		case t.Attempts > maxLooks:
			return "", "", inbox.ErrUnknownOutcome
		}
	}
	if t.Step == Public {
		externalID, err = s.Voice.PublicReply(ctx, t.AccountID, t.CommentID, text)
		return externalID, "", err
	}
	externalID, personID, err = s.Voice.PrivateReply(ctx, t.AccountID, t.CommentID, text)
	if fault.Is(err, fault.Conflict) && t.look { // it has its one reply: the one of our earlier try
		return "", t.PersonID, nil
	}
	return externalID, personID, err
}

// settle keeps what became of an answer, and the job of the next, as one unit with the end
// of this one.
func (s *Service) settle(ctx context.Context, turn Turn, t task, externalID, personID string, cause error) error {
	return s.Tx.InTx(ctx, func(ctx context.Context) error {
		q, found, err := s.Store.LockCommentQueue(ctx, turn.AccountID)
		if err != nil {
			return err
		}
		if !found || q.Turn != turn.Turn { // another has looked for it meanwhile
			return s.Jobs.Finish(ctx)
		}
		sh, err := s.Store.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		e := t.Entry
		step := e.Step
		if step != Public && externalID == "" && (cause == nil || errors.Is(cause, inbox.ErrUnknownOutcome)) {
			if externalID, err = s.echoed(ctx, e); err != nil {
				return err
			}
			if externalID != "" {
				cause = nil
			}
		}
		s.outcome(&e, &q, externalID, cause)
		if step != Public {
			if err := s.delivered(ctx, e); err != nil {
				return err
			}
			if err := s.elsewhere(ctx, &e, personID, sh); err != nil {
				return err
			}
		}
		if err := s.Store.SaveComment(ctx, e); err != nil {
			return err
		}
		return s.schedule(ctx, q, sh)
	})
}

// outcome is the table of what a call's end means for the entry and its account.
func (s *Service) outcome(e *Entry, q *Queue, externalID string, cause error) {
	now := s.moment()
	e.UpdatedAt = now
	wait := fault.RetryAfter(cause)
	p, code := e.part(), fault.CodeOf(cause)
	hold := func(d time.Duration) { // not said: it waits for the account
		p.State, p.At, e.Attempts = Waiting, time.Time{}, max(e.Attempts-1, 0)
		q.HeldUntil, q.Fault = now.Add(d), code
	}
	switch {
	case cause == nil:
		p.ExternalID = externalID
		q.HeldUntil, q.Fault = time.Time{}, ""
		e.done()
	case errors.Is(cause, inbox.ErrUnknownOutcome) && e.Attempts <= maxLooks:
		e.DueAt = now.Add(max(wait, lookWait))
	case errors.Is(cause, inbox.ErrUnknownOutcome):
		e.refuse(Unsure, code)
	case fault.Is(cause, fault.TooMany):
		hold(max(wait, time.Minute))
	case fault.Is(cause, fault.Unauthorized), fault.Is(cause, fault.Unsupported) && code != inbox.ErrWindow.Code:
		hold(holdFor)
	case fault.Retryable(cause) && e.Attempts < maxTries:
		p.State = Waiting
		e.DueAt = now.Add(max(wait, time.Second<<(2*(e.Attempts-1))))
	case fault.Is(cause, fault.NotFound):
		e.refuse(Refused, WhyDeleted)
	default:
		e.refuse(Refused, code)
	}
}

// delivered notes at the message of a private reply what became of it. Until that is known
// the message waits as it is: its echo may have told meanwhile.
func (s *Service) delivered(ctx context.Context, e Entry) error {
	state, code := inbox.Sent, ""
	switch e.Private.State {
	case Sent:
	case Refused:
		state, code = inbox.Failed, e.Reason
	case Unsure:
		state, code = inbox.Unsure, e.Reason
	default:
		return nil
	}
	return s.Store.SetDelivery(ctx, e.ConversationID, e.Seq, state, e.Private.ExternalID, code, e.UpdatedAt)
}

// echoed is the channel's id of a private reply whose echo has come, "" of one without.
func (s *Service) echoed(ctx context.Context, e Entry) (string, error) {
	list, err := s.Store.MessagesBefore(ctx, e.ConversationID, e.Seq, 1)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[len(list)-1].ExternalID, nil
}

// schedule ends the job in hand and makes the next one, for when something is due.
func (s *Service) schedule(ctx context.Context, q Queue, sh shop.Shop) error {
	_, at, err := s.due(ctx, q, sh)
	if err != nil {
		return err
	}
	if !at.IsZero() {
		at = latest(at, s.moment())
		q.Turn++
		if err := s.Jobs.Enqueue(ctx, job.New{Kind: JobAnswer, Payload: Turn{q.AccountID, q.Turn}, RunAt: at}); err != nil {
			return err
		}
	}
	q.DueAt = at
	if err := s.Store.SaveCommentQueue(ctx, q); err != nil {
		return err
	}
	return s.Jobs.Finish(ctx)
}
