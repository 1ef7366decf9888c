package gallery

import (
	"strings"
	"unicode"

	"prilavok/channel/instagram/event"
	"prilavok/core/catalog"
	"prilavok/core/dialog"

	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/post"
	"prilavok/core/shop"
)

// What a customer's message shows: a post, a reel or a story of ours.

// refOf is what a message is about beside its words; ok is false when it shows nothing. A
// story that mentions the account is the customer's own and shows nothing of ours.
func refOf(c inbox.Conversation, m inbox.Message) (r post.Ref, ok bool) {
	if m.Author != inbox.ByContact || !m.DeletedAt.IsZero() {
		return r, false
	}
	shares, _ := inbox.Extra[[]event.Share](m.Payload, event.ExtraShares)
	for _, s := range shares {
		if s.Type != "story_mention" && s.Type != "fallback" {
			return post.Ref{AccountID: c.AccountID, MediaID: s.ID, URL: s.URL, Caption: s.Title, Kind: kindOf(s.Type)}, true
		}
	}
	if s, found := inbox.Extra[event.Story](m.Payload, event.ExtraStory); found && s.ID != "" && !m.Payload.Silent {
		return post.Ref{AccountID: c.AccountID, MediaID: s.ID, Kind: "story"}, true
	}
	return r, false
}

func kindOf(share string) string {
	switch {
	case strings.Contains(share, "reel"):
		return "reel"
	case strings.Contains(share, "story"):
		return "story"
	}
	return "post"
}

// shared finds the message of a turn that shows something, the last one.
func shared(in inbox.TurnInput) (i int, r post.Ref, ok bool) {
	if in.Conversation.Channel != shop.Instagram {
		return 0, r, false
	}
	for i := len(in.Messages) - 1; i >= 0; i-- {
		if r, ok := refOf(in.Conversation, in.Messages[i]); ok {
			return i, r, true
		}
	}
	return 0, r, false
}

// plainWords are those of questions that a product's card answers: what it costs, whether
// there is any, how to have it.
var plainWords = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(`сколько стоит стоят цена цену ценник почём почем есть наличии в это эта этот эти такое такая такой хочу можно купить заказать как
		а у вас ли он она оно и за по какая какой привет здравствуйте добрый день подскажите скажите пожалуйста
		how much is are it this that these the price cost in stock available do you have i want can buy order hi hello please what does`) {
		out[w] = true
	}
	return out
}()

// plain reports whether a card answers words: none, or nothing but a plain question.
func plain(text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWord(r) })
	if len(words) > 9 {
		return false
	}
	for _, w := range words {
		if !plainWords[w] {
			return false
		}
	}
	return true
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// asksPrice reports whether words ask what something costs, and name nothing.
func asksPrice(text string) bool {
	low := strings.ToLower(text)
	for _, w := range []string{"сколько", "цена", "цену", "почём", "почем", "price", "how much", "cost"} {
		if strings.Contains(low, w) {
			return plain(text)
		}
	}
	return false
}

// cards shows products of a post: one whole, by its button; several side by side.
func cards(in inbox.TurnInput, l lang.Lang, list []catalog.Product) inbox.Outgoing {
	o := inbox.Outgoing{Text: txtThese.In(l)}
	for _, p := range list {
		o.Cards = append(o.Cards, dialog.Card(l, in.Shop.DefaultLang(), p))
	}
	return o
}

// about says in a message which product it is about, for whoever answers its words: as the
// line that is answered to. Its id lets the model look it up at once.
func about(in inbox.TurnInput, m inbox.Message, list []catalog.Product) inbox.Message {
	l := langOf(in)
	var names []string
	for _, p := range list {
		names = append(names, p.Title.In(l, in.Shop.DefaultLang())+"\n["+p.ID+"]")
	}
	m.Payload.Quote = strings.Join(names, "\n")
	if m.Kind == inbox.KindShare {
		m.Kind = inbox.KindText
	}
	return m
}

func langOf(in inbox.TurnInput) lang.Lang { return dialog.Lang(in.Shop, in.Contact, in.Conversation) }

// pressing makes of a message the press of a button.
func pressing(in inbox.TurnInput, i int, action string) inbox.TurnInput {
	m := in.Messages[i]
	m.Kind, m.Payload.Action, m.Payload.Source = inbox.KindButton, action, ""
	in.Messages = []inbox.Message{m}
	return in
}

var (
	txtThese   = lang.Phrase{RU: "Вот что на этой публикации:", EN: "Here is what this post shows:"}
	txtIsIt    = lang.Phrase{RU: "Это «%s»?", EN: "Is it “%s”?"}
	btnIsIt    = lang.Phrase{RU: "Да, это оно", EN: "Yes, that is it"}
	btnIsNot   = lang.Phrase{RU: "Нет, другое", EN: "No, something else"}
	txtWhat    = lang.Phrase{RU: "Не могу понять, какой это товар. Напишите, как он называется, или пришлите артикул, и я найду.", EN: "I cannot tell which product that is. Write its name or article number, and I will find it."}
	txtThanks  = lang.Phrase{RU: "Спасибо, что отметили нас в истории! Очень приятно 💛", EN: "Thank you for mentioning us in your story! It means a lot 💛"}
	btnHuman   = lang.Phrase{RU: "Позвать человека", EN: "Call a person"}
	btnCatalog = lang.Phrase{RU: "Каталог", EN: "Catalog"}
)

// ask asks whether a product is what is meant. Nothing goes into the cart before that.
func ask(in inbox.TurnInput, product catalog.Product, seq string) inbox.Outgoing {
	l := langOf(in)
	o := inbox.Outgoing{Text: txtIsIt.F(l, markup.Esc(product.Title.In(l, in.Shop.DefaultLang())))}
	for _, i := range product.Images[:min(1, len(product.Images))] {
		o.Images = append(o.Images, inbox.Image{URL: i.URL})
	}
	o.Buttons = [][]inbox.Button{{{Text: btnIsIt.In(l), Action: actIs + product.ID + ":" + seq, Style: "success"}}, {{Text: btnIsNot.In(l), Action: actIsNot + seq}}}
	return o
}

// wondering says that nothing was found.
func wondering(in inbox.TurnInput) inbox.Outgoing {
	l := langOf(in)
	return inbox.Outgoing{Text: txtWhat.In(l), Buttons: [][]inbox.Button{{{Text: btnCatalog.In(l), Action: "cats"}}, {{Text: btnHuman.In(l), Action: "human"}}}}
}

// Actions of the question.
const (
	actIs    = "its:"
	actIsNot = "notit:"
)
