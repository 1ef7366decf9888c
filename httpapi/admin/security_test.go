package admin_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/bell"
	"prilavok/core/catalog"
	"prilavok/core/catalog/sheet"
	"prilavok/core/comment"
	"prilavok/core/delivery"
	"prilavok/core/desk"
	"prilavok/core/inbox"
	"prilavok/core/knowledge"
	"prilavok/core/notify/held"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/promotion"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/store"
	"prilavok/store/storetest"
)

const articleBody = `{"slug":"new","title":{"ru":"Доставка"},"body":{"ru":"Завтра"},"active":true}`

const productBody = `{"slug":"mug","title":{"ru":"Кружка"},"variants":[{"sku":"M-1","price":{"amount":49900,"currency":"RUB"}}]}`

const cannedBody = `{"shortcut":"hi","title":"Привет","text":{"ru":"Здравствуйте, {name}!"}}`

const textBody = `{"event":"order.placed","audience":"customer","lang":"ru","body":"Заказ принят","active":true}`

const promotionBody = `{"title":{"ru":"Скидка 10 %","en":"10% off"},"kind":"percent","percent":1000}`

// bodies are good bodies of the routes that read one.
var bodies = map[string]string{
	"bell.read": `{"read":true}`, "bell.choose": `{"hidden":[],"push":["orders"]}`, "channels.connect": `{"way":"instagram"}`,
	"orders.cancel": `{"why":"x"}`, "orders.complete": `{"why":"x"}`,
	"payments.begin": `{}`, "payments.receive": `{"amount":{"amount":50,"currency":"RUB"}}`, "payments.capture": `{}`, "payments.void": `{}`, "payments.refund": `{}`,
	"texts.put": textBody, "texts.preview": `{"event":"order.placed","audience":"customer","lang":"ru","body":""}`,
	"orders.create": `{"contact_id":"ctc_none"}`, "orders.place": `{"why":"x"}`, "orders.edit": `{"comment":"x"}`, "orders.preview": `{"comment":"x"}`, "orders.stage": `{"key":""}`,
	"fulfillments.create": `{}`, "fulfillments.ship": `{}`, "fulfillments.deliver": `{}`, "fulfillments.cancel": `{}`,
	"returns.request": `{"lines":[{"line":1,"quantity":1}]}`, "returns.approve": `{}`, "returns.refuse": `{"why":"x"}`, "returns.receive": `{}`,
	"conversations.send": `{"text":"Здравствуйте"}`, "conversations.hand_back": `{}`, "conversations.assign": `{"member_id":null}`, "conversations.snooze": `{"until":"2026-06-01T00:00:00Z"}`,
	"canned.create": cannedBody, "canned.put": cannedBody,
	"conversations.mode": `{"mode":"draft"}`, "conversations.labels": `{"labels":["опт"]}`, "conversations.note": `{"text":"перезвонить"}`,
	"operations.confirm": `{"done":true}`, "promotions.create": promotionBody,
	"comment-rules.create": `{"title":"цена","private":{"ru":"да"},"public":{}}`, "comment-rules.put": `{"title":"цена","private":{"ru":"да"},"public":{}}`,
	"comment-rules.order": `{"ids":[]}`, "comment-rules.test": `{"text":"цена?"}`, "promotions.put": promotionBody,
	"imports.preview": `{"data":"H4sIAAAAAAACAyvOLrUuySzJSbUuKMpMTuWK0DW0rrA25AIA3EOdMRgAAAA="}`, "imports.create": `{"data":"H4sIAAAAAAACAyvOLrUuySzJSbUuKMpMTuWK0DW0rrA25AIA3EOdMRgAAAA=","token":"x"}`,
	"goods.cells":       `{"cells":[{"product_id":"prd_none","field":"brand","was":"","value":"x"}]}`,
	"categories.create": `{"slug":"mugs","title":{"ru":"Кружки"}}`, "categories.put": `{"slug":"mugs","title":{"ru":"Кружки"}}`, "pictures.ticket": `{"type":"image/jpeg","bytes":1000}`, "pictures.check": `{"public":"https://files.example/p/x.jpg"}`,
	"products.create": productBody, "products.put": productBody, "stock.set": `{"on_hand":1}`,
	"shortfalls.wait": `{}`, "shortfalls.substitute": `{"variant_id":"var_none"}`, "shortfalls.refund": `{}`,
	"webhooks.create": `{"url":"https://crm.example.com/in"}`, "webhooks.put": `{"url":"https://crm.example.com/in","active":true}`, "webhooks.replay": `{"since":"2026-01-01T00:00:00Z"}`,
	"people.join": `{"other":"ctc_none"}`, "people.consent": `{"topic":"promo","allowed":true}`, "people.decide": `{"wish":"drop"}`, "people.erase": `{"confirm":"{id}"}`,
	"members.role": `{"role":"viewer"}`, "invitations.create": `{"role":"viewer"}`,
	"delivery.create": `{"kind":"pickup","title":{"en":"Here"}}`, "delivery.put": `{"kind":"pickup","title":{"en":"Here"}}`,
	"delivery.preview": `{"method":{"kind":"pickup","title":{"en":"Here"}}}`, "payment-accounts.connect": `{"provider":"yookassa","keys":{"shop_id":"1","secret_key":"test_x"}}`,
	"payment-accounts.put": `{"active":false}`, "payment-accounts.keys": `{"keys":{}}`, "payment-accounts.order": `{"ids":[]}`, "payment-accounts.forget": ``, "payment-accounts.test": ``,
	"settings.patch": `{"changes":{"orders.prefix":"A-"}}`, "settings.undo": ``, "guide.set": `{"key":"shop","state":"done"}`,
	"articles.create": articleBody, "articles.put": articleBody, "keys.create": `{"name":"сайт","scopes":["orders:read"]}`, "keys.revoke": ``,
	"telegram.connect": `{"token":"123456:abcdefghijklmnop"}`, "telegram.disconnect": ``, "staff_chat.code": ``, "staff_chat.test": ``, "assistant.test": ``, "assistant.trial": `{"lang":"ru","said":[{"text":"/catalog"}]}`,
}

// things are ids of one shop, by how the path names what they are.
func (x *till) things() map[string]string {
	x.T.Helper()
	p := x.Product("товар", 100, 10)
	o := x.buy(p.Variants[0].ID, 1)
	m := x.Delivery(delivery.Method{Kind: delivery.Pickup})
	pay, err := x.app.Payments.Begin(x.Ctx, payment.BeginRequest{OrderID: o.ID})
	x.OK(err)
	_, ops, err := x.app.Payments.Of(x.Ctx, o.ID)
	x.OK(err)
	x.OK(x.Store.InTx(x.Ctx, func(ctx context.Context) error {
		_, err := x.Store.OpenProblem(ctx, payment.Problem{ID: x.IDs.Make("pbl"), Kind: payment.ProblemSurplus, OrderID: o.ID, PaymentID: pay.ID, Subject: "s", CreatedAt: x.Now()})
		return err
	}))
	problems, err := x.app.Payments.Problems(x.Ctx, o.ID, 1)
	x.OK(err)
	promo, err := x.app.Promos.Create(x.Ctx, promotion.Promotion{Title: x.Text("скидка"), Kind: promotion.Percent, Rule: promotion.Rule{Percent: 500}})
	x.OK(err)
	hook, _, err := x.app.Hooks.Add(x.Ctx, "https://crm.example.com/in", nil)
	x.OK(err)
	x.OK(x.happened(o.ID))
	sent, err := x.app.Hooks.Deliveries(x.Ctx, hook.ID, "")
	x.OK(err)
	worker, err := x.keys.AddMember(x.Ctx, "6f1d2c3b-4a59-4e68-8d77-0000000000"+map[bool]string{true: "c0", false: "c1"}[strings.HasSuffix(x.Shop.Slug, "north")], "worker@shop.example", staff.Operator)
	x.OK(err)
	acc, err := x.app.Shops.SaveAccount(x.Ctx, shop.Account{Channel: shop.Instagram, Name: "@demo", ExternalID: "ig-" + x.Shop.ID, Status: "active"}, "IGAATOKEN", "")
	x.OK(err)
	rule, err := x.app.Comments.Create(x.Ctx, comment.Rule{Title: "цена", Private: x.Text("да"), When: comment.When{Words: []string{"цена"}}})
	x.OK(err)
	x.OK(x.Store.InTx(x.Ctx, func(ctx context.Context) error {
		return x.app.Comments.Receive(ctx, x.Account.ID, []comment.Seen{{Key: "c:1", CommentID: "1", Text: "красота"}})
	}))
	page, err := x.app.Comments.List(x.Ctx, comment.Filter{}, "", 1)
	x.OK(err)
	_, version, err := x.app.Settings.Change(x.Ctx, "mem_1", 0, map[string]json.RawMessage{"orders.prefix": json.RawMessage(`"Z-"`)})
	x.OK(err)
	article, err := x.app.Knowledge.Save(x.Ctx, knowledge.Article{Slug: "about", Title: x.Text("о нас"), Body: x.Text("мы тут")})
	x.OK(err)
	key, _, err := x.keys.Issue(x.Ctx, "spare", []staff.Scope{staff.OrdersRead}, time.Time{})
	x.OK(err)
	shelf, err := x.app.Catalog.SaveCategory(x.Ctx, catalog.Category{Slug: "shelf", Title: x.Text("полка"), Active: true})
	x.OK(err)
	talk, joinID := x.heldIn(x.Buyer().ID), x.wanted()
	ready, err := x.app.Operators.SaveCanned(x.Ctx, desk.Canned{Shortcut: "ready", Title: "готов", Text: x.Text("готово")})
	x.OK(err)
	x.OK(x.app.Bell.Ring(x.Ctx, bell.Item{Event: order.EventPlaced, Key: "test", OrderID: o.ID}))
	rung, err := x.app.Bell.List(x.Ctx, bell.Reader{ID: "key_x", Scopes: staff.Scopes}, false, "", 1)
	x.OK(err)
	paid, err := x.app.Payments.Add(x.Ctx, "stripe", "", map[string]string{"secret_key": "sk_test_of_" + x.Shop.ID})
	x.OK(err)
	return map[string]string{
		"goods-imports":      x.imported("sku;title;price\nTABLE-1;Из таблицы;5\n"),
		"payment-accounts":   paid.ID,
		"bell":               rung[0].ID,
		"canned-replies":     ready.ID,
		"settings":           version.ID,
		"articles":           article.ID,
		"api-keys":           key.ID,
		"orders":             o.ID,
		"conversations":      talk,
		"contact-joins":      joinID,
		"payments":           pay.ID,
		"operations":         ops[0].ID,
		"payment-problems":   problems[0].ID,
		"promotions":         promo.ID,
		"products":           p.ID,
		"categories":         shelf.ID,
		"variants":           p.Variants[0].ID,
		"delivery-methods":   m.ID,
		"contacts":           o.ContactID,
		"webhooks":           hook.ID,
		"webhook-deliveries": sent[0].ID,
		"members":            worker.ID,
		"invitations":        "tkt_nobody",
		"channels":           acc.ID,
		"comment-rules":      rule.ID,
		"comments":           page.Entries[0].ID,
		"dead-letters":       x.gaveUp("deliver", "deliver:"+talk, "telegram.blocked"),
	}
}

// imported is the id of a table that was imported.
func (x *till) imported(csv string) string {
	x.T.Helper()
	rep, err := sheet.New(x.app.Catalog, x.Store, x.Store, x.Now, x.IDs).Import(x.Ctx, strings.NewReader(csv), sheet.Options{Currency: "RUB"})
	x.OK(err)
	return rep.ImportID
}

// heldIn keeps the first message of a conversation back, as a closed window does.
func (x *till) heldIn(conversationID string) string {
	x.T.Helper()
	x.OK(x.Store.InTx(x.Ctx, func(ctx context.Context) error {
		said, err := x.Store.AppendMessages(ctx, conversationID, []inbox.Message{{Author: inbox.ByOperator, Kind: inbox.KindText, Text: "Готово", Out: &inbox.Outgoing{Text: "Готово"}, State: inbox.Failed, CreatedAt: x.Now()}})
		if err != nil {
			return err
		}
		_, err = x.Store.AddHeld(ctx, held.Message{ConversationID: conversationID, Seq: said[0].Seq, Author: inbox.ByOperator, Reason: "channel.window", CreatedAt: x.Now()})
		return err
	}))
	return conversationID
}

// wanted asks for a join that nothing carries out.
func (x *till) wanted() string {
	x.T.Helper()
	j, err := x.app.Contacts.AskJoin(x.Ctx, x.Buyer().ContactID, x.Buyer().ContactID, "key_x", "")
	x.OK(err)
	return j.ID
}

// askOf is a good request of a route about a thing.
func askOf(r gate.Route, id, key string) ask {
	a := ask{r.Method, strings.NewReplacer("{id}", id, "{part}", "part_none", "{seq}", "1").Replace(r.Path), key, strings.ReplaceAll(bodies[r.ID], "{id}", id), map[string]string{}}
	if r.Method == http.MethodPut || r.Method == http.MethodPatch {
		a.header["If-Match"] = "*"
	}
	return a
}

// refused reports whether a request was turned away for who asks, and not for what.
func refused(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusNotFound || status >= 500
}

// elsewhere reports whether a good request of a route names something besides its thing
// that these tests have none of; flows of orders have tests of their own.
func elsewhere(r gate.Route) bool {
	return strings.Contains(r.Path, "{part}") || r.ID == "orders.create" || r.ID == "people.join" || r.ID == "letters.drop" || r.ID == "invitations.delete" || r.ID == "members.reset"
}

func kindOf(r gate.Route) string { return strings.Split(r.Path, "/")[1] }

func TestWhoMayWhat(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	has := x.things()
	revoked, expired := x.issue("revoked", staff.Scopes...), ""
	list, err := x.keys.Keys(x.Ctx)
	x.OK(err)
	x.OK(x.keys.Revoke(x.Ctx, list[0].ID))
	_, expired, err = x.keys.Issue(x.Ctx, "short", staff.Scopes, x.Now().Add(time.Hour))
	x.OK(err)
	x.Pass(time.Hour)
	for _, r := range admin.Routes() {
		for what, key := range map[string]string{"none": "", "made up": "prk_" + strings.Repeat("a", 64), "short": "prk_a", "revoked": revoked, "expired": expired, "hash": hashed(revoked)} {
			w := x.do(askOf(r, has[kindOf(r)], key))
			if w.Code != http.StatusUnauthorized || w.code() != "staff.key_unknown" || w.Header().Get("WWW-Authenticate") == "" {
				t.Errorf("%s with key %s: %d %s", r.ID, what, w.Code, w.Body)
			}
		}
		if r.Scope == "" {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(staff.Scopes), func(s staff.Scope) bool { return s == r.Scope })
		if w := x.do(askOf(r, has[kindOf(r)], x.issue("others", others...))); w.Code != http.StatusForbidden || w.code() != "api.scope" {
			t.Errorf("%s without its scope: %d %s", r.ID, w.Code, w.Body)
		}
		if w := x.do(askOf(r, has[kindOf(r)], x.issue("only", r.Scope))); refused(w.Code) && !elsewhere(r) {
			t.Errorf("%s with its scope alone: %d %s", r.ID, w.Code, w.Body)
		}
	}
	x.get("/nothing").is(http.StatusNotFound, "api.no_route")
	x.do(ask{"PATCH", "/orders", x.key, "", nil}).is(http.StatusNotFound, "api.no_route")
	x.do(ask{method: "GET", path: "/nothing"}).is(http.StatusUnauthorized, "staff.key_unknown")
	w := x.do(ask{method: "OPTIONS", path: "/orders", header: map[string]string{"Origin": "https://evil.example"}})
	if w.Code != http.StatusUnauthorized || w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("another site is answered %d, %v", w.Code, w.Header())
	}
}

// hashed is what is kept of a key.
func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// TestOtherShops: what is another shop's is answered exactly like what is nobody's.
func TestOtherShops(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, y := openTill(t, st, "north"), openTill(t, st, "south")
		theirs := y.things()
		for _, r := range admin.Routes() {
			if !strings.Contains(r.Path, "{id}") {
				continue
			}
			id := theirs[kindOf(r)]
			if id == "" {
				t.Fatalf("no thing for %s", r.Path)
			}
			foreign, none := x.do(askOf(r, id, x.key)), x.do(askOf(r, id[:4]+"nobody", x.key))
			if foreign.Code != http.StatusNotFound || foreign.Code != none.Code || foreign.code() != none.code() {
				t.Errorf("%s: another shop's %d %s, nobody's %d %s", r.ID, foreign.Code, foreign.code(), none.Code, none.code())
			}
			if strings.Contains(foreign.Body.String(), id) {
				t.Errorf("%s repeats the id: %s", r.ID, foreign.Body)
			}
			if own := y.do(askOf(r, id, y.key)); refused(own.Code) && !elsewhere(r) {
				t.Errorf("%s of one's own: %d %s", r.ID, own.Code, own.Body)
			}
		}
		for _, r := range admin.Routes() {
			if r.Method != http.MethodGet || strings.Contains(r.Path, "{id}") {
				continue
			}
			w := x.do(askOf(r, "", x.key))
			if w.Code != http.StatusOK {
				t.Errorf("%s: %d %s", r.ID, w.Code, w.Body)
			}
			for what, id := range theirs {
				if strings.Contains(w.Body.String(), id) {
					t.Errorf("%s shows another shop's %s", r.ID, what)
				}
			}
		}
		if err := x.keys.Revoke(x.Ctx, y.key[:12]); err != staff.ErrNoKey {
			t.Errorf("another shop's key: %v", err)
		}
	})
}

func TestHostileRequests(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		has := x.things()
		for _, r := range admin.Routes() {
			a := askOf(r, has[kindOf(r)], x.key)
			if a.body != "" {
				b := a
				b.body = strings.Replace(strings.Replace(a.body, "{", `{"surprise":1,`, 1), ",}", "}", 1)
				w := x.do(b).is(http.StatusUnprocessableEntity, "api.invalid")
				if !strings.Contains(w.Body.String(), "surprise") {
					t.Errorf("%s does not say which field: %s", r.ID, w.Body)
				}
				b.body = a.body[:len(a.body)-1]
				x.do(b).is(http.StatusBadRequest, "api.malformed")
				b.body = `{"why":"` + strings.Repeat("a", 10<<20) + `"}`
				x.do(b).is(http.StatusRequestEntityTooLarge, "api.too_large")
				b.body = "why=x"
				b.header = map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
				x.do(b).is(http.StatusUnsupportedMediaType, "api.content_type")
			}
			a.path += "?surprise=1"
			if w := x.do(a).is(http.StatusUnprocessableEntity, "api.invalid"); !strings.Contains(w.Body.String(), "query.surprise") {
				t.Errorf("%s does not name the parameter: %s", r.ID, w.Body)
			}
			if r.Method == http.MethodPost {
				a := askOf(r, has[kindOf(r)], x.key)
				a.header["Idempotency-Key"] = ""
				x.do(a).is(http.StatusBadRequest, "api.idempotency_key")
			}
		}
		for _, evil := range []string{"'%20OR%201=1--", "%00", "..%2f..%2fetc", `%22;DROP%20TABLE%20orders;--`, strings.Repeat("a", 5000), "%ff%fe", "100%25", "ord_%E2%80%AE"} {
			for _, path := range []string{"/orders/" + evil, "/orders?number=" + evil, "/orders?contact_id=" + evil, "/orders?cursor=" + evil, "/products/" + evil, "/products?cursor=" + evil, "/contacts/" + evil} {
				if w := x.get(path); w.Code >= 500 || w.Code == http.StatusOK && strings.Contains(w.Body.String(), "ord_") {
					t.Errorf("%s: %d %s", path, w.Code, w.Body)
				}
			}
			if w := x.post("/orders/"+has["orders"]+"/cancel", fmt.Sprintf(`{"why":%q}`, evil)); w.Code >= 500 {
				t.Errorf("why %s: %d %s", evil, w.Code, w.Body)
			}
		}
		x.post("/orders/"+has["orders"]+"/cancel", `{"why":"\u0000"}`).is(http.StatusBadRequest, "api.malformed")
		x.get("/orders").is(http.StatusOK, "")
	})
}

// TestKeysStaySecret: nothing that is answered or logged holds a key or its hash.
func TestKeysStaySecret(t *testing.T) {
	st := storetest.SQLite(t)
	x := openTill(t, st, "north")
	x.OK(st.Close()) // everything fails from here, and is logged
	for _, r := range admin.Routes() {
		w := x.do(askOf(r, "ord_1", x.key))
		if w.Code < 500 || strings.Contains(w.Body.String(), "sql") {
			t.Errorf("%s without a database: %d %s", r.ID, w.Code, w.Body)
		}
		for _, secret := range []string{x.key, x.key[12:], hashed(x.key)} {
			if strings.Contains(w.Body.String()+fmt.Sprint(w.Header()), secret) {
				t.Errorf("%s answers with the key: %s", r.ID, w.Body)
			}
			if strings.Contains(x.log.String(), secret) {
				t.Errorf("%s logs the key: %s", r.ID, x.log)
			}
		}
	}
	if !strings.Contains(x.log.String(), `"route":"orders.get"`) {
		t.Errorf("the log is %s", x.log)
	}
}
