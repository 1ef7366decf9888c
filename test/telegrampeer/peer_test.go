// Package telegrampeer_test talks to a Bot API server that is not ours: npm's
// telegram-test-api. It is thin (nine methods, no uploads), so this is a smoke test
// beside the suites over our own fake.
package telegrampeer_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
	"time"

	"prilavok/channel/telegram"
	"prilavok/core/call"
	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/provider/nethttp"
)

const token = "666:peer-token"

// start runs the peer until the test ends and returns its address.
func start(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat("node_modules/telegram-test-api"); err != nil {
		t.Fatal("telegram-test-api is not installed: run  npm ci --prefix test/telegrampeer")
	}
	cmd := exec.Command("node", "serve.mjs")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	if err := cmd.Start(); err != nil {
		t.Fatalf("the peer needs Node 20: %v", err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	var ready struct{ URL string }
	if err != nil || json.Unmarshal([]byte(line), &ready) != nil {
		t.Fatalf("the peer did not start: %v\n%s%s", err, line, stderr.String())
	}
	return ready.URL
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// peer is the customer's side of the server.
type peer struct {
	t   *testing.T
	url string
	do  call.Doer
}

func (p peer) post(path string, body map[string]any) json.RawMessage {
	p.t.Helper()
	b, err := json.Marshal(body)
	must(p.t, err)
	resp, err := p.do.Do(p.t.Context(), call.Request{
		Method: "POST", URL: p.url + path, Body: b, Header: map[string]string{"content-type": "application/json"}, Service: "peer", Name: path,
	})
	must(p.t, err)
	var a struct {
		OK     bool
		Result json.RawMessage
	}
	if err := json.Unmarshal(resp.Body, &a); err != nil || !a.OK {
		p.t.Fatalf("%s answers %d %s", path, resp.Status, resp.Body)
	}
	return a.Result
}

// seen is what the bot's messages to the chat look like at the server.
func (p peer) seen() (out []struct {
	MessageID int64 `json:"messageId"`
	Message   struct {
		Text   string `json:"text"`
		Markup struct {
			Rows [][]struct {
				Text string `json:"text"`
				Data string `json:"callback_data"`
			} `json:"inline_keyboard"`
		} `json:"reply_markup"`
	} `json:"message"`
}) {
	p.t.Helper()
	must(p.t, json.Unmarshal(p.post("/getUpdatesHistory", map[string]any{"token": token}), &out))
	return out
}

type noOffsets struct{}

func (noOffsets) PollOffset(context.Context, string) (int64, error)   { return 0, nil }
func (noOffsets) SavePollOffset(context.Context, string, int64) error { return nil }

func TestIndependentServer(t *testing.T) {
	client := nethttp.New("prilavok-test", time.Now, nil)
	defer client.Close()
	p := peer{t, start(t), client}
	bot := telegram.New(telegram.Options{AccountID: "acc_1", Token: token, Base: p.url, Do: client, Now: time.Now})
	me, err := bot.Connect(t.Context(), telegram.Setup{Commands: []telegram.Command{{Name: "menu", Description: lang.Phrase{RU: "Меню", EN: "Menu"}}}})
	if err != nil || me.Username != "TestNameBot" {
		t.Fatalf("%+v, %v", me, err)
	}
	from := map[string]any{"id": 9, "first_name": "Ольга", "is_bot": false, "username": "olga"}
	chat := map[string]any{"id": 9, "type": "private", "first_name": "Ольга"}
	p.post("/sendCommand", map[string]any{
		"botToken": token, "date": 1795428101, "from": from, "chat": chat, "text": "/start p_42",
		"entities": []any{map[string]any{"type": "bot_command", "offset": 0, "length": 6}},
	})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var id string
	poller := &telegram.Poller{Bot: bot, Offsets: noOffsets{}, Handle: func(ctx context.Context, body []byte) error {
		list, err := telegram.Parse("acc_1", me.ID, body)
		must(t, err)
		in := list[0]
		to := contact.Address{ExternalID: in.From.ExternalID, ConversationKey: in.ConversationKey}
		switch in.Kind {
		case inbox.KindCommand:
			id, err = bot.Send(ctx, to, inbox.Outgoing{Text: "Платье <b>«Море»</b>, " + in.Payload.Argument, Buttons: [][]inbox.Button{{{Text: "В корзину", Action: "add:42"}}}})
			must(t, err)
			p.post("/sendCallback", map[string]any{"botToken": token, "from": from, "data": "add:42", "message": map[string]any{"chat": chat, "from": from}})
		case inbox.KindButton:
			must(t, bot.AnswerButton(ctx, in.Payload.CallbackID, ""))
			_, err = bot.Send(ctx, to, inbox.Outgoing{Text: "В корзине: " + in.Payload.Action, Replaces: id})
			must(t, err)
			cancel()
		default:
			t.Errorf("got %+v", in)
		}
		return nil
	}}
	must(t, poller.Run(ctx))
	for _, m := range p.seen() {
		if m.Message.Text == "В корзине: add:42" {
			return
		}
	}
	t.Errorf("the customer sees %+v", p.seen())
}
