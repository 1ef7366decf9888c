package push

import (
	"errors"
	"strings"
	"testing"
	"time"

	"prilavok/core/bell"
	"prilavok/core/shop"
)

func TestBrowserCheck(t *testing.T) {
	good := Browser{Endpoint: "https://fcm.googleapis.com/fcm/send/x", P256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", Auth: "BTBZMqHH6r4Tts7J_aSIgg"}
	for _, tt := range []struct {
		endpoint string
		private  bool
		want     error
	}{
		{good.Endpoint, false, nil},
		{"https://93.184.215.14/x", false, nil},
		{"http://push.example.com/x", false, ErrEndpoint},
		{"https://127.0.0.1/x", false, ErrEndpoint},
		{"https://10.0.0.1/x", false, ErrEndpoint},
		{"https://[::1]/x", false, ErrEndpoint},
		{"https://169.254.169.254/latest", false, ErrEndpoint},
		{"https://localhost/x", false, ErrEndpoint},
		{"https://a:b@push.example.com/x", false, ErrEndpoint},
		{"https://push.example.com/" + strings.Repeat("x", 1000), false, ErrEndpoint},
		{"file:///etc/passwd", true, ErrEndpoint},
		{"", false, ErrEndpoint},
		{"http://127.0.0.1:1/x", true, nil},
	} {
		b := good
		b.Endpoint = tt.endpoint
		if err := b.check(tt.private); !errors.Is(err, tt.want) {
			t.Errorf("%.60s: %v, want %v", tt.endpoint, err, tt.want)
		}
	}
	for _, bad := range []Browser{{good.Endpoint, "", good.Auth}, {good.Endpoint, good.P256dh, "AAAA"}, {good.Endpoint, "%%", good.Auth}} {
		if err := bad.check(false); !errors.Is(err, ErrKeys) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// TestQuietHours: what can wait does, where the shop leaves its staff alone at night.
func TestQuietHours(t *testing.T) {
	night := time.Date(2026, 5, 1, 21, 0, 0, 0, time.UTC) // midnight in Moscow
	s := &Service{now: func() time.Time { return night }}
	sh := shop.Shop{TimeZone: "Europe/Moscow"}
	order, waits := bell.Told{Item: bell.Item{Kind: bell.Orders}}, bell.Told{Item: bell.Item{Kind: bell.Waiting}}
	if at := s.due(order, sh); !at.IsZero() {
		t.Errorf("told at %v, though staff are told at night", at)
	}
	sh.Settings.Notices.Staff = true
	if at, want := s.due(order, sh), time.Date(2026, 5, 2, 6, 0, 0, 0, time.UTC); !at.Equal(want) {
		t.Errorf("told at %v, want %v", at, want)
	}
	if at := s.due(waits, sh); !at.IsZero() {
		t.Errorf("what cannot wait is told at %v", at)
	}
}
