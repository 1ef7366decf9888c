package rating

import (
	"testing"
	"time"

	"prilavok/core/inbox"
)

// TestPressed: a press names a rating and a score, whatever else somebody sends names none.
func TestPressed(t *testing.T) {
	for action, want := range map[string]struct {
		id    string
		score int
		ok    bool
	}{
		action("rat_1", 5): {"rat_1", 5, true}, "rate:rat_1:0": {"rat_1", 0, true}, "rate:rat_1:6": {"rat_1", 0, true}, "rate:rat_1:+5": {"rat_1", 0, true},
		"rate:rat_1:5:5": {"rat_1", 0, true}, "rate": {"", 0, true}, "rated:rat_1:5": {"", 0, false}, "": {"", 0, false}, "5": {"", 0, false},
	} {
		id, score, ok := pressed(inbox.Message{Kind: inbox.KindButton, Payload: inbox.Payload{Action: action}})
		if id != want.id || score != want.score || ok != want.ok {
			t.Errorf("%q is %q %d %v", action, id, score, ok)
		}
	}
	if _, _, ok := pressed(inbox.Message{Kind: inbox.KindText, Payload: inbox.Payload{Action: "rate:rat_1:5"}}); ok {
		t.Error("words are a press")
	}
	if n := len(action("rat_00000000000000000000000000", Best)); n > inbox.MaxAction {
		t.Errorf("a button has %d bytes", n)
	}
}

// TestNote: what the desk for orders remembers in the same place is none of ours, and ours ends.
func TestNote(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for _, question := range []string{"", `{"ask":"address","order":"1"}`, `{"ask":"rate`, "rate"} {
		if _, ours := noteOf(&inbox.Conversation{Question: question}); ours {
			t.Errorf("%q is ours", question)
		}
	}
	n, ours := noteOf(&inbox.Conversation{Question: `{"ask":"rate_why","rating":"rat_1","at":"2026-11-27T06:00:00Z"}`})
	if !ours || n.Ask != askWhy || n.ID != "rat_1" || !n.fresh(now) || n.fresh(now.Add(time.Second)) {
		t.Errorf("the note is %+v", n)
	}
	if n.Ask = askScore; !n.fresh(now.Add(18*time.Hour)) || n.fresh(now.Add(18*time.Hour+time.Second)) {
		t.Errorf("the note is %+v", n)
	}
}
