package update

import (
	"strconv"
	"strings"

	"prilavok/core/fault"
)

// Target is where a message goes. As text (a conversation's key) it is
//
//	"<chat>"             a private chat, or a group
//	"<chat>:<thread>"    a topic in a private chat
//	"b:<connection>:<chat>"  the chat of a Business account's owner with a customer
//	"d:<chat>:<topic>"   direct messages of a channel
type Target struct {
	Chat     int64
	Thread   int64
	Business string
	Direct   int64
}

// Key writes the target as a conversation key.
func (t Target) Key() string {
	c := strconv.FormatInt(t.Chat, 10)
	switch {
	case t.Business != "":
		return "b:" + t.Business + ":" + c
	case t.Direct != 0:
		return "d:" + c + ":" + strconv.FormatInt(t.Direct, 10)
	case t.Thread != 0:
		return c + ":" + strconv.FormatInt(t.Thread, 10)
	}
	return c
}

// ParseTarget reads a conversation key. Fault: telegram.target (Invalid).
func ParseTarget(key string) (Target, error) {
	bad := fault.New(fault.Invalid, "telegram.target", "the conversation has no key of Telegram's")
	var t Target
	var err error
	chat, kind, rest := key, "", ""
	if k, r, ok := strings.Cut(key, ":"); ok && (k == "b" || k == "d") {
		i := strings.LastIndexByte(r, ':')
		if i <= 0 {
			return t, bad
		}
		kind, chat, rest = k, r[:i], r[i+1:]
	} else if ok {
		kind, chat, rest = "t", k, r
	}
	switch kind {
	case "b":
		t.Business, chat = chat, rest
	case "d":
		t.Direct, err = parseID(rest)
	case "t":
		t.Thread, err = parseID(rest)
	}
	if err != nil {
		return t, bad
	}
	if t.Chat, err = parseID(chat); err != nil {
		return t, bad
	}
	return t, nil
}

func parseID(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err == nil && n == 0 {
		err = strconv.ErrRange
	}
	return n, err
}

// Private reports whether the chat is a person's; groups and channels are negative.
func (t Target) Private() bool { return t.Chat > 0 && t.Business == "" && t.Direct == 0 }
