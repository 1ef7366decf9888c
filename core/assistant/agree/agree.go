// Package agree reads a yes or a no: what a customer answers to an offer in their own words.
package agree

import (
	"strings"

	"prilavok/core/fold"
)

// Answer is what a message says to an offer.
type Answer uint8

const (
	Neither Answer = iota
	Yes
	No
)

var (
	yesWords = set(`да ага угу ок окей окейно подтверждаю подтвердить хорошо давай давайте верно правильно согласен согласна оформляй оформляйте
		оформляем заказываю беру конечно точно yes yep yeah yup sure ok okay confirm confirmed correct right agreed deal absolutely`)
	noWords  = set(`нет неа не no nope cancel отмена отменить отмени отмените передумал передумала стоп stop dont not never`)
	fillings = set(`все всё спасибо пожалуйста заказ именно так это я мне да please thanks thank you it the this that order go ahead do place my is i надо нужно буду want хочу`)
)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// Read reads a message that is nothing but a yes or a no. Both, or anything else
// beside, is Neither: then it is talk.
func Read(text string) Answer {
	switch strings.TrimSpace(text) {
	case "+", "👍", "✅", "👌":
		return Yes
	case "-", "👎", "❌":
		return No
	}
	if strings.ContainsAny(text, "?0123456789") {
		return Neither
	}
	list := strings.Fields(strings.ReplaceAll(fold.Text(strings.NewReplacer("'", "", "’", "", "-", " ").Replace(text)), "ё", "е"))
	if len(list) == 0 || len(list) > 6 {
		return Neither
	}
	yes, no := false, false
	for _, w := range list {
		w = strings.Trim(w, ".,!;:()-–—\"«»")
		switch {
		case noWords[w]:
			no = true
		case yesWords[w]:
			yes = true
		case w != "" && !fillings[w]:
			return Neither
		}
	}
	if list[0] == "go" || strings.HasPrefix(text, "do it") {
		yes = true
	}
	switch {
	case yes && !no:
		return Yes
	case no && !yes:
		return No
	}
	return Neither
}
