package assistant

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/inbox"
)

// listen turns recordings into words. What was heard is then what was said: the
// deterministic path tries it first, because people also say "call a human". True
// when that has answered.
func (t *turn) listen(ctx context.Context) (done bool, err error) {
	if t.Hear == nil || t.Media == nil || t.asking() || t.breaker.open(t.Now()) || t.budget() != nil {
		return false, nil
	}
	heard := t.in
	heard.Messages = slices.Clone(t.in.Messages)
	for i, m := range heard.Messages {
		if m.Kind != inbox.KindVoice && m.Kind != inbox.KindAudio || m.Text != "" {
			continue
		}
		text, usage := t.hear(ctx, m)
		if text == "" {
			continue
		}
		t.heard = true
		heard.Messages[i].Text, heard.Messages[i].Kind = text, inbox.KindText
		if err := t.keepHeard(ctx, m, text, usage); err != nil {
			return false, err
		}
	}
	if !t.heard {
		return false, nil
	}
	t.in = heard
	if t.Script == nil {
		return false, nil
	}
	return t.script(ctx)
}

func (t *turn) keepHeard(ctx context.Context, m inbox.Message, text string, u Usage) error {
	return t.Tx.InTx(ctx, func(ctx context.Context) error {
		if err := t.spend(ctx, u); err != nil {
			return err
		}
		return t.Stores.HearMessage(ctx, m.ConversationID, m.Seq, text)
	})
}

// hear transcribes one message; "" when it cannot be.
func (t *turn) hear(ctx context.Context, m inbox.Message) (string, Usage) {
	i := slices.IndexFunc(m.Payload.Attachments, func(a inbox.Attachment) bool { return !a.TooBig && (a.Kind == "voice" || a.Kind == "audio") })
	if i < 0 {
		return "", Usage{}
	}
	a := m.Payload.Attachments[i]
	data, mime, err := t.Media.Download(ctx, t.in.Conversation, a)
	if err != nil {
		return "", Usage{}
	}
	from := t.Now()
	got, err := t.Hear.Transcribe(ctx, Audio{Name: cmp.Or(a.Name, "voice.ogg"), MIME: cmp.Or(a.MIME, mime, "audio/ogg"), Data: data, Lang: string(t.lang)})
	t.Watch(Observation{What: "speech", Name: got.Model, Usage: got.Usage, Took: t.Now().Sub(from), Fault: codeOf(err)})
	if err != nil {
		return "", Usage{}
	}
	return Clean(got.Text, maxSaid), got.Usage
}

// script lets the deterministic path try what was heard. What it does and the turn's
// end are one unit of work.
func (t *turn) script(ctx context.Context) (handled bool, err error) {
	try := func(call func(ctx context.Context) (inbox.TurnResult, bool, error)) error {
		return t.endWith(ctx, func(ctx context.Context) (*inbox.TurnResult, error) {
			var r inbox.TurnResult
			var err error
			if r, handled, err = call(ctx); err != nil || !handled {
				return nil, err
			}
			r.Handled = true
			return &r, nil
		})
	}
	cause := try(func(ctx context.Context) (inbox.TurnResult, bool, error) { return t.Script.Try(ctx, t.in) })
	if cause == nil || !refused(cause) {
		return handled && cause == nil, cause
	}
	err = try(func(ctx context.Context) (inbox.TurnResult, bool, error) {
		r, err := t.Script.Explain(ctx, t.in, cause)
		return r, err == nil, err
	})
	return err == nil, err
}

// picture loads an image of the customer's for the model, once a run.
func (t *turn) picture(ctx context.Context, a inbox.Attachment) (Picture, bool) {
	key := a.FileID + a.URL
	if p, ok := t.loaded[key]; ok {
		return p, len(p.Data) > 0
	}
	data, mime, err := t.Media.Download(ctx, t.in.Conversation, a)
	if err != nil || len(data) > maxDownload || !strings.HasPrefix(cmp.Or(a.MIME, mime), "image/") {
		data = nil
	}
	p := Picture{cmp.Or(a.MIME, mime), data}
	t.loaded[key] = p
	return p, len(data) > 0
}

// spend adds what a call used to the contact's and the shop's day.
func (t *turn) spend(ctx context.Context, u Usage) (err error) {
	more := Spent{Tokens: u.Total(), Cost: u.Cost}
	if t.contactSpent, err = t.Stores.Spend(ctx, t.day, t.in.Contact.ID, more); err != nil {
		return err
	}
	before := t.shopSpent.Tokens
	if t.shopSpent, err = t.Stores.Spend(ctx, t.day, "", more); err != nil {
		return err
	}
	limit := cmp.Or(t.in.Shop.Settings.Assistant.DailyTokens, t.cfg.DailyTokens)
	if t.shopSpent.Tokens >= limit && t.shopSpent.Tokens-more.Tokens < limit && before < limit {
		return t.tell(ctx, EventBudget, ErrBudget.Code)
	}
	return nil
}

// Events of the assistant. The owner hears each at most once a day.
const (
	EventModelDown      = "model.down"
	EventModelRecovered = "model.recovered"
	EventBudget         = "assistant.budget"
)

func (t *turn) tell(ctx context.Context, name, code string) error {
	return t.Events.Record(ctx, inbox.Event{Name: name, SubjectID: t.in.Shop.ID, Data: map[string]string{"fault": code, "day": t.day}})
}

// down notes that the model does not answer and has the owner told, once a day.
func (t *turn) down(ctx context.Context, cause error) error {
	switch fault.CodeOf(cause) {
	case ErrTooLong.Code, ErrRefused.Code, ErrTime.Code:
		return nil
	}
	return t.Tx.InTx(ctx, func(ctx context.Context) error {
		h, err := t.Stores.ModelHealth(ctx)
		if err != nil {
			return err
		}
		known := !h.DownSince.IsZero()
		if !known {
			h.DownSince = t.Now()
		}
		if known && h.ToldOn == t.day {
			return nil
		}
		if h.ToldOn != t.day {
			h.ToldOn, h.Fault = t.day, fault.CodeOf(cause)
			if err := t.tell(ctx, EventModelDown, h.Fault); err != nil {
				return err
			}
		}
		return t.Stores.SetModelHealth(ctx, h, t.Now())
	})
}

// recovered notes within the open unit of work that the model answers again. The
// owner hears it only if told of the outage.
func (t *turn) recovered(ctx context.Context) error {
	if t.health.DownSince.IsZero() {
		return nil
	}
	h := t.health
	if h.Fault != "" {
		if err := t.tell(ctx, EventModelRecovered, h.Fault); err != nil {
			return err
		}
	}
	h.DownSince, h.Fault = time.Time{}, ""
	return t.Stores.SetModelHealth(ctx, h, t.Now())
}
