package webchat_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"prilavok/channel/webchat"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

const visitor = "5f0c"

func parse(t *testing.T, body string) (inbox.Incoming, error) {
	t.Helper()
	return webchat.Parse([]byte(body), "acc1", inbox.Person{ExternalID: visitor, Lang: "de"})
}

func TestParse(t *testing.T) {
	start := "p_cup"
	cases := []struct {
		name, body string
		kind       inbox.Kind
		text       string
		payload    inbox.Payload
	}{
		{"a text", `{"client_id":"c-000001","text":"  привет\u0000  "}`, inbox.KindText, "привет", inbox.Payload{}},
		{"a command", `{"client_id":"c-000001","text":"/Find красная чашка","label":"Найти"}`, inbox.KindCommand, "/Find красная чашка",
			inbox.Payload{Command: "find", Argument: "красная чашка", Extra: map[string]any{"label": "Найти"}}},
		{"a path is no command", `{"client_id":"c-000001","text":"/usr/bin"}`, inbox.KindText, "/usr/bin", inbox.Payload{}},
		{"a lone slash", `{"client_id":"c-000001","text":"/"}`, inbox.KindText, "/", inbox.Payload{}},
		{"a button", `{"client_id":"c-000001","action":"add:v1","label":"В корзину","source":"wm_01"}`, inbox.KindButton, "В корзину",
			inbox.Payload{Action: "add:v1", Source: "wm_01"}},
		{"a phone", `{"client_id":"c-000001","contact":{"phone":"8 (900) 123-45-67","name":"Аня"}}`, inbox.KindContact, "",
			inbox.Payload{Contact: &inbox.SharedContact{Phone: "+79001234567", Name: "Аня"}}},
		{"a foreign phone", `{"client_id":"c-000001","contact":{"phone":"+44 20 7946 0958"}}`, inbox.KindContact, "",
			inbox.Payload{Contact: &inbox.SharedContact{Phone: "+442079460958"}}},
		{"a place", `{"client_id":"c-000001","location":{"lat":55.75,"lon":37.6}}`, inbox.KindLocation, "",
			inbox.Payload{Location: &inbox.Location{Lat: 55.75, Lon: 37.6}}},
		{"a deep link", `{"client_id":"c-000001","start":"` + start + `"}`, inbox.KindCommand, "/start", inbox.Payload{Command: "start", Argument: start}},
		{"a bare start", `{"client_id":"c-000001","start":""}`, inbox.KindCommand, "/start", inbox.Payload{Command: "start"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in, err := parse(t, c.body)
			if err != nil {
				t.Fatal(err)
			}
			if in.Kind != c.kind || in.Text != c.text || !reflect.DeepEqual(in.Payload, c.payload) {
				t.Errorf("got %s %q %+v", in.Kind, in.Text, in.Payload)
			}
			if in.AccountID != "acc1" || in.Channel != shop.Webchat || in.ConversationKey != visitor || in.ExternalID != "c-000001" || string(in.Raw) != c.body {
				t.Errorf("wrong envelope: %+v", in)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	long := strings.Repeat("ы", webchat.MaxText+1)
	cases := []struct {
		name, body string
		want       error
	}{
		{"no JSON", `text=1`, webchat.ErrBody},
		{"two documents", `{"client_id":"c-000001","text":"a"}{}`, webchat.ErrBody},
		{"an unknown field", `{"client_id":"c-000001","text":"a","own":true}`, webchat.ErrBody},
		{"a claim to be verified", `{"client_id":"c-000001","contact":{"phone":"+79001234567","own":true}}`, webchat.ErrBody},
		{"no client_id", `{"text":"a"}`, webchat.ErrClientID},
		{"a client_id with a colon", `{"client_id":"aaaa:bbbb","text":"a"}`, webchat.ErrClientID},
		{"a source with spaces", `{"client_id":"c-000001","action":"a","source":"a b"}`, webchat.ErrClientID},
		{"nothing", `{"client_id":"c-000001"}`, webchat.ErrOneOf},
		{"two things", `{"client_id":"c-000001","text":"a","action":"b"}`, webchat.ErrOneOf},
		{"only spaces", `{"client_id":"c-000001","text":" \n "}`, webchat.ErrOneOf},
		{"a long text", `{"client_id":"c-000001","text":"` + long + `"}`, webchat.ErrTooLong},
		{"photos and a button", `{"client_id":"c-000001","photos":["upl_1"],"action":"b"}`, webchat.ErrOneOf},
		{"a photo that is a path", `{"client_id":"c-000001","photos":["../upl_1"]}`, webchat.ErrPhotos},
		{"a photo twice", `{"client_id":"c-000001","photos":["upl_1","upl_1"]}`, webchat.ErrPhotos},
		{"an album of eleven", `{"client_id":"c-000001","photos":["1","2","3","4","5","6","7","8","9","10","11"]}`, webchat.ErrPhotos},
		{"a long word beside a photo", `{"client_id":"c-000001","photos":["upl_1"],"text":"` + long + `"}`, webchat.ErrTooLong},
		{"a long action", `{"client_id":"c-000001","action":"` + long[:66] + `"}`, webchat.ErrAction},
		{"a long deep link", `{"client_id":"c-000001","start":"` + strings.Repeat("a", 65) + `"}`, webchat.ErrAction},
		{"letters in a phone", `{"client_id":"c-000001","contact":{"phone":"+7900abc4567"}}`, webchat.ErrPhone},
		{"a short phone", `{"client_id":"c-000001","contact":{"phone":"112"}}`, webchat.ErrPhone},
		{"a place off the globe", `{"client_id":"c-000001","location":{"lat":91,"lon":0}}`, webchat.ErrPlace},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse(t, c.body)
			if !errors.Is(err, c.want) || fault.KindOf(err) != fault.Invalid {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestDeliveryKeyBelongsToTheVisitor(t *testing.T) {
	body := []byte(`{"client_id":"c-000001","text":"a"}`)
	a, _ := webchat.Parse(body, "acc1", inbox.Person{ExternalID: "a"})
	again, _ := webchat.Parse(body, "acc1", inbox.Person{ExternalID: "a"})
	b, _ := webchat.Parse(body, "acc1", inbox.Person{ExternalID: "b"})
	if a.DeliveryKey != again.DeliveryKey || a.DeliveryKey == b.DeliveryKey {
		t.Errorf("keys %q %q %q", a.DeliveryKey, again.DeliveryKey, b.DeliveryKey)
	}
}

func TestLanguageOfThePageWins(t *testing.T) {
	in, _ := parse(t, `{"client_id":"c-000001","text":"a","lang":"en"}`)
	other, _ := parse(t, `{"client_id":"c-000001","text":"a","lang":"xx"}`)
	if in.From.Lang != "en" || other.From.Lang != "de" {
		t.Errorf("got %q and %q", in.From.Lang, other.From.Lang)
	}
}

type hub struct{ said []string }

func (h *hub) Wake(account, visitor string) { h.said = append(h.said, "wake "+account+" "+visitor) }
func (h *hub) Typing(account, visitor, line string) {
	h.said = append(h.said, "typing "+account+" "+visitor+" "+line)
}

func TestSendNamesAndWakes(t *testing.T) {
	h := &hub{}
	a := webchat.New(h, id.New(nil, nil))
	to := contact.Address{AccountID: "acc1", ExternalID: visitor}
	first, err := a.Send(context.Background(), to, inbox.Outgoing{Text: "a"})
	second, _ := a.Send(context.Background(), to, inbox.Outgoing{Text: "b"})
	edit, _ := a.Send(context.Background(), to, inbox.Outgoing{Text: "c", Replaces: first})
	if err != nil || first == "" || first == second || edit != first || len(first) > 64 {
		t.Errorf("ids %q %q %q, %v", first, second, edit, err)
	}
	a.Typing(context.Background(), to, "Ищу…")
	want := []string{"wake acc1 5f0c", "wake acc1 5f0c", "wake acc1 5f0c", "typing acc1 5f0c Ищу…"}
	if !reflect.DeepEqual(h.said, want) {
		t.Errorf("hub heard %q", h.said)
	}
	to.Blocked = true
	if _, err := a.Send(context.Background(), to, inbox.Outgoing{Text: "a"}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a blocked address: %v", err)
	}
}

func TestShapeLosesNothing(t *testing.T) {
	m := inbox.Outgoing{Text: "t", Replaces: "wm_1", Ask: inbox.AskPhone, Buttons: [][]inbox.Button{{{Text: "b", Action: "b"}}}}
	for i := range 45 {
		m.Cards = append(m.Cards, inbox.Card{ProductID: string(rune('a' + i))})
	}
	for range 12 {
		m.Images = append(m.Images, inbox.Image{URL: "/media/a"})
	}
	parts := webchat.New(&hub{}, id.New(nil, nil)).Shape(m)
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	var back inbox.Outgoing
	for i, p := range parts {
		if len(p.Cards) > 20 || len(p.Images) > 10 {
			t.Errorf("part %d: %d cards, %d images", i, len(p.Cards), len(p.Images))
		}
		last := i == len(parts)-1
		if (len(p.Buttons) > 0) != last || (p.Ask != "") != last {
			t.Errorf("part %d has buttons or a question out of place", i)
		}
		back.Text += p.Text
		back.Replaces += p.Replaces
		back.Cards, back.Images = append(back.Cards, p.Cards...), append(back.Images, p.Images...)
	}
	back.Buttons, back.Ask = parts[2].Buttons, parts[2].Ask
	if !reflect.DeepEqual(back, m) {
		t.Errorf("put together again: %+v", back)
	}
	gaps := inbox.Outgoing{Text: "t", Buttons: [][]inbox.Button{nil, {{Text: "b", Action: "b"}}, {}}, Cards: []inbox.Card{{Title: "c", Buttons: [][]inbox.Button{nil}}}}
	if got := webchat.New(&hub{}, nil).Shape(gaps); len(got) != 1 || len(got[0].Buttons) != 1 || len(got[0].Cards[0].Buttons) != 0 || len(gaps.Buttons) != 3 {
		t.Errorf("rows without buttons: %+v", got)
	}
	if got := webchat.New(&hub{}, nil).Shape(inbox.Outgoing{Silent: true}); len(got) != 0 {
		t.Errorf("nothing to say gave %d parts", len(got))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"client_id":"c-000001","text":"/start a","label":"x"}`))
	f.Add([]byte(`{"client_id":"c-000001","contact":{"phone":"8 900 123 45 67"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		in, err := webchat.Parse(body, "acc1", inbox.Person{ExternalID: visitor})
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("a fault that is not Invalid: %v", err)
			}
			return
		}
		if strings.ContainsRune(in.Text, 0) || !in.Kind.Asks() || !json.Valid([]byte(inbox.MarshalPayload(in.Payload))) {
			t.Fatalf("not storable: %+v", in)
		}
		if c := in.Payload.Contact; c != nil && c.Own {
			t.Fatal("a typed phone was taken for proof")
		}
	})
}
