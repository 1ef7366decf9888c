package app_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/assistant"
	"prilavok/core/post"
	"prilavok/provider/modeltest"
	"prilavok/provider/openai"
	"prilavok/provider/picture"
)

// eyes is a model that sees, and says of a picture each time the same.
type eyes struct {
	says string
	fail error
	seen int // pictures that it was to name
	also int // pictures beside a talk
}

// Generate implements assistant.Model.
func (e *eyes) Generate(_ context.Context, r assistant.Request) (assistant.Response, error) {
	n := 0
	for _, m := range r.Messages {
		n += len(m.Images)
	}
	if r.Format == nil {
		e.also += n
		return assistant.Response{Text: "Напишите, что вы ищете.", Usage: assistant.Usage{Prompt: 100, Completion: 10}}, e.fail
	}
	e.seen += n
	return assistant.Response{Text: e.says, Usage: assistant.Usage{Prompt: 100, Completion: 10}}, e.fail
}

func (c *counter) mug() string {
	p, err := c.Catalog.ProductBySlug(c.ctx, "mug")
	c.ok(err)
	return p.ID
}

func pressed(list []igfake.Message, begins string) igfake.Button {
	for _, m := range list {
		for _, b := range append(m.Buttons, m.Quick...) {
			if strings.HasPrefix(b.Payload, begins) {
				return b
			}
		}
	}
	return igfake.Button{}
}

// TestSharedPostLeadsToItsProduct: a shared post shows its product with the price, with
// words or without, by the owner's link or by what the catalog and the post say.
func TestSharedPostLeadsToItsProduct(t *testing.T) {
	c, _ := newShelf(t)
	_, err := c.Posts.Link(c.ctx, post.Ref{AccountID: c.acc.ID, MediaID: "101"}, []string{c.mug()})
	c.ok(err)
	c.peer.Publishes(igfake.Post{ID: "102", Permalink: "https://www.instagram.com/p/Cx102abc/", Caption: "Новинка! Артикул MUG"})
	share := func(id, text string) string {
		c.takes(c.olga.SharesPost("ig_post", text, map[string]any{"ig_post_media_id": id, "url": "https://lookaside.fbsbx.com/x"}))
		return written(c.drain())
	}
	for name, got := range map[string]string{
		"linked, without words":         share("101", ""),
		"linked, asked the price":       share("101", "Сколько стоит?"),
		"by the post's own caption":     share("102", ""),
		"a question later, by itself":   written(c.says("а сколько стоит?")),
		"under a story that was linked": c.underStory("101", "цена?"),
	} {
		if !strings.Contains(got, "Синяя кружка") || !strings.Contains(got, "790 ₽") {
			t.Errorf("%s: %s", name, got)
		}
	}
	ids, err := c.About.ProductOf(c.ctx, c.acc.ID, "102")
	if err != nil || len(ids) != 1 || ids[0] != c.mug() {
		t.Errorf("the port answers %v, %v", ids, err)
	}
}

func (c *counter) underStory(id, text string) string {
	c.takes(c.olga.AnswersStory(id, text))
	return written(c.drain())
}

// TestUnknownPost: what a post might show is asked about before anything else, the answer is
// a guess for the owner, and a post that leads nowhere is counted.
func TestUnknownPost(t *testing.T) {
	c, _ := newShelf(t)
	share := func(id, caption string) []igfake.Message {
		c.takes(c.olga.SharesPost("ig_post", "", map[string]any{"ig_post_media_id": id, "title": caption, "url": "https://lookaside.fbsbx.com/x"}))
		return c.drain()
	}
	got := share("201", "Синяя кружка\nв наличии")
	yes := pressed(got, "its:")
	if !strings.Contains(written(got), "Это «Синяя кружка»?") || yes.Payload == "" {
		t.Fatalf("asked %+v", got)
	}
	c.takes(c.olga.Taps(yes))
	if got := written(c.drain()); !strings.Contains(got, "790 ₽") {
		t.Errorf("after yes: %s", got)
	}
	for range 2 {
		if got := share("202", ""); !strings.Contains(written(got), "Не могу понять, какой это товар") || pressed(got, "cats").Payload == "" {
			t.Errorf("unknown: %+v", got)
		}
	}
	list, err := c.Posts.List(c.ctx, false, 10, 0)
	c.ok(err)
	if len(list) != 2 || list[0].ID != "202" || list[0].Asked != 2 || list[1].Guess != c.mug() {
		t.Errorf("the owner sees %+v", list)
	}
	if cart, err := c.Carts.Get(c.ctx, c.contact()); err != nil || len(cart.Lines) != 0 {
		t.Errorf("in the cart: %+v, %v", cart, err)
	}
}

// TestMentionsAreThanked: once for each person, where the shop wants it, and an emoji under a
// story gets no answer at all.
func TestMentionsAreThanked(t *testing.T) {
	c, _ := newShelf(t)
	mention := func() string {
		c.takes(c.olga.SharesPost("story_mention", "", map[string]any{"url": shot}))
		return written(c.drain())
	}
	if got := mention(); got != "" {
		t.Errorf("not asked for: %s", got)
	}
	sh, err := c.Shops.Get(c.ctx)
	c.ok(err)
	sh.Settings.Shown.Thank = true
	_, err = c.Shops.Save(c.ctx, sh)
	c.ok(err)
	if got := mention(); strings.Count(got, "Спасибо, что отметили нас") != 1 {
		t.Errorf("the first: %s", got)
	}
	if got := mention(); got != "" {
		t.Errorf("again: %s", got)
	}
	if got := c.underStory("101", "😍"); got != "" {
		t.Errorf("an emoji: %s", got)
	}
}

func (c *counter) contact() string {
	conv, _ := c.thread()
	return conv.ContactID
}

// TestPictureIsLookedAt: the model names what a picture shows, the customer confirms; a
// model that fails, a setting against it and a spent budget leave the way without one.
func TestPictureIsLookedAt(t *testing.T) {
	for name, x := range map[string]struct {
		eyes eyes
		set  func(c *counter)
		want string
		seen int
	}{
		"it is found":         {eyes{says: `{"query":"синяя кружка"}`}, func(*counter) {}, "Это «Синяя кружка»?", 1},
		"it shows no product": {eyes{says: `{"query":""}`}, func(*counter) {}, "", 1},
		"the model fails":     {eyes{fail: errors.New("down")}, func(*counter) {}, "", 1},
		"the model babbles":   {eyes{says: "Это кружка!"}, func(*counter) {}, "", 1},
		"the owner forbids it": {eyes{says: `{"query":"синяя кружка"}`}, func(c *counter) {
			sh, err := c.Shops.Get(c.ctx)
			c.ok(err)
			sh.Settings.Shown.NoPictures = true
			_, err = c.Shops.Save(c.ctx, sh)
			c.ok(err)
		}, "", 0},
		"the day is spent": {eyes{says: `{"query":"синяя кружка"}`}, func(c *counter) {
			c.ok(c.Store.InTx(c.ctx, func(ctx context.Context) error {
				_, err := c.Store.Spend(ctx, c.now.Format("2006-01-02"), "", assistant.Spent{Tokens: 10_000_000})
				return err
			}))
		}, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			e := x.eyes
			c, files := newShelf(t, func(d *app.Deps) { d.Model = app.Model{Generate: &e, Config: assistant.Config{Vision: true}} })
			files.files[shot] = pixels
			x.set(c)
			h, _ := c.olga.Sends("image", "", shot)
			c.takes(h)
			got := written(c.drain())
			if x.want != "" && !strings.Contains(got, x.want) || x.want == "" && (strings.Contains(got, "Это «") || got == "") || e.seen != x.seen || x.seen == 0 && e.also > 0 {
				t.Errorf("said %s after %d pictures", got, e.seen)
			}
		})
	}
}

// noise is a PNG that nothing makes small but taking pixels away: more than a model is sent.
func noise(t *testing.T) string {
	t.Helper()
	m, r := image.NewRGBA(image.Rect(0, 0, 1200, 900)), rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = uint8(r.Uint32()) | uint8(255*(i%4/3)) // opaque
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil || b.Len() < 3<<20 {
		t.Fatal(b.Len(), err)
	}
	return b.String()
}

// TestPictureIsLookedAtOverTheWire: a photo leads to its product by the real client against
// a server that is not ours, once the customer says yes; a large one is made small for it.
func TestPictureIsLookedAtOverTheWire(t *testing.T) {
	for name, x := range map[string]struct {
		file   string
		shrink func([]byte, string) ([]byte, string, error)
		found  bool
	}{
		"a small one":                 {pixels, nil, true},
		"a large one":                 {noise(t), picture.Shrink, true},
		"a large one, at the edge":    {noise(t), nil, false},
		"a large one that is no file": {strings.Repeat("\x89PNG\r\n\x1a\n", 1<<19), picture.Shrink, false},
	} {
		t.Run(name, func(t *testing.T) {
			wire := &modeltest.HTTP{}
			client, err := openai.New(openai.Config{Profile: "openai", BaseURL: modeltest.StartAimock(t, "vision.json"), Key: "sk-test", Model: "gpt-test"},
				wire, time.Now, func(context.Context, time.Duration) error { return nil })
			if err != nil {
				t.Fatal(err)
			}
			c, files := newShelf(t, func(d *app.Deps) {
				d.Model = app.Model{Generate: client, Shrink: x.shrink, Config: assistant.Config{Model: "gpt-test", Vision: true}}
			})
			files.files[shot] = x.file
			h, _ := c.olga.Sends("image", "", shot)
			c.takes(h)
			got := c.drain()
			yes := pressed(got, "its:")
			if found := yes.Payload != ""; found != x.found || strings.Contains(written(got), "790 ₽") {
				t.Fatalf("said %s", written(got))
			}
			if !x.found {
				return
			}
			c.takes(c.olga.Taps(yes))
			if got := written(c.drain()); !strings.Contains(got, "Синяя кружка") || !strings.Contains(got, "790 ₽") {
				t.Errorf("after yes: %s", got)
			}
		})
	}
}
