package event

import (
	"strings"
	"unicode"

	"prilavok/core/inbox"
)

// content reads what a customer wrote.
func (it *item) content(m object) {
	it.Text = m.text("text")
	it.Kind = inbox.KindText
	files := it.attachments(m)
	switch q := m.object("quick_reply"); {
	case reachable(q.text("payload")):
		it.Text = q.text("payload")
	case q != nil && q.text("payload") != "":
		it.Kind, it.Payload.Action = inbox.KindButton, q.text("payload")
	case m.flag("is_unsupported"):
		it.Kind = inbox.KindUnsupported
	case files != "":
		it.Kind = files
	case it.Text == "":
		it.Kind = inbox.KindUnsupported
	}
	r := m.object("reply_to")
	it.Payload.ReplyTo = r.id("mid")
	if s := r.object("story"); s != nil {
		it.Payload.SetExtra(ExtraStory, Story{ID: s.id("id"), URL: s.link("url")})
		it.Payload.Silent = it.Kind == inbox.KindText && isEmoji(it.Text) // a reaction to a story comes as words
	}
}

// reachable reports whether a quick reply gave a phone number or an e-mail address, which
// Meta puts where an action of ours stands (channels.md B.6): to us it is as if it was typed.
func reachable(payload string) bool {
	if name, host, ok := strings.Cut(payload, "@"); ok {
		return name != "" && strings.Contains(host, ".") && !strings.ContainsAny(payload, ": \t\n")
	}
	digits := 0
	for _, r := range payload {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+ ()-", r):
			return false
		}
	}
	return digits >= 7
}

// attachments reads the files and shared posts of a message, and says what kind of
// message they make it; "" when the words say it all.
func (it *item) attachments(m object) inbox.Kind {
	kind := inbox.Kind("")
	mentioned := false
	var shares []Share
	types := map[string]bool{}
	list := m.list("attachments")
	for _, raw := range list {
		types[objectOf(raw).text("type")] = true
	}
	for _, raw := range list {
		a := objectOf(raw)
		p := a.object("payload")
		t := a.text("type")
		of, file := fileKind(t)
		switch {
		case t == "share" && (types["ig_post"] || types["ig_reel"]), t == "sticker" && types["image"]:
			continue // the twin of the one beside it
		case t == "like_heart":
			of = inbox.KindSticker
			if it.Text == "" {
				it.Text = "❤️"
			}
		case of == inbox.KindShare:
			s := Share{Type: t, ID: first(p.id("ig_post_media_id"), p.id("reel_video_id"), p.id("id")), Title: p.text("title"), URL: p.link("url")}
			shares = append(shares, s)
			mentioned = mentioned || t == "story_mention"
			if it.Payload.Quote == "" {
				it.Payload.Quote = s.Title
			}
			if it.Text != "" {
				of = "" // the words are about what is shared
			}
		case file != "" && p.link("url") != "":
			it.Payload.Attachments = append(it.Payload.Attachments, inbox.Attachment{Kind: file, URL: p.link("url"), Name: p.text("title")})
		case it.Text != "":
			of = ""
		default:
			of = inbox.KindUnsupported
		}
		if kind == "" || kind == inbox.KindUnsupported {
			kind = of
		}
	}
	if shares != nil {
		it.Payload.SetExtra(ExtraShares, shares)
	}
	// Somebody shows the account to their friends: a reason to be glad, not a question.
	it.Payload.Silent = it.Payload.Silent || mentioned && it.Text == ""
	it.Payload.Aside = mentioned && it.Text == ""
	return kind
}

// fileKind tells what an attachment's type is here: the kind of the message, and of the
// file, "" where there is none to look at.
func fileKind(t string) (inbox.Kind, string) {
	switch t {
	case "image":
		return inbox.KindPhoto, "photo"
	case "video":
		return inbox.KindVideo, "video"
	case "audio":
		return inbox.KindVoice, "voice"
	case "file", "media":
		return inbox.KindDocument, "document"
	case "sticker":
		return inbox.KindSticker, "sticker"
	case "share", "ig_post", "post", "ig_reel", "reel", "ig_story", "story", "story_mention", "fallback":
		return inbox.KindShare, ""
	}
	return inbox.KindUnsupported, ""
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// isEmoji reports whether a text is nothing but a few symbols.
func isEmoji(s string) bool {
	symbols := 0
	for _, r := range strings.TrimSpace(s) {
		switch {
		case unicode.Is(unicode.So, r), unicode.Is(unicode.Sk, r):
			symbols++
		case r == '\u200d', r == '\ufe0f', r == '\u20e3', unicode.Is(unicode.Mn, r), r >= 0xe0020 && r <= 0xe007f, r == ' ':
		default:
			return false
		}
	}
	return symbols > 0
}
