package gallery

import (
	"context"
	"strconv"
	"strings"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/catalog"
	"prilavok/core/inbox"
	"prilavok/core/post"
	"prilavok/store"
)

// Deps is what finding products works with.
type Deps struct {
	Posts   *post.Service
	Catalog *catalog.Service
	Store   *store.Store
	Now     func() time.Time
	// Post asks a channel for a post of the account's own; nil where none can be asked.
	Post func(ctx context.Context, accountID, mediaID string) (post.Ref, error)
	// Shared fetches the picture of a shared post, which is only looked at, never kept.
	Shared func(ctx context.Context, address string) (data []byte, mime string, err error)
	// Picture fetches a picture of a message.
	Picture func(ctx context.Context, c inbox.Conversation, a inbox.Attachment) (data []byte, mime string, err error)
	Model   assistant.Model // that sees; nil: nobody looks at pictures
	Config  assistant.Config
	// Shrink makes a picture smaller for the model; nil: one that is too large is not looked at.
	Shrink func(data []byte, mime string) ([]byte, string, error)
}

// About knows which product customers mean. It stands before what answers: as a script it
// answers what is known without asking anybody, as a responder what has to be found out.
type About struct {
	Deps
	script inbox.Script
	next   inbox.Responder
}

// New puts a script and a responder behind what customers show.
func New(d Deps, script inbox.Script, next inbox.Responder) *About { return &About{d, script, next} }

// recent is how long ago something may have been shown that a bare question is about.
const recent = time.Hour

// lastSaid is how many messages are looked through for it.
const lastSaid = 12

// Try implements inbox.Script.
func (a *About) Try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	if res, done, err := a.settled(ctx, &in); done || err != nil {
		return res, done, err
	}
	i, r, ok := shared(in)
	if !ok {
		return a.asked(ctx, in)
	}
	list, err := a.Posts.ProductsOf(ctx, r)
	if err != nil {
		return inbox.TurnResult{}, false, err
	}
	if len(list) == 0 {
		// A reply to a story is mostly talk: its words are answered as any. A shared post is
		// shown to be asked about, and finding it out takes a network.
		return inbox.TurnResult{}, false, nil
	}
	switch m := in.Messages[i]; {
	case plain(joined(in)) && len(list) == 1:
		return a.script.Try(ctx, pressing(in, i, showAction(list[0].ID)))
	case plain(joined(in)):
		return inbox.TurnResult{Out: []inbox.Outgoing{cards(in, langOf(in), list)}, Meta: inbox.TurnMeta{Path: "script"}}, true, nil
	default:
		return a.script.Try(ctx, replaced(in, i, about(in, m, list)))
	}
}

// Explain implements inbox.Script.
func (a *About) Explain(ctx context.Context, in inbox.TurnInput, cause error) (inbox.TurnResult, error) {
	return a.script.Explain(ctx, in, cause)
}

// asked lets a bare "how much?" after something that was shown be about that.
func (a *About) asked(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	if in.Conversation.Channel != "instagram" || len(in.Messages) != 1 || in.Messages[0].Kind != inbox.KindText || !asksPrice(in.Messages[0].Text) {
		return a.script.Try(ctx, in)
	}
	m := in.Messages[0]
	before, err := a.Store.MessagesBefore(ctx, in.Conversation.ID, m.Seq-1, lastSaid)
	if err != nil {
		return inbox.TurnResult{}, false, err
	}
	for i := len(before) - 1; i >= 0 && m.CreatedAt.Sub(before[i].CreatedAt) <= recent; i-- {
		r, ok := refOf(in.Conversation, before[i])
		if !ok {
			continue
		}
		list, err := a.Posts.ProductsOf(ctx, r)
		switch {
		case err != nil:
			return inbox.TurnResult{}, false, err
		case len(list) == 1:
			return a.script.Try(ctx, pressing(in, 0, showAction(list[0].ID)))
		case len(list) > 1:
			return inbox.TurnResult{Out: []inbox.Outgoing{cards(in, langOf(in), list)}, Meta: inbox.TurnMeta{Path: "script"}}, true, nil
		}
		break
	}
	return a.script.Try(ctx, in)
}

// settled reads the answer to "is it this one?": yes shows the product and is noted as a
// guess for the owner, no asks for words.
func (a *About) settled(ctx context.Context, in *inbox.TurnInput) (inbox.TurnResult, bool, error) {
	if len(in.Messages) != 1 || in.Messages[0].Kind != inbox.KindButton {
		return inbox.TurnResult{}, false, nil
	}
	action := in.Messages[0].Payload.Action
	if strings.HasPrefix(action, actIsNot) {
		return inbox.TurnResult{Out: []inbox.Outgoing{wondering(*in)}, Meta: inbox.TurnMeta{Path: "script"}}, true, nil
	}
	rest, ok := strings.CutPrefix(action, actIs)
	if !ok {
		return inbox.TurnResult{}, false, nil
	}
	product, at, _ := strings.Cut(rest, ":")
	if seq, err := strconv.ParseInt(at, 10, 64); err == nil {
		list, err := a.Store.MessagesBefore(ctx, in.Conversation.ID, seq, 1)
		if err != nil {
			return inbox.TurnResult{}, false, err
		}
		if len(list) == 1 && list[0].Seq == seq {
			if r, ok := refOf(in.Conversation, list[0]); ok {
				if known, err := a.Catalog.Products(ctx, []string{product}); err != nil || len(known) == 0 {
					return inbox.TurnResult{}, false, err
				}
				if err := a.Posts.Guessed(ctx, r, product); err != nil {
					return inbox.TurnResult{}, false, err
				}
			}
		}
	}
	*in = pressing(*in, 0, showAction(product))
	return inbox.TurnResult{}, false, nil
}

func replaced(in inbox.TurnInput, i int, m inbox.Message) inbox.TurnInput {
	in.Messages = append([]inbox.Message(nil), in.Messages...)
	in.Messages[i] = m
	return in
}

func joined(in inbox.TurnInput) string {
	var b strings.Builder
	for _, m := range in.Messages {
		b.WriteString(m.Text + "\n")
	}
	return b.String()
}
