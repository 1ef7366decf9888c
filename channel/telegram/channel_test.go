package telegram_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"testing"
	"time"
	"unicode/utf16"

	"prilavok/channel/channeltest"
	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
)

const (
	token = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"
	olga  = int64(279058397)
)

// clock is a clock that only tests move.
type clock struct{ t time.Time }

func newClock() *clock { return &clock{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time          { return c.t }
func (c *clock) advance(d time.Duration) { c.t = c.t.Add(d) }

// picture is a small PNG that differs by its number.
func picture(n int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 4, 4))
	img.Set(0, 0, color.RGBA{uint8(n), uint8(n >> 8), 7, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// media is a media root with pictures "/media/<n>.png" for n below 100.
type media struct{ opened int }

func (m *media) Open(_ context.Context, path string) ([]byte, string, error) {
	var n int
	if _, err := fmt.Sscanf(path, "/media/%d.png", &n); err != nil || n >= 100 {
		return nil, "", fault.New(fault.NotFound, "media.not_found", "there is no picture %s", path)
	}
	m.opened++
	return picture(n), "image/png", nil
}

type world struct {
	clock *clock
	fake  *tgfake.Server
	peer  *tgfake.Bot
	bot   *telegram.Bot
	media *media
	olga  *tgfake.User
	to    contact.Address
}

// newWorld is one bot on a fake with the published rates, and one contact.
func newWorld(t *testing.T, change ...func(*tgfake.Options, *telegram.Options)) *world {
	t.Helper()
	w := &world{clock: newClock(), media: &media{}}
	fo := tgfake.Options{Now: w.clock.now, Limits: true}
	bo := telegram.Options{AccountID: "acc_1", Token: token, Media: w.media, Now: w.clock.now}
	for _, f := range change {
		f(&fo, &bo)
	}
	w.fake = tgfake.New(fo)
	w.peer = w.fake.Bot(token)
	if bo.Do == nil {
		bo.Do = w.fake.Doer(nil)
	}
	w.bot = telegram.New(bo)
	w.olga = w.peer.User(olga, "Ольга")
	w.olga.Start("")
	w.to = contact.Address{AccountID: "acc_1", ExternalID: strconv.FormatInt(olga, 10), ConversationKey: strconv.FormatInt(olga, 10)}
	return w
}

func (w *world) send(t *testing.T, m inbox.Outgoing) string {
	t.Helper()
	id, err := w.bot.Send(t.Context(), w.to, m)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestChannel(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.Fixture {
		w := newWorld(t)
		sources := map[string]string{}
		for n := range 100 {
			sources[string(picture(n))] = fmt.Sprintf("/media/%d.png", n)
		}
		return channeltest.Fixture{
			Sender: w.bot, Shaper: w.bot, To: w.to,
			Seen:    func() []channeltest.Shown { return shown(w.olga.Sees().FromBot(), sources) },
			Picture: func(n int) string { return fmt.Sprintf("/media/%d.png", n) },
			Block:   w.olga.Block,
			Advance: w.clock.advance,
			Throttle: func(d time.Duration) {
				s := int(d / time.Second)
				w.peer.Fail(tgfake.Failure{Code: 429, Text: fmt.Sprintf("Too Many Requests: retry after %d", s), RetryAfter: s})
			},
			Lose:    func(arrived bool) { w.peer.Fail(tgfake.Failure{Drop: true, After: arrived}) },
			Measure: func(s string) int { return len(utf16.Encode([]rune(s))) },
			Limit:   4096, Edits: true, Asks: true,
		}
	})
}

func shown(messages []tgfake.Message, sources map[string]string) []channeltest.Shown {
	var out []channeltest.Shown
	for _, m := range messages {
		s := channeltest.Shown{ID: strconv.FormatInt(m.ID, 10), Text: m.Text, Hides: m.Hides, Edited: m.Edits > 0}
		u := utf16.Encode([]rune(m.Text))
		for _, e := range m.Entities {
			switch e.Type {
			case "bold":
				s.Bold = append(s.Bold, string(utf16.Decode(u[e.Offset:e.Offset+e.Length])))
			case "text_link":
				s.Links = append(s.Links, e.URL)
			}
		}
		if m.Photo != nil {
			s.Images = append(s.Images, sources[string(m.Photo.Data)])
		}
		for _, row := range m.Buttons {
			for _, b := range row {
				s.Buttons = append(s.Buttons, inbox.Button{Text: b.Text, Action: b.Data, URL: b.URL, Style: b.Style})
			}
		}
		for _, row := range m.Keyboard {
			for _, k := range row {
				if k.Contact {
					s.Ask = inbox.AskPhone
				}
				if k.Location {
					s.Ask = inbox.AskLocation
				}
			}
		}
		out = append(out, s)
	}
	return out
}
