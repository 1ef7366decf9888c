package telegram

import (
	"errors"
	"strings"
	"time"

	"prilavok/core/fault"
)

// Codes of faults that callers act on.
const (
	CodeUnknownOutcome = "channel.unknown_outcome"
	CodeUnavailable    = "telegram.unavailable"
	CodeBlocked        = "telegram.blocked"     // the contact blocked the bot, or is gone
	CodeUnreachable    = "telegram.unreachable" // never started the bot, left, or kicked it
	CodeNotModified    = "telegram.not_modified"
	CodeParse          = "telegram.entities"
	CodeMigrated       = "telegram.migrated"
	CodeEditGone       = "telegram.edit_gone"
	CodeNoText         = "telegram.edit_no_text"
	CodeThreadGone     = "telegram.thread_gone"
	CodeMediaURL       = "telegram.media_url"     // Telegram does not take the picture
	CodeMediaMissing   = "telegram.media_missing" // we have no such picture
	CodeFileID         = "telegram.file_id"       // the id is no longer good
	CodeFileAway       = "telegram.file_away"     // a contact's file cannot be got now
	CodeQueryOld       = "telegram.query_too_old"
	CodeRefunded       = "telegram.already_refunded"
	CodeTooBig         = "telegram.too_big"
	CodeConflict       = "telegram.conflict"
	CodeToken          = "telegram.token"
	CodeRateLimit      = "telegram.rate_limit"
	CodeMethod         = "telegram.method"
	CodeReplyGone      = "telegram.reply_gone"
)

// migrated carries the new id of a group that became a supergroup.
type migrated struct{ to int64 }

func (m migrated) Error() string { return "the group has a new id" }

// rule maps a substring of a description, in lower case, to a fault. Descriptions
// are no contract ("may change"), so the code and parameters are looked at first.
type rule struct {
	text string
	kind fault.Kind
	code string
	say  string
}

var rules400 = []rule{
	{"message is not modified", fault.Conflict, CodeNotModified, "the message already looks so"},
	{"topic_not_modified", fault.Conflict, CodeNotModified, "the topic already is so"},
	{"query is too old", fault.Conflict, CodeQueryOld, "the query can no longer be answered"},
	{"charge_already_refunded", fault.Conflict, CodeRefunded, "these Stars were given back already"},
	{"charge_not_found", fault.NotFound, "telegram.no_charge", "Telegram knows no such payment in Stars"},
	{"can't parse entities", fault.Invalid, CodeParse, "Telegram cannot read the formatting"},
	{"entity_bounds_invalid", fault.Invalid, CodeParse, "the formatting has wrong offsets"},
	{"no text in the message to edit", fault.Conflict, CodeNoText, "the message to edit is a picture"},
	{"message to edit not found", fault.Conflict, CodeEditGone, "the message to edit is gone"},
	{"message can't be edited", fault.Conflict, CodeEditGone, "the message can no longer be edited"},
	{"message_id_invalid", fault.Conflict, CodeEditGone, "the message to edit is gone"},
	{"message to be replied not found", fault.Conflict, CodeReplyGone, "the message to reply to is gone"},
	{"message thread not found", fault.NotFound, CodeThreadGone, "the topic is gone; make a new one"},
	{"topic_deleted", fault.NotFound, CodeThreadGone, "the topic is gone; make a new one"},
	{"topic_id_invalid", fault.NotFound, CodeThreadGone, "the topic is gone; make a new one"},
	{"chat not found", fault.Forbidden, CodeUnreachable, "the contact never started the bot, or the chat is gone"},
	{"user not found", fault.Forbidden, CodeUnreachable, "the contact is gone"},
	{"peer_id_invalid", fault.Forbidden, CodeUnreachable, "the contact never started the bot"},
	{"business_connection", fault.Forbidden, CodeUnreachable, "the Business connection is gone or may not reply here"},
	{"business connection", fault.Forbidden, CodeUnreachable, "the Business connection is gone or may not reply here"},
	{"business_peer", fault.Forbidden, CodeUnreachable, "the Business connection may not reply here"},
	{"failed to get http url content", fault.Invalid, CodeMediaURL, "Telegram could not fetch the picture"},
	{"wrong http url specified", fault.Invalid, CodeMediaURL, "Telegram does not accept the picture's URL"},
	{"wrong type of the web page content", fault.Invalid, CodeMediaURL, "the URL is no picture for Telegram"},
	{"can't upload file by url", fault.Invalid, CodeMediaURL, "Telegram could not fetch the picture"},
	{"webpage_", fault.Invalid, CodeMediaURL, "Telegram could not fetch the picture"},
	{"external_url_invalid", fault.Invalid, CodeMediaURL, "Telegram does not accept the picture's URL"},
	{"wrong file identifier", fault.Invalid, CodeFileID, "the file's id is no longer good"},
	{"wrong remote file identifier", fault.Invalid, CodeFileID, "the file's id is no longer good"},
	{"wrong file_id", fault.Unavailable, CodeFileAway, "the file is not available now"},
	{"file reference", fault.Invalid, CodeFileID, "the file's id is no longer good"},
	{"photo_invalid_dimensions", fault.Invalid, CodeMediaURL, "the picture's sides are not what Telegram takes"},
	{"image_process_failed", fault.Invalid, CodeMediaURL, "Telegram cannot read the picture"},
	{"photo_ext_invalid", fault.Invalid, CodeMediaURL, "Telegram cannot read the picture"},
	{"photo_save_file_invalid", fault.Invalid, CodeMediaURL, "Telegram cannot read the picture"},
	{"file is too big", fault.Invalid, CodeTooBig, "the file is larger than 20 MB"},
	{"wrong type of file", fault.Invalid, CodeFileID, "the file is of another type"},
}

var rules403 = []rule{
	{"bot was blocked", fault.Forbidden, CodeBlocked, "the contact blocked the bot"},
	{"user is deactivated", fault.Forbidden, CodeBlocked, "the contact's account is gone"},
	{"", fault.Forbidden, CodeUnreachable, "the bot may not write here"},
}

// recent are methods that older servers lack; every server has the others.
var recent = map[string]bool{"sendMessageDraft": true, "sendRichMessage": true, "sendRichMessageDraft": true}

// classify turns an answer that is not ok into a fault. The description goes into
// the message only for defects of ours (400), where it names what is wrong.
func classify(method string, a answer) error {
	text := strings.ToLower(a.Description)
	switch {
	case a.Parameters.MigrateTo != 0:
		return fault.Wrap(migrated{a.Parameters.MigrateTo}, fault.Conflict, CodeMigrated, "the group became a supergroup")
	case a.Code == 429 || a.Parameters.RetryAfter > 0:
		wait := time.Duration(max(a.Parameters.RetryAfter, 1)) * time.Second
		return fault.New(fault.TooMany, CodeRateLimit, "Telegram asks to wait").After(wait)
	case a.Code == 401 || a.Code == 404 && text == "not found" && !recent[method]: // a token of the wrong form
		return fault.New(fault.Unauthorized, CodeToken, "Telegram does not know the bot's token; enter a new one from @BotFather")
	case a.Code == 403:
		return byRule(rules403, text, method)
	case a.Code == 404:
		return fault.New(fault.Unsupported, CodeMethod, "this Bot API server has no %s", method)
	case a.Code == 409:
		return fault.New(fault.Conflict, CodeConflict, "another process receives this bot's updates, or a webhook is set")
	case a.Code == 413:
		return fault.New(fault.Invalid, CodeTooBig, "the upload is larger than Telegram takes")
	case a.Code >= 500:
		return outage(method)
	}
	return byRule(rules400, text, method, a.Description)
}

func byRule(rules []rule, text, method string, description ...string) error {
	for _, r := range rules {
		if strings.Contains(text, r.text) {
			return fault.New(r.kind, r.code, "%s", r.say)
		}
	}
	return fault.New(fault.Invalid, "telegram.refused", "%s was refused: %s", method, clip(strings.Join(description, ""), 200))
}

func outage(method string) error {
	if sends(method) {
		return fault.New(fault.Unavailable, CodeUnknownOutcome, "Telegram did not say whether %s was done", method)
	}
	return fault.New(fault.Unavailable, CodeUnavailable, "Telegram could not do %s now", method)
}

// transportFault keeps only what kind of failure it was: texts of transports can
// hold the URL, and the URL holds the token.
func transportFault(method string, err error) error {
	switch code := fault.CodeOf(err); {
	case code == "txn.open":
		return fault.New(fault.Internal, code, "%s was called inside a unit of work", method)
	case connectFailed(err):
		return fault.New(fault.Unavailable, CodeUnavailable, "Telegram cannot be reached for %s", method)
	}
	return outage(method)
}

func connectFailed(err error) bool { return fault.CodeOf(err) == "call.connect" }

func codeIs(err error, codes ...string) bool {
	if err == nil {
		return false
	}
	for _, c := range codes {
		if fault.CodeOf(err) == c {
			return true
		}
	}
	return false
}

func migratedTo(err error) (int64, bool) {
	var m migrated
	ok := errors.As(err, &m)
	return m.to, ok
}

// clip cuts s to n characters.
func clip(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
