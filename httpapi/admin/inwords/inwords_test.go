package inwords_test

import (
	"os"
	"strings"
	"testing"

	"prilavok/httpapi/admin/inwords"
)

// TestWords: every code that a channel refuses a message by has words of its own, in both
// languages, and none is told by another's.
func TestWords(t *testing.T) {
	other := inwords.OfMessage("nobody.knows")
	for _, code := range []string{"channel.window", "channel.unknown_outcome", "inbox.no_channel", "telegram.blocked", "webchat.blocked", "telegram.unreachable", "instagram.unreachable",
		"telegram.token", "instagram.token", "telegram.disconnected", "instagram.disconnected", "instagram.access_off", "instagram.permission", "instagram.human_agent", "instagram.restricted",
		"instagram.thread", "instagram.media", "telegram.media_missing", "telegram.media_url", "telegram.too_big", "telegram.rate_limit", "instagram.rate_limit", "telegram.unavailable",
		"call.connect", "call.timeout", "call.broken", "job.panic", "job.no_handler", "payment.bad_job"} {
		if got := inwords.OfMessage(code); got == other || got.RU == "" || got.EN == "" || got != inwords.OfWork(code) {
			t.Errorf("%s: %+v", code, got)
		}
	}
	if other.RU == "" || other == inwords.OfWork("nobody.knows") {
		t.Errorf("what has no words is told as %+v", other)
	}
	known, err := os.ReadFile("../../../docs/FAULTS.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range inwords.Codes() {
		whole := "`" + code + "`"
		if strings.HasPrefix(code, ".") {
			whole = code + "`"
		}
		if !strings.Contains(string(known), whole) {
			t.Errorf("there is no fault %s", code)
		}
	}
}

// TestTheStaffChatIsNoCustomer: a bot that was put out of the group is not told of as a
// customer who blocked it.
func TestTheStaffChatIsNoCustomer(t *testing.T) {
	got := inwords.OfJob("staff:post", "telegram.unreachable")
	if got == inwords.OfWork("telegram.unreachable") || got.RU == "" || got.EN == "" {
		t.Errorf("it says %v", got)
	}
	if inwords.OfJob("deliver", "telegram.unreachable") != inwords.OfWork("telegram.unreachable") {
		t.Error("of a customer it says something else")
	}
}
