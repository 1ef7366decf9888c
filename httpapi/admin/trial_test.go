package admin_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"prilavok/app"
	"prilavok/core/assistant"
	"prilavok/httpapi/admin/settings"
	"prilavok/provider/modeltest"
	"prilavok/store"
	"prilavok/store/storetest"
)

// TestTrialAsksTheModel: what the rules leave is asked of the shop's model, with what was said
// before; tools that read are run, those that change are told; its tokens count, and nothing else
// stays. Where it fails, or there is none, that is said in words.
func TestTrialAsksTheModel(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		script := modeltest.NewScript(modeltest.Call("search_products", `{"query":"чай"}`), modeltest.Call("add_to_cart", `{"variant_id":"var_x","quantity":1}`), modeltest.Say("Чай есть, положить?"),
			modeltest.Fail(assistant.ErrKey))
		x := openTill(t, st, "north", app.Model{Generate: script})
		x.Product("чай", 49_000, 7)
		count := func() (n int) {
			x.OK(st.View(x.Ctx, func(ctx context.Context) error {
				list, err := st.TalksAfter(ctx, "", 10)
				n = len(list)
				return err
			}))
			return n
		}
		say := func(x *till, said ...settings.TrialLine) (r settings.TrialReply) {
			x.T.Helper()
			body, err := json.Marshal(map[string]any{"lang": "ru", "said": said})
			x.OK(err)
			x.post("/assistant/trial", string(body)).is(http.StatusOK, "").read(&r)
			return r
		}
		before := count()
		r := say(x, settings.TrialLine{Text: "я ищу подарок бабушке", Answered: "Что она любит?"}, settings.TrialLine{Text: "мне бы чаю, положите одну пачку"})
		if r.Model != "asked" || r.Path != "model" || len(r.Answers) != 1 || r.Answers[0].Text != "Чай есть, положить?" || len(r.Would) != 1 || r.Tokens == 0 {
			t.Errorf("the model's answer: %+v", r)
		}
		first := script.Requests()[0].Messages
		if !slices.ContainsFunc(first, func(m assistant.Message) bool { return strings.Contains(m.Text, "Что она любит?") }) ||
			strings.Contains(first[0].Text, "is a draft") {
			t.Errorf("what the model was told: %+v", first)
		}
		var spent assistant.Spent
		x.OK(st.View(x.Ctx, func(ctx context.Context) (err error) {
			spent, err = st.SpentIn(ctx, x.Now().UTC().Format("2006-01-02"), "")
			return err
		}))
		if spent.Tokens != r.Tokens || count() != before {
			t.Errorf("%d tokens were counted of %d, %d conversations stay", spent.Tokens, r.Tokens, count()-before)
		}
		if r = say(x, settings.TrialLine{Text: "посоветуйте что-нибудь эдакое"}); r.Model != "failed" || !strings.ContainsAny(r.Note, "key ключ") || len(r.Answers) == 0 {
			t.Errorf("a model that fails: %+v", r)
		}
		if r = say(x, settings.TrialLine{Text: "/cart"}); r.Model != "not_needed" || r.Note != "" {
			t.Errorf("a command: %+v", r)
		}
		if r = say(openTill(t, st, "south"), settings.TrialLine{Text: "посоветуйте что-нибудь"}); r.Model != "not_connected" || r.Note == "" {
			t.Errorf("no model: %+v", r)
		}
	})
}

// TestPromptPreview: the owner reads what the model is told, without the marker.
func TestPromptPreview(t *testing.T) {
	x := openTill(t, storetest.SQLite(t), "north")
	var p settings.AssistantPrompt
	x.get("/assistant/prompt?lang=ru&channel=instagram").is(http.StatusOK, "").read(&p)
	if p.Version != assistant.PromptVersion || !strings.Contains(p.Text, "sales assistant") || strings.Contains(p.Text, "cnr-") || strings.Contains(p.Text, "Marker") {
		t.Errorf("the prompt: %+v", p)
	}
}
