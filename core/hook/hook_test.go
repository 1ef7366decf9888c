package hook_test

import (
	"encoding/base64"
	"testing"
	"time"

	"prilavok/core/hook"
)

// TestSign: the example that the specification of Standard Webhooks publishes.
func TestSign(t *testing.T) {
	secret, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	got := hook.Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
}

func TestTakes(t *testing.T) {
	for _, tt := range []struct {
		events []string
		event  string
		want   bool
	}{{nil, "order.placed", true}, {[]string{"order.*"}, "order.placed", true}, {[]string{"order.*"}, "payment.captured", false},
		{[]string{"order.placed", "refund.failed"}, "refund.failed", true}, {[]string{"order.place"}, "order.placed", false}} {
		if got := (hook.Endpoint{Events: tt.events}).Takes(tt.event); got != tt.want {
			t.Errorf("%v takes %s: %v", tt.events, tt.event, got)
		}
	}
	if hook.Carries("message.failed") || !hook.Carries("fulfillment.shipped") {
		t.Error("what is sent is not what it should be")
	}
}
