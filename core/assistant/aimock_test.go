package assistant_test

import (
	"context"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/inbox"
	"prilavok/provider/modeltest"
	"prilavok/provider/openai"
)

// TestTurnsOverTheWire runs whole turns through the real client against a server that
// is not ours.
func TestTurnsOverTheWire(t *testing.T) {
	c := open(t)
	client, err := openai.New(openai.Config{Profile: "openai", BaseURL: modeltest.StartAimock(t, "turn.json"), Key: "sk-test", Model: "gpt-test",
		SpeechModel: "gpt-4o-mini-transcribe", Prices: map[string]assistant.Price{"gpt": {Input: 1_000_000, Output: 1_000_000}}},
		&modeltest.HTTP{}, c.Now, func(context.Context, time.Duration) error { return nil })
	c.OK(err)
	c.ports = func(p *assistant.Ports) {
		p.Model, p.Hear, p.Media = client, client, files{"v1": "OggS"}
	}
	r := c.say("почём чай?")
	if texts(r) != "Чай стоит 490 ₽, осталось 7 штук." || r.Meta.TokensIn != 1700 || r.Meta.Cost != 1750 || r.Meta.Model != "gpt-test" {
		t.Errorf("answer is %q, meta %+v", texts(r), r.Meta)
	}
	r = c.answer(c.input(c.file(inbox.KindVoice, "v1", "audio/ogg", "")))
	if texts(r) != "Чай стоит 490 ₽, осталось 7 штук." {
		t.Errorf("to a voice message: %q, %+v", texts(r), r.Meta)
	}
	if r := c.say("а дешевле?"); texts(r) != "Дешевле, к сожалению, нет." {
		t.Errorf("an invented price: %q", texts(r))
	}
	for words, code := range map[string]string{"бред чай": "model.bad_answer", "нет денег чай": "model.quota"} {
		if r := c.say(words); r.Meta.Fault != code || r.Meta.Path == "model" || len(r.Out) == 0 {
			t.Errorf("%s: %+v", words, r)
		}
	}
}
