package replay_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"prilavok/app/replay"
	"prilavok/core/shop"
)

const bodies = "../../channel/instagram/event/testdata"

// TestInstagram replays every line of the index: what is stored of each body, and whether
// it is answered. Rows are "status author kind text" of a message, with its files, or
// "edited" or "deleted", behind it, or "intake kind".
func TestInstagram(t *testing.T) {
	const answered, silent = true, false
	expected := map[string]struct {
		events int
		speaks bool
		row    string // one of those that the body left; "" nothing is stored
	}{
		"001_text.json":                          {1, answered, "pending contact text Здравствуйте! Сколько стоит платье?"},
		"002_text_emoji_rtl.json":                {1, answered, "pending contact text مرحبا 👋🏽 هل يتوفر 👗؟ \u2067SKU-42\u2069"},
		"004_image.json":                         {1, answered, "pending contact photo  +1"},
		"005_text_with_multi_image.json":         {1, answered, "pending contact photo Вот три варианта +3"},
		"007_audio_voice.json":                   {1, answered, "pending contact voice  +1"},
		"008_file_pdf.json":                      {1, answered, "pending contact document  +1"},
		"010_ig_post_only.json":                  {1, answered, "pending contact text Цена?"},
		"011_ig_reel.json":                       {1, answered, "pending contact share "},
		"013_story_mention_expired_cdn.json":     {1, silent, "pending contact share "},
		"014_story_reply.json":                   {1, answered, "pending contact text А это есть в чёрном?"},
		"016_inline_reply.json":                  {1, answered, "pending contact text Да, этот"},
		"017_quick_reply.json":                   {1, answered, "pending contact button M"},
		"019_postback_icebreaker_no_mid.json":    {1, answered, "pending contact button Где вы находитесь?"},
		"020_postback_template_button.json":      {1, answered, "pending contact button В корзину"},
		"022_reaction.json":                      {1, silent, "intake reaction"},
		"023_unreact.json":                       {1, silent, "intake reaction"},
		"025_message_edit.json":                  {1, silent, "pending contact text Здравствуйте! Сколько стоит платье 46 размера? edited"},
		"026_deleted.json":                       {1, silent, "pending contact photo  deleted"},
		"028_echo_own_app.json":                  {1, silent, "intake mirror"},
		"029_echo_native_app.json":               {1, silent, "open operator text Добрый день! Отвечу лично :)"},
		"031_referral_igme_existing_thread.json": {1, answered, "pending contact command /start p_42-size_m"},
		"032_message_with_igme_referral.json":    {2, answered, "pending contact text Привет"},
		"034_shop_product_referral.json":         {1, answered, "pending contact text В наличии?"},
		"035_comment_changes.json":               {1, silent, "intake comment"},
		"037_comment_reply_ad.json":              {1, silent, "intake comment"},
		"038_comment_own.json":                   {1, silent, "intake comment"},
		"040_mention_media_and_comment.json":     {2, silent, "intake comment"},
		"041_standby.json":                       {1, silent, "pending contact text Это сообщение видит другое приложение"},
		"043_take_thread_control.json":           {1, silent, "open contact text Это сообщение видит другое приложение"},
		"044_request_thread_control.json":        {1, silent, "intake service"},
		"046_out_of_order_retry.json":            {1, silent, "pending contact text первое (пришло вторым)"},
		"047_dashboard_test_changes.json":        {1, silent, ""},
		"049_self_postback.json":                 {1, silent, "intake echo"},
		"050_ephemeral_media.json":               {1, answered, "pending contact unsupported "},
		"052_message_no_content.json":            {1, answered, "pending contact unsupported "},
		"053_wrong_object.json":                  {0, silent, ""},
		"055_array_wrapped.json":                 {1, answered, "pending contact text array"},
		"056_escaped_slashes.json":               {1, answered, "open contact text äöå https://shop.example/p/42"},
		"058_optin_like_persistent_menu.json":    {1, answered, "open contact button Позвать оператора"},
	}
	index, err := os.ReadFile(filepath.Join(bodies, "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, line := range strings.Split(strings.TrimSpace(string(index)), "\n")[1:] {
		name, _, _ := strings.Cut(line, "\t")
		files = append(files, filepath.Join(bodies, "bodies", name))
	}
	var out bytes.Buffer
	if err := replay.Run(t.Context(), shop.Instagram, files, os.ReadFile, &out); err != nil {
		t.Fatal(err)
	}
	lines := json.NewDecoder(&out)
	n := 0
	for ; lines.More(); n++ {
		var l replay.Line
		if err := lines.Decode(&l); err != nil {
			t.Fatal(err)
		}
		w, ok := expected[l.File]
		if !ok || l.Status != 200 || l.Events != w.events || (len(l.Sent) > 0) != w.speaks {
			t.Errorf("%s: %d, %d events, sent %s", l.File, l.Status, l.Events, l.Sent)
		}
		var rows []string
		for _, r := range l.Stored {
			if r.Author == "" {
				rows = append(rows, "intake "+r.Kind)
			} else {
				row := fmt.Sprintf("%s %s %s %s", r.Conversation, r.Author, r.Kind, r.Text)
				if r.Files > 0 {
					row += fmt.Sprintf(" +%d", r.Files)
				}
				if r.State == "edited" || r.State == "deleted" {
					row += " " + r.State
				}
				rows = append(rows, row)
			}
		}
		if w.row == "" && rows != nil || w.row != "" && !slices.Contains(rows, w.row) {
			t.Errorf("%s: stored %q", l.File, rows)
		}
		if l.File == "028_echo_own_app.json" && slices.ContainsFunc(rows, func(r string) bool { return strings.HasPrefix(r, "open ") }) {
			t.Errorf("the echo of our own message: %q", rows)
		}
	}
	if n != len(expected) || len(files) != len(expected) {
		t.Errorf("%d files, %d lines, %d in the table", len(files), n, len(expected))
	}
}
