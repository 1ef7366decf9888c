package bell

import (
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/lang"
	"prilavok/core/notify"
	"prilavok/core/staff"
)

func TestKinds(t *testing.T) {
	seen := map[Kind]bool{}
	for _, a := range kinds {
		if seen[a.Kind] || !slices.Contains(staff.Scopes, a.Scope) || a.Title.RU == "" || a.Title.EN == "" || a.Help.RU == "" || a.Help.EN == "" {
			t.Errorf("%s is not whole", a.Kind)
		}
		seen[a.Kind] = true
	}
	for name, k := range heard {
		if !seen[k] {
			t.Errorf("%s rings as %q, which is no kind", name, k)
		}
		if name != "handoff.requested" && name != notify.EventLowRating && !slices.Contains(notify.Events(), name) {
			t.Errorf("nobody hears %s", name)
		}
	}
}

func TestChoices(t *testing.T) {
	orders, paid := kinds[1], kinds[2]
	some := []staff.Scope{staff.OrdersRead, staff.ConversationsRead}
	for what, tt := range map[string]struct {
		c           Choices
		scopes      []staff.Scope
		shown       bool // orders
		first, then bool // orders and payments come to devices
	}{
		"nothing chosen":            {Choices{}, staff.Scopes, true, true, false},
		"payments too":              {Choices{Push: []Kind{Orders, Paid}}, staff.Scopes, true, true, true},
		"without rights to them":    {Choices{Push: []Kind{Orders, Paid}}, some, true, true, false},
		"nothing to devices":        {Choices{Push: []Kind{}}, staff.Scopes, true, false, false},
		"hidden, and to devices":    {Choices{Hidden: []Kind{Orders}, Push: []Kind{Orders}}, staff.Scopes, false, true, false},
		"without any rights at all": {Choices{}, nil, false, false, false},
	} {
		if got := slices.Contains(tt.c.Shown(tt.scopes), Orders); got != tt.shown {
			t.Errorf("%s: shown %v", what, got)
		}
		if a, b := tt.c.Pushes(orders, tt.scopes), tt.c.Pushes(paid, tt.scopes); a != tt.first || b != tt.then {
			t.Errorf("%s: to devices %v, %v", what, a, b)
		}
	}
}

func TestItems(t *testing.T) {
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		e                        notify.Event
		rings                    bool
		key, path, title, hidden string // hidden never stands in a title
	}{
		{notify.Event{ID: "evt_1", Name: "order.placed", SubjectID: "ord_1", Data: []byte(`{"name":"Ольга"}`)}, true, "evt_1", "/orders/ord_1", "Новый заказ 1001", "Ольга"},
		{notify.Event{ID: "evt_2", Name: "order.expired", SubjectID: "ord_1", Data: []byte(`{"action":"canceled"}`)}, false, "", "", "", ""},
		{notify.Event{ID: "evt_3", Name: "order.expired", SubjectID: "ord_1", Data: []byte(`{"action":"held"}`)}, true, "evt_3", "/orders/ord_1", "Заказ 1001 не доплатили вовремя", ""},
		{notify.Event{ID: "evt_4", Name: "payment.problem", Data: []byte(`{"kind":"unknown","order_id":"ord_2"}`)}, true, "evt_4", "/orders/ord_2", "Оплата заказа 1001: нужен человек", ""},
		{notify.Event{ID: "evt_5", Name: "message.failed", ConversationID: "cnv_1", At: at, Data: []byte(`{"fault":"telegram.blocked"}`)}, true, "message.failed:cnv_1:2026-05-01", "/inbox/cnv_1", "Сообщение не дошло", "telegram"},
		{notify.Event{ID: "evt_6", Name: "channel.revoked", ConversationID: "cnv_1", SubjectID: "acc_1", Data: []byte(`{"name":"@lipa"}`)}, true, "evt_6", "/settings/channels", "Канал отключён: подключите заново", ""},
		{notify.Event{ID: "evt_7", Name: "stock.low", SubjectID: "var_1", Data: []byte(`{"product_id":"prd_1","product":{"ru":"Кружка"},"left":2}`)}, true, "evt_7", "/products/prd_1", "Заканчивается: Кружка", ""},
		{notify.Event{ID: "evt_9", Name: "rating.low", ConversationID: "cnv_1", SubjectID: "rat_1", Data: []byte(`{"score":2,"name":"Ольга"}`)}, true, "evt_9", "/inbox/cnv_1", "Оценка 2 из 5", "Ольга"},
		{notify.Event{ID: "evt_8", Name: "model.down", Data: []byte(`not json`)}, true, "evt_8", "/system", "Модель не отвечает", ""},
	} {
		i, ok := itemOf(tt.e)
		if ok != tt.rings {
			t.Errorf("%s of %s rings: %v", tt.e.ID, tt.e.Name, ok)
		}
		if !ok {
			continue
		}
		w := Say(Told{Item: i, Number: "1001", Customer: "Ольга"}, lang.RU, lang.RU, false)
		if i.Key != tt.key || i.Path() != tt.path || w.Title != tt.title || tt.hidden != "" && strings.Contains(w.Title+w.Text, tt.hidden) {
			t.Errorf("%s: %q %q %q %q", tt.e.Name, i.Key, i.Path(), w.Title, w.Text)
		}
		if w := Say(Told{Item: i, Customer: "Ольга"}, lang.RU, lang.RU, false); strings.Contains(w.Text, "Ольга") || strings.HasSuffix(w.Title, " ") {
			t.Errorf("%s says %+v without names", tt.e.Name, w)
		}
	}
}
