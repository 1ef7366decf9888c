package event_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"prilavok/channel/instagram/event"
	"prilavok/core/fault"
	"prilavok/core/inbox"
)

var rewrite = flag.Bool("golden", false, "write the golden files anew")

const (
	account = "17841405822304914"
	olga    = "1254477777772919"
)

func payload(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata/bodies", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// want is what the index of payloads asks for: the kind of the last event, and its text.
type want struct {
	kind inbox.Kind
	text string // "*" any
	key  string // the conversation; "" none
	also func(in inbox.Incoming) bool
}

func extra[T any](in inbox.Incoming, key string) T {
	v, _ := inbox.Extra[T](in.Payload, key)
	return v
}

func files(kind string, n int) func(in inbox.Incoming) bool {
	return func(in inbox.Incoming) bool {
		return len(in.Payload.Attachments) == n && in.Payload.Attachments[n-1].Kind == kind && strings.HasPrefix(in.Payload.Attachments[n-1].URL, "https://lookaside.fbsbx.com/")
	}
}

var expected = map[string]want{
	"001_text.json":                  {inbox.KindText, "Здравствуйте! Сколько стоит платье?", olga, nil},
	"002_text_emoji_rtl.json":        {inbox.KindText, "مرحبا 👋🏽 هل يتوفر 👗؟ \u2067SKU-42\u2069", olga, nil},
	"004_image.json":                 {inbox.KindPhoto, "", olga, files("photo", 1)},
	"005_text_with_multi_image.json": {inbox.KindPhoto, "Вот три варианта", olga, files("photo", 3)},
	"007_audio_voice.json":           {inbox.KindVoice, "", olga, files("voice", 1)},
	"008_file_pdf.json":              {inbox.KindDocument, "", olga, files("document", 1)},
	"010_ig_post_only.json": {inbox.KindText, "Цена?", olga, func(in inbox.Incoming) bool {
		s := extra[[]event.Share](in, event.ExtraShares)
		return len(s) == 1 && s[0].ID == "18139494541428835" && strings.HasPrefix(in.Payload.Quote, "Платье «Лето»")
	}},
	"011_ig_reel.json": {inbox.KindShare, "", olga, func(in inbox.Incoming) bool { return in.Payload.Quote == "Как носить «Лето»" }},
	"013_story_mention_expired_cdn.json": {inbox.KindShare, "", olga, func(in inbox.Incoming) bool {
		return in.Payload.Silent && extra[[]event.Share](in, event.ExtraShares)[0].Type == "story_mention" && in.Payload.Attachments == nil
	}},
	"014_story_reply.json": {inbox.KindText, "А это есть в чёрном?", olga, func(in inbox.Incoming) bool {
		return !in.Payload.Silent && extra[event.Story](in, event.ExtraStory).ID == "17890000000000003"
	}},
	"016_inline_reply.json": {inbox.KindText, "Да, этот", olga, func(in inbox.Incoming) bool { return strings.HasSuffix(in.Payload.ReplyTo, "0900ZD") }},
	"017_quick_reply.json":  {inbox.KindButton, "M", olga, func(in inbox.Incoming) bool { return in.Payload.Action == "v1:size:42:m" }},
	"019_postback_icebreaker_no_mid.json": {inbox.KindButton, "Где вы находитесь?", olga, func(in inbox.Incoming) bool {
		return in.Payload.Action == "v1:ice:address" && strings.HasPrefix(in.DeliveryKey, "p:"+olga+":1795428000000:")
	}},
	"020_postback_template_button.json": {inbox.KindButton, "В корзину", olga, func(in inbox.Incoming) bool { return in.Payload.Action == "v1:cart:add:42:m:1" }},
	"022_reaction.json":                 {inbox.KindReaction, "", olga, func(in inbox.Incoming) bool { return extra[[]string](in, event.ExtraReaction)[0] == "❤️" }},
	"023_unreact.json":                  {inbox.KindReaction, "", olga, func(in inbox.Incoming) bool { return len(extra[[]string](in, event.ExtraReaction)) == 0 }},
	"025_message_edit.json": {inbox.KindEdit, "Здравствуйте! Сколько стоит платье 46 размера?", olga, func(in inbox.Incoming) bool {
		return strings.HasPrefix(in.DeliveryKey, "e:") && strings.HasSuffix(in.ExternalID, "0001ZD")
	}},
	"026_deleted.json": {inbox.KindDelete, "", olga, func(in inbox.Incoming) bool {
		return strings.HasPrefix(in.DeliveryKey, "d:") && strings.HasSuffix(in.Payload.Deleted[0], "0004ZD")
	}},
	"028_echo_own_app.json":    {inbox.KindMirror, "Платье «Лето» — 4 990 сум", olga, nil},
	"029_echo_native_app.json": {inbox.KindMirror, "Добрый день! Отвечу лично :)", olga, func(in inbox.Incoming) bool { return in.From.ExternalID == olga }},
	"031_referral_igme_existing_thread.json": {inbox.KindCommand, "/start p_42-size_m", olga, func(in inbox.Incoming) bool {
		return in.Payload.Command == "start" && in.Payload.Argument == "p_42-size_m"
	}},
	"032_message_with_igme_referral.json": {inbox.KindText, "Привет", olga, func(in inbox.Incoming) bool {
		return extra[event.Referral](in, event.ExtraReferral).Ref == "p_42-size_m"
	}},
	"034_shop_product_referral.json": {inbox.KindText, "В наличии?", olga, func(in inbox.Incoming) bool {
		return extra[event.Referral](in, event.ExtraReferral).Product == "5123456789012345"
	}},
	"035_comment_changes.json": {inbox.KindComment, "Цена?", "", func(in inbox.Incoming) bool {
		return in.DeliveryKey == "c:17912345678901234" && in.From.Username == "olga_fan" && extra[event.Comment](in, event.ExtraComment).MediaID == "18139494541428835"
	}},
	"037_comment_reply_ad.json": {inbox.KindComment, "@demo_shop а размер L?", "", func(in inbox.Incoming) bool {
		c := extra[event.Comment](in, event.ExtraComment)
		return c.ParentID == "17912345678901234" && c.AdTitle == "Распродажа" && c.OriginalMediaID == "18139494541428835"
	}},
	"038_comment_own.json": {inbox.KindComment, "Ответили в директ!", "", func(in inbox.Incoming) bool {
		return extra[event.Comment](in, event.ExtraComment).Own
	}},
	"040_mention_media_and_comment.json": {inbox.KindComment, "", "", func(in inbox.Incoming) bool { return in.SentAt.Unix() == 1795428000 }},
	"041_standby.json":                   {inbox.KindText, "Это сообщение видит другое приложение", olga, func(in inbox.Incoming) bool { return in.Payload.Foreign }},
	"043_take_thread_control.json": {inbox.KindTaken, "", olga, func(in inbox.Incoming) bool {
		return extra[event.Control](in, event.ExtraControl).New == event.PageInbox
	}},
	"044_request_thread_control.json":     {inbox.KindService, "", olga, nil},
	"046_out_of_order_retry.json":         {inbox.KindText, "первое (пришло вторым)", olga, func(in inbox.Incoming) bool { return in.SentAt.UnixMilli() == 1795427940000 }},
	"047_dashboard_test_changes.json":     {inbox.KindEcho, "", "", func(in inbox.Incoming) bool { return in.Type == "test" }},
	"049_self_postback.json":              {inbox.KindEcho, "", "", nil},
	"050_ephemeral_media.json":            {inbox.KindUnsupported, "", olga, nil},
	"052_message_no_content.json":         {inbox.KindUnsupported, "", olga, nil},
	"053_wrong_object.json":               {},
	"055_array_wrapped.json":              {inbox.KindText, "array", olga, nil},
	"056_escaped_slashes.json":            {inbox.KindText, "äöå https://shop.example/p/42", olga, nil},
	"058_optin_like_persistent_menu.json": {inbox.KindButton, "Позвать оператора", olga, func(in inbox.Incoming) bool { return in.Payload.Action == "CARE_HELP" }},
}

func TestParse(t *testing.T) {
	index, err := os.ReadFile("testdata/INDEX.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(index)), "\n")[1:]
	if len(lines) != len(expected) {
		t.Fatalf("the index has %d files, the table %d", len(lines), len(expected))
	}
	for _, line := range lines {
		name, _, _ := strings.Cut(line, "\t")
		t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) {
			w, ok := expected[name]
			if !ok {
				t.Fatal("not in the table")
			}
			parts, err := event.Parse(payload(t, name))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, strings.TrimSuffix(name, ".json"), parts)
			if w.kind == "" {
				if len(parts) != 0 {
					t.Fatalf("%d parts of another product's body", len(parts))
				}
				return
			}
			if len(parts) != 1 || len(parts[0].Events) == 0 {
				t.Fatalf("parts: %+v", parts)
			}
			in := parts[0].Events[len(parts[0].Events)-1]
			if in.Kind != w.kind || w.text != "*" && in.Text != w.text || in.ConversationKey != w.key || in.DeliveryKey == "" {
				t.Errorf("got %s %q of %q, key %q", in.Kind, in.Text, in.ConversationKey, in.DeliveryKey)
			}
			if w.also != nil && !w.also(in) {
				t.Errorf("got %+v", in)
			}
			again, err := event.Parse(in.Raw)
			if err != nil || len(again) != 1 || again[0].Account != parts[0].Account || again[0].Events[len(again[0].Events)-1].DeliveryKey != in.DeliveryKey {
				t.Errorf("the raw body of the event alone reads as %+v, %v", again, err)
			}
		})
	}
}

// golden compares all events of a body with its file.
func golden(t *testing.T, name string, parts []event.Part) {
	t.Helper()
	shown := make([]event.Part, len(parts))
	for i, p := range parts {
		shown[i] = event.Part{Account: p.Account}
		for _, in := range p.Events {
			in.Raw = nil
			shown[i].Events = append(shown[i].Events, in)
		}
	}
	b, err := json.MarshalIndent(shown, "", "  ")
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
	if !bytes.Equal(b, want) {
		t.Errorf("differs from %s:\n%s", path, b)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, body := range map[string][]byte{
		"empty":   nil,
		"no json": []byte("object=instagram"),
		"text":    []byte(`"instagram"`),
		"null":    []byte("null"),
		"numbers": []byte("[1,2]"),
		"cut":     payload(t, "001_text.json")[:200],
		"nested":  []byte(strings.Repeat("[", 20000) + strings.Repeat("]", 20000)),
		"large":   append([]byte(`{"object":"instagram","x":"`), bytes.Repeat([]byte("a"), event.MaxBody)...),
	} {
		if parts, err := event.Parse(body); !fault.Is(err, fault.Invalid) || parts != nil {
			t.Errorf("%s: got %v, %v", name, parts, err)
		}
	}
}

// item wraps an event of a conversation into a body.
func item(rest string) string {
	return `{"object":"instagram","entry":[{"id":"` + account + `","time":1795428000800,"messaging":[{"sender":{"id":"` + olga + `"},"recipient":{"id":"` + account + `"},"timestamp":1795428000000,` + rest + `}]}]}`
}

func echo(rest string) string {
	return `{"object":"instagram","entry":[{"id":"` + account + `","time":1,"messaging":[{"sender":{"id":"` + account + `"},"recipient":{"id":"` + olga + `"},"timestamp":1795428000000,` + rest + `}]}]}`
}

func TestParseEdges(t *testing.T) {
	with := func(attachments string) string {
		return item(`"message":{"mid":"m","attachments":` + attachments + `}`)
	}
	for name, c := range map[string]struct {
		body string
		ok   func(in inbox.Incoming) bool
	}{
		"video":          {with(`[{"type":"video","payload":{"url":"https://x.example/v"}}]`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindVideo }},
		"sticker's twin": {with(`[{"type":"image","payload":{"url":"https://x.example/v"}},{"type":"sticker","payload":{"sticker_id":3,"url":"https://x.example/v"}}]`), func(in inbox.Incoming) bool { return len(in.Payload.Attachments) == 1 }},
		"share and its twin": {with(`[{"type":"share","payload":{"url":"https://x.example/v"}},{"type":"ig_post","payload":{"ig_post_media_id":18,"title":"t","url":"https://x.example/v"}}]`), func(in inbox.Incoming) bool {
			s := extra[[]event.Share](in, event.ExtraShares)
			return in.Kind == inbox.KindShare && len(s) == 1 && s[0].ID == "18"
		}},
		"fallback":                {with(`[{"type":"fallback","payload":{"url":"https://shop.example/p/1","title":"Кружка"}}]`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindShare && in.Payload.Quote == "Кружка" }},
		"fallback without a load": {with(`[{"type":"fallback"}]`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindShare }},
		"one attachment, no list": {with(`{"type":"image","payload":{"url":"https://x.example/v"}}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindPhoto }},
		"file of another scheme":  {with(`[{"type":"image","payload":{"url":"file:///etc/passwd"}}]`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnsupported && in.Payload.Attachments == nil }},
		"attachments of nothing":  {with(`[null,7,"x",{}]`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnsupported }},
		"type of tomorrow":        {with(`[{"type":"hologram","payload":{"url":"https://x.example/v"}}]`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnsupported }},
		"heart":                   {with(`[{"type":"like_heart"}]`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindSticker && in.Text == "❤️" }},
		"unsupported":             {item(`"message":{"mid":"m","is_unsupported":true}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnsupported }},
		"live story mention":      {with(`[{"type":"story_mention","payload":{"url":"https://x.example/s"}}]`), func(in inbox.Incoming) bool { return in.Payload.Silent && in.Kind == inbox.KindShare }},
		"story emoji reaction": {item(`"message":{"mid":"m","text":"😍🔥","reply_to":{"story":{"id":"5","url":"https://x.example/s"}}}`), func(in inbox.Incoming) bool {
			return in.Payload.Silent && in.Text == "😍🔥"
		}},
		"emoji without a story":      {item(`"message":{"mid":"m","text":"😍"}`), func(in inbox.Incoming) bool { return !in.Payload.Silent && in.Kind == inbox.KindText }},
		"a size under a story":       {item(`"message":{"mid":"m","text":"42","reply_to":{"story":{"id":"5"}}}`), func(in inbox.Incoming) bool { return !in.Payload.Silent }},
		"escaped NUL":                {item(`"message":{"mid":"m\u0000","text":"a\u0000b"}`), func(in inbox.Incoming) bool { return in.Text == "ab" && in.ExternalID == "m" }},
		"lone surrogate":             {item(`"message":{"mid":"m","text":"x\ud800y"}`), func(in inbox.Incoming) bool { return utf8.ValidString(in.Text) && len(in.Text) == 5 }},
		"text is a number":           {item(`"message":{"mid":77,"text":42}`), func(in inbox.Incoming) bool { return in.Text == "42" && in.ExternalID == "77" }},
		"text is an object":          {item(`"message":{"mid":"m","text":{"a":1}}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnsupported }},
		"no mid":                     {item(`"message":{"text":"x"}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindText && in.DeliveryKey != "m:" }},
		"a very long mid":            {item(`"message":{"mid":"` + strings.Repeat("a", 400) + `","text":"x"}`), func(in inbox.Incoming) bool { return len(in.DeliveryKey) < 200 && len(in.ExternalID) == 400 }},
		"timestamp is text":          {strings.Replace(item(`"message":{"mid":"m","text":"x"}`), "1795428000000", `"1795428000000"`, 1), func(in inbox.Incoming) bool { return in.SentAt.Unix() == 1795428000 }},
		"timestamp in seconds":       {strings.Replace(item(`"message":{"mid":"m","text":"x"}`), "1795428000000", `1795428000`, 1), func(in inbox.Incoming) bool { return in.SentAt.Unix() == 1795428000 }},
		"timestamp of the entry":     {strings.Replace(item(`"message":{"mid":"m","text":"x"}`), "1795428000000", `"soon"`, 1), func(in inbox.Incoming) bool { return in.SentAt.UnixMilli() == 1795428000800 }},
		"ids are numbers":            {strings.ReplaceAll(item(`"message":{"mid":"m","text":"x"}`), `"`+olga+`"`, olga), func(in inbox.Incoming) bool { return in.ConversationKey == olga }},
		"no sender":                  {strings.Replace(item(`"message":{"mid":"m","text":"x"}`), `"sender"`, `"sendr"`, 1), func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnknown && in.Raw != nil }},
		"nothing but an envelope":    {item(`"x":1`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnknown && in.Type == "x" }},
		"kind of tomorrow":           {item(`"video_call":{"mid":"m"}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnknown && in.Type == "video_call" }},
		"item is no object":          {`{"object":"instagram","entry":[{"id":"1","messaging":[7]}]}`, func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnknown }},
		"entry without events":       {`{"object":"instagram","entry":[{"id":"1","novelty":{"a":1}}]}`, func(in inbox.Incoming) bool { return in.Kind == inbox.KindUnknown && in.Type == "novelty" }},
		"seen":                       {item(`"read":{"mid":"m"}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindSeen && in.ExternalID == "m" }},
		"second edit, as text":       {item(`"message_edit":{"mid":"m","text":"y","num_edit":"2"}`), func(in inbox.Incoming) bool { return in.DeliveryKey == "e:m:2" }},
		"edits, as the field's name": {item(`"message_edits":{"mid":"m","text":"y","num_edit":2}`), func(in inbox.Incoming) bool { return in.DeliveryKey == "e:m:2" }},
		"postback with mid": {item(`"postback":{"mid":"m","title":"Да","payload":"yes","referral":{"ref":"c_mugs","source":"SHORTLINKS"}}`), func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindButton && in.DeliveryKey == "m:m" && extra[event.Referral](in, event.ExtraReferral).Ref == "c_mugs"
		}},
		"postback without payload": {item(`"postback":{"mid":"m","title":"Да"}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindText && in.Text == "Да" }},
		"phone of the profile": {item(`"message":{"mid":"m","text":"+79211234567","quick_reply":{"payload":"+79211234567"}}`), func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindText && in.Text == "+79211234567" && in.Payload.Action == ""
		}},
		"mail of the profile": {item(`"message":{"mid":"m","quick_reply":{"payload":"olga@mail.example"}}`), func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindText && in.Text == "olga@mail.example" && in.Payload.Action == ""
		}},
		"quick reply that looks for a number": {item(`"message":{"mid":"m","text":"42","quick_reply":{"payload":"find:0:a@b.example"}}`), func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindButton && in.Payload.Action == "find:0:a@b.example"
		}},
		"quick reply of a short number": {item(`"message":{"mid":"m","text":"M","quick_reply":{"payload":"100500"}}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindButton }},
		"ad": {item(`"message":{"mid":"m","text":"Есть?","referral":{"ref":"summer","ad_id":238,"source":"ADS","type":"OPEN_THREAD","ads_context_data":{"ad_title":"Платье","photo_url":"https://x.example/p"}}}`), func(in inbox.Incoming) bool {
			r := extra[event.Referral](in, event.ExtraReferral)
			return r.AdID == "238" && r.AdTitle == "Платье" && in.Payload.Quote == "Платье" && in.Kind == inbox.KindText
		}},
		"passed to us": {item(`"pass_thread_control":{"previous_owner_app_id":263902037430900,"new_owner_app_id":"99","metadata":"x"}`), func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindGiven && extra[event.Control](in, event.ExtraControl).Previous == event.PageInbox
		}},
		"passed to people":    {item(`"pass_thread_control":{"new_owner_app_id":"1217981644879628"}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindTaken }},
		"optin":               {item(`"optin":{"ref":"x"}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindService && in.Type == "optin" }},
		"echo of a template":  {echo(`"message":{"mid":"m","is_echo":true,"attachments":[{"type":"template"}]}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindMirror && in.ConversationKey == olga }},
		"echo without a mark": {echo(`"message":{"mid":"m","text":"x"}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindMirror && in.ConversationKey == olga }},
		"echo unsent":         {echo(`"message":{"mid":"m","is_echo":true,"is_deleted":true}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindDelete && in.ConversationKey == olga }},
		"self":                {echo(`"message":{"mid":"m","text":"x","is_echo":true,"is_self":true}`), func(in inbox.Incoming) bool { return in.Kind == inbox.KindEcho && in.ConversationKey == "" }},
		"flat comment": {`{"object":"instagram","entry":[{"id":"1","time":"1795428000","field":"live_comments","value":{"comment_id":"7","from":{"id":"8"},"text":"?"}}]}`, func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindComment && in.DeliveryKey == "c:7" && extra[event.Comment](in, event.ExtraComment).Live && in.SentAt.Unix() == 1795428000
		}},
		"comment of nobody": {`{"object":"instagram","entry":[{"id":"1","changes":[{"field":"comments","value":{"id":"7","text":"?"}}]}]}`, func(in inbox.Incoming) bool { return in.Kind == inbox.KindComment && in.From.ExternalID == "" }},
		"insights": {`{"object":"instagram","entry":[{"id":"1","changes":[{"field":"story_insights","value":{"media_id":"7","reach":-1}}]}]}`, func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindUnknown && in.Type == "changes.story_insights"
		}},
		"message as a change": {`{"object":"instagram","entry":[{"id":"1","changes":[{"field":"messages","value":{"sender":{"id":"8"},"recipient":{"id":"1"},"timestamp":"1527459824","message":{"mid":"m","text":"x"}}}]}]}`, func(in inbox.Incoming) bool {
			return in.Kind == inbox.KindText && in.ConversationKey == "8"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			parts, err := event.Parse([]byte(c.body))
			if err != nil || len(parts) != 1 {
				t.Fatalf("%+v, %v", parts, err)
			}
			if in := parts[0].Events[len(parts[0].Events)-1]; !c.ok(in) || in.DeliveryKey == "" {
				t.Fatalf("%+v", in)
			}
		})
	}
}

// TestLinkBesideAMessage: a message that came by a link is two events, the link first.
func TestLinkBesideAMessage(t *testing.T) {
	parts, err := event.Parse(payload(t, "032_message_with_igme_referral.json"))
	if err != nil || len(parts[0].Events) != 2 {
		t.Fatalf("%+v, %v", parts, err)
	}
	link := parts[0].Events[0]
	if link.Kind != inbox.KindCommand || link.Payload.Command != "start" || link.Payload.Argument != "p_42-size_m" || link.ExternalID != "" || link.DeliveryKey == parts[0].Events[1].DeliveryKey {
		t.Errorf("%+v", link)
	}
}

// TestKeys: what shares a message's id is no repetition of it, and what is repeated is.
func TestKeys(t *testing.T) {
	seen := map[string]string{}
	for _, rest := range []string{
		`"message":{"mid":"m","text":"x"}`, `"message":{"mid":"m","is_deleted":true}`, `"message_edit":{"mid":"m","text":"y","num_edit":1}`,
		`"message_edit":{"mid":"m","text":"z","num_edit":2}`, `"reaction":{"mid":"m","action":"react","emoji":"❤"}`, `"reaction":{"mid":"m","action":"react","emoji":"👍"}`,
		`"reaction":{"mid":"m","action":"unreact"}`, `"read":{"mid":"m"}`, `"postback":{"title":"a","payload":"1"}`, `"postback":{"title":"a","payload":"2"}`,
		`"referral":{"ref":"a"}`, `"referral":{"ref":"b"}`, `"take_thread_control":{}`, `"pass_thread_control":{}`,
	} {
		parts, err := event.Parse([]byte(item(rest)))
		if err != nil {
			t.Fatal(err)
		}
		key := parts[0].Events[0].DeliveryKey
		if other, taken := seen[key]; taken {
			t.Errorf("%s and %s are both %s", rest, other, key)
		}
		seen[key] = rest
		again, _ := event.Parse([]byte(strings.Replace(item(rest), `"time":1795428000800`, `"time":1795428099999`, 1)))
		if again[0].Events[0].DeliveryKey != key {
			t.Errorf("%s is another event when it is delivered again", rest)
		}
	}
}
