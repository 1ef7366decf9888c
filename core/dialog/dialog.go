// Package dialog is the deterministic path of a conversation: commands, menus,
// search, product cards, the cart, the checkout, questions and order status. It sells
// with no model at all. It is not the assistant: it understands words it was taught,
// and leaves free talk to the model when there is one.
package dialog

import (
	"context"
	"strings"
	"time"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/contact"
	"prilavok/core/dialog/purchase"
	"prilavok/core/fold"
	"prilavok/core/inbox"
	"prilavok/core/knowledge"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/shop"
)

// Services is what a dialog works with.
type Services struct {
	Catalog   *catalog.Service
	Knowledge *knowledge.Service
	Carts     *cart.Service
	Orders    *order.Service
	Contacts  *contact.Service
	Now       func() time.Time
	Before    Before
	Desk      *purchase.Desk // for what comes after an order was placed
	// Beyond is one more row beneath the cart; nil: none.
	Beyond func(ctx context.Context, in inbox.TurnInput, l lang.Lang) ([]inbox.Button, error)
}

// Before recalls what was said before a turn: the newest messages of a conversation up
// to a sequence number, oldest first. It runs inside the turn's unit of work.
type Before func(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error)

// Dialog answers by rules. It implements inbox.Script.
type Dialog struct{ Services }

// New returns a dialog.
func New(s Services) *Dialog { return &Dialog{s} }

// talk is one turn in hand: who speaks, in which language, and what is said so far.
type talk struct {
	*Dialog
	in  inbox.TurnInput
	l   lang.Lang
	msg inbox.Message // the one that is being answered
	res inbox.TurnResult
}

// Lang returns the language of a conversation: the contact's own choice, else what
// their messenger told, else the shop's.
func Lang(s shop.Shop, c contact.Contact, conv inbox.Conversation) lang.Lang {
	for _, l := range []lang.Lang{c.Lang, conv.Lang} {
		if l != "" {
			return s.Speaks(l)
		}
	}
	return s.DefaultLang()
}

func (d *Dialog) talk(in inbox.TurnInput) *talk {
	t := &talk{Dialog: d, in: in, l: Lang(in.Shop, in.Contact, in.Conversation)}
	t.res.Meta.Path = "script"
	return t
}

// Try implements inbox.Script. It runs inside a unit of work.
func (d *Dialog) Try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	t := d.talk(in)
	for _, m := range in.Messages {
		t.msg = m
		handled, err := t.one(ctx)
		if err != nil {
			return inbox.TurnResult{}, false, err
		}
		if !handled {
			return inbox.TurnResult{}, false, nil
		}
	}
	t.res.Handled = true
	t.res.Out = latest(t.res.Out)
	return t.res, true, nil
}

// latest keeps only the last of several edits of one message.
func latest(out []inbox.Outgoing) []inbox.Outgoing {
	seen := map[string]bool{}
	var kept []inbox.Outgoing
	for i := len(out) - 1; i >= 0; i-- {
		if r := out[i].Replaces; r != "" {
			if seen[r] {
				continue
			}
			seen[r] = true
		}
		kept = append([]inbox.Outgoing{out[i]}, kept...)
	}
	return kept
}

// one answers one message; handled is false when it is free talk.
func (t *talk) one(ctx context.Context) (handled bool, err error) {
	switch t.msg.Kind {
	case inbox.KindCommand:
		if err := t.Desk.Forget(ctx, t.visit()); err != nil {
			return true, err
		}
		return true, t.command(ctx, t.msg.Payload.Command, t.msg.Payload.Argument)
	case inbox.KindButton:
		return t.press(ctx, t.msg.Payload.Action)
	}
	if handled, err := t.told(ctx); handled || err != nil {
		return handled, err
	}
	if handled, err := t.code(ctx); handled || err != nil {
		return handled, err
	}
	if handled, err := t.step(ctx); handled || err != nil {
		return handled, err
	}
	switch t.msg.Kind {
	case inbox.KindContact:
		return true, t.shared(ctx)
	case inbox.KindLocation:
		t.say(txtLocation.In(t.l))
		return true, nil
	case inbox.KindText:
		return t.words(ctx)
	case inbox.KindPhoto:
		a, handled, err := t.Desk.Prove(ctx, t.visit())
		return handled, t.about(a, err) // else the model may see it
	case inbox.KindVoice, inbox.KindAudio:
		return false, nil // the model may hear
	case inbox.KindSticker:
		return t.words(ctx)
	case inbox.KindShare:
		if t.msg.Payload.Quote != "" {
			return false, nil // its caption names what it shows
		}
	case inbox.KindPaid:
		// Money that no order of ours asked for: kept with its message, for a person.
		t.res.Handoff = &inbox.Handoff{Reason: "payment"}
		t.say(txtPaid.In(t.l))
		return true, nil
	case inbox.KindWebApp:
		return true, t.menu(ctx, false)
	}
	t.unreadable()
	return true, nil
}

// say adds a plain answer with the way to the menu.
func (t *talk) say(text string, buttons ...[]inbox.Button) {
	t.res.Out = append(t.res.Out, inbox.Outgoing{Text: text, Buttons: clearRows(buttons)})
}

// show adds a view: in place of the message whose button was pressed, where the
// channel can edit it, else as a new one.
func (t *talk) show(o inbox.Outgoing) {
	if t.msg.Kind == inbox.KindButton {
		o.Replaces = t.msg.Payload.Source
	}
	o.Buttons = clearRows(o.Buttons)
	t.res.Out = append(t.res.Out, o)
}

func clearRows(in [][]inbox.Button) [][]inbox.Button {
	var out [][]inbox.Button
	for _, r := range in {
		if len(r) > 0 {
			out = append(out, r)
		}
	}
	return out
}

// Fallback answers free talk without a model: by the questions the owner has
// answered, then by searching the catalog. It changes nothing but the search log.
func (d *Dialog) Fallback(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	t := d.talk(in)
	t.res.Meta.Path = "fallback"
	t.res.Handled = true
	for _, m := range in.Messages {
		if m.Kind != inbox.KindText && m.Text == "" && (m.Kind != inbox.KindShare || m.Payload.Quote == "") {
			t.msg = m
			t.unreadable()
			return t.res, nil
		}
	}
	if q := quoted(in.Messages); q != "" {
		return t.res, t.find(ctx, q, 0)
	}
	return t.res, t.lookUp(ctx, joined(in.Messages))
}

// lookUp answers words by the questions the owner has answered, and by the catalog.
func (t *talk) lookUp(ctx context.Context, text string) error {
	if asks(text) {
		if done, err := t.answerQuestion(ctx, text); done || err != nil {
			return err
		}
		return t.find(ctx, text, 0)
	}
	res, err := t.search(ctx, text, 0)
	if err != nil {
		return err
	}
	if len(res.Items) == 0 {
		if done, err := t.answerQuestion(ctx, text); done || err != nil {
			return err
		}
	}
	t.showFound(res, text, 0)
	return nil
}

// quoted returns the line of ours that somebody answers to with a few words ("this
// one"): it names the product.
func quoted(list []inbox.Message) string {
	for _, m := range list {
		if m.Payload.Quote != "" && len(content(m.Text)) <= 3 {
			line, _, _ := strings.Cut(strings.TrimSpace(m.Payload.Quote), "\n")
			return line
		}
	}
	return ""
}

// content returns the words of a text that say something.
func content(text string) []string {
	var out []string
	for _, w := range fold.Words(text) {
		if !fold.Stop(w) {
			out = append(out, w)
		}
	}
	return out
}

func joined(list []inbox.Message) string {
	var s string
	for _, m := range list {
		if m.Text == "" {
			continue
		}
		if s != "" {
			s += "\n"
		}
		s += m.Text
	}
	return s
}

// unreadable says kindly that this kind of message cannot be read.
func (t *talk) unreadable() {
	text := txtNoFile
	switch t.msg.Kind {
	case inbox.KindVoice, inbox.KindAudio:
		text = txtNoVoice
	case inbox.KindPhoto:
		text = txtNoPhoto
	}
	for _, a := range t.msg.Payload.Attachments {
		if a.TooBig {
			text = txtTooBig
		}
	}
	t.say(text.In(t.l), button(btnMenu.In(t.l), actMenu))
}
