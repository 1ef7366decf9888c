package instagram

import (
	"context"
	"net/url"
	"time"

	"prilavok/core/fault"
)

// Characters of what we write under a comment. channels.md B names no bound, so this is not
// known of Meta: a choice that errs on the short side, as a text that is too long is lost.
const maxReply = 300

// PrivateReply answers a comment with one message to who wrote it, and returns Meta's id of
// the message and of the person. Meta takes it within seven days, once for each comment.
//
// Faults: as of Send; instagram.replied when the comment has its private reply; instagram.not_found
// when it is gone. A throttled call is no reason to hold messages back: its limit is another one.
func (a *Account) PrivateReply(ctx context.Context, commentID, text string) (messageID, personID string, err error) {
	if wait := a.limits.take(texts); wait > 0 {
		return "", "", fault.New(fault.TooMany, CodeRateLimit, "the account's rate is spent").After(wait)
	}
	var sent struct {
		Person string `json:"recipient_id"`
		ID     string `json:"message_id"`
	}
	body := object{"recipient": object{"comment_id": commentID}, "message": object{"text": split(text, can.Text)[0]}}
	err = a.client.post(ctx, "private_reply", a.igid+"/messages", true, body, &sent)
	if err == nil && sent.ID == "" {
		err = unknownOutcome("private_reply")
	}
	return sent.ID, sent.Person, err
}

// PublicReply answers under a comment and returns Meta's id of the answer. One to a comment
// that answers another is put under that by Meta.
func (a *Account) PublicReply(ctx context.Context, commentID, text string) (string, error) {
	if !a.limits.free() {
		return "", fault.New(fault.TooMany, CodeRateLimit, "the account must wait").After(minutes)
	}
	var made struct {
		ID string `json:"id"`
	}
	if r := []rune(text); len(r) > maxReply {
		text = string(r[:maxReply])
	}
	err := a.client.post(ctx, "replies", url.PathEscape(commentID)+"/replies", true, object{"message": text}, &made)
	if err == nil && made.ID == "" {
		err = unknownOutcome("replies")
	}
	return made.ID, err
}

// FindReply looks under a comment for an answer of the account's with a text, not older
// than since.
func (a *Account) FindReply(ctx context.Context, commentID, text string, since time.Time) (externalID string, found bool, err error) {
	var list struct {
		Data []struct {
			ID   string `json:"id"`
			Text string `json:"text"`
			At   string `json:"timestamp"`
			From struct {
				ID string `json:"id"`
			} `json:"from"`
		} `json:"data"`
	}
	q := url.Values{"fields": {"id,text,timestamp,from"}, "limit": {"100"}}
	if err := a.client.get(ctx, "replies", url.PathEscape(commentID)+"/replies", q, &list); err != nil {
		return "", false, err
	}
	for _, r := range list.Data {
		at, ok := instant(r.At)
		if ok && !at.Before(since.Add(-skew)) && (r.From.ID == "" || r.From.ID == a.igid) && squeeze(r.Text) == squeeze(text) {
			return r.ID, true, nil
		}
	}
	return "", false, nil
}
