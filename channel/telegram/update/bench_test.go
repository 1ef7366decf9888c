package update_test

import (
	"testing"

	"prilavok/channel/telegram/update"
)

// BenchmarkParse is what stop 2 costs of a webhook's time.
func BenchmarkParse(b *testing.B) {
	for _, name := range []string{"002_text_plain_ru.json", "010_photo_caption.json", "022_callback_query_inaccessible.json"} {
		body := payload(b, name)
		b.Run(name[:3], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := update.Parse(account, botID, body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
