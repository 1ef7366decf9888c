package telegram_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
)

func TestBusinessAccount(t *testing.T) {
	w := newWorld(t)
	owner := w.peer.Connect("bc_1", 5550001111, "Магазин", true)
	customer := owner.Customer(olga, "Ольга")
	customer.Say("Работаете сегодня?")
	to := contact.Address{ExternalID: "279058397", ConversationKey: "b:bc_1:279058397"}
	id, err := w.bot.Send(t.Context(), to, inbox.Outgoing{Text: "Да, до 20:00", Ask: inbox.AskPhone})
	if err != nil {
		t.Fatal(err)
	}
	if m := customer.Sees().Last(); m.Text != "Да, до 20:00" || m.Keyboard != nil {
		t.Errorf("the customer sees %+v", m)
	}
	if len(w.olga.Sees().FromBot()) != 0 {
		t.Error("it went into the bot's own chat")
	}
	if _, err := w.bot.Send(t.Context(), to, inbox.Outgoing{Text: "Да, до 21:00", Replaces: id}); err != nil || customer.Sees().Last().Text != "Да, до 21:00" {
		t.Errorf("edit: %v, seen %+v", err, customer.Sees().Last())
	}
	w.bot.Typing(t.Context(), to, "Ищу…")
	if customer.Sees().Typing() != 1 {
		t.Error("no typing")
	}
	owner.Say(customer, "Я сам отвечу")
	kinds := []inbox.Kind{}
	for _, body := range drain(t, w.peer) {
		in, err := telegram.Parse("acc_1", w.peer.ID, body)
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, in[0].Kind)
	}
	if got := fmt.Sprint(kinds); got != "[command service text echo operator]" {
		t.Errorf("kinds %s", got)
	}
	owner.Disconnect()
	if _, err := w.bot.Send(t.Context(), to, inbox.Outgoing{Text: "x"}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("after the owner left: %v", err)
	}
}

// drain takes every waiting update.
func drain(t *testing.T, peer *tgfake.Bot) []json.RawMessage {
	t.Helper()
	c := telegram.New(telegram.Options{Token: token, Do: peer.Server().Doer(nil)}).Client()
	var list []json.RawMessage
	if err := c.Call(t.Context(), "getUpdates", map[string]any{"timeout": 0}, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestDirectMessagesOfChannel(t *testing.T) {
	w := newWorld(t)
	channel := w.peer.Channel(-1002223334445, "Новинки")
	channel.Ask(olga, "Ольга", "Есть в наличии?")
	updates := drain(t, w.peer)
	in, err := telegram.Parse("acc_1", w.peer.ID, updates[len(updates)-1])
	if err != nil || in[0].Kind != inbox.KindText {
		t.Fatalf("%+v, %v", in, err)
	}
	if _, err := w.bot.Send(t.Context(), address(in[0].ConversationKey), inbox.Outgoing{Text: "Да", Hide: true}); err != nil {
		t.Fatal(err)
	}
	all := channel.Messages()
	if m := all[len(all)-1]; m.Text != "Да" || m.Topic != olga {
		t.Errorf("seen %+v", m)
	}
	w.bot.Typing(t.Context(), address(in[0].ConversationKey), "") // does not exist there: nothing is called
	if n := len(w.peer.Calls("sendChatAction")); n != 0 {
		t.Errorf("%d chat actions", n)
	}
}
