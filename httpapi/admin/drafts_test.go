package admin_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"prilavok/app"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/provider/modeltest"
	"prilavok/store"
	"prilavok/store/storetest"
)

// waits is what these tests read of a draft.
type waits struct {
	Draft *struct {
		ID, State, Text, Why string
		Would                []string
		Cards                []struct{ Title string }
		ByModel              bool  `json:"by_model"`
		UpTo                 int64 `json:"up_to"`
	}
}

func (x *till) draft(id string) (w waits) {
	x.T.Helper()
	x.get("/conversations/"+id+"/draft").is(http.StatusOK, "").read(&w)
	return w
}

// turns works on everything that is due, as the bot does.
func (x *till) turns() {
	x.T.Helper()
	_, err := x.app.Jobs.Drain(x.Ctx)
	x.OK(err)
}

func scripted(steps ...modeltest.Step) app.Model {
	return app.Model{Generate: modeltest.NewScript(steps...)}
}

func (x *till) assistantIs(m shop.Mode) {
	x.T.Helper()
	_, _, err := x.app.Settings.Change(x.Ctx, "mem_1", 0, map[string]json.RawMessage{"assistant.mode": json.RawMessage(`"` + string(m) + `"`)})
	x.OK(err)
}

// TestDraftMode: where the assistant proposes, its turn runs and is checked, changes nothing
// and says nothing; a person sends what it wrote, once, and nobody has to take the conversation.
func TestDraftMode(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		model := scripted(modeltest.Call("add_to_cart", `{"variant_id":"{variant}","quantity":2}`), modeltest.Say("Чай есть, положить две пачки?"),
			modeltest.Say("Чай стоит 1 рубль"), modeltest.Say("Чай стоит 1 рубль"))
		x := openTill(t, st, "north", model)
		x.Product("чай", 49_000, 7)
		x.assistantIs(shop.Proposes)
		c := x.Buyer()
		at := "/conversations/" + c.ID
		x.wrote(c, "мне бы чаю, две пачки")
		x.turns()
		if line := x.thread(c.ID); line.State != "pending" || line.Waiting == nil || line.LastBy != "contact" {
			t.Errorf("while a draft waits: %+v", line)
		}
		d := x.draft(c.ID).Draft
		if d == nil || d.State != "ready" || d.Text != "Чай есть, положить две пачки?" || !d.ByModel || len(d.Would) != 1 || !strings.Contains(d.Would[0], "cart") && !strings.Contains(d.Would[0], "орзин") {
			t.Fatalf("the draft: %+v", d)
		}
		if k, err := x.app.Carts.Get(x.Ctx, c.ContactID); err != nil || len(k.Lines) != 0 {
			t.Errorf("a draft changed the cart: %+v %v", k.Lines, err)
		}
		for _, list := range []string{"?draft=true", "?unanswered=true"} {
			var p struct{ Items []threadLine }
			if x.get("/conversations" + list).read(&p); len(p.Items) != 1 {
				t.Errorf("%s lists %+v", list, p.Items)
			}
		}
		x.post(at+"/messages", `{"text":"Чай есть, положить две пачки?","client_id":"a","draft_id":"`+d.ID+`"}`).is(http.StatusCreated, "")
		x.post(at+"/messages", `{"text":"Чай есть, положить две пачки?","client_id":"a","draft_id":"`+d.ID+`"}`).is(http.StatusCreated, "")
		if w := x.post(at+"/messages", `{"text":"Да","client_id":"b","draft_id":"`+d.ID+`"}`).is(http.StatusConflict, "conversation.draft_over"); !strings.Contains(w.Body.String(), `"all"`) {
			t.Errorf("who sent it is not told: %s", w.Body)
		}
		var said struct {
			Items []struct{ By, Author, Drafted, Text string }
		}
		x.get(at + "/messages").read(&said)
		if len(said.Items) != 2 || said.Items[0].By != "operator" || said.Items[0].Author != "all" || said.Items[0].Drafted != "as_is" {
			t.Errorf("sent as %+v", said.Items)
		}
		if line := x.thread(c.ID); line.State != "pending" || line.Assignee != nil || line.Waiting != nil || x.draft(c.ID).Draft != nil {
			t.Errorf("after it was sent: %+v", line)
		}
		// What the fact lock refuses twice is never proposed: the rules look instead.
		x.wrote(c, "а сколько стоит чай?")
		x.turns()
		if d = x.draft(c.ID).Draft; d == nil || strings.Contains(d.Text, "1 рубль") || d.ByModel || d.Why == "" || d.State == "making" {
			t.Errorf("an unproven draft: %+v", d)
		}
	})
}

// TestDraftsGoStale: what the customer adds makes a draft stale and asks for a new one that
// answers all of it; an operator's own words end it.
func TestDraftsGoStale(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north", scripted(modeltest.Say("Первый"), modeltest.Say("Второй"), modeltest.Say("Третий")))
		c := x.Buyer()
		at := "/conversations/" + c.ID
		x.do(ask{"PUT", at + "/mode", x.key, `{"mode":"draft"}`, nil}).is(http.StatusOK, "")
		x.wrote(c, "подскажите насчёт подарка")
		x.turns()
		first := x.draft(c.ID).Draft
		x.wrote(c, "маме на юбилей")
		x.post(at+"/messages", `{"text":"Первый","draft_id":"`+first.ID+`"}`).is(http.StatusConflict, "conversation.draft_stale")
		x.turns()
		second := x.draft(c.ID).Draft
		if second == nil || second.ID == first.ID || second.Text != "Второй" || second.UpTo <= first.UpTo {
			t.Fatalf("a new draft: %+v after %+v", second, first)
		}
		x.post(at+"/messages", `{"text":"Первый","draft_id":"`+first.ID+`"}`).is(http.StatusConflict, "conversation.draft_stale")
		x.do(ask{"DELETE", at + "/draft/" + first.ID, x.key, "", nil}).is(http.StatusConflict, "conversation.draft_stale")
		x.post(at+"/messages", `{"text":"Сам отвечу"}`).is(http.StatusCreated, "")
		x.post(at+"/messages", `{"text":"Второй","draft_id":"`+second.ID+`"}`).is(http.StatusConflict, "conversation.draft_over")
		if line := x.thread(c.ID); line.State != "open" || x.draft(c.ID).Draft != nil {
			t.Errorf("after own words: %+v", line)
		}
		// An operator has it, and drafts go on to be made.
		x.wrote(c, "а упаковка?")
		x.turns()
		third := x.draft(c.ID).Draft
		if third == nil || third.Text != "Третий" {
			t.Fatalf("a draft for the operator: %+v", third)
		}
		x.do(ask{"DELETE", at + "/draft/" + third.ID, x.key, "", nil}).is(http.StatusNoContent, "")
		x.do(ask{"DELETE", at + "/draft/" + third.ID, x.key, "", nil}).is(http.StatusConflict, "conversation.draft_over")
		if x.draft(c.ID).Draft != nil {
			t.Error("dropped, and there")
		}
	})
}

// TestAskForDraft: an operator who has a conversation asks for a draft; it is told as changed.
func TestAskForDraft(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north", scripted(modeltest.Say("Здравствуйте! Чем помочь?")))
		c := x.Buyer()
		at := "/conversations/" + c.ID
		x.post(at+"/draft", ``).is(http.StatusConflict, "conversation.nothing_asked")
		x.post(at+"/take", ``).is(http.StatusOK, "")
		x.wrote(c, "здравствуйте, я по делу")
		x.turns()
		if x.draft(c.ID).Draft != nil {
			t.Error("a draft that nobody asked for")
		}
		x.post(at+"/draft", ``).is(http.StatusCreated, "")
		if d := x.draft(c.ID).Draft; d == nil || d.State != "making" {
			t.Errorf("asked for: %+v", d)
		}
		x.turns()
		d := x.draft(c.ID).Draft
		x.post(at+"/messages", `{"text":"Здравствуйте! Слушаю вас.","draft_id":"`+d.ID+`"}`).is(http.StatusCreated, "")
		if list := x.items(c.ID); list[0].By != "operator" || list[0].Text != "Здравствуйте! Слушаю вас." {
			t.Errorf("sent: %+v", list[0])
		}
		var said struct{ Items []struct{ Drafted string } }
		if x.get(at + "/messages").read(&said); said.Items[0].Drafted != "edited" {
			t.Errorf("it was changed, and is marked %q", said.Items[0].Drafted)
		}
	})
}

// TestOneDraftIsSentOnce: of operators who send one draft at once, one does.
func TestOneDraftIsSentOnce(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north", scripted(modeltest.Say("Добрый день!")))
		c := x.Buyer()
		at := "/conversations/" + c.ID
		x.do(ask{"PUT", at + "/mode", x.key, `{"mode":"draft"}`, nil}).is(http.StatusOK, "")
		x.wrote(c, "хочу спросить про одну вещь")
		x.turns()
		d := x.draft(c.ID).Draft
		keys := []string{x.issue("one", staff.Scopes...), x.issue("two", staff.Scopes...), x.issue("three", staff.Scopes...)}
		codes := make([]reply, len(keys))
		var all sync.WaitGroup
		for i, key := range keys {
			all.Go(func() {
				codes[i] = x.do(ask{"POST", at + "/messages", key, `{"text":"Добрый день!","draft_id":"` + d.ID + `"}`, nil})
			})
		}
		all.Wait()
		sent := 0
		for _, w := range codes {
			if w.Code == http.StatusCreated {
				sent++
			} else {
				w.is(http.StatusConflict, "conversation.draft_over")
			}
		}
		if list := x.items(c.ID); sent != 1 || len(list) != 2 {
			t.Errorf("sent %d times: %+v", sent, list)
		}
	})
}

// TestModes: off leaves free talk to people, and buttons go on; who answers can be taken back,
// and then what was left to people is answered.
func TestModes(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		c := x.Buyer()
		at := "/conversations/" + c.ID
		mode := func(m string) reply { return x.do(ask{"PUT", at + "/mode", x.key, `{"mode":"` + m + `"}`, nil}) }
		mode("never").is(http.StatusUnprocessableEntity, "api.invalid")
		mode("off").is(http.StatusOK, "")
		x.wrote(c, "есть что-нибудь для бани?")
		x.turns()
		if line := x.thread(c.ID); line.LastBy != "contact" || line.Waiting == nil || x.draft(c.ID).Draft != nil {
			t.Errorf("off: %+v", line)
		}
		x.sent(c, inbox.Incoming{Kind: inbox.KindCommand, Text: "/catalog", Payload: inbox.Payload{Command: "catalog"}})
		x.turns()
		if line := x.thread(c.ID); line.LastBy != "assistant" {
			t.Errorf("a command while it is off: %+v", line)
		}
		x.wrote(c, "а для сада?")
		x.turns()
		if line := x.thread(c.ID); line.LastBy != "contact" {
			t.Errorf("still off: %+v", line)
		}
		mode("answer").is(http.StatusOK, "")
		x.turns()
		if line := x.thread(c.ID); line.LastBy != "assistant" || line.Waiting != nil {
			t.Errorf("on again: %+v", line)
		}
	})
}

// TestOrderInATalk: an order that staff make in a conversation is the customer's, is shown there,
// and never belongs to another's conversation.
func TestOrderInATalk(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		v := x.Variant("кружка", 49900, 100)
		c, stranger := x.Buyer(), x.Buyer()
		other := openTill(t, st, "south").Buyer()
		make := func(contact, talk string) reply {
			return x.post("/orders", `{"contact_id":"`+contact+`","conversation_id":"`+talk+`","lines":[{"variant_id":"`+v+`","quantity":2}]}`)
		}
		for _, talk := range []string{stranger.ID, other.ID, "cnv_none"} {
			make(c.ContactID, talk).is(http.StatusNotFound, "inbox.no_conversation")
		}
		var o struct {
			ID           string
			Conversation string `json:"conversation_id"`
		}
		make(c.ContactID, c.ID).is(http.StatusCreated, "").read(&o)
		if o.Conversation != c.ID {
			t.Errorf("the draft stands in %q", o.Conversation)
		}
		if list := x.items(c.ID); len(list) != 1 || list[0].Event == nil || list[0].Event.Name != "order.drafted" {
			t.Errorf("the conversation shows %+v", list)
		}
	})
}

// TestFilesElsewhere: where a program gives no files out, it says so instead of an address that
// leads nowhere.
func TestFilesElsewhere(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		c := x.Buyer()
		x.sent(c, inbox.Incoming{Kind: inbox.KindPhoto, Payload: inbox.Payload{Attachments: []inbox.Attachment{{Kind: "photo", FileID: "AgAC"}, {Kind: "photo", FileID: "AgAD", TooBig: true}}}})
		var p struct {
			Items []struct {
				Media []struct {
					URL             string
					Elsewhere, Gone bool
				}
			}
		}
		x.get("/conversations/"+c.ID+"/messages").is(http.StatusOK, "").read(&p)
		if m := p.Items[0].Media; len(m) != 2 || m[0].URL != "" || !m[0].Elsewhere || m[0].Gone || !m[1].Gone {
			t.Errorf("files: %+v", p.Items[0].Media)
		}
	})
}
