package scenario

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"prilavok/channel/instagram"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/call"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// What the customer and the account are to Instagram.
const (
	igAccount  = "17841400000000001"
	igCustomer = "1234567890123456"
	igToken    = "IGAASCENARIO"
	// AppSecret is what webhooks of Instagram are signed with in scenarios.
	AppSecret = igfake.DefaultSecret
)

// direct is a conversation in Instagram Direct, on a stateful fake of its API. As Meta
// does, it repeats every message of ours to the webhook. The customer is here, or here as
// well: then it is another chat.
type direct struct {
	*Stage
	chat  int64
	graph *igfake.Server
	acc   *igfake.Account
	ours  shop.Account
	olga  *igfake.Person
	do    call.Doer
	seen  int // messages of ours that the stage knows of
	told  int // … that were repeated to us
	paper strings.Builder
	wrong []string // what Instagram has refused
	trouble
}

func newInstagram(s *Stage) *direct {
	graph := igfake.New(igfake.Options{Now: s.Now})
	acc := graph.Account(igAccount, igToken)
	return &direct{Stage: s, chat: besides, graph: graph, acc: acc, olga: acc.Person(igCustomer, "Ольга"), do: graph.Doer(nil)}
}

func (m *direct) name() shop.Channel { return shop.Instagram }

func (m *direct) open() error {
	acc, _, err := m.app.Direct.Connect(m.ctx, txn.ShopID(m.ctx), igToken)
	m.ours, m.wrong = acc, nil // a token that is new cannot be renewed yet
	return err
}

func (m *direct) call(ctx context.Context, r call.Request) (call.Response, bool, error) {
	if !strings.HasPrefix(r.URL, instagram.DefaultBase+"/") {
		return call.Response{}, false, nil
	}
	res, err := m.do.Do(ctx, r)
	list := m.olga.Sees()
	m.mu.Lock()
	for _, x := range list[m.seen:] {
		m.all = append(m.all, seenAs(m.chat, x))
		record(&m.paper, x)
	}
	m.mu.Unlock()
	if m.seen < len(list) {
		m.seen = len(list)
		m.meanwhile(list)
	}
	if err == nil && res.Status >= 300 {
		m.wrong = append(m.wrong, string(res.Body))
	}
	return res, true, err
}

var address = regexp.MustCompile(`https?://\S+`)

// seenAs is a message as the stage has it: cards are read one after the other.
func seenAs(chat int64, x igfake.Message) said {
	out := said{chat: chat, text: x.Text, links: address.FindAllString(x.Text, -1)}
	press := func(list []igfake.Button, fleeting bool) {
		for _, b := range list {
			out.labels += "\n[" + b.Title + "]"
			if b.URL != "" {
				out.links = append(out.links, b.URL)
			} else if b.Kind != "user_phone_number" {
				out.buttons = append(out.buttons, button{b.Title, b.Payload, fleeting})
			}
		}
	}
	press(x.Buttons, false)
	press(x.Quick, true)
	for _, e := range x.Elements {
		out.text += e.Title + "\n" + e.Subtitle + "\n"
		press(e.Buttons, false)
	}
	return out
}

// posts posts a webhook, then lets all work be done and repeats what we said.
func (m *direct) posts(h igfake.Hook) {
	m.t.Helper()
	m.last, m.spoke[m.chat] = h, len(m.all)
	m.comes("/hook/instagram", signed(h), h.Body)
}

func (m *direct) writes(words string) { m.t.Helper(); m.posts(m.olga.Writes(words)) }

func (m *direct) presses(_ said, b button) {
	m.t.Helper()
	x := igfake.Button{Title: b.label, Payload: b.action}
	if b.fleeting {
		m.posts(m.olga.Taps(x))
		return
	}
	m.posts(m.olga.Presses(x))
}

func (m *direct) shares(phone string) { m.t.Helper(); m.posts(m.olga.Tells(phone)) }

func (m *direct) shows(words string) {
	m.t.Helper()
	m.posts(m.olga.Shows("https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=x", words))
}

func (m *direct) byHand(words string) { m.t.Helper(); m.posts(m.olga.ByHand(words)) }

// repeats implements messenger: Meta tells of every message of the account, also of ours.
func (m *direct) repeats() bool {
	m.t.Helper()
	list := m.olga.Sees()
	from := m.told
	m.told = len(list)
	for _, x := range list[from:] {
		m.bring(m.olga.Echo(x))
	}
	return len(list) > from
}

func signed(h igfake.Hook) map[string]string {
	return map[string]string{"Content-Type": "application/json", "X-Hub-Signature-256": h.Signature}
}

func (m *direct) happens(line string) { fmt.Fprintf(&m.paper, "\n> %s\n", line) }

// record writes down what the customer sees.
func record(w *strings.Builder, x igfake.Message) {
	row := func(mark string, list []igfake.Button) {
		for _, b := range list {
			switch {
			case b.URL != "":
				fmt.Fprintf(w, "    %s%s → %s\n", mark, plain(b.Title), b.URL)
			case b.Title == "":
				fmt.Fprintf(w, "    %s%s\n", mark, b.Kind)
			default:
				fmt.Fprintf(w, "    %s%s\n", mark, plain(b.Title))
			}
		}
	}
	switch {
	case x.Image != "":
		fmt.Fprintf(w, "< picture %s\n", x.Image)
	case x.Text != "":
		fmt.Fprintf(w, "< %s\n", strings.ReplaceAll(plain(x.Text), "\n", "\n  "))
	default:
		fmt.Fprintf(w, "< %d cards\n", len(x.Elements))
	}
	row("[] ", x.Buttons)
	row("() ", x.Quick)
	for _, e := range x.Elements {
		fmt.Fprintf(w, "  %s | %s\n", plain(e.Title), plain(e.Subtitle))
		if e.Image != "" {
			fmt.Fprintf(w, "    picture %s\n", e.Image)
		}
		row("[] ", e.Buttons)
	}
}

// ends implements messenger: nothing was refused, cut or left behind.
func (m *direct) ends() {
	m.t.Helper()
	if n := m.acc.Unfailed(); n > 0 {
		m.t.Errorf("%d failures have met no call", n)
	}
	for _, e := range m.wrong {
		if !m.fails {
			m.t.Errorf("Instagram has refused: %s", e)
		}
	}
	unsent := 0
	ids := map[string]bool{}
	for _, x := range m.olga.Sees() {
		ids[x.ID] = true
		if len(x.Text) > 1000 {
			m.t.Errorf("a message has %d bytes: %s", len(x.Text), x.Text)
		}
	}
	for _, x := range m.thread() {
		if x.Author != inbox.ByContact && (x.State != inbox.Sent || !ids[x.ExternalID]) {
			if unsent++; unsent <= m.leaves && x.Fault != "" {
				continue
			}
			m.t.Errorf("%q of %s is %s (%s), with the id %q", x.Text, x.Author, x.State, x.Fault, x.ExternalID)
		}
		delete(ids, x.ExternalID)
	}
	if unsent < m.leaves {
		m.t.Errorf("%d messages are unsent, %d should be", unsent, m.leaves)
	}
	if len(ids) > 0 {
		m.t.Errorf("%d messages were sent that nobody has stored", len(ids))
	}
}

// thread is the customer's conversation.
func (m *direct) thread() (list []inbox.Message) {
	m.t.Helper()
	m.ok(m.app.Store.View(m.ctx, func(ctx context.Context) error {
		c, _, err := m.app.Store.ConversationByKey(ctx, m.ours.ID, igCustomer)
		if err != nil {
			return err
		}
		list, err = m.app.Store.MessagesBefore(ctx, c.ID, c.LastSeq, int(c.LastSeq)+1)
		return err
	}))
	return list
}
