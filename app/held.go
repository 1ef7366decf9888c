package app

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"prilavok/core/dialog/across"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/notify/held"
	"prilavok/core/txn"
)

// actHeld begins the buttons under the card of a held message: the wish, the conversation
// and the message follow.
const actHeld = "hl"

var (
	txtHeldCard  = lang.Phrase{RU: "⏸ <b>Не отправлено</b>: клиент давно не писал, и мессенджер не принимает сообщений.\n«%s»\nЧто с ним сделать?", EN: "⏸ <b>Not sent</b>: the customer last wrote too long ago, and the messenger takes no messages.\n“%s”\nWhat shall become of it?"}
	txtHeldLater = lang.Phrase{RU: "Отправить, когда напишет", EN: "Send when they write"}
	txtHeldElse  = lang.Phrase{RU: "Отправить в %s", EN: "Send in %s"}
	txtHeldDrop  = lang.Phrase{RU: "Не отправлять", EN: "Do not send"}
	heldDone     = lang.Table[held.Wish]{
		{held.Later, lang.Phrase{RU: "отправим, когда клиент напишет", EN: "it is sent when the customer writes"}},
		{held.Elsewhere, lang.Phrase{RU: "отправлено по другому адресу клиента", EN: "it was sent to the customer's other address"}},
		{held.Drop, lang.Phrase{RU: "не отправляем", EN: "it is not sent"}},
	}
)

// holdMessage hears that a message failed: one that the closed window kept is held, and the
// operator who wrote it is asked what becomes of it.
func (a *App) holdMessage(ctx context.Context, j job.Job) error {
	var e heardJob
	var data struct {
		Seq   int64  `json:"seq"`
		Fault string `json:"fault"`
	}
	if err := json.Unmarshal(j.Payload, &e); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "an event")
	}
	if err := json.Unmarshal(e.Data, &data); err != nil || data.Fault != inbox.ErrWindow.Code {
		return nil
	}
	return a.Store.InTx(ctx, func(ctx context.Context) error {
		m, elsewhere, found, err := a.Held.Hold(ctx, e.ConversationID, data.Seq)
		if err != nil || !found || m.Author != inbox.ByOperator {
			return err
		}
		said, _, _, err := a.Store.MessageAt(ctx, m.ConversationID, m.Seq)
		if err != nil {
			return err
		}
		sh, err := a.Store.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil || sh.Settings.Staff.ChatID == "" {
			return err
		}
		ref := ":" + m.ConversationID + ":" + strconv.FormatInt(m.Seq, 10)
		p, err := a.Handoffs.About(ctx, m.ConversationID, func(l lang.Lang) (string, [][]inbox.Button) {
			rows := [][]inbox.Button{{{Text: txtHeldLater.In(l), Action: actHeld + "l" + ref, Style: "primary"}}}
			if elsewhere != nil {
				rows = append(rows, []inbox.Button{{Text: txtHeldElse.F(l, across.Title(elsewhere.Channel, l)), Action: actHeld + "e" + ref}})
			}
			rows = append(rows, []inbox.Button{{Text: txtHeldDrop.In(l), Action: actHeld + "d" + ref}})
			return txtHeldCard.F(l, markup.Esc(said.Text)), rows
		})
		if err != nil {
			return err
		}
		return a.post(ctx, p)
	})
}

// heldWish reads such a button; ok is false for any other.
func heldWish(action, ref string) (conversationID string, seq int64, wish held.Wish, ok bool) {
	wish, known := map[string]held.Wish{actHeld + "l": held.Later, actHeld + "e": held.Elsewhere, actHeld + "d": held.Drop}[action]
	conversationID, n, _ := strings.Cut(ref, ":")
	seq, err := strconv.ParseInt(n, 10, 64)
	return conversationID, seq, wish, known && err == nil
}

// decideHeld carries out what an operator has pressed, and says what came of it.
func (a *App) decideHeld(ctx context.Context, d decision, conversationID string, seq int64, wish held.Wish) error {
	_, err := a.Held.Decide(ctx, conversationID, seq, wish, d.By.ID)
	return a.answerDecision(ctx, d, err, func(l lang.Lang) string { return "✓ " + heldDone.Of(wish).In(l) }, heldReason)
}

func heldReason(err error, l lang.Lang) string {
	if fault.CodeOf(err) == held.ErrNoPlace.Code {
		return lang.Phrase{RU: "у клиента нет другого адреса, по которому можно написать", EN: "the customer has no other address that can be written to"}.In(l)
	}
	return lang.Phrase{RU: "это уже решено", EN: "this is settled already"}.In(l)
}
