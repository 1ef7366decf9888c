package inbox_test

import (
	"testing"
	"time"

	"prilavok/core/inbox"
)

// TestEchoed: an echo settles what it repeats, once, whenever it comes; what nobody of us
// said is a person's.
func TestEchoed(t *testing.T) {
	d := newDesk(t, nil)
	echoed := func(id, text string, want bool) {
		t.Helper()
		c, _, _ := d.thread()
		if ours, err := d.Echoed(d.ctx, c.ID, id, text); err != nil || ours != want {
			t.Errorf("echo %s of %q: ours %v, %v", id, text, ours, err)
		}
	}
	last := func(state inbox.Delivery, id string) {
		t.Helper()
		_, list, _ := d.thread()
		if m := list[len(list)-1]; m.State != state || m.ExternalID != id {
			t.Errorf("%s as %q, want %s as %q", m.State, m.ExternalID, state, id)
		}
	}
	tries := 0
	d.send = func(inbox.Outgoing) error {
		if tries++; tries == 1 { // the echo overtakes the answer
			echoed("mid0", "другое", false)
			echoed("mid1", "ответ  на а", true)
		}
		return inbox.ErrUnknownOutcome.After(15 * time.Second)
	}
	d.receive(d.in(inbox.KindText, "а"))
	d.drain()
	d.pass(time.Minute)
	d.drain()
	last(inbox.Sent, "mid1")
	if tries != 1 {
		t.Errorf("sent %d times although its echo had come", tries)
	}
	echoed("mid1", "ответ на а", true) // again
	echoed("mid2", "ответ на а", false)

	d.receive(d.in(inbox.KindText, "б"))
	for range 6 {
		d.drain()
		d.pass(time.Hour)
	}
	last(inbox.Unsure, "")
	echoed("mid3", "", false) // a picture, and what is unsure is a text
	echoed("mid3", "ответ на б", true)
	last(inbox.Sent, "mid3")
}
