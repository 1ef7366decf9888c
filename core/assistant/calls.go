package assistant

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"prilavok/core/fault"
)

// Codes of calls that are not carried out.
const (
	codeUnknown   = "unknown_tool"
	codeArguments = "bad_arguments"
	codeRepeated  = "repeated_call"
	codeHeld      = "left_to_a_person"
)

// callKey is equal for equal calls, whatever the order of their arguments.
func callKey(name, args string) string {
	var v any
	if json.Unmarshal([]byte(args), &v) == nil {
		if b, err := json.Marshal(v); err == nil {
			args = string(b)
		}
	}
	return name + " " + args
}

// call carries out one call of the model, or tells it why not. A tool that writes is
// one unit of work with the row of its result.
func (t *turn) call(ctx context.Context, c ToolCall) error {
	s := toolStep{CallID: c.ID, Name: short(c.Name, 64), Args: cmp.Or(strings.TrimSpace(c.Arguments), "{}")}
	tool, why := t.tool(s)
	from := t.Now()
	if why == "" && t.in.Draft && (tool.Writes || tool.Asks) {
		s.Held, why = true, codeHeld
	}
	if why != "" {
		s.Failed, s.Result = true, refusal(why, hints[why])
		return t.keep(ctx, s)
	}
	sess := t.session(t.row.ID + "." + strconv.Itoa(len(t.steps)+1))
	var done toolStep
	run := func(ctx context.Context) (any, error) {
		var err error
		done, err = t.carryOut(ctx, tool, sess, s)
		return done, err
	}
	var err error
	if tool.Writes {
		err = t.record(ctx, StepTool, run)
	} else if _, err = run(ctx); err == nil {
		err = t.record(ctx, StepTool, func(context.Context) (any, error) { return done, nil })
	}
	t.Watch(Observation{What: "tool", Name: tool.Name, Took: t.Now().Sub(from), Fault: codeOf(err)})
	if err == nil {
		t.learn(done)
		return nil
	}
	if !refused(err) {
		return err
	}
	s.Failed, s.Result = true, refusal(fault.CodeOf(err), "")
	return t.keep(ctx, s)
}

// tool finds what a call means, or why it means nothing.
func (t *turn) tool(s toolStep) (Tool, string) {
	var object map[string]any
	for _, x := range t.Tools {
		if x.Name != s.Name {
			continue
		}
		switch {
		case json.Unmarshal([]byte(s.Args), &object) != nil:
			return x, codeArguments
		case t.seen[callKey(s.Name, s.Args)]:
			return x, codeRepeated
		}
		return x, ""
	}
	return Tool{}, codeUnknown
}

var hints = map[string]string{
	codeUnknown:   "there is no such tool: use only those you were given",
	codeArguments: "the arguments are no JSON object that fits the schema: write them again",
	codeRepeated:  "you have this result already: use it and answer",
	codeHeld:      "this is a draft: nothing was done, and the person who sends it sees what you would do. Answer without saying that it is done, and without promising a button",
}

func refusal(code, hint string) string {
	b, err := json.Marshal(map[string]string{"error": code, "hint": hint})
	if err != nil {
		return `{"error":"internal"}`
	}
	return string(b)
}

// carryOut runs a tool and keeps its proposal.
func (t *turn) carryOut(ctx context.Context, tool Tool, sess Session, s toolStep) (toolStep, error) {
	r, err := tool.Run(ctx, sess, json.RawMessage(s.Args))
	if err != nil {
		if !refused(err) {
			return s, err
		}
		var f *fault.Fault
		errors.As(err, &f)
		s.Failed, s.Result = true, refusal(f.Code, f.Message)
		return s, nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r.Data); err != nil {
		return s, err
	}
	s.Result, s.Changed, s.Handoff, s.Button = strings.TrimSpace(b.String()), r.Changed, r.Handoff, r.Button
	if r.Proposal != nil {
		s.Offer = r.Proposal.Text
		s.Token, err = t.propose(ctx, *r.Proposal)
	}
	return s, err
}

// keep stores a result that changed nothing.
func (t *turn) keep(ctx context.Context, s toolStep) error {
	if err := t.record(ctx, StepTool, func(context.Context) (any, error) { return s, nil }); err != nil {
		return err
	}
	t.learn(s)
	return nil
}

// refused tells the faults that are an answer to the model from those of the
// database and of the job.
func refused(err error) bool {
	for _, own := range []string{"store.", "txn.", "job."} {
		if strings.HasPrefix(fault.CodeOf(err), own) {
			return false
		}
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.NotFound, fault.Conflict, fault.Unsupported:
		return true
	}
	return false
}
