package dialog

import (
	"context"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/dialog/purchase"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/shop"
)

// command answers a command, or the words that mean the same.
func (t *talk) command(ctx context.Context, name, argument string) error {
	switch name {
	case "start":
		return t.start(ctx, argument)
	case "hello":
		return t.greet(ctx)
	case "menu", "help":
		return t.menu(ctx, name == "help")
	case "catalog", "shop":
		return t.categories(ctx)
	case "cart":
		return t.cart(ctx, "")
	case "checkout", "order", "buy":
		return t.beginCheckout(ctx)
	case "orders":
		return t.about(t.Desk.Say(ctx, t.visit(), name))
	case "pay", "paid", "change", "return", "again", "mute", "unmute", "paysupport":
		return t.about(t.Desk.Say(ctx, t.visit(), name))
	case "delivery", "terms":
		return t.delivery(ctx)
	case "faq":
		return t.questions(ctx)
	case "human", "operator", "support":
		return t.human(ctx, "asked")
	case "lang", "language":
		t.askLang()
		return nil
	case "lang:ru", "lang:en":
		return t.setLang(ctx, lang.Lang(strings.TrimPrefix(name, "lang:")))
	case "cancel", "stop":
		return t.menu(ctx, false)
	case "find", "search":
		return t.find(ctx, argument, 0)
	}
	t.say(txtUnclear.In(t.l), t.menuRows(ctx)...)
	return nil
}

// press answers a pressed button; handled is false for buttons that are not ours.
func (t *talk) press(ctx context.Context, action string) (bool, error) {
	name, rest := cutAct(action)
	switch name {
	case actMenu:
		return true, t.menu(ctx, false)
	case actCategories:
		return true, t.categories(ctx)
	case actCategory:
		id, page, _ := strings.Cut(rest, ":")
		return true, t.category(ctx, id, page)
	case actProduct:
		return true, t.product(ctx, rest)
	case actSearch:
		offset, query := cutAct(rest)
		return true, t.find(ctx, query, int(max(number(offset), 0)))
	case actAdd:
		return true, t.add(ctx, rest)
	case actAwait:
		return true, t.await(ctx, rest)
	case actLeave:
		return true, t.leave(ctx, rest)
	case actQuantity:
		variant, n := cutAct(rest)
		return true, t.setQuantity(ctx, variant, number(n))
	case actCart:
		return true, t.cart(ctx, "")
	case actClear:
		t.show(inbox.Outgoing{Text: txtSureClear.In(t.l), Buttons: rows(2,
			inbox.Button{Text: btnYesClear.In(t.l), Action: actClearYes, Style: "danger"}, inbox.Button{Text: btnBack.In(t.l), Action: actCart})})
		return true, nil
	case actCode, actCodeOff:
		return true, t.codePressed(ctx, name)
	case actClearYes:
		return true, t.clear(ctx)
	case actCheckout:
		return true, t.beginCheckout(ctx)
	case actStep:
		return t.stepAction(ctx, action)
	case actFAQ:
		if rest == "" {
			return true, t.questions(ctx)
		}
		return true, t.article(ctx, rest)
	case actDelivery:
		return true, t.delivery(ctx)
	case actHuman:
		return true, t.human(ctx, "asked")
	case actLang:
		return true, t.setLang(ctx, lang.Lang(rest))
	case actNothing:
		return true, nil
	}
	if a, ours, err := t.Desk.Press(ctx, t.visit(), action); ours {
		return true, t.about(a, err)
	}
	return t.foreign(ctx, name)
}

// foreign says that a button is out of date, unless it belongs to a proposal of the
// assistant, which answers it itself.
func (t *talk) foreign(ctx context.Context, name string) (bool, error) {
	if name == "p" {
		return false, nil
	}
	if t.in.Conversation.Channel == shop.Instagram && t.msg.Text != "" {
		// The owner's own questions and menu, set up in Instagram: their titles are said.
		if handled, err := t.words(ctx); handled || err != nil {
			return handled, err
		}
		return true, t.lookUp(ctx, t.msg.Text)
	}
	t.say(txtOld.In(t.l), t.menuRows(ctx)...)
	return true, nil
}

// start answers /start; a deep link's payload leads to what it names: p_<slug> a
// product, c_<slug> a category, q_<words> a search.
func (t *talk) start(ctx context.Context, payload string) error {
	kind, rest, _ := strings.Cut(payload, "_")
	switch {
	case payload == "":
		return t.greet(ctx)
	case kind == "p":
		return t.linkedProduct(ctx, rest)
	case kind == "c":
		return t.linkedCategory(ctx, rest)
	case kind == "q":
		return t.find(ctx, strings.ReplaceAll(rest, "_", " "), 0)
	case payload == "cart":
		return t.cart(ctx, "")
	}
	return t.greet(ctx)
}

func (t *talk) greet(ctx context.Context) error {
	t.say(t.greeting(), t.menuRows(ctx)...)
	return nil
}

func (t *talk) greeting() string {
	def := t.in.Shop.DefaultLang()
	text := markup.Esc(t.in.Shop.Settings.Greeting.In(t.l, def))
	if text == "" {
		text = txtHello.F(t.l, markup.B(t.in.Shop.Name.In(t.l, def)))
	}
	if t.in.Shop.Settings.Assistant.Automated {
		text += "\n\n" + markup.I(txtAutomated.In(t.l))
	}
	return text
}

// Automated is how the assistant says that it is one.
func Automated(l lang.Lang) string { return txtAutomated.In(l) }

func (t *talk) menu(ctx context.Context, help bool) error {
	text := txtMenu
	if help {
		text = txtHelp
	}
	t.show(inbox.Outgoing{Text: text.In(t.l), Buttons: t.menuRows(ctx)})
	return nil
}

func (t *talk) menuRows(ctx context.Context) [][]inbox.Button {
	c, err := t.Carts.Get(ctx, t.in.Contact.ID)
	if err != nil {
		return menuButtons(t.l, 0)
	}
	return menuButtons(t.l, c.Count())
}

func (t *talk) askLang() {
	t.show(inbox.Outgoing{Text: txtLang.In(t.l), Buttons: rows(2,
		inbox.Button{Text: btnRU.In(t.l), Action: act(actLang, "ru")}, inbox.Button{Text: btnEN.In(t.l), Action: act(actLang, "en")})})
}

func (t *talk) setLang(ctx context.Context, l lang.Lang) error {
	if l != lang.RU && l != lang.EN {
		t.askLang()
		return nil
	}
	t.l = t.in.Shop.Speaks(l)
	if err := t.Contacts.SetLang(ctx, t.in.Contact.ID, t.l); err != nil {
		return err
	}
	t.show(inbox.Outgoing{Text: txtLangSet.In(t.l), Buttons: t.menuRows(ctx)})
	return nil
}

// txtSmile answers what has no words in it.
var txtSmile = lang.Phrase{RU: "🙂 Если что-то понадобится, пишите.", EN: "🙂 Write any time you need something."}

var txtPaid = lang.Phrase{RU: "Спасибо, оплата пришла. Человек сверит её с заказом и напишет вам здесь.", EN: "Thank you, the payment has arrived. A person will match it with the order and write to you here."}

// human asks for a person of the shop.
func (t *talk) human(ctx context.Context, reason string) error {
	if err := t.recall(ctx); err != nil {
		return err
	}
	t.res.Handoff = &inbox.Handoff{Reason: reason, Summary: summary(t.in)}
	t.say(txtHuman.In(t.l))
	return nil
}

// recall reads what was said before, which most answers do not need.
func (t *talk) recall(ctx context.Context) error {
	c := t.in.Conversation
	if t.in.History != nil || t.Before == nil {
		return nil
	}
	var err error
	t.in.History, err = t.Before(ctx, c.ID, c.AnsweredTo, 24)
	return err
}

// summary is the customer's last words, for the operator.
func summary(in inbox.TurnInput) string {
	all := append(append([]inbox.Message(nil), in.History...), in.Messages...)
	var lines []string
	for i := len(all) - 1; i >= 0 && len(lines) < 5; i-- {
		if all[i].Author == inbox.ByContact && all[i].Text != "" {
			lines = append([]string{all[i].Text}, lines...)
		}
	}
	s := []rune(strings.Join(lines, "\n"))
	return string(s[:min(len(s), 600)])
}

// shared notes a contact card; only the channel's own proof makes a phone proven.
func (t *talk) shared(ctx context.Context) error {
	card := t.msg.Payload.Contact
	if card == nil || !card.Own {
		t.say(txtForeign.In(t.l))
		return nil
	}
	c, err := t.Contacts.ProvePhone(ctx, t.in.Contact.ID, card.Phone)
	if err != nil {
		return err
	}
	t.in.Contact = c
	t.res.Out = append(t.res.Out, inbox.Outgoing{Text: txtContact.In(t.l), Hide: true})
	return nil
}

// Explain implements inbox.Script: it puts a refusal into words and changes nothing.
func (d *Dialog) Explain(ctx context.Context, in inbox.TurnInput, cause error) (inbox.TurnResult, error) {
	t := d.talk(in)
	t.msg = in.Messages[len(in.Messages)-1]
	t.res.Handled = true
	t.res.Meta.Fault = fault.CodeOf(cause)
	text := t.refusal(cause)
	buttons := t.menuRows(ctx)
	if strings.HasPrefix(fault.CodeOf(cause), "order.") && t.msg.Payload.Action == cart.ActOK {
		buttons = [][]inbox.Button{{{Text: btnAgain.In(t.l), Action: actCheckout, Style: "primary"}}, {{Text: btnCart.In(t.l), Action: actCart}, {Text: btnHuman.In(t.l), Action: actHuman}}}
	}
	t.say(text, buttons...)
	return t.res, nil
}

func (t *talk) refusal(cause error) string {
	if text, ok := refusals.Find(fault.CodeOf(cause)); ok {
		return text.In(t.l)
	}
	if text, ok := purchase.Refusal(cause, t.l); ok {
		return text
	}
	return txtRefused.In(t.l)
}

// Welcome is what a shop says first, before anybody has written.
func (d *Dialog) Welcome(s shop.Shop, l lang.Lang) inbox.Outgoing {
	t := &talk{Dialog: d, in: inbox.TurnInput{Shop: s}, l: s.Speaks(l)}
	return inbox.Outgoing{Text: t.greeting(), Buttons: menuButtons(t.l, 0)}
}
