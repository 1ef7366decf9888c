// Package facts is the fact lock: every amount, quantity, id, link, date, percentage
// and phone that a draft names must occur, in whatever writing, in what this turn's
// tools answered, in the shop's policy, or in the contact's own words. It is pure and
// deterministic, knows no model and no shop, and errs towards saying no: a false
// alarm costs one more answer of the model, a false price costs the shop its word.
//
// The contact's words prove sizes and quantities, but no prices: "ваш бюджет 500 ₽"
// may be repeated, "цена 500 ₽" may not, whatever the contact claimed.
package facts

import (
	"encoding/json"
	"strings"
)

// Kind says what a fact is.
type Kind string

const (
	Money   Kind = "amount"
	Percent Kind = "percentage"
	Number  Kind = "number"
	Date    Kind = "date"
	Time    Kind = "time"
	Day     Kind = "day"   // tomorrow, on Monday: as promises
	Offer   Kind = "offer" // free, discount, half price, two for one
	Phone   Kind = "phone"
	Link    Kind = "link"
	ID      Kind = "id"
)

// Violation is a fact of a draft that nothing proves.
type Violation struct {
	Kind Kind   `json:"kind"`
	Text string `json:"text"` // as the draft has it, normalized
	Why  string `json:"why"`  // for the model that writes the next draft
}

// fact is one found statement. keys are its possible readings: one of them must be
// proven.
type fact struct {
	kind       Kind
	keys       []string
	split      []string // else each of these, when spaces may part several numbers
	start, end int      // bytes of the normalized text
	quantity   bool     // a number that counts goods
	hour       string   // the time that a number after "с", "до" may mean
}

// Source is what one text, or several, prove. Once made it is safe to share.
type Source struct {
	facts map[string]bool // kind + ":" + key
	ids   map[string]bool // words, and neighbors joined, without separators
}

// Known reads a text that many turns share, a shop's policy, once for all of them.
func Known(text string) *Source {
	s := newSource()
	s.add(text)
	return s
}

func newSource() *Source { return &Source{facts: map[string]bool{}, ids: map[string]bool{}} }

func (s *Source) add(text string) {
	n := normal(text)
	for _, f := range scan(n) {
		for _, k := range f.keys {
			s.facts[string(f.kind)+":"+k] = true
			if f.kind == Offer && k == "free" {
				s.facts[string(Offer)+":"+freeIf] = true
			}
			for _, p := range f.split {
				s.facts[string(f.kind)+":"+p] = true
			}
			if amount, _, ok := strings.Cut(k, " "); ok && f.kind == Money {
				s.facts[string(Number)+":"+amount] = true
			}
			if parts := strings.Split(k, "."); f.kind == Date && len(parts) == 3 {
				s.facts[string(Date)+":"+parts[0]+"."+parts[1]] = true
			}
		}
	}
	s.addIDs(n)
}

// addIDs keeps words and up to three neighbors joined, so that "iPhone 15" proves
// "iphone15", and A-1042 proves A-1042 but not A-104.
func (s *Source) addIDs(n string) {
	var last []string
	for _, w := range idWords(n) {
		last = append(last, w)
		if len(last) > 4 {
			last = last[1:]
		}
		joined := ""
		for i := len(last) - 1; i >= 0; i-- {
			joined = last[i] + joined
			s.ids[joined] = true
		}
	}
}

func (s *Source) has(kind Kind, keys []string) bool {
	for _, k := range keys {
		if s.facts[string(kind)+":"+k] {
			return true
		}
	}
	return false
}

// Evidence collects what a draft may say.
type Evidence struct {
	tools   *Source
	goods   *Source // names and descriptions: they prove what a thing is, not what it costs
	contact *Source
	policy  []*Source
}

// New returns evidence of nothing. Evidence is not safe for concurrent use.
func New() *Evidence {
	return &Evidence{tools: newSource(), goods: newSource(), contact: newSource()}
}

// Tool adds a tool's result: JSON, of which every value counts by itself, and the
// length of every list counts as a number. What stands under the keys "name" and
// "about" describes goods: it proves sizes and shares, but no prices and offers, so
// that nobody sells by the words of a description.
func (e *Evidence) Tool(result string) {
	dec := json.NewDecoder(strings.NewReader(result))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		e.tools.add(result)
		return
	}
	e.walk("", v)
}

func (e *Evidence) walk(key string, v any) {
	switch v := v.(type) {
	case string:
		if key == "name" || key == "about" {
			e.goods.add(v)
			return
		}
		e.tools.add(v)
	case json.Number:
		e.tools.add(v.String())
	case []any:
		e.tools.facts[string(Number)+":"+milli(int64(len(v))*1000)] = true
		for _, x := range v {
			e.walk(key, x)
		}
	case map[string]any:
		for k, x := range v {
			e.walk(k, x)
		}
	}
}

// Policy adds text of the shop: rules, persona, working hours. See Known.
func (e *Evidence) Policy(s *Source) { e.policy = append(e.policy, s) }

// shop reports whether a tool or the policy says one of the readings.
func (e *Evidence) shop(kind Kind, keys []string) bool {
	if e.tools.has(kind, keys) {
		return true
	}
	for _, p := range e.policy {
		if p.has(kind, keys) {
			return true
		}
	}
	return false
}

// names reports whether anybody wrote an id.
func (e *Evidence) names(id string) bool {
	if e.tools.ids[id] || e.goods.ids[id] || e.contact.ids[id] {
		return true
	}
	for _, p := range e.policy {
		if p.ids[id] {
			return true
		}
	}
	return false
}

// Contact adds the contact's own words.
func (e *Evidence) Contact(text string) { e.contact.add(text) }

// Check returns what a draft says without proof, in the order of the text. Citations
// like [[prd_…]] are not looked at: they are resolved by id.
func (e *Evidence) Check(draft string) []Violation {
	cited := Citation.FindAllString(draft, -1)
	n := normal(Citation.ReplaceAllString(draft, " "))
	var out []Violation
	for _, f := range scan(n) {
		if len(out) == maxViolations {
			break
		}
		if why := e.judge(n, f, len(cited)); why != "" {
			out = append(out, Violation{f.kind, strings.Join(strings.Fields(n[f.start:f.end]), " "), why})
		}
	}
	return out
}

// maxViolations is how many a check tells of: one is enough to refuse a draft.
const maxViolations = 40

const (
	whyUnproven = "no tool result of this turn says this"
	whyClaimed  = "only the customer said this; a price or discount must come from a tool"
)

// judge returns why a fact may not be said, "" when it may.
func (e *Evidence) judge(n string, f fact, cited int) string {
	if f.kind == Day && !promised(clauseAt(n, f.start, f.end)) {
		return ""
	}
	switch f.kind {
	case ID:
		if !e.names(f.keys[0]) {
			return whyUnproven
		}
		return ""
	case Offer, Day:
		if e.shop(f.kind, f.keys) || denies(n, f.start, f.end) || f.keys[0] == "gift" && e.contact.has(f.kind, f.keys) {
			return ""
		}
		return whyUnproven
	case Percent:
		if e.goods.has(f.kind, f.keys) && !prices(sentenceAt(n, f.start, f.end)) {
			return ""
		}
		return e.judgePrice(n, f)
	case Money:
		return e.judgePrice(n, f)
	case Number:
		return e.judgeNumber(n, f, cited)
	case Date, Time:
		if e.shop(f.kind, f.keys) || e.goods.has(f.kind, f.keys) || e.contact.has(f.kind, f.keys) {
			return ""
		}
	case Phone:
		if e.shop(f.kind, f.keys) || e.contact.has(f.kind, f.keys) {
			return ""
		}
	case Link: // the customer's own links are not for us to repeat
		if e.shop(f.kind, f.keys) {
			return ""
		}
	}
	return whyUnproven
}

func (e *Evidence) judgePrice(n string, f fact) string {
	switch {
	case e.shop(f.kind, f.keys):
		return ""
	case !e.contact.has(f.kind, f.keys) && !e.contact.has(Number, amounts(f.keys)):
		return whyUnproven
	case echoes(n, f.start, f.end):
		return ""
	}
	return whyClaimed
}

func (e *Evidence) judgeNumber(n string, f fact, cited int) string {
	if len(f.split) > 1 && !e.shop(Number, f.keys) && !e.contact.has(Number, f.keys) && !e.goods.has(Number, f.keys) {
		return e.judgeEach(n, f, cited)
	}
	if f.hour != "" && e.shop(Time, []string{f.hour}) {
		return ""
	}
	if e.shop(Number, f.keys) || cited > 0 && contains(f.keys, milli(int64(cited)*1000)) {
		return ""
	}
	goods := e.goods.has(Number, f.keys)
	if !goods && !e.contact.has(Number, f.keys) {
		return whyUnproven
	}
	if prices(sentenceAt(n, f.start, f.end)) && !f.quantity && !echoes(n, f.start, f.end) {
		return whyClaimed
	}
	return ""
}

// judgeEach judges numbers that only spaces part.
func (e *Evidence) judgeEach(n string, f fact, cited int) string {
	for _, k := range f.split {
		part := f
		part.keys, part.split = []string{k}, nil
		if why := e.judgeNumber(n, part, cited); why != "" {
			return why
		}
	}
	return ""
}

// amounts drops the currencies of money keys: a contact may name a budget without one.
func amounts(keys []string) []string {
	var out []string
	for _, k := range keys {
		a, _, _ := strings.Cut(k, " ")
		out = append(out, a)
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
