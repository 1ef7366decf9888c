package update_test

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	api "github.com/OvyFlash/telegram-bot-api"

	"prilavok/channel/telegram/update"
	"prilavok/core/inbox"
)

// TestWitness reads every payload with an independent library and compares what
// both saw: ids, sender, text, time, files.
func TestWitness(t *testing.T) {
	seen := 0
	for _, name := range index(t) {
		body := payload(t, name)
		var u api.Update
		if err := json.Unmarshal(body, &u); err != nil {
			t.Fatalf("%s: the witness cannot read it: %v", name, err)
		}
		got, err := update.Parse(account, botID, body)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		in := got[0]
		check(t, in.DeliveryKey == strconv.Itoa(u.UpdateID), name+" update_id", in.DeliveryKey)
		for _, m := range []*api.Message{u.Message, u.EditedMessage, u.BusinessMessage, u.EditedBusinessMessage} {
			if m != nil {
				witnessMessage(t, name, m, in)
				seen++
			}
		}
		if q := u.CallbackQuery; q != nil {
			check(t, in.Payload.CallbackID == q.ID && in.Payload.Action == q.Data && in.From.ExternalID == strconv.FormatInt(q.From.ID, 10), name, in)
			seen++
		}
		if q := u.PreCheckoutQuery; q != nil {
			p := extraOf[update.PreCheckout](t, in, update.ExtraPreCheckout)
			check(t, p.ID == q.ID && p.Total == int64(q.TotalAmount) && p.Payload == q.InvoicePayload, name, p)
			seen++
		}
	}
	if seen < 28 {
		t.Fatalf("the witness saw only %d updates", seen)
	}
}

func witnessMessage(t *testing.T, name string, m *api.Message, in inbox.Incoming) {
	t.Helper()
	id := ""
	if m.MessageID != 0 {
		id = strconv.Itoa(m.MessageID)
	}
	check(t, in.ExternalID == id, name+" message_id", in.ExternalID)
	check(t, in.SentAt.Equal(time.Unix(int64(m.Date), 0)), name+" date", in.SentAt)
	check(t, m.Text == "" || in.Text == m.Text, name+" text", in.Text)
	check(t, m.Caption == "" || in.Text == m.Caption, name+" caption", in.Text)
	if m.IsCommand() {
		check(t, in.Payload.Command == m.Command() && in.Payload.Argument == m.CommandArguments(), name+" command", in.Payload)
	}
	if n := len(m.Photo); n > 0 {
		check(t, in.Payload.Attachments[0].FileID == m.Photo[n-1].FileID, name+" photo", in.Payload.Attachments)
	}
	if m.Voice != nil {
		check(t, in.Payload.Attachments[0].FileID == m.Voice.FileID, name+" voice", in.Payload.Attachments)
	}
	if m.Document != nil {
		check(t, in.Payload.Attachments[0].FileID == m.Document.FileID && in.Payload.Attachments[0].Size == int64(m.Document.FileSize), name+" document", in.Payload.Attachments)
	}
	if m.Contact != nil {
		check(t, in.Payload.Contact.Own == (m.Contact.UserID == m.From.ID), name+" contact", in.Payload.Contact)
	}
	if m.Venue != nil {
		check(t, in.Payload.Location.Title == m.Venue.Title && in.Payload.Location.Lat == m.Venue.Location.Latitude, name+" venue", in.Payload.Location)
	}
	if p := m.SuccessfulPayment; p != nil {
		check(t, extraOf[update.Payment](t, in, update.ExtraPayment).TelegramID == p.TelegramPaymentChargeID, name+" payment", in.Payload)
	}
}
