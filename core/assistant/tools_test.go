package assistant_test

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"prilavok/core/assistant"
	"prilavok/core/assistant/tools"
	"prilavok/core/knowledge"
	"prilavok/provider/modeltest"
)

func TestToolsAreStrict(t *testing.T) {
	c := open(t)
	seen := map[string]bool{}
	name := regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	for _, tool := range everyTool(c, knowledge.New(c.Store, c.Store, c.Now, c.IDs)) {
		if !name.MatchString(tool.Name) || seen[tool.Name] || tool.Description == "" || tool.Run == nil {
			t.Errorf("tool %q is not well formed", tool.Name)
		}
		seen[tool.Name] = true
		for _, why := range tools.Lint(tool.Schema) {
			t.Errorf("%s: %s", tool.Name, why)
		}
	}
}

func TestLint(t *testing.T) {
	for schema, n := range map[string]int{
		`{"type":"object","properties":{},"required":[],"additionalProperties":false}`: 0,
		`[]`: 1, `{"type":"array"}`: 1,
		`{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}`:                                                                       1,
		`{"type":"object","properties":{"a":{"type":"string"}},"required":[],"additionalProperties":false}`:                                             2,
		`{"type":"object","properties":{"a":{"type":"string","minLength":1}},"required":["a"],"additionalProperties":false}`:                            1,
		`{"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":{}}}},"required":["a"],"additionalProperties":false}`: 1,
	} {
		if got := tools.Lint(json.RawMessage(schema)); len(got) != n {
			t.Errorf("%s: %v", schema, got)
		}
	}
}

// TestPrompt holds the prompt to a golden file: changing its words is a decision, and
// takes a new PromptVersion. UPDATE_GOLDEN=1 writes it anew.
func TestPrompt(t *testing.T) {
	c := open(t, modeltest.Say("Чем помочь?"))
	c.Shop.ID = "shp_lavka"
	c.Shop.Settings.Assistant.Persona = "Мы маленькая чайная лавка. Скидок не даём."
	_, err := c.Carts.Add(c.Ctx, c.conv.ContactID, c.tea.Variants[0].ID, 2)
	c.OK(err)
	c.say("здравствуйте, а есть чай?")
	r := c.model.Requests()[0]
	got := "version: " + assistant.PromptVersion + "\n"
	ids := regexp.MustCompile(`\b(prd|var|trn|cnv|ctc)_[0-9a-z]{26}\b`)
	for _, m := range r.Messages {
		got += "\n== " + string(m.Role) + "\n" + ids.ReplaceAllString(m.Text, "${1}_…") + "\n"
	}
	for _, x := range r.Tools {
		got += "\n== tool " + x.Name + ": " + x.Description + "\n" + string(x.Schema) + "\n"
	}
	const file = "testdata/prompt.golden"
	if os.Getenv("UPDATE_GOLDEN") != "" {
		c.OK(os.MkdirAll("testdata", 0o755))
		c.OK(os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	c.OK(err)
	if got != string(want) {
		t.Errorf("the prompt is not %s; if that is meant, raise PromptVersion and run with UPDATE_GOLDEN=1\n%s", file, got)
	}
}
