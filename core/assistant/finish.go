package assistant

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"prilavok/core/assistant/facts"
	"prilavok/core/dialog"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/pattern"
)

// reply reads what the model says: text with cited ids, or JSON with reply_text and
// product_ids, as models that like JSON write it.
func reply(text string) (said string, ids []string) {
	said = strings.TrimSpace(text)
	body := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(said, "```json"), "```"), "```"))
	var w struct {
		Text *string  `json:"reply_text"`
		IDs  []string `json:"product_ids"`
	}
	if strings.HasPrefix(body, "{") && json.Unmarshal([]byte(body), &w) == nil && w.Text != nil {
		said = *w.Text
		for _, id := range w.IDs {
			said += " [[" + id + "]]"
		}
	}
	for _, m := range facts.Citation.FindAllStringSubmatch(said, -1) {
		ids = append(ids, m[1])
	}
	return said, ids
}

// judge returns why a draft must not be said, with what the model is told; nil when
// it may be.
func (t *turn) judge(text string) (error, checkStep) {
	said, ids := reply(text)
	if t.last.Finish == FinishLength {
		return ErrCut, checkStep{Note: note("Your answer was too long and was cut off. Answer in two or three sentences.", nil)}
	}
	asks := false
	for _, x := range t.tools {
		asks = asks || x.Handoff != nil || x.Offer != ""
	}
	if said == "" && len(ids) == 0 && !asks {
		return ErrEmpty, checkStep{Note: note("Your answer was empty. Answer the customer, or call a tool.", nil)}
	}
	if l := leaks(said, canaryOf(t.cfg.Salt, t.in.Shop.ID), t.Tools); len(l) > 0 {
		t.Watch(Observation{What: "check", Name: "leak"})
		return ErrLeak, checkStep{Leaks: l, Note: note("Your answer was not sent: it revealed internals ("+strings.Join(l, ", ")+"). Answer without them.", nil)}
	}
	if c := unfounded(said, t.tools); len(c) > 0 {
		t.Watch(Observation{What: "check", Name: "claim"})
		return ErrClaim, checkStep{Claims: c, Note: note("Your answer was not sent: it says that "+strings.Join(c, " and ")+", but no tool of this turn did that. Call the tool, or say what is really so.", nil)}
	}
	if v := t.evidence.Check(said); len(v) > 0 {
		t.Watch(Observation{What: "check", Name: "unproven"})
		return ErrUnproven, checkStep{Violations: v, Draft: short(said, 2000),
			Note: note("Your answer was not sent: these facts stand in no tool result of this turn. Call a tool for them or answer without them.", v)}
	}
	return nil, checkStep{}
}

// note is what the model is told about its draft: data again, never the customer's words.
func note(text string, v []facts.Violation) string {
	b, err := json.Marshal(struct {
		Check    string            `json:"shop_check"`
		Unproven []facts.Violation `json:"unproven,omitempty"`
	}{text, v})
	if err != nil {
		return text
	}
	return string(b)
}

var (
	blankLines = pattern.New(`\n[ •\-\d.)]*\n(?:[ •\-]*\n)*`)
	markOnly   = pattern.New(`(?m)^[ \t]*(?:[-•*]|\d+[.)])?[ \t]*$`)
)

var leftovers = strings.NewReplacer("  ", " ", " ,", ",", " .", ".", "()", "", "( )", "")

// uncited takes the citations out of a text and what they leave of lines and spaces.
func uncited(said string) string {
	s := facts.Citation.ReplaceAllString(said, "")
	s = markOnly.ReplaceAllString(s, "")
	s = blankLines.ReplaceAllString(s, "\n\n")
	s = leftovers.Replace(s)
	return strings.TrimSpace(s)
}

// finish renders and stores a draft that may be said.
func (t *turn) finish(ctx context.Context, text string) (inbox.TurnResult, error) {
	said, ids := reply(text)
	cards, err := t.cards(ctx, ids)
	if err != nil {
		return inbox.TurnResult{}, err
	}
	r := inbox.TurnResult{Handled: true, Meta: t.meta("model", nil)}
	answer := inbox.Outgoing{Text: plainAnswer(uncited(said)), Cards: cards}
	t.afterTools(&r, &answer)
	r.Would = t.would()
	if answer.Text == "" && r.Handoff != nil {
		answer.Text = txtHandoff.In(t.lang)
	}
	if answer.Text != "" || len(answer.Cards) > 0 || len(answer.Buttons) > 0 {
		r.Out = append([]inbox.Outgoing{answer}, r.Out...)
	}
	if len(r.Out) == 0 {
		return t.giveUp(ctx, ErrEmpty)
	}
	return r, t.end(ctx, r)
}

// afterTools adds what tools have put under the answer: a button, a proposal with yes
// and no, a handoff.
func (t *turn) afterTools(r *inbox.TurnResult, answer *inbox.Outgoing) {
	var button *inbox.Button
	var offer *toolStep
	for i, s := range t.tools {
		r.Changed = r.Changed || s.Changed || s.Token != ""
		if s.Handoff != nil {
			r.Handoff = s.Handoff
		}
		if s.Button != nil {
			button = s.Button
		}
		if s.Token != "" {
			offer = &t.tools[i]
		}
	}
	switch {
	case offer != nil:
		r.Out = append(r.Out, offering(t.lang, offer.Token, offer.Offer))
	case button != nil:
		answer.Buttons = [][]inbox.Button{{*button}}
	}
}

// would lists what a draft leaves to the person who sends it.
func (t *turn) would() []inbox.Would {
	var out []inbox.Would
	for _, s := range t.tools {
		if s.Held {
			out = append(out, inbox.Would{Tool: s.Name, Args: s.Args})
		}
	}
	return out
}

// cards renders the cited products from the database; unknown ids are dropped.
func (t *turn) cards(ctx context.Context, ids []string) ([]inbox.Card, error) {
	var want []string
	seen := map[string]bool{}
	for _, id := range ids {
		if !seen[id] && len(want) < maxCards {
			want = append(want, id)
		}
		seen[id] = true
	}
	if len(want) == 0 {
		return nil, nil
	}
	list, err := t.Products.Products(ctx, want)
	if err != nil {
		return nil, err
	}
	var out []inbox.Card
	for _, p := range list {
		if len(p.Sellable()) > 0 {
			out = append(out, dialog.Card(t.lang, t.in.Shop.DefaultLang(), p))
		}
	}
	for range len(want) - len(out) {
		t.Watch(Observation{What: "check", Name: "unknown_id"})
	}
	return out, nil
}

func (t *turn) meta(path string, cause error) inbox.TurnMeta {
	m := inbox.TurnMeta{Path: path, PromptVersion: PromptVersion, Rounds: t.rounds, TokensIn: t.usage.Prompt, TokensOut: t.usage.Completion,
		Cost: t.usage.Cost, Model: cmp.Or(t.in.Shop.Settings.Assistant.Model, t.cfg.Model), Fault: codeOf(cause)}
	for _, x := range t.steps {
		var r Response
		if x.Kind == StepModel && json.Unmarshal(x.Data, &r) == nil {
			m.Model = cmp.Or(r.Model, m.Model)
		}
	}
	return m
}

// errOff: the shop wants no model. It is no fault of anything.
var errOff = fault.New(fault.Unsupported, "assistant.off", "the model is turned off")

// giveUp answers without the model: what tools have done stands and is said, else the
// deterministic path answers. The second failure of the same kind in a row in one
// conversation calls a person.
func (t *turn) giveUp(ctx context.Context, cause error) (inbox.TurnResult, error) {
	r := inbox.TurnResult{Handled: true}
	var note inbox.Outgoing
	t.afterTools(&r, &note)
	switch {
	case r.Handoff != nil:
		note.Text = txtHandoff.In(t.lang)
	case t.again(cause):
		note.Text, r.Handoff = txtLost.In(t.lang), &inbox.Handoff{Reason: "guard"}
	case r.Changed && len(r.Out) == 0:
		note.Text = txtCartChanged.In(t.lang)
	case !r.Changed:
		return t.fallBack(ctx, cause)
	}
	if note.Text != "" {
		r.Out = append([]inbox.Outgoing{note}, r.Out...)
	}
	r.Meta = t.meta("model", cause)
	return r, t.end(ctx, r)
}

// again: the guard failed in this turn and in the one before.
func (t *turn) again(cause error) bool {
	guard := func(code string) bool {
		return code == ErrUnproven.Code || code == ErrLeak.Code || code == ErrClaim.Code
	}
	return !t.in.Draft && guard(codeOf(cause)) && guard(t.previous.Meta.Fault)
}

func (t *turn) fallBack(ctx context.Context, cause error) (inbox.TurnResult, error) {
	r, err := t.fallen(ctx, cause)
	if err != nil {
		return inbox.TurnResult{}, err
	}
	return r, t.end(ctx, r)
}

// fallen is the answer of the deterministic path. Nothing found twice in a row calls a
// person.
func (t *turn) fallen(ctx context.Context, cause error) (inbox.TurnResult, error) {
	r, err := t.Fallback.Fallback(ctx, t.in)
	if err != nil {
		return inbox.TurnResult{}, err
	}
	if cause == errOff {
		cause = nil
	}
	lost := r.Lost
	r.Would = t.would()
	r.Handled, r.Meta = true, t.meta("fallback", cause)
	if lost {
		r.Meta.Path = "lost"
	}
	if lost && t.previous.Meta.Path == "lost" && r.Handoff == nil && !t.in.Draft {
		r.Handoff = &inbox.Handoff{Reason: "lost"}
		if strings.HasPrefix(codeOf(cause), "model.") {
			r.Handoff.Reason = "model_down"
		}
		r.Out = say(txtLost.In(t.lang))
	}
	return r, nil
}
