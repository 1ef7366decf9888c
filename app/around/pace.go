package around

import (
	"context"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/dialog"
	"prilavok/core/inbox"
	"prilavok/core/lang"
)

// pressesPerMessage is how many commands and buttons a contact may use in an hour for
// each message that the assistant answers: a press costs no model, and looking through
// a catalog takes many of them.
const pressesPerMessage = 3

// perHour is the assistant's own bound where neither the shop nor the installation sets one.
const perHour = 120

var txtPace = lang.Phrase{RU: "Слишком много нажатий подряд. Передохнём немного: я снова буду на связи в течение часа.",
	EN: "That was a great many taps. Let us take a short break: I will be back within the hour."}

// Paced bounds what the deterministic path answers one contact in an hour. The limit is
// said once; then there is silence until the next hour. It implements inbox.Script.
type Paced struct {
	inbox.Script
	Usage  assistant.UsageStore
	Now    func() time.Time
	Config int // messages per hour of the installation; 0 is perHour
}

// Try implements inbox.Script. It counts in the unit of work of the answer, so that an
// answer that is made again is counted once. A paid invoice is always taken.
func (p Paced) Try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	for _, m := range in.Messages {
		if m.Kind == inbox.KindPaid {
			return p.Script.Try(ctx, in)
		}
	}
	used, err := p.Usage.SpentIn(ctx, p.hour(), in.Contact.ID)
	if err != nil {
		return inbox.TurnResult{}, false, err
	}
	if used.Messages >= p.limit(in) {
		return p.over(ctx, in)
	}
	res, handled, err := p.Script.Try(ctx, in)
	if err != nil || !handled {
		return res, handled, err
	}
	return res, true, p.Usage.Count(ctx, p.hour(), in.Contact.ID, assistant.Spent{Messages: int64(len(in.Messages))})
}

// Explain implements inbox.Script. A refused press counts like any other.
func (p Paced) Explain(ctx context.Context, in inbox.TurnInput, cause error) (inbox.TurnResult, error) {
	if _, err := p.Usage.Spend(ctx, p.hour(), in.Contact.ID, assistant.Spent{Messages: int64(len(in.Messages))}); err != nil {
		return inbox.TurnResult{}, err
	}
	return p.Script.Explain(ctx, in, cause)
}

// over says the limit the first time. The row of this hour holds no tokens of a model:
// they count how often the limit was met.
func (p Paced) over(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	res := inbox.TurnResult{Handled: true, Meta: inbox.TurnMeta{Path: "limit"}}
	met, err := p.Usage.Spend(ctx, p.hour(), in.Contact.ID, assistant.Spent{Tokens: 1})
	if met.Tokens == 1 {
		res.Out = []inbox.Outgoing{{Text: txtPace.In(dialog.Lang(in.Shop, in.Contact, in.Conversation))}}
	}
	return res, true, err
}

// HourOf is under which hour the presses of a moment are counted: the deterministic path's,
// not the assistant's.
func HourOf(t time.Time) string { return assistant.HourOf(t) + " script" }

func (p Paced) hour() string { return HourOf(p.Now()) }

func (p Paced) limit(in inbox.TurnInput) int64 {
	n := in.Shop.Settings.Assistant.ContactPerHour
	if n == 0 {
		n = p.Config
	}
	if n == 0 {
		n = perHour
	}
	return int64(n) * pressesPerMessage
}
