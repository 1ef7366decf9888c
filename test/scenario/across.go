package scenario

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"prilavok/channel/instagram/igfake"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// The same customer in Instagram, beside Telegram:
//
//	instagram: on      the shop has an Instagram account as well
//	ig> words          the customer writes there
//	igpress> label     presses the newest button or quick reply there that has these words
//	igbot> words       the answers there since the last input have these words
//	igbot! words       … have not
//	follows> t.me      opens the newest link to that host that was told on either side
//	tells> igbot       writes in Telegram the newest code that was told in Instagram; "tells> bot" the other way round
//	passes: 11m        time goes by
//	automated: on      the shop wants said that an assistant answers
//	promotes: telegram the shop advertises there
//	promo> telegram    it does so now, to the customer of that messenger
//	told: sent         what became of that

const (
	gramAccount = "17841400000000001"
	gramToken   = "IGAATESTTOKEN"
	gramOlga    = "1234567890123456"
)

// gram is Instagram in a scenario.
type gram struct {
	fake  *igfake.Server
	peer  *igfake.Account
	olga  *igfake.Person
	since int // how much she saw before the last input
}

func newGram(s *Stage) *gram {
	g := &gram{fake: igfake.New(igfake.Options{Now: s.Now})}
	g.peer = g.fake.Account(gramAccount, gramToken)
	g.olga = g.peer.Person(gramOlga, "Ольга")
	return g
}

// beside does what is about the customer's other messenger; false for other verbs.
func (s *Stage) beside(verb, arg string) bool {
	s.t.Helper()
	switch verb {
	case "instagram:":
		_, _, err := s.app.Direct.Connect(s.ctx, s.acc.ShopID, gramToken)
		s.ok(err)
	case "ig>":
		s.gramPosts(s.gram.olga.Writes(arg))
	case "igpress>":
		s.gramPress(arg)
	case "igbot>", "igbot!":
		if got := s.gramTold(); strings.Contains(got, arg) != (verb == "igbot>") {
			s.t.Fatalf("%s %q in what was told in Instagram:\n%s", verb, arg, got)
		}
	case "follows>":
		s.follow(arg)
	case "tells>":
		s.tell(arg)
	case "passes:":
		d, err := time.ParseDuration(arg)
		s.ok(err)
		s.now = s.now.Add(d)
	case "automated:":
		s.settings(func(set *shop.Settings) { set.Assistant.Automated = arg == "on" })
	case "promotes:":
		s.settings(func(set *shop.Settings) {
			set.Promotions = shop.Promotions{On: true, Channels: shop.PlacesOf(shop.Channel(arg))}
		})
	case "promo>":
		s.promote(shop.Channel(arg))
	case "told:":
		if s.promoted != arg {
			s.t.Fatalf("the promotion: %s, want %s", s.promoted, arg)
		}
	default:
		return false
	}
	return true
}

func (s *Stage) settings(change func(*shop.Settings)) {
	s.t.Helper()
	sh, err := s.app.Shops.Get(s.ctx)
	s.ok(err)
	change(&sh.Settings)
	_, err = s.app.Shops.Save(s.ctx, sh)
	s.ok(err)
}

// promote says something promotional to the customer as the shop's programs would.
func (s *Stage) promote(c shop.Channel) {
	s.t.Helper()
	sh, err := s.app.Shops.Get(s.ctx)
	s.ok(err)
	key, account := strconv.Itoa(customer), s.acc
	if c == shop.Instagram {
		key = gramOlga
	}
	var conv inbox.Conversation
	s.ok(s.st.View(s.ctx, func(ctx context.Context) (err error) {
		conv, _, err = s.st.ConversationByKey(ctx, account.ID, key)
		return err
	}))
	s.since = len(s.all)
	said, reason, err := s.app.Notices.Promote(s.ctx, sh, conv.ContactID, inbox.Outgoing{Text: "Новая коллекция"})
	s.ok(err)
	s.works()
	if s.promoted = reason; len(said) > 0 {
		s.promoted = "sent"
	}
}

// gramPosts posts what Instagram tells, then lets all work be done.
func (s *Stage) gramPosts(h igfake.Hook) {
	s.t.Helper()
	s.since, s.gram.since = len(s.all), len(s.gram.olga.Sees())
	status, _ := s.place.Post("/hook/instagram", map[string]string{"X-Hub-Signature-256": h.Signature, "Content-Type": "application/json"}, h.Body)
	if status != 200 {
		s.t.Fatalf("the webhook of Instagram answered %d", status)
	}
	for range 4 {
		s.place.Work()
		s.now = s.now.Add(2 * time.Second)
	}
}

func gramButtons(m igfake.Message) []igfake.Button {
	out := append(append([]igfake.Button(nil), m.Quick...), m.Buttons...)
	for _, e := range m.Elements {
		out = append(out, e.Buttons...)
	}
	return out
}

func (s *Stage) gramPress(label string) {
	s.t.Helper()
	list := s.gram.olga.Sees()
	for i := len(list) - 1; i >= 0; i-- {
		for _, b := range gramButtons(list[i]) {
			if !strings.Contains(plain(b.Title), label) || b.Payload == "" {
				continue
			}
			if b.Kind == "text" {
				s.gramPosts(s.gram.olga.Taps(b))
			} else {
				s.gramPosts(s.gram.olga.Presses(b))
			}
			return
		}
	}
	s.t.Fatalf("no button %q in Instagram, where was told:\n%s", label, s.gramTold())
}

func (s *Stage) gramTold() string {
	var out []string
	for _, m := range s.gram.olga.Sees()[s.gram.since:] {
		text := m.Text
		for _, e := range m.Elements {
			text += "\n" + e.Title + "\n" + e.Subtitle
		}
		for _, b := range gramButtons(m) {
			text += "\n[" + b.Title + "]" + b.URL
		}
		out = append(out, plain(text))
	}
	return strings.Join(out, "\n---\n")
}

// follow opens a link: it brings what it carries into the other messenger.
func (s *Stage) follow(host string) {
	s.t.Helper()
	var links []string
	for _, m := range s.all {
		links = append(links, m.links...)
	}
	for _, m := range s.gram.olga.Sees() {
		for _, b := range gramButtons(m) {
			links = append(links, b.URL)
		}
	}
	for i := len(links) - 1; i >= 0; i-- {
		if !strings.HasPrefix(links[i], "https://"+host+"/") {
			continue
		}
		_, carried, _ := strings.Cut(links[i], "=")
		if host == "t.me" {
			s.on.writes("/start " + carried)
			return
		}
		s.gramPosts(s.gram.opens(carried))
		return
	}
	s.t.Fatalf("no link to %s was told: %v", host, links)
}

// opens is a link of ig.me, followed: payload 031 of the corpus.
func (g *gram) opens(ref string) igfake.Hook {
	h := g.olga.Writes("")
	var body map[string]any
	if err := json.NewDecoder(bytes.NewReader(h.Body)).Decode(&body); err != nil {
		panic(err)
	}
	item := body["entry"].([]any)[0].(map[string]any)["messaging"].([]any)[0].(map[string]any)
	delete(item, "message")
	item["referral"] = map[string]any{"ref": ref, "source": "IGME-SOURCE-LINK", "type": "OPEN_THREAD"}
	out, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return igfake.Hook{Body: out, Signature: g.fake.Sign(out)}
}

// tell writes a code in the other messenger, as a person types it.
func (s *Stage) tell(from string) {
	s.t.Helper()
	text := ""
	if from == "igbot" {
		for _, m := range s.gram.olga.Sees() {
			text += m.Text + "\n"
		}
	} else {
		for _, m := range s.all {
			text += m.text + "\n"
		}
	}
	code := lastCode(text)
	if code == "" {
		s.t.Fatalf("no code was told:\n%s", text)
	}
	if from == "igbot" {
		s.on.writes(strings.ToLower(code))
		return
	}
	s.gramPosts(s.gram.olga.Writes(code))
}

var codes = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}`)

func lastCode(text string) string {
	all := codes.FindAllString(text, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}
