// Package setting is the table of what an owner can set: each setting's name, kind, bounds and
// what it does, in both languages. The API, the panel's forms and the command line read this one
// table. Every change is kept as a version that tells who made it, and can be undone.
package setting

import (
	"encoding/json"
	"reflect"
	"slices"

	"prilavok/core/lang"
	"prilavok/core/shop"
)

// Kind is what a value is, and so how a form asks for it.
type Kind string

const (
	Line      Kind = "line"       // text without line breaks
	Text      Kind = "text"       // text of several lines
	Texts     Kind = "texts"      // a line in each language: {"ru": …, "en": …}
	LongTexts Kind = "long_texts" // several lines in each language
	Languages Kind = "languages"  // a list of ru and en, the default first
	Choice    Kind = "choice"     // one of Options
	Number    Kind = "number"     // a whole number
	Decimal   Kind = "decimal"    // a number with a fraction
	Money     Kind = "money"      // minor units of the shop's currency
	Switch    Kind = "switch"     // true or false
	Clock     Kind = "clock"      // a time of day of the shop: "22:00"
	Zone      Kind = "zone"       // an IANA name: "Europe/Moscow"
	Stages    Kind = "stages"     // shop.Stage, in their order
)

// Option is one value of a Choice.
type Option struct {
	Value string
	Label lang.Phrase
}

// Setting is one line of the table.
type Setting struct {
	Key      string // "orders.prefix"
	Group    string // of Groups
	Kind     Kind
	Label    lang.Phrase
	Help     lang.Phrase // what it does, in a sentence
	Default  any         // what counts where nothing is set; nil where that is the empty value
	Required bool        // it may not be empty
	// Least and Most bound numbers; of texts Most is the most characters of each language.
	Least, Most int64
	Unit        lang.Phrase // of numbers, for people: minutes
	Options     []Option

	at func(s *shop.Shop) any // where the value lives in a shop: a pointer
}

// Group is a page of settings.
type Group struct {
	Key         string
	Label, Help lang.Phrase
}

// Of returns the setting's value in a shop as JSON.
func (s Setting) Of(sh shop.Shop) json.RawMessage {
	v := reflect.ValueOf(s.at(&sh)).Elem()
	if k := v.Kind(); (k == reflect.Slice || k == reflect.Map) && v.IsNil() {
		if k == reflect.Slice {
			return json.RawMessage(`[]`)
		}
		return json.RawMessage(`{}`)
	}
	b, err := json.Marshal(v.Interface())
	if err != nil {
		return json.RawMessage(`null`) // cannot be: the types are ours
	}
	return b
}

// Find returns the setting of a key.
func Find(key string) (Setting, bool) {
	i := slices.IndexFunc(All, func(s Setting) bool { return s.Key == key })
	if i < 0 {
		return Setting{}, false
	}
	return All[i], true
}

// set puts a value into a shop; null is the empty value. wrong says what is not as it must
// be, and then nothing has been set.
func (s Setting) set(sh *shop.Shop, doc json.RawMessage) (wrong lang.Phrase) {
	at := reflect.ValueOf(s.at(sh)).Elem()
	fresh := reflect.New(at.Type())
	if err := json.Unmarshal(doc, fresh.Interface()); err != nil {
		return kindWords.Of(s.Kind)
	}
	v, wrong := s.checked(fresh.Elem().Interface())
	if wrong != (lang.Phrase{}) {
		return wrong
	}
	at.Set(reflect.ValueOf(v))
	return lang.Phrase{}
}
