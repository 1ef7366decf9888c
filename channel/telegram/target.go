package telegram

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
	bad := fault.New(fault.Invalid, "telegram.target", "%q is no Telegram conversation", key)
	parts := strings.Split(key, ":")
	var t Target
	chatAt := 0
	switch {
	case len(parts) == 3 && parts[0] == "b" && parts[1] != "":
		t.Business, chatAt = parts[1], 2
	case len(parts) == 3 && parts[0] == "d":
		chatAt = 1
		topic, err := strconv.ParseInt(parts[2], 10, 64)
		if err != nil || topic == 0 {
			return t, bad
		}
		t.Direct = topic
	case len(parts) == 2:
		thread, err := strconv.ParseInt(parts[1], 10, 64)
		if err != nil || thread == 0 {
			return t, bad
		}
		t.Thread = thread
	case len(parts) != 1:
		return t, bad
	}
	c, err := strconv.ParseInt(parts[chatAt], 10, 64)
	if err != nil || c == 0 {
		return t, bad
	}
	t.Chat = c
	return t, nil
}

// private reports whether the chat is a person's; groups and channels are negative.
func (t Target) private() bool { return t.Chat > 0 && t.Business == "" && t.Direct == 0 }
