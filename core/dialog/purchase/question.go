package purchase

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/markup"
	"prilavok/core/order"
)

// question is what the desk has asked for in a conversation: words, pictures, or a choice
// that takes several presses. It is a note of ours, not a right: every answer is checked
// as if nothing had been asked.
type question struct {
	Ask    string        `json:"ask"` // askAddress, askNote, askLines, askReason, askPhotos, or what waits for a yes
	Order  string        `json:"order"`
	Text   string        `json:"text,omitempty"`
	Lines  map[int]int64 `json:"lines,omitempty"`
	Reason string        `json:"reason,omitempty"`
	Photos []string      `json:"photos,omitempty"` // "seq:file" of the messages with them
	At     time.Time     `json:"at"`
}

const (
	askAddress = "address"
	askNote    = "note"
	askLines   = "lines"
	askReason  = "reason"
	askPhotos  = "photos"
	askNothing = "sure" // Text waits for a yes
)

// patience is how long a question is remembered: later words are about something else.
const patience = time.Hour

// asking are the actions that go on with a question; all others end it.
var asking = map[string]bool{actTell: true, actDo: true, actBack: true, actPick: true, actWhy: true, actReason: true, actShown: true, actReturn: true}

// open reads what was asked last about an order; a zero one when nothing is.
func (v *visit) open(orderNumber string) question {
	var q question
	if json.Unmarshal([]byte(v.ans.Ask), &q) != nil || v.Now().Sub(q.At) > patience || orderNumber != "" && q.Order != orderNumber {
		return question{}
	}
	return q
}

// wait remembers a question.
func (v *visit) wait(ctx context.Context, q question) error {
	q.At = v.Now().UTC().Truncate(time.Second)
	text, err := json.Marshal(q)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "purchase.question", "a question")
	}
	v.ans.Ask = string(text)
	return v.Asks.SetQuestion(ctx, v.In.Conversation.ID, v.ans.Ask)
}

// forget ends what was asked.
func (v *visit) forget(ctx context.Context) error {
	if v.ans.Ask == "" {
		return nil
	}
	v.ans.Ask = ""
	return v.Asks.SetQuestion(ctx, v.In.Conversation.ID, "")
}

// Forget ends what was asked in the conversation: the customer does something else.
func (d *Desk) Forget(ctx context.Context, x Visit) error { return d.visit(x).forget(ctx) }

// Told takes words or pictures that answer what the desk has asked; handled is false when
// nothing was asked.
func (d *Desk) Told(ctx context.Context, x Visit) (a Answer, handled bool, err error) {
	v := d.visit(x)
	q := v.open("")
	said := strings.TrimSpace(x.Msg.Text)
	photos := x.Msg.Kind == inbox.KindPhoto
	switch {
	case q.Ask == askAddress && said != "" && !photos:
		err = v.told(ctx, q, said, 300)
	case q.Ask == askNote && said != "" && !photos:
		err = v.told(ctx, q, said, 500)
	case q.Ask == askReason && said != "" && !photos:
		err = v.because(ctx, q, said)
	case q.Ask == askPhotos && photos:
		err = v.pictured(ctx, q)
	case q.Ask == askPhotos && said != "":
		q.Reason += "\n" + said
		err = v.seen(ctx, q)
	default:
		return Answer{}, false, nil
	}
	return v.ans, true, err
}

// told shows what new words come to.
func (v *visit) told(ctx context.Context, q question, said string, most int) error {
	if utf8.RuneCountInString(said) > most {
		v.say(txtTooLong.F(v.l, most))
		return nil
	}
	o, err := v.own(ctx, q.Order)
	if err != nil {
		return err
	}
	change := q.Ask[:1]
	q.Ask, q.Text = askNothing, said
	if err := v.wait(ctx, q); err != nil {
		return err
	}
	return v.preview(ctx, o, change)
}

// newest does something about the newest order that fits, or says that there is none.
func (v *visit) newest(ctx context.Context, fits func(o order.Order) bool, do func(ctx context.Context, ref string) error) error {
	page, err := v.Orders.ForContact(ctx, v.In.Contact.ID, "", 10)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(page.Orders, fits); i >= 0 {
		return do(ctx, page.Orders[i].Number)
	}
	if len(page.Orders) == 0 {
		v.say(txtNoOrders.In(v.l), v.Menu(ctx)...)
		return nil
	}
	v.say(txtNoneFits.In(v.l), rows(2, inbox.Button{Text: btnOrders.In(v.l), Action: ActOrders}, inbox.Button{Text: btnHuman.In(v.l), Action: actHuman})...)
	return nil
}

// keep leaves an order as it is.
func (v *visit) keep(ctx context.Context, ref string) error { return v.card(ctx, ref) }

// name is a line of an order in words.
func (v *visit) name(l order.Line) string {
	return markup.Esc(l.Title.In(v.l, v.def) + v.options(l.Options))
}
