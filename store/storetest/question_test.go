package storetest

import (
	"context"
	"testing"

	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/store"
)

var _ = Case("SetQuestion", func(t *testing.T, st *store.Store) {
	north, _, acc := Shop(t, st, "question-north")
	south, _, _ := Shop(t, st, "question-south")
	var c inbox.Conversation
	check(t, st.InTx(north, func(ctx context.Context) (err error) {
		c, err = st.OpenThread(ctx, inbox.Thread{AccountID: acc.ID, Key: "7", Channel: shop.Telegram, ContactID: "con_q", AddressID: "adr_q", ConvID: "cnv_q", At: noon})
		return err
	}))
	equal(t, "a new conversation waits for nothing", c.Question, "")
	for _, ctx := range []context.Context{north, south} { // another shop changes nothing
		question := map[bool]string{true: `{"ask":"address"}`, false: "theirs"}[ctx == north]
		check(t, st.InTx(ctx, func(ctx context.Context) error { return st.SetQuestion(ctx, c.ID, question) }))
	}
	check(t, st.View(north, func(ctx context.Context) (err error) {
		c, err = st.ConversationByID(ctx, c.ID)
		return err
	}))
	equal(t, "question", c.Question, `{"ask":"address"}`)
})
