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
//	later: 2m          time goes by, and what is due then is done
//	rates: on          the shop asks how customers were served
//	automated: on      the shop wants said that an assistant answers
//	promotes: telegram the shop advertises there
//	promo> telegram    it does so now, to the customer of that messenger
//	told: sent         what became of that

// beside does what is about the customer's other messenger; false for other verbs.
func (s *Stage) beside(verb, arg string) bool {
	s.t.Helper()
	switch verb {
	case "instagram:":
		s.ok(s.gram.open())
	case "ig>":
		s.gram.writes(arg)
	case "igpress>":
		s.press(s.gram, s.gram.chat, arg)
	case "igbot>", "igbot!":
		if got := s.gram.tells(); strings.Contains(got, arg) != (verb == "igbot>") {
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
	case "later:":
		d, err := time.ParseDuration(arg)
		s.ok(err)
		s.since, s.now = len(s.all), s.now.Add(d)
		s.works()
	case "rates:":
		s.settings(func(set *shop.Settings) { set.Ratings.On = arg == "on" })
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
		key = igCustomer
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

// tells is what was told in Instagram since the last input, with what buttons say.
func (m *direct) tells() string {
	var out []string
	for _, x := range m.all[m.since:] {
		if x.chat == m.chat {
			out = append(out, plain(x.text+x.labels))
		}
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
	for i := len(links) - 1; i >= 0; i-- {
		if !strings.HasPrefix(links[i], "https://"+host+"/") {
			continue
		}
		_, carried, _ := strings.Cut(links[i], "=")
		if host == "t.me" {
			s.on.writes("/start " + carried)
			return
		}
		s.gram.posts(s.gram.opens(carried))
		return
	}
	s.t.Fatalf("no link to %s was told: %v", host, links)
}

// opens is a link of ig.me, followed: payload 031 of the corpus.
func (m *direct) opens(ref string) igfake.Hook {
	h := m.olga.Writes("")
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
	return igfake.Hook{Body: out, Signature: m.graph.Sign(out)}
}

// tell writes a code in the other messenger, as a person types it.
func (s *Stage) tell(from string) {
	s.t.Helper()
	text := ""
	for _, m := range s.all {
		if (m.chat == s.gram.chat) == (from == "igbot") {
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
	s.gram.writes(code)
}

var codes = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}`)

func lastCode(text string) string {
	all := codes.FindAllString(text, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}
