package app_test

import (
	"context"
	"strings"
	"testing"

	"prilavok/app"
	"prilavok/core/assistant"
)

// ears hear the same in every recording.
type ears struct{ got []assistant.Audio }

// Transcribe implements assistant.Transcriber.
func (e *ears) Transcribe(_ context.Context, a assistant.Audio) (assistant.Transcript, error) {
	e.got = append(e.got, a)
	return assistant.Transcript{Text: "покажите кружку"}, nil
}

// TestVoiceOfInstagram: a voice message is fetched, heard, and answered as words; without
// anybody who hears, the customer is told to write.
func TestVoiceOfInstagram(t *testing.T) {
	sound := "\x00\x00\x00\x20ftypisom\x00\x00\x00\x00"
	e := &ears{}
	c, files := newShelf(t, func(d *app.Deps) { d.Model = app.Model{Hear: e} })
	files.files[shot] = sound
	h, mid := c.olga.Sends("audio", "", shot)
	c.takes(h)
	got := written(c.drain())
	if len(e.got) != 1 || e.got[0].MIME != "audio/mp4" || string(e.got[0].Data) != sound || !strings.Contains(got, "Синяя кружка") {
		t.Errorf("heard %+v, said %s", e.got, got)
	}
	if a := c.sent(mid).Payload.Attachments[0]; a.FileID == "" || files.asked > 2 { // who keeps it and who hears it may both fetch it at once
		t.Errorf("kept %+v after %d calls", a, files.asked)
	}
	c, files = newShelf(t)
	files.files[shot] = sound
	h, _ = c.olga.Sends("audio", "", shot)
	c.takes(h)
	if got := written(c.drain()); !strings.Contains(got, "Напишите, пожалуйста, словами") {
		t.Errorf("deaf: %s", got)
	}
}
