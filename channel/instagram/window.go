package instagram

import (
	"time"

	"prilavok/core/inbox"
)

const margin = inbox.WindowMargin

// verdict is how a message may go out now.
type verdict uint8

const (
	closed verdict = iota
	open
	tagged // as a person's answer, with HUMAN_AGENT
)

// policy is Meta's reply window as one table, tried from the top: how old the customer's
// last word may be, who may write then, and how.
var policy = []struct {
	within  time.Duration
	human   bool // only what a person of the shop wrote
	enabled bool // only where Meta has approved the account for it
	how     verdict
}{
	{within: can.Window - margin, how: open},
	{within: can.HumanWindow - margin, human: true, enabled: true, how: tagged},
}

// judge applies the policy. asked is when the customer last wrote, pressed or answered a
// story; zero is never.
func judge(by inbox.Author, asked, now time.Time, humanAgent bool) verdict {
	if asked.IsZero() {
		return closed
	}
	for _, p := range policy {
		if now.Sub(asked) <= p.within && (!p.human || by == inbox.ByOperator) && (!p.enabled || humanAgent) {
			return p.how
		}
	}
	return closed
}

// Window is the reply window for what we say by ourselves (notify.Window).
func Window(asked, now time.Time) bool { return judge(inbox.BySystem, asked, now, false) == open }
