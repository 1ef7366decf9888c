package assistant_test

import (
	"context"
	"strings"
	"testing"

	"prilavok/core/assistant"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/provider/modeltest"
)

type ctx = context.Context

// files is a channel's files by id.
type files map[string]string

func (f files) Download(_ context.Context, _ inbox.Conversation, a inbox.Attachment) ([]byte, string, error) {
	data, ok := f[a.FileID]
	if !ok {
		return nil, "", fault.New(fault.Invalid, "channel.gone", "the file is gone")
	}
	return []byte(data), a.MIME, nil
}

// ears hear what stands in the file.
type ears struct{ calls int }

func (e *ears) Transcribe(_ context.Context, a assistant.Audio) (assistant.Transcript, error) {
	e.calls++
	if string(a.Data) == "noise" {
		return assistant.Transcript{}, assistant.ErrBadAnswer
	}
	return assistant.Transcript{Text: string(a.Data), Model: "ear", Usage: assistant.Usage{Prompt: 10}}, nil
}

func (c *counter) file(kind inbox.Kind, id, mime, caption string) inbox.Message {
	m := c.message(caption)
	m.Kind = kind
	m.Payload.Attachments = []inbox.Attachment{{Kind: string(kind), FileID: id, MIME: mime}}
	return m
}

func hearing(t *testing.T, e *ears, steps ...modeltest.Step) *counter {
	c := open(t, steps...)
	c.ports = func(p *assistant.Ports) {
		p.Media = files{"v1": "есть ли у вас чай", "v2": "позовите человека", "v3": "noise", "p1": "\x89PNG"}
		if e != nil {
			p.Hear = e
		}
	}
	return c
}

func TestVoice(t *testing.T) {
	e := &ears{}
	c := hearing(t, e)
	c.model.On("есть ли у вас чай", search, modeltest.Say("Есть чай за 490 ₽."))
	in := c.input(c.file(inbox.KindVoice, "v1", "audio/ogg", ""))
	must(t, c.answer(in), "490 ₽")
	must(t, c.answer(in), "490 ₽")
	if e.calls != 1 {
		t.Errorf("it was listened to %d times", e.calls)
	}
}

func TestVoiceAsksForAPerson(t *testing.T) {
	c := hearing(t, &ears{}, modeltest.Say("never"))
	r := c.answer(c.input(c.file(inbox.KindVoice, "v2", "audio/ogg", "")))
	if r.Handoff == nil || len(c.model.Requests()) != 0 {
		t.Errorf("answer is %+v", r)
	}
}

func TestVoiceThatCannotBeHeard(t *testing.T) {
	for name, c := range map[string]*counter{
		"noise": hearing(t, &ears{}, modeltest.Say("never")), "no ears": hearing(t, nil, modeltest.Say("never")),
	} {
		id := map[string]string{"noise": "v3", "no ears": "v1"}[name]
		r := c.answer(c.input(c.file(inbox.KindVoice, id, "audio/ogg", "")))
		must(t, r, "словами")
		if len(c.model.Requests()) != 0 {
			t.Errorf("%s: the model was asked about nothing", name)
		}
	}
}

func TestPhoto(t *testing.T) {
	c := hearing(t, nil)
	c.config.Vision = true
	c.model.On("", search, modeltest.Say("Похоже на наш чай за 490 ₽."))
	must(t, c.answer(c.input(c.file(inbox.KindPhoto, "p1", "image/png", "есть такой?"))), "490 ₽")
	for _, r := range c.model.Requests() {
		m := r.Messages[1]
		if len(m.Images) != 1 || m.Images[0].MIME != "image/png" || !strings.Contains(m.Text, `"pictures":1`) {
			t.Errorf("the model saw %+v", m)
		}
	}
}

func TestPhotoWithoutEyes(t *testing.T) {
	c := hearing(t, nil, modeltest.Say("Чем помочь?"))
	must(t, c.answer(c.input(c.file(inbox.KindPhoto, "p1", "image/png", ""))), "Вижу картинку")
	if len(c.model.Requests()) != 0 {
		t.Error("a blind model was asked about a picture")
	}
	r := c.answer(c.input(c.file(inbox.KindPhoto, "p1", "image/png", "есть такой чай?")))
	if r.Meta.Path != "model" {
		t.Errorf("a caption was not read: %+v", r.Meta)
	}
}
