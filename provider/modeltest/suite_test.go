package modeltest_test

import (
	"context"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/provider/modeltest"
)

func TestScriptPassesTheSuite(t *testing.T) {
	tea := func(ctx context.Context, r assistant.Request) (assistant.Response, error) {
		if r.Messages[len(r.Messages)-1].Role == assistant.RoleTool {
			return modeltest.Say("Есть чай: [[prd_tea]]")(ctx, r)
		}
		return modeltest.Call("search_products", `{"query":"чай","limit":null}`)(ctx, r)
	}
	cut := func(ctx context.Context, r assistant.Request) (assistant.Response, error) {
		out, err := modeltest.Say("Это начало дли")(ctx, r)
		out.Finish = assistant.FinishLength
		return out, err
	}
	modeltest.Suite(t, modeltest.NewScript().
		On("say hello", modeltest.Say("Здравствуйте! Чем помочь?")).
		On("look for tea", tea).
		On("two calls", modeltest.Call("view_cart", "{}", "faq", `{"question":"доставка"}`)).
		On("cut off", cut).
		On("no credit", modeltest.Fail(assistant.ErrQuota)).
		On("slow down", modeltest.Fail(assistant.ErrRateLimited.After(7*time.Second))).
		On("outage", modeltest.Fail(assistant.ErrUnavailable)).
		On("hang up", modeltest.Fail(assistant.ErrUnavailable)).
		On("nonsense", modeltest.Fail(assistant.ErrBadAnswer)).
		On("too long", modeltest.Fail(assistant.ErrTooLong)).
		On("forbidden words", modeltest.Fail(assistant.ErrRefused)).
		On("wrong key", modeltest.Fail(assistant.ErrKey)).
		On("wrong model", modeltest.Fail(assistant.ErrNoModel)))
}
