package assistant

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"time"

	"prilavok/core/assistant/facts"
	"prilavok/core/fault"
	"prilavok/core/inbox"
)

// replay builds the turn's state from its transcript.
func (t *turn) replay() error {
	t.evidence, t.messages, t.seen, t.pictures = facts.New(), nil, map[string]bool{}, map[int][]inbox.Attachment{}
	t.last, t.answered, t.rounds, t.repairs, t.repeats, t.checks, t.usage, t.tools = nil, 0, 0, 0, 0, 0, Usage{}, nil
	b, err := json.Marshal(factsOf(t.in.Shop, t.lang))
	if err != nil {
		return err
	}
	t.evidence.Policy(t.policies.of(string(b)))
	for _, m := range t.in.History {
		if m.Author == inbox.ByContact {
			t.evidence.Contact(m.Text)
		}
	}
	for _, x := range t.steps {
		if err := t.replayStep(x); err != nil {
			return fault.Wrap(err, fault.Internal, "assistant.transcript", "a step of a transcript cannot be read")
		}
	}
	return nil
}

func (t *turn) replayStep(x Step) error {
	switch x.Kind {
	case StepInput:
		var in inputStep
		if err := json.Unmarshal(x.Data, &in); err != nil {
			return err
		}
		t.dropDraft()
		t.heed(in)
	case StepModel:
		var r Response
		if err := json.Unmarshal(x.Data, &r); err != nil {
			return err
		}
		t.take(r)
	case StepTool:
		var s toolStep
		if err := json.Unmarshal(x.Data, &s); err != nil {
			return err
		}
		t.learn(s)
	case StepCheck:
		var c checkStep
		if err := json.Unmarshal(x.Data, &c); err != nil {
			return err
		}
		t.object(c)
	case StepEnd: // made before newer messages arrived
		t.checks = 0
	}
	return nil
}

// dropDraft forgets an answer that newer messages came before.
func (t *turn) dropDraft() {
	if n := len(t.messages); n > 0 && t.last != nil && len(t.last.Calls) == 0 {
		t.messages = t.messages[:n-1]
	}
	t.last = nil
}

func (t *turn) heed(in inputStep) {
	if len(in.Pictures) > 0 {
		t.pictures[len(t.messages)] = in.Pictures
	}
	t.messages = append(t.messages, Message{Role: RoleUser, Text: in.Text})
	for _, s := range in.Said {
		t.evidence.Contact(s)
	}
}

func (t *turn) take(r Response) {
	t.usage = t.usage.Add(r.Usage)
	t.last, t.answered = &r, 0
	if len(r.Calls) > 0 {
		t.rounds++
	}
	t.messages = append(t.messages, Message{Role: RoleAssistant, Text: r.Text, Calls: r.Calls})
}

func (t *turn) learn(s toolStep) {
	t.messages = append(t.messages, Message{Role: RoleTool, CallID: s.CallID, Text: s.Result})
	t.tools = append(t.tools, s)
	if s.Failed {
		t.count(s.Result)
	} else {
		t.evidence.Tool(s.Result)
	}
	if s.Changed {
		t.seen = map[string]bool{} // what was read before is no longer so
	}
	t.seen[callKey(s.Name, s.Args)] = true
	if t.answered++; t.last != nil && t.answered >= len(t.last.Calls) {
		t.last = nil
	}
}

// count counts calls that made no sense, by the code that their result carries.
func (t *turn) count(result string) {
	var r struct{ Error string }
	_ = json.Unmarshal([]byte(result), &r)
	switch r.Error {
	case codeRepeated:
		t.repeats++
	case codeUnknown, codeArguments, "assistant.arguments":
		t.repairs++
	}
}

func (t *turn) object(c checkStep) {
	t.checks++
	t.last = nil
	t.messages = append(t.messages, Message{Role: RoleUser, Text: c.Note})
}

// converse lets model and tools take turns until an answer stands, or gives up.
func (t *turn) converse(ctx context.Context) (inbox.TurnResult, error) {
	for {
		if t.last == nil {
			if err := t.generate(ctx); err != nil {
				return t.failed(ctx, err)
			}
		}
		if err := t.bounds(); err != nil {
			return t.giveUp(ctx, err)
		}
		if len(t.last.Calls) > 0 {
			if err := t.callAll(ctx); err != nil {
				return inbox.TurnResult{}, err
			}
			continue
		}
		why, note := t.judge(t.last.Text)
		switch {
		case why == nil:
			return t.finish(ctx, t.last.Text)
		case t.checks > 0:
			return t.giveUp(ctx, why)
		}
		if err := t.record(ctx, StepCheck, func(context.Context) (any, error) { return note, nil }); err != nil {
			return inbox.TurnResult{}, err
		}
		t.object(note)
	}
}

// callAll carries out the calls that the model waits for.
func (t *turn) callAll(ctx context.Context) error {
	for t.last != nil && t.answered < len(t.last.Calls) {
		if err := t.call(ctx, t.last.Calls[t.answered]); err != nil {
			return err
		}
	}
	t.last = nil
	return nil
}

// errModel marks a fault of the model, to be told from one of the database.
type errModel struct{ error }

func (e errModel) Unwrap() error { return e.error }

func (t *turn) failed(ctx context.Context, err error) (inbox.TurnResult, error) {
	if m := (errModel{}); errors.As(err, &m) {
		return t.giveUp(ctx, m.error)
	}
	return inbox.TurnResult{}, err
}

// bounds ends what does not converge.
func (t *turn) bounds() error {
	switch {
	case t.rounds > maxRounds:
		return ErrRounds
	case t.repairs > maxRepairs:
		return ErrNonsense
	case t.repeats >= maxRepeats:
		return ErrLoop
	}
	return nil
}

// generate asks the model and stores its answer before anything is done with it.
func (t *turn) generate(ctx context.Context) error {
	if err := t.bounds(); err != nil {
		return errModel{err}
	}
	if err := t.budget(); err != nil {
		return errModel{err}
	}
	r, err := t.request(ctx)
	if errors.Is(err, ErrTooLong) && t.memory > 2 {
		t.memory = 2
		r, err = t.request(ctx)
	}
	t.breaker.note(t.Now(), err)
	if err != nil {
		if m := t.down(ctx, err); m != nil {
			return m
		}
		return errModel{err}
	}
	err = t.record(ctx, StepModel, func(ctx context.Context) (any, error) {
		if err := t.spend(ctx, r.Usage); err != nil {
			return nil, err
		}
		return r, t.recovered(ctx)
	})
	if err != nil {
		return err
	}
	t.health.DownSince = time.Time{}
	t.take(r)
	return nil
}

func (t *turn) request(ctx context.Context) (Response, error) {
	left := t.cfg.TurnTime - t.Now().Sub(t.began)
	if left < leastToAsk {
		return Response{}, ErrTime
	}
	set := t.in.Shop.Settings.Assistant
	canary := canaryOf(t.cfg.Salt, t.in.Shop.ID)
	r := Request{Model: cmp.Or(set.Model, t.cfg.Model), Tools: specs(t.Tools), MaxTokens: t.cfg.AnswerTokens,
		Temperature: max(cmp.Or(set.Temperature, t.cfg.Temperature), 0), Timeout: min(t.cfg.CallTime, left),
		CacheKey: t.in.Shop.ID + ":" + PromptVersion, Person: personOf(t.cfg.Salt, t.in.Shop.ID, t.in.Contact.ID),
		Messages: []Message{{Role: RoleSystem, Text: system(t.in.Shop, t.lang, canary, inbox.CapsOf(t.in.Conversation.Channel))}}}
	if t.in.Draft && !t.in.Trial {
		r.Messages[0].Text += drafting
	}
	r.Messages = append(r.Messages, history(t.in.History, t.memory)...)
	for i, m := range t.messages {
		for _, a := range t.pictures[i] {
			if p, ok := t.picture(ctx, a); ok {
				m.Images = append(m.Images, p)
				r.Model = cmp.Or(t.cfg.VisionModel, r.Model)
			}
		}
		r.Messages = append(r.Messages, m)
	}
	ctx, cancel := context.WithTimeout(ctx, left)
	defer cancel()
	from := t.Now()
	out, err := t.Model.Generate(ctx, r)
	t.Watch(Observation{What: "model", Name: cmp.Or(out.Model, r.Model), Usage: out.Usage, Took: t.Now().Sub(from), Fault: codeOf(err)})
	if err == nil && out.Text == "" && out.Refusal != "" {
		out.Text = out.Refusal
	}
	return out, err
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.CodeOf(err)
}

func specs(tools []Tool) []ToolSpec {
	out := make([]ToolSpec, len(tools))
	for i, t := range tools {
		out[i] = ToolSpec{t.Name, t.Description, t.Schema}
	}
	return out
}
