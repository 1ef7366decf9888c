package update_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/update"
	"prilavok/core/fault"
	"prilavok/core/inbox"
)

var rewrite = flag.Bool("golden", false, "write the golden files anew")

const (
	botID   = 5768337691
	olga    = "279058397"
	account = "acc_test"
)

// want is what the index of payloads asks for, file by file.
type want struct {
	kind inbox.Kind
	key  string
	text string
	also func(t *testing.T, in inbox.Incoming)
}

func extraOf[T any](t *testing.T, in inbox.Incoming, key string) T {
	t.Helper()
	v, ok := inbox.Extra[T](in.Payload, key)
	if !ok {
		t.Fatalf("no extra %q in %v", key, in.Payload.Extra)
	}
	return v
}

func check(t *testing.T, ok bool, what string, got any) {
	t.Helper()
	if !ok {
		t.Errorf("%s: got %+v", what, got)
	}
}

var expected = map[string]want{
	"001_text_start_deeplink.json": {inbox.KindCommand, olga, "/start p_42-size_m", func(t *testing.T, in inbox.Incoming) {
		check(t, in.Payload.Command == "start" && in.Payload.Argument == "p_42-size_m", "command", in.Payload)
		check(t, in.From.Lang == "ru" && in.From.Name == "Ольга Петрова", "person", in.From)
	}},
	"002_text_plain_ru.json": {inbox.KindText, olga, "Здравствуйте! Есть ли платье «Лето» 44 размера и сколько стоит доставка в Казань?", nil},
	"004_text_emoji_zwj.json": {inbox.KindText, olga, "*", func(t *testing.T, in inbox.Incoming) {
		check(t, strings.Contains(in.Text, "👩‍👩‍👧‍👦") && strings.HasSuffix(in.Text, "⭐"), "emoji", in.Text)
	}},
	"005_text_rtl_mixed.json": {inbox.KindText, "7012345678901", "*", func(t *testing.T, in inbox.Incoming) {
		check(t, strings.Contains(in.Text, "\u2066SKU-42\u2069") && strings.HasSuffix(in.Text, "\u200f"), "bidi marks", in.Text)
		check(t, in.From.ExternalID == "7012345678901", "64-bit id", in.From)
	}},
	"007_edited_message.json": {inbox.KindEdit, olga, "Здравствуйте! Есть ли платье «Лето» 46 размера?", func(t *testing.T, in inbox.Incoming) {
		check(t, in.ExternalID == "102", "edited message", in.ExternalID)
	}},
	"008_reply_with_quote.json": {inbox.KindText, olga, "Вот это беру", func(t *testing.T, in inbox.Incoming) {
		check(t, in.Payload.Quote == "Платье «Море» — 5 490 ₽" && in.Payload.ReplyTo == "90", "quote", in.Payload)
	}},
	"010_photo_caption.json": {inbox.KindPhoto, olga, "Есть такое же?", func(t *testing.T, in inbox.Incoming) {
		check(t, len(in.Payload.Attachments) == 1 && in.Payload.Attachments[0].Width == 1280, "largest size", in.Payload.Attachments)
	}},
	"011_album_part_1.json": {inbox.KindPhoto, olga, "Вот три фото, подберите похожее", album},
	"012_album_part_2.json": {inbox.KindPhoto, olga, "", album},
	"013_album_part_3.json": {inbox.KindPhoto, olga, "", album},
	"014_voice.json": {inbox.KindVoice, olga, "", func(t *testing.T, in inbox.Incoming) {
		a := in.Payload.Attachments[0]
		check(t, a.FileID != "" && a.MIME == "audio/ogg" && a.Duration == 7 && !a.TooBig, "voice", a)
	}},
	"016_document_too_big.json": {inbox.KindDocument, olga, "", func(t *testing.T, in inbox.Incoming) {
		a := in.Payload.Attachments[0]
		check(t, a.TooBig && a.Size == 3221225472, "size", a)
	}},
	"017_sticker_animated.json": {inbox.KindSticker, olga, "👍", nil},
	"019_contact_foreign.json": {inbox.KindContact, olga, "", func(t *testing.T, in inbox.Incoming) {
		check(t, !in.Payload.Contact.Own && in.Payload.Contact.Phone == "+1 (212) 555-0123", "foreign card", in.Payload.Contact)
	}},
	"020_location_venue.json": {inbox.KindLocation, olga, "", func(t *testing.T, in inbox.Incoming) {
		check(t, in.Payload.Location.Title == "ТРЦ Next" && in.Payload.Location.Lat == 41.311081, "venue", in.Payload.Location)
	}},
	"022_callback_query_inaccessible.json": {inbox.KindButton, olga, "", func(t *testing.T, in inbox.Incoming) {
		check(t, in.Payload.Action == "v1:order:pay:1001" && in.Payload.Source == "", "no source to edit", in.Payload)
		check(t, string(telegram.Ack(in)) == `{"callback_query_id":"1198545698123456790","method":"answerCallbackQuery"}`, "ack", string(telegram.Ack(in)))
	}},
	"023_callback_query_inline_no_message.json": {inbox.KindButton, olga, "", func(t *testing.T, in inbox.Incoming) {
		check(t, extraOf[string](t, in, update.ExtraInlineID) != "" && in.Payload.Source == "", "inline", in.Payload)
	}},
	"025_my_chat_member_blocked.json":   {inbox.KindBlocked, olga, "", nil},
	"026_my_chat_member_unblocked.json": {inbox.KindUnblocked, olga, "", nil},
	"028_edited_channel_post.json":      {inbox.KindUnknown, "", "", nil},
	"029_anonymous_admin_group.json": {inbox.KindStaff, "", "/close@demo_shop_bot", func(t *testing.T, in inbox.Incoming) {
		s := extraOf[update.Staff](t, in, update.ExtraStaff)
		check(t, s.Anonymous && s.SenderChat == "-1009876543210" && s.ChatID == "-1009876543210" && s.Thread == "5" && !s.Bot, "staff", s)
		check(t, in.Payload.Command == "close" && s.CommandBot == "demo_shop_bot" && in.Payload.Thread == "5", "command", in.Payload)
	}},
	"031_business_connection.json": {inbox.KindService, "", "", func(t *testing.T, in inbox.Incoming) {
		c := extraOf[update.Connection](t, in, update.ExtraConnection)
		check(t, c.Enabled && c.CanReply && c.OwnerID == 5550001111 && c.ID == "bc_AbCdEf0123456789", "connection", c)
	}},
	"032_business_connection_disabled.json": {inbox.KindService, "", "", func(t *testing.T, in inbox.Incoming) {
		check(t, !extraOf[update.Connection](t, in, update.ExtraConnection).Enabled, "disabled", in.Payload)
	}},
	"034_business_message_outgoing_owner.json": {inbox.KindOperator, "b:bc_AbCdEf0123456789:" + olga, "Да, до 20:00", func(t *testing.T, in inbox.Incoming) {
		check(t, in.From.ExternalID == olga && extraOf[string](t, in, update.ExtraOwner) == "5550001111", "who", in.From)
	}},
	"035_business_message_outgoing_bot.json": {inbox.KindEcho, "b:bc_AbCdEf0123456789:" + olga, "Оформить заказ?", nil},
	"037_deleted_business_messages.json": {inbox.KindDelete, "b:bc_AbCdEf0123456789:" + olga, "", func(t *testing.T, in inbox.Incoming) {
		check(t, len(in.Payload.Deleted) == 2 && in.Payload.Deleted[1] == "7002", "deleted", in.Payload.Deleted)
	}},
	"038_shipping_query.json": {inbox.KindService, olga, "", func(t *testing.T, in inbox.Incoming) {
		s := extraOf[update.Shipping](t, in, update.ExtraShipping)
		check(t, s.ID == "1198545698000000001" && s.Payload == "ord_01JDC3Y5" && s.Address.City == "Ташкент", "shipping", s)
	}},
	"040_pre_checkout_query_stars.json": {inbox.KindService, olga, "", func(t *testing.T, in inbox.Incoming) {
		q := extraOf[update.PreCheckout](t, in, update.ExtraPreCheckout)
		check(t, q.Currency == "XTR" && q.Total == 250 && q.Payload == "dig_77", "pre checkout", q)
	}},
	"041_successful_payment_rub.json": {inbox.KindPaid, olga, "", func(t *testing.T, in inbox.Incoming) {
		p := extraOf[update.Payment](t, in, update.ExtraPayment)
		check(t, p.Total == 579000 && p.TelegramID == "5768337691_279058397_123456_7412345678901234567" && p.Order.Email == "olga@example.com", "payment", p)
	}},
	"043_refunded_payment.json": {inbox.KindService, olga, "", func(t *testing.T, in inbox.Incoming) {
		check(t, extraOf[update.Payment](t, in, update.ExtraPayment).TelegramID == "stxAbC123", "refund", in.Payload)
	}},
	"044_web_app_data.json": {inbox.KindWebApp, olga, "Открыть магазин", func(t *testing.T, in inbox.Incoming) {
		check(t, extraOf[update.WebAppData](t, in, update.ExtraWebApp).Data == `{"cart":[{"sku":"42-m","qty":2}]}`, "data", in.Payload)
	}},
	"046_message_reaction.json": {inbox.KindReaction, "", "", func(t *testing.T, in inbox.Incoming) {
		check(t, extraOf[[]string](t, in, update.ExtraReaction)[0] == "❤" && in.ExternalID == "70", "reaction", in.Payload)
	}},
	"047_private_topic_message.json": {inbox.KindText, olga + ":3", "Вопрос по заказу №1001", nil},
	"049_stopped_message_generation.json": {inbox.KindService, olga, "", func(t *testing.T, in inbox.Incoming) {
		check(t, extraOf[update.Stopped](t, in, update.ExtraStopped).DraftID == 8812345, "draft", in.Payload)
	}},
	"050_subscription.json": {inbox.KindService, olga, "", func(t *testing.T, in inbox.Incoming) {
		check(t, extraOf[update.Subscription](t, in, update.ExtraSubscribed).State == "canceled", "state", in.Payload)
	}},
	"052_inline_query.json": {inbox.KindService, "", "", func(t *testing.T, in inbox.Incoming) {
		check(t, extraOf[update.InlineQuery](t, in, update.ExtraInline).Query == "платье красн", "query", in.Payload)
	}},
	"053_channel_direct_message.json": {inbox.KindText, "d:-1002223334445:" + olga, "Есть в наличии?", nil},
	"055_guest_message.json": {inbox.KindService, "", "@demo_shop_bot сколько стоит «Море»?", func(t *testing.T, in inbox.Incoming) {
		check(t, extraOf[string](t, in, update.ExtraGuest) == "gq_123456", "guest", in.Payload)
	}},
	"056_animation_sets_document.json": {inbox.KindVideo, olga, "", func(t *testing.T, in inbox.Incoming) {
		check(t, len(in.Payload.Attachments) == 1, "one file, not two", in.Payload.Attachments)
	}},
	"058_rich_message_incoming.json": {inbox.KindText, olga, "Список покупок\n• Платье «Море»", nil},
	"059_checklist_tasks_done.json":  {inbox.KindUnknown, "b:bc_AbCdEf0123456789:" + olga, "", nil},
	"061_ephemeral_command.json": {inbox.KindStaff, "", "/price", func(t *testing.T, in inbox.Incoming) {
		check(t, in.ExternalID == "" && in.Payload.Command == "price", "message 0 is no id", in)
	}},
	"062_unknown_future_update.json": {inbox.KindUnknown, "", "", func(t *testing.T, in inbox.Incoming) {
		check(t, in.Type == "quantum_message", "type", in.Type)
	}},
	"064_empty_message.json": {inbox.KindUnsupported, olga, "", nil},
}

func album(t *testing.T, in inbox.Incoming) {
	check(t, in.GroupKey == "13850123456789012", "group", in.GroupKey)
}

// index lists the files of INDEX.tsv, so that a new payload cannot be forgotten.
func index(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/updates/INDEX.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		name, _, _ := strings.Cut(line, "\t")
		files = append(files, name)
	}
	return files
}

func payload(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata/updates", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestParseIndex(t *testing.T) {
	files := index(t)
	if len(files) != len(expected) {
		t.Fatalf("the index has %d files, the table %d", len(files), len(expected))
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) {
			body := payload(t, name)
			got, err := update.Parse(account, botID, body)
			if err != nil || len(got) != 1 {
				t.Fatalf("%d events, %v", len(got), err)
			}
			in, w := got[0], expected[name]
			check(t, in.Kind == w.kind, "kind", in.Kind)
			check(t, in.ConversationKey == w.key, "conversation", in.ConversationKey)
			check(t, w.text == "*" || in.Text == w.text, "text", in.Text)
			check(t, in.AccountID == account && in.DeliveryKey != "" && bytes.Equal(in.Raw, body), "envelope", in.DeliveryKey)
			if w.also != nil {
				w.also(t, in)
			}
			golden(t, strings.TrimSuffix(name, ".json"), in)
		})
	}
}

// golden compares the whole event with its file. Extras survive the database.
func golden(t *testing.T, name string, in inbox.Incoming) {
	t.Helper()
	in.Raw = nil
	b, err := json.MarshalIndent(in, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	b = append(b, '\n')
	path := filepath.Join("testdata/golden", name+".json")
	if *rewrite {
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check(t, bytes.Equal(b, want), "differs from "+path, string(b))
}

func TestParseRefuses(t *testing.T) {
	deep := `{"update_id":1,"message":{"message_id":1,"rich_message":{"blocks":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}}}`
	for name, body := range map[string][]byte{
		"empty":        nil,
		"no json":      []byte("update_id=1"),
		"array":        []byte(`[{"update_id":1}]`),
		"cut":          payload(t, "002_text_plain_ru.json")[:200],
		"no id":        []byte(`{"message":{"message_id":1}}`),
		"id is text":   []byte(`{"update_id":"1"}`),
		"id is float":  []byte(`{"update_id":1.5}`),
		"broken utf-8": []byte("{\"update_id\":1,\"message\":{\"text\":\"\xff\xfe\"}}"),
		"raw NUL":      []byte("{\"update_id\":1,\"message\":{\"text\":\"a\x00b\"}}"),
		"nested":       []byte(deep),
		"10 MB":        append([]byte(`{"update_id":1,"message":{"text":"`), bytes.Repeat([]byte("a"), 10<<20)...),
	} {
		t.Run(name, func(t *testing.T) {
			in, err := update.Parse(account, botID, body)
			if !fault.Is(err, fault.Invalid) || in != nil {
				t.Fatalf("got %v, %v", in, err)
			}
		})
	}
}

func TestParseEdges(t *testing.T) {
	msg := func(rest string) string {
		return `{"update_id":77,"message":{"message_id":1,"date":1795428101,"from":{"id":9,"first_name":"A\u0000B"},"chat":{"id":9,"type":"private"},` + rest + `}}`
	}
	type test struct {
		body string
		ok   func(in inbox.Incoming) bool
	}
	for name, c := range map[string]test{
		"escaped NUL is taken out everywhere": {msg(`"text":"a\u0000b","quote":{"text":"q\u0000"}`), func(in inbox.Incoming) bool {
			return in.Text == "ab" && in.From.Name == "AB" && in.Payload.Quote == "q"
		}},
		"lone surrogate": {msg(`"text":"x\ud800y"`), func(in inbox.Incoming) bool { return utf8.ValidString(in.Text) && len(in.Text) == 5 }},
		"command with our name, case and lines": {msg(`"text":"/Start@Demo_Bot\np_1","entities":[{"type":"bot_command","offset":0,"length":15}]`), func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindCommand && in.Payload.Command == "start" && in.Payload.Argument == "p_1"
		}},
		"command without entity": {msg(`"text":"/menu"`), func(in inbox.Incoming) bool { return in.Payload.Command == "menu" }},
		"a path is no command":   {msg(`"text":"/usr/bin есть?"`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindText && in.Text == "/usr/bin есть?" }},
		"command later in text":  {msg(`"text":"😀 /start","entities":[{"type":"bot_command","offset":3,"length":6}]`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindText }},
		"entity beyond the text": {msg(`"text":"/a","entities":[{"type":"bot_command","offset":0,"length":500}]`), func(in inbox.Incoming) bool { return in.Payload.Command == "a" }},
		"own contact": {msg(`"contact":{"phone_number":"79990001122","first_name":"A","user_id":9}`), func(in inbox.Incoming) bool {
			return in.Payload.Contact.Own && in.Payload.Contact.Phone == "+79990001122"
		}},
		"forwarded contact proves nothing": {msg(`"contact":{"phone_number":"79990001122","first_name":"A","user_id":9},"forward_origin":{"type":"hidden_user"}`), func(in inbox.Incoming) bool {
			return !in.Payload.Contact.Own && in.Payload.Forwarded
		}},
		"contact without user": {msg(`"contact":{"phone_number":"1","first_name":"A"}`), func(in inbox.Incoming) bool { return !in.Payload.Contact.Own }},
		"video note": {msg(`"video_note":{"file_id":"v","length":240,"duration":3}`), func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindVideo && in.Payload.Attachments[0].Width == 240
		}},
		"dice":      {msg(`"dice":{"emoji":"🎲","value":3}`), func(in inbox.Incoming) bool { return in.Text == "🎲" }},
		"checklist": {msg(`"checklist":{"title":"Купить","tasks":[{"id":1,"text":"платье"}]}`), func(in inbox.Incoming) bool { return in.Text == "Купить\n• платье" }},
		"content of tomorrow": {msg(`"hologram":{"x":1}`), func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindUnsupported && in.Payload.Extra["content"] == "hologram"
		}},
		"service notice":        {msg(`"pinned_message":{"message_id":2}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnknown }},
		"field of another type": {msg(`"text":{"a":1}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnknown && in.Type == "message" }},
		"update field null":     {`{"update_id":4,"message":null}`, func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnknown }},
		"nothing but an id":     {`{"update_id":4}`, func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnknown && in.Type == "none" }},
		"game button":           {`{"update_id":4,"callback_query":{"id":"5","from":{"id":9},"game_short_name":"g"}}`, func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnknown && telegram.Ack(in) != nil }},
		"button in the staff chat": {`{"update_id":4,"callback_query":{"id":"5","from":{"id":9},"data":"take","message":{"message_id":3,"date":5,"message_thread_id":8,"chat":{"id":-5,"type":"supergroup"}}}}`, func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindStaff && in.Payload.Action == "take" && in.Payload.Source == "3" && in.Payload.Thread == "8"
		}},
		"made an admin": {`{"update_id":4,"my_chat_member":{"chat":{"id":-5,"type":"supergroup"},"from":{"id":9},"date":5,"new_chat_member":{"status":"administrator"}}}`, func(in inbox.Incoming) bool {
			m, ok := inbox.Extra[update.Member](in.Payload, update.ExtraMember)
			return ok && m.Status == "administrator" && in.ConversationKey == ""
		}},
		"group photo": {`{"update_id":4,"message":{"message_id":3,"date":5,"from":{"id":9},"chat":{"id":-5,"type":"group"},"caption":"вот","photo":[{"file_id":"p","width":1,"height":1}]}}`, func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindStaff && in.Text == "вот" && len(in.Payload.Attachments) == 1
		}},
		"edited business by owner":  {`{"update_id":4,"edited_business_message":{"message_id":3,"date":5,"business_connection_id":"bc","from":{"id":7},"chat":{"id":9,"type":"private"},"text":"новое"}}`, func(in inbox.Incoming) bool { return in.Kind == inbox.KindEdit && in.ConversationKey == "b:bc:9" }},
		"deep rich text is bounded": {msg(`"rich_message":{"blocks":[` + strings.Repeat(`{"type":"blockquote","blocks":[`, 200) + `{"type":"paragraph","text":"x"}` + strings.Repeat(`]}`, 200) + `]}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindText || in.Kind == inbox.KindUnsupported }},
		"rich table and buttons":    {msg(`"rich_message":{"blocks":[{"type":"table","cells":[[{"text":"S","align":"left","valign":"top"},{"text":"M","align":"left","valign":"top"}]]},{"type":"buttons","buttons":[{"text":"Да"}]}]}`), func(in inbox.Incoming) bool { return in.Text == "S M \nДа" }},
	} {
		t.Run(name, func(t *testing.T) {
			in, err := update.Parse(account, botID, []byte(c.body))
			if err != nil || !c.ok(in[0]) {
				t.Fatalf("%+v, %v", in, err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for name := range expected {
		f.Add(payload(f, name))
	}
	f.Add([]byte(`{"update_id":1,"message":{"chat":{},"text":"/\u0000"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		in, err := update.Parse(account, botID, body)
		if (err == nil) == (len(in) == 0) {
			t.Fatalf("%d events with %v", len(in), err)
		}
		for _, x := range in {
			all, err := json.Marshal(x.Payload)
			if err != nil || strings.Contains(x.Text+x.From.Name, "\x00") || !utf8.ValidString(x.Text) || bytes.Contains(all, []byte("\x00")) {
				t.Fatalf("unclean: %q", x.Text)
			}
			if x.Kind.Asks() && x.ConversationKey == "" {
				t.Fatalf("a question without a conversation: %s", body)
			}
			if x.ConversationKey != "" {
				if target, err := update.ParseTarget(x.ConversationKey); err != nil || target.Key() != x.ConversationKey {
					t.Fatalf("conversation %q: %v", x.ConversationKey, err)
				}
			}
		}
	})
}
