package instagram

import (
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/inbox"
)

// Codes of faults that callers act on.
const (
	CodeUnavailable = "instagram.unavailable" // Instagram cannot be reached, or cannot do it now
	CodeRateLimit   = "instagram.rate_limit"  // the account must wait
	CodeToken       = "instagram.token"       // the account has to be connected anew
	CodeUnreachable = "instagram.unreachable" // this customer cannot be written to
	CodeRestricted  = "instagram.restricted"  // Meta holds the account back
	CodePermission  = "instagram.permission"  // a permission or App Review is missing
	CodeAccessOff   = "instagram.access_off"  // the owner has switched access to messages off
	CodeHumanAgent  = "instagram.human_agent" // the account is not approved for HUMAN_AGENT
	CodeThread      = "instagram.thread"      // another app or the inbox has the conversation
	CodeMedia       = "instagram.media"       // Meta does not take the picture
	CodeAlbum       = "instagram.album"       // several pictures in one message are not enabled
	CodeNoAccount   = "instagram.no_account"  // nothing that was granted has a professional account
	CodeLogin       = "instagram.login"       // the login was not finished, or its code is used up
	CodeApp         = "instagram.app"         // Meta does not take the app's id, secret or address
	CodeGone        = "instagram.not_found"   // there is no such thing, or no permission for it
	CodeReplied     = "instagram.replied"     // a comment has its one private reply
	CodeRefused     = "instagram.refused"     // Meta never takes it, for the reason it names
)

// graphError is an error as Meta writes it.
type graphError struct {
	Message   string `json:"message"`
	Type      string `json:"type"`
	Code      int    `json:"code"`
	Subcode   int    `json:"error_subcode"`
	Transient bool   `json:"is_transient"`
	Trace     string `json:"fbtrace_id"`

	status int
	wait   time.Duration
}

// class is what is done about an error.
type class uint8

const (
	retry      class = iota + 1 // not done; later
	unsure                      // may have been done
	rate                        // not done; after minutes
	reconnect                   // the token is dead: the owner connects the account anew
	window                      // outside of the reply window
	blocked                     // this customer cannot be written to
	restricted                  // the account is held back, or set up wrongly: a person must act
	permanent                   // will never be accepted as it is
	twice                       // was done before, and is done once only
)

var kinds = map[class]fault.Kind{
	retry: fault.Unavailable, unsure: fault.Unavailable, rate: fault.TooMany, reconnect: fault.Unauthorized,
	window: fault.Unsupported, blocked: fault.Forbidden, restricted: fault.Unsupported, permanent: fault.Invalid, twice: fault.Conflict,
}

// rule is one row of Meta's errors. A code of 0 is any, a subcode of 0 too; text is a part
// of the message, "" any. The first row that fits counts.
type rule struct {
	code, sub int
	text      string
	class     class
	fault     string
	say       string
}

var rules = []rule{
	{1, 1357046, "", unsure, inbox.ErrUnknownOutcome.Code, "Instagram does not say whether it was done"},
	{0, 2534022, "", window, inbox.ErrWindow.Code, inbox.ErrWindow.Message},
	{0, 2018278, "", window, inbox.ErrWindow.Code, inbox.ErrWindow.Message},
	{2018278, 0, "", window, inbox.ErrWindow.Code, inbox.ErrWindow.Message},
	{0, 2018276, "", restricted, CodeHumanAgent, "Meta has not approved the account for HUMAN_AGENT"},
	{0, 1893063, "", restricted, CodeRestricted, "Instagram has restricted the account for a time"},
	{0, 2018108, "", blocked, CodeUnreachable, "the customer takes no messages now"},
	{551, 0, "", blocked, CodeUnreachable, "the customer takes no messages now"},
	{0, 1545041, "", blocked, CodeUnreachable, "the customer takes no messages now"},
	{0, 2534014, "", blocked, CodeUnreachable, "the customer is not known to this account, or is gone"},
	{0, 2018001, "", blocked, CodeUnreachable, "the customer is not known to this account, or is gone"},
	{0, 2534029, "", blocked, CodeUnreachable, "the customer may not be written to by programs"},
	{0, 2534041, "", restricted, CodeAccessOff, "access to messages is off: switch on Settings → Messages → Connected tools → Allow access to messages"},
	{0, 2534040, "", rate, CodeRateLimit, "Instagram asks to wait"},
	{0, 2018109, "", permanent, CodeMedia, "the file is larger than Instagram takes"},
	{0, 2534068, "", permanent, CodeAlbum, "several pictures in one message are not enabled"},
	{2534068, 0, "", permanent, CodeAlbum, "several pictures in one message are not enabled"},
	{0, 2018300, "", restricted, CodeThread, "another app has the conversation"},
	{0, 2018321, "", restricted, CodeThread, "another app has the conversation"},
	{2018300, 0, "", restricted, CodeThread, "another app has the conversation"},
	{2018321, 0, "", restricted, CodeThread, "another app has the conversation"},
	{10900, 0, "", twice, CodeReplied, "the comment has its private reply"}, // not in channels.md B.8: a guess; an unknown code is not tried again either
	{100, 33, "", permanent, CodeGone, "there is no such thing, or the permission for it is missing"},
	{100, 0, "unsupported request", retry, CodeUnavailable, "Instagram has switched this call off for the app"},
	{190, 0, "", reconnect, CodeToken, "Instagram no longer takes the account's token: connect the account anew"},
	{368, 0, "", restricted, CodeRestricted, "Instagram holds the account back for breaking its policies"},
	{10, 0, "", restricted, CodePermission, "a permission of the app is missing, or waits for Meta's review"},
	{200, 0, "", restricted, CodePermission, "a permission of the app is missing, or waits for Meta's review"},
	{4, 0, "", rate, CodeRateLimit, "Instagram asks to wait"},
	{17, 0, "", rate, CodeRateLimit, "Instagram asks to wait"},
	{32, 0, "", rate, CodeRateLimit, "Instagram asks to wait"},
	{613, 0, "", rate, CodeRateLimit, "Instagram asks to wait"},
	{80002, 0, "", rate, CodeRateLimit, "Instagram asks to wait"},
	{80006, 0, "", rate, CodeRateLimit, "Instagram asks to wait"},
	{1, 0, "", retry, CodeUnavailable, "Instagram cannot do it now"},
	{2, 0, "", retry, CodeUnavailable, "Instagram cannot do it now"},
	{1200, 0, "", retry, CodeUnavailable, "Instagram cannot do it now"},
}

// minutes is how long a throttled account waits when Meta does not say; lookAfter, how
// long the echo of a send with an unknown outcome has to come.
const (
	minutes   = 2 * time.Minute
	lookAfter = 15 * time.Second
)

// classify turns Meta's refusal into a fault. Meta's text goes into the message only for
// defects of ours, where it names what is wrong. An unknown code is not retried.
func classify(name string, sends bool, e graphError) error {
	text := strings.ToLower(e.Message)
	for _, r := range rules {
		if (r.code == 0 || r.code == e.Code) && (r.sub == 0 || r.sub == e.Subcode) && strings.Contains(text, r.text) {
			return r.make(name, sends, e)
		}
	}
	switch {
	case e.status == 429:
		return rule{class: rate, fault: CodeRateLimit, say: "Instagram asks to wait"}.make(name, sends, e)
	case e.Transient:
		return rule{class: retry, fault: CodeUnavailable, say: "Instagram cannot do it now"}.make(name, sends, e)
	case e.Code == 0 && e.status == 401:
		return rule{class: reconnect, fault: CodeToken, say: "Instagram no longer takes the account's token: connect the account anew"}.make(name, sends, e)
	case e.status >= 500:
		return outage(name, sends)
	}
	return fault.New(fault.Invalid, CodeRefused, "%s was refused (%d/%d): %s", name, e.Code, e.Subcode, clip(e.Message, 200))
}

func (r rule) make(name string, sends bool, e graphError) error {
	if r.class == unsure {
		return outage(name, sends)
	}
	f := fault.New(kinds[r.class], r.fault, "%s", r.say)
	if r.class == rate {
		return f.After(max(e.wait, minutes))
	}
	return f
}

func outage(name string, sends bool) error {
	if sends {
		return unknownOutcome(name)
	}
	return fault.New(fault.Unavailable, CodeUnavailable, "Instagram could not do %s now", name)
}

func unknownOutcome(name string) error {
	return fault.New(fault.Unavailable, inbox.ErrUnknownOutcome.Code, "Instagram did not say whether %s was done", name).After(lookAfter)
}

// transportFault keeps only what kind of failure it was: texts of transports can hold
// the URL, and a URL can hold the token.
func transportFault(name string, sends bool, err error) error {
	switch fault.CodeOf(err) {
	case "txn.open":
		return fault.New(fault.Internal, "txn.open", "%s was called inside a unit of work", name)
	case "call.connect":
		return fault.New(fault.Unavailable, CodeUnavailable, "Instagram cannot be reached for %s", name)
	}
	return outage(name, sends)
}
