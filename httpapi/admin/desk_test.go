package admin_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/staff"
	"prilavok/store"
	"prilavok/store/storetest"
)

// threadLine is what these tests read of a conversation.
type threadLine struct {
	ID, State string
	LastText  string `json:"last_text"`
	LastBy    string `json:"last_by"`
	Unread    int
	Labels    []string
	Assignee  *struct{ ID, Name string }
	Waiting   *string `json:"waiting_since"`
}

type threadItem struct {
	ID, Direction, By, Author, Text, State string
	Note                                   bool
	Event                                  *struct{ Name string }
}

// wrote is something that a customer said.
func (x *till) wrote(c inbox.Conversation, text string) {
	x.T.Helper()
	x.sent(c, inbox.Incoming{Kind: inbox.KindText, Text: text})
}

// sent is something that came from a customer.
func (x *till) sent(c inbox.Conversation, in inbox.Incoming) {
	x.T.Helper()
	acc := x.Account
	key := x.IDs.Make("dlv")
	in.AccountID, in.Channel, in.DeliveryKey, in.ConversationKey, in.From, in.ExternalID, in.SentAt = acc.ID, acc.Channel, key, c.Key, inbox.Person{ExternalID: c.Key}, key, x.Now()
	x.OK(x.app.Inbox.Receive(x.Ctx, acc, []inbox.Incoming{in}))
}

func (x *till) thread(id string) (c threadLine) {
	x.T.Helper()
	x.get("/conversations/"+id).is(http.StatusOK, "").read(&c)
	return c
}

func (x *till) items(id string) []threadItem {
	x.T.Helper()
	var p struct{ Items []threadItem }
	x.get("/conversations/"+id+"/messages").is(http.StatusOK, "").read(&p)
	return p.Items
}

func TestDesk(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		c := x.Buyer()
		at := "/conversations/" + c.ID
		x.wrote(c, "<script>alert(1)</script> где заказ?")
		line := x.thread(c.ID)
		if line.State != "pending" || line.Unread != 1 || line.Waiting == nil || line.LastBy != "contact" {
			t.Errorf("after the first word: %+v", line)
		}
		x.post(at+"/messages", `{"text":"Уже везём","client_id":"c1"}`).is(http.StatusCreated, "")
		x.post(at+"/messages", `{"text":"Уже везём","client_id":"c1"}`).is(http.StatusCreated, "")
		if line = x.thread(c.ID); line.State != "open" || line.Assignee == nil || line.Assignee.Name != "all" || line.Unread != 0 || line.Waiting != nil || line.LastText != "Уже везём" {
			t.Errorf("after the answer: %+v", line)
		}
		if list := x.items(c.ID); len(list) != 2 || list[0].By != "operator" || list[0].Author != "all" || list[0].State != "queued" || list[1].Direction != "in" {
			t.Errorf("messages: %+v", list)
		}
		if w := x.get(at + "/messages"); w.Header().Get("Content-Type") != "application/json" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("a browser may take what customers write for a page: %v", w.Header())
		}
		first := x.key
		x.key = x.issue("second", staff.Scopes...)
		if w := x.post(at+"/messages", `{"text":"И я"}`).is(http.StatusConflict, "conversation.held"); !strings.Contains(w.Body.String(), `"all"`) {
			t.Errorf("who holds it is not told: %s", w.Body)
		}
		x.post(at+"/messages", `{"text":"И я","force":true}`).is(http.StatusCreated, "")
		if line = x.thread(c.ID); line.Assignee == nil || line.Assignee.Name != "second" {
			t.Errorf("after force: %+v", line)
		}
		x.key = first
		x.Pass(1e9)
		x.post(at+"/hand-back", `{"note":"ждёт курьера"}`).is(http.StatusOK, "")
		if list := x.items(c.ID); x.thread(c.ID).State != "pending" || len(list) != 4 || !list[0].Note {
			t.Errorf("handed back: %+v", list)
		}
		x.post(at+"/take", ``).is(http.StatusOK, "")
		x.post(at+"/resolve", ``).is(http.StatusOK, "")
		x.post(at+"/hand-back", `{}`).is(http.StatusOK, "")
		x.post(at+"/messages/msg_1/retry", ``).is(http.StatusConflict, "conversation.not_failed")
		x.post(at+"/messages/msg_99/retry", ``).is(http.StatusNotFound, "inbox.no_message")
		x.OK(st.InTx(x.Ctx, func(ctx context.Context) error {
			return st.SetDelivery(ctx, c.ID, 2, inbox.Failed, "", "channel.window", x.Now())
		}))
		x.post(at+"/messages/msg_2/retry", ``).is(http.StatusOK, "")
	})
}

func TestDeskList(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		var ids []string
		for _, text := range []string{"раз", "два", "три"} {
			c := x.Buyer()
			x.Pass(1e9)
			x.wrote(c, text)
			ids = append(ids, c.ID)
		}
		list := func(query string) (found []string, next string) {
			var p struct {
				Items []threadLine
				Next  string
			}
			x.get("/conversations"+query).is(http.StatusOK, "").read(&p)
			for _, c := range p.Items {
				found = append(found, c.ID)
			}
			return found, p.Next
		}
		want := func(query string, ids ...string) {
			t.Helper()
			if got, _ := list(query); strings.Join(got, " ") != strings.Join(ids, " ") {
				t.Errorf("%q: %v, want %v", query, got, ids)
			}
		}
		x.do(ask{"PUT", "/conversations/" + ids[0] + "/labels", x.key, `{"labels":["опт","vip"]}`, map[string]string{"If-Match": "*"}}).is(http.StatusOK, "")
		x.post("/conversations/"+ids[1]+"/messages", `{"text":"да"}`).is(http.StatusCreated, "")
		x.post("/conversations/"+ids[2]+"/snooze", `{"until":"2026-06-01T00:00:00Z"}`).is(http.StatusOK, "")
		want("?label=vip", ids[0])
		want("?label=vi")
		want("?assignee=me", ids[1])
		want("?assignee=none&state=pending", ids[0])
		want("?state=open,snoozed", ids[2], ids[1])
		want("?unanswered=true", ids[2], ids[0])
		want("?channel=telegram")
		o := x.buy(x.Variant("кружка", 49900, 5), 1)
		want("?search="+o.Number, o.ConversationID)
		want("?search=%D0%BD%D0%B8%D0%BA%D1%82%D0%BE")
		first, next := list("?state=pending,open,snoozed&unanswered=false&limit=2")
		rest, end := list("?state=pending,open,snoozed&limit=2&cursor=" + next)
		if len(first) != 2 || len(rest) != 2 || end != "" || next == "" {
			t.Errorf("pages: %v %v %q", first, rest, end)
		}
		x.Pass(365 * 24 * 3600 * 1e9)
		x.OK(x.app.Operators.Wake(x.Ctx, ids[2]))
		want("?state=open", ids[2], ids[1])
	})
}

func TestDeskChanges(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, y := openTill(t, st, "north"), openTill(t, st, "south")
		c := x.Buyer()
		type answer struct {
			Items []struct{ Kind, Cursor string }
			Next  string
		}
		read := func(x *till, after string) (a answer) {
			x.get("/changes?after="+after).is(http.StatusOK, "").read(&a)
			return a
		}
		var begin answer
		x.get("/changes").is(http.StatusOK, "").read(&begin)
		x.wrote(c, "раз")
		x.post("/conversations/"+c.ID+"/notes", `{"text":"важно"}`).is(http.StatusCreated, "")
		var all answer
		for range 2000 { // on Postgres a change is told once what began before it is over, other tests' too
			if all = read(x, begin.Next); len(all.Items) > 1 && all.Items[len(all.Items)-1].Kind == "note" {
				break
			}
		}
		if n := len(all.Items); n > 2 { // what came before the question was not over when it was put
			all.Items = all.Items[n-2:]
		}
		if len(all.Items) != 2 || all.Items[0].Kind != "message" || all.Items[1].Kind != "note" || all.Items[1].Cursor != all.Next {
			t.Errorf("changes: %+v", all)
		}
		if rest := read(x, all.Items[0].Cursor); len(rest.Items) != 1 || rest.Items[0] != all.Items[1] {
			t.Errorf("from the middle on: %+v", rest)
		}
		if end := read(x, all.Next); len(end.Items) != 0 || end.Next != all.Next {
			t.Errorf("at the end: %+v", end)
		}
		if theirs := read(y, begin.Next); len(theirs.Items) != 0 {
			t.Errorf("another shop reads %+v", theirs)
		}
		x.get("/changes?after=MXh4").is(http.StatusUnprocessableEntity, "conversation.cursor")
	})
}

// TestReadyAnswers: they are the shop's, one to a shortcut, and gone when they are deleted.
func TestReadyAnswers(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		const at = "/canned-replies"
		var made struct {
			ID, Shortcut string
			Text         struct{ RU, EN string }
		}
		x.post(at, `{"shortcut":"/Привет","title":"Приветствие","text":{"ru":"Здравствуйте, {name}!"}}`).is(http.StatusCreated, "").read(&made)
		if made.Shortcut != "привет" || made.Text.RU != "Здравствуйте, {name}!" || made.Text.EN != "" {
			t.Errorf("made: %+v", made)
		}
		x.post(at, `{"shortcut":"привет","title":"ещё","text":{"ru":"x"}}`).is(http.StatusConflict, "conversation.shortcut")
		x.post(at, `{"shortcut":"два слова","title":"ещё","text":{"ru":"x"}}`).is(http.StatusUnprocessableEntity, "conversation.canned")
		x.post(at, `{"shortcut":"empty","title":"ещё","text":{}}`).is(http.StatusUnprocessableEntity, "conversation.canned")
		put := func(id string) reply {
			return x.do(ask{method: http.MethodPut, path: at + "/" + id, key: x.key, body: `{"shortcut":"hi","title":"Hello","text":{"en":"Hello"}}`})
		}
		put(made.ID).is(http.StatusOK, "")
		put("can_none").is(http.StatusNotFound, "conversation.no_canned")
		var list struct{ Items []struct{ Shortcut string } }
		x.get(at).is(http.StatusOK, "").read(&list)
		if len(list.Items) != 1 || list.Items[0].Shortcut != "hi" {
			t.Errorf("listed: %+v", list)
		}
		del := func() reply { return x.do(ask{method: http.MethodDelete, path: at + "/" + made.ID, key: x.key}) }
		del().is(http.StatusNoContent, "")
		del().is(http.StatusNotFound, "conversation.no_canned")
	})
}

// TestStory: what was asked, what is in the cart, why people have it and what comes next, in
// the operator's language; what is said after the handoff is not what it was about.
func TestStory(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		c := x.Buyer()
		p := x.Product("лён", 100, 10)
		_, err := x.app.Carts.Add(x.Ctx, c.ContactID, p.Variants[0].ID, 2)
		x.OK(err)
		x.wrote(c, "нужен лён, два метра")
		_, err = x.app.Handoffs.Request(x.Ctx, c.ID, handoff.Complaint, "Ждёт ответа со вторника")
		x.OK(err)
		x.Pass(time.Minute)
		x.wrote(c, "ау?")
		var s struct {
			Wants, Why, Next string
			Cart             []struct {
				Title, Total string
				Quantity     int
			}
		}
		x.get("/conversations/"+c.ID+"/handoff").is(http.StatusOK, "").read(&s)
		if s.Wants != "нужен лён, два метра" || !strings.Contains(s.Why, "unhappy") || !strings.Contains(s.Why, "со вторника") || s.Next == "" ||
			len(s.Cart) != 1 || s.Cart[0].Quantity != 2 || s.Cart[0].Total == "" {
			t.Errorf("in short: %+v", s)
		}
		x.get("/conversations/cnv_none/handoff").is(http.StatusNotFound, "inbox.no_conversation")
	})
}
