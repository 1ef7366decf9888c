// Package across is a conversation that goes on in another channel: it gives a one-time code
// with a link, takes the code on the other side, and shows what there is to go on with. It
// stands before the other rules of a conversation. Who may be joined is core/contact's.
package across

import (
	"context"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/contact"
	"prilavok/core/dialog"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/shop"
)

// Action is the button that asks for a code; the channel to go to may follow a colon.
const Action = "across"

// prefix begins what a link carries into the other channel, before the code.
const prefix = "join_"

// Services is what a door works with.
type Services struct {
	Contacts *contact.Service
	Carts    *cart.Service
	// Accounts lists the shop's channel accounts, in the open unit of work.
	Accounts func(ctx context.Context) ([]shop.Account, error)
}

// Door is the rules of a conversation with a way to another channel before them.
type Door struct {
	inbox.Script
	Services
}

// New returns a door before rules.
func New(next inbox.Script, s Services) *Door { return &Door{next, s} }

// Try implements inbox.Script.
func (d *Door) Try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	if len(in.Messages) == 0 {
		return d.Script.Try(ctx, in)
	}
	m := in.Messages[len(in.Messages)-1]
	if to, ok := wants(m); ok {
		res, err := d.offer(ctx, in, to)
		return res, true, err
	}
	code, bare := given(m)
	if code == "" {
		return d.Script.Try(ctx, in)
	}
	return d.enter(ctx, in, code, bare)
}

// wants reports whether a message asks to go on elsewhere, and where; "" is anywhere.
func wants(m inbox.Message) (to shop.Channel, ok bool) {
	switch m.Kind {
	case inbox.KindCommand:
		return "", m.Payload.Command == "link" && m.Payload.Argument == ""
	case inbox.KindButton:
		name, rest, _ := strings.Cut(m.Payload.Action, ":")
		return shop.Channel(rest), name == Action
	case inbox.KindText:
		return asked(m.Text)
	}
	return "", false
}

// given finds the code in a message; bare says that it is nothing but words that are written
// like one.
func given(m inbox.Message) (code string, bare bool) {
	switch m.Kind {
	case inbox.KindCommand:
		if m.Payload.Command == "link" {
			return m.Payload.Argument, false
		}
		if rest, ok := strings.CutPrefix(m.Payload.Argument, prefix); ok && m.Payload.Command == "start" {
			return rest, false
		}
	case inbox.KindText:
		words := strings.TrimSpace(m.Text)
		for _, before := range []string{"/link ", "код ", "Код ", "code ", "Code "} {
			if rest, ok := strings.CutPrefix(words, before); ok && contact.LooksLikeCode(rest) {
				return rest, false
			}
		}
		if contact.LooksLikeCode(words) {
			return words, true
		}
	}
	return "", false
}

// offer gives a code, with a link where the other channel has one.
func (d *Door) offer(ctx context.Context, in inbox.TurnInput, to shop.Channel) (inbox.TurnResult, error) {
	l := dialog.Lang(in.Shop, in.Contact, in.Conversation)
	res := inbox.TurnResult{Handled: true, Meta: inbox.TurnMeta{Path: "script"}}
	list, err := d.elsewhere(ctx, in.Conversation)
	if err != nil {
		return res, err
	}
	if to != "" {
		list = only(list, to)
	}
	if len(list) == 0 {
		res.Out = []inbox.Outgoing{{Text: txtNowhere.In(l)}}
		return res, nil
	}
	code, err := d.Contacts.IssueCode(ctx, in.Contact.ID)
	if err != nil {
		return res, err
	}
	var names []string
	var buttons [][]inbox.Button
	for _, a := range list {
		names = append(names, nameOf(a, l))
		if u := link(a, code); u != "" {
			buttons = append(buttons, []inbox.Button{{Text: btnOpen.F(l, titles.Of(a.Channel).In(l)), URL: u}})
		}
	}
	text := txtCode.F(l, strings.Join(names, ", "), "<code>"+contact.ShowCode(code)+"</code>")
	if len(buttons) > 0 {
		text = txtLink.F(l, strings.Join(names, ", "), "<code>"+contact.ShowCode(code)+"</code>")
	}
	res.Changed = true
	res.Out = []inbox.Outgoing{{Text: text, Buttons: buttons}}
	return res, nil
}

// Buttons offers to go on in the channels that the shop has besides this one. It is for
// channels where a sale is often begun and seldom ended.
func (d *Door) Buttons(ctx context.Context, in inbox.TurnInput, l lang.Lang) ([]inbox.Button, error) {
	if in.Conversation.Channel == shop.Telegram {
		return nil, nil
	}
	list, err := d.elsewhere(ctx, in.Conversation)
	for _, a := range only(list, shop.Telegram) {
		return []inbox.Button{{Text: btnGoOn.F(l, titles.Of(a.Channel).In(l)), Action: Action + ":" + string(a.Channel)}}, err
	}
	return nil, err
}

// elsewhere lists the accounts in use on other channels, one of each.
func (d *Door) elsewhere(ctx context.Context, c inbox.Conversation) ([]shop.Account, error) {
	list, err := d.Accounts(ctx)
	var out []shop.Account
	for _, a := range list {
		if a.Status == "active" && a.Channel != c.Channel && len(only(out, a.Channel)) == 0 {
			out = append(out, a)
		}
	}
	return out, err
}

func only(list []shop.Account, c shop.Channel) []shop.Account {
	var out []shop.Account
	for _, a := range list {
		if a.Channel == c {
			out = append(out, a)
		}
	}
	return out
}

// link opens a channel with the code in hand, "" where that cannot be: Telegram's start
// parameter, and the ref of Instagram's ig.me (channels.md B.5), both of letters, digits and _.
func link(a shop.Account, code string) string {
	name := strings.TrimPrefix(a.Name, "@")
	switch {
	case name == "" || strings.ContainsFunc(name, notName):
		return ""
	case a.Channel == shop.Telegram:
		return "https://t.me/" + name + "?start=" + prefix + code
	case a.Channel == shop.Instagram:
		return "https://ig.me/m/" + name + "?ref=" + prefix + code
	}
	return ""
}

func notName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '.'
}

// enter takes a code. Words that only look like one, and are none, are left to the rules.
func (d *Door) enter(ctx context.Context, in inbox.TurnInput, code string, bare bool) (inbox.TurnResult, bool, error) {
	l := dialog.Lang(in.Shop, in.Contact, in.Conversation)
	got, err := d.Contacts.Redeem(ctx, contact.Redeemer{ContactID: in.Contact.ID, AddressID: in.Conversation.AddressID, ConversationID: in.Conversation.ID}, code)
	if err != nil {
		return inbox.TurnResult{}, true, err
	}
	if got.Refused != nil {
		if bare && fault.CodeOf(got.Refused) == contact.ErrBadCode.Code {
			return d.Script.Try(ctx, in)
		}
		return inbox.TurnResult{Handled: true, Changed: true, Meta: inbox.TurnMeta{Path: "script", Fault: fault.CodeOf(got.Refused)},
			Out: []inbox.Outgoing{{Text: refusals.Of(fault.CodeOf(got.Refused)).In(l)}}}, true, nil
	}
	in.Contact = got.Contact
	res, err := d.goOn(ctx, in)
	res.Out = append([]inbox.Outgoing{{Text: txtJoined.In(dialog.Lang(in.Shop, in.Contact, in.Conversation))}}, res.Out...)
	res.Handled, res.Changed = true, true
	return res, true, err
}

// goOn shows where the customer was: the checkout's question, else the cart, else the menu.
func (d *Door) goOn(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	command := "menu"
	c, err := d.Carts.Get(ctx, in.Contact.ID)
	if err != nil {
		return inbox.TurnResult{}, err
	}
	if c.Count() > 0 {
		command = "cart"
		_, found, err := d.Carts.Current(ctx, in.Contact.ID, in.Conversation.ID)
		if err != nil {
			return inbox.TurnResult{}, err
		}
		if found {
			command = "checkout"
		}
	}
	last := in.Messages[len(in.Messages)-1]
	last.Kind, last.Text, last.Payload = inbox.KindCommand, "/"+command, inbox.Payload{Command: command}
	in.Messages = []inbox.Message{last}
	res, _, err := d.Script.Try(ctx, in)
	return res, err
}

func nameOf(a shop.Account, l lang.Lang) string {
	title := titles.Of(a.Channel).In(l)
	if strings.HasPrefix(a.Name, "@") {
		return title + " (" + markup.Esc(a.Name) + ")"
	}
	return title
}
