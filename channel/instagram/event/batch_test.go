package event_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"prilavok/channel/instagram/event"
	"prilavok/core/inbox"
)

// TestBatch: accounts come apart, in the order of time, and nothing is lost for a bad one.
func TestBatch(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"object":"instagram","entry":[7,{"id":{}},null`)
	for i := range 1000 {
		fmt.Fprintf(&b, `,{"id":"%d","time":1,"messaging":[{"sender":{"id":"9%d"},"recipient":{"id":"%d"},"timestamp":%d,"message":{"mid":"m%d","text":"x"}},{"bad":true}]}`,
			i%3, i%50, i%3, 1795428000000-i, i)
	}
	b.WriteString(`]}`)
	parts, err := event.Parse([]byte(b.String()))
	if err != nil || len(parts) != 3 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	messages, bad := 0, 0
	for _, p := range parts {
		for i, in := range p.Events {
			switch {
			case in.Kind == inbox.KindUnknown:
				bad++
			default:
				messages++
			}
			if i > 0 && !in.SentAt.IsZero() && in.SentAt.Before(p.Events[i-1].SentAt) && in.Kind == inbox.KindText {
				t.Fatalf("event %d of %s is earlier than the one before it", i, p.Account)
			}
		}
	}
	if messages != 1000 || bad != 1000 {
		t.Errorf("%d messages and %d unknown", messages, bad)
	}
}

func FuzzParse(f *testing.F) {
	for name := range expected {
		f.Add(payload(f, name))
	}
	f.Add([]byte(item(`"message":{"mid":"m","attachments":[{}],"reply_to":{"story":{}},"referral":{"ref":"\u0000"}}`)))
	f.Fuzz(func(t *testing.T, body []byte) {
		parts, err := event.Parse(body)
		if err != nil && parts != nil {
			t.Fatalf("%d parts with %v", len(parts), err)
		}
		for _, p := range parts {
			if p.Account == "" || len(p.Events) == 0 {
				t.Fatalf("an empty part: %+v", p)
			}
			for _, in := range p.Events {
				all, err := json.Marshal(in.Payload)
				if err != nil || strings.Contains(in.Text+in.ConversationKey+string(all), "\x00") || !utf8.ValidString(in.Text) {
					t.Fatalf("unclean: %q", in.Text)
				}
				if in.DeliveryKey == "" || len(in.DeliveryKey) > 280 || in.Kind == "" || in.Kind.Asks() && in.ConversationKey == "" {
					t.Fatalf("incomplete: %+v", in)
				}
			}
		}
	})
}
