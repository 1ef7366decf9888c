package dialog

import (
	"context"
	"strings"
	"unicode"

	"prilavok/core/fold"
)

// intentOf finds what a whole message asks for, "" when it is none of the known.
func intentOf(text string) string {
	words := fields(text)
	if len(words) == 0 || len(words) > 9 {
		return ""
	}
	joined := strings.Join(words, " ")
	if in, ok := exact[joined]; ok {
		return in
	}
	for _, k := range contained {
		if len(words) <= k.most && k.in(joined) {
			return k.intent
		}
	}
	return ""
}

// fields folds a message into its words: lower case, ё as е, no signs.
func fields(s string) []string {
	s = strings.ReplaceAll(strings.ToLower(s), "ё", "е")
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// exact lists whole messages.
var exact = invert([]meant{
	{"menu", []string{"меню", "menu", "главное меню", "начать", "старт", "start", "помощь", "help", "что ты умеешь", "что умеешь"}},
	{"hello", []string{"привет", "здравствуйте", "здравствуй", "добрый день", "добрый вечер", "доброе утро", "доброго дня", "хай", "приветствую", "hi", "hi there", "hello there", "hello", "hey", "good morning", "good evening", "good afternoon"}},
	{"catalog", []string{"каталог", "catalog", "товары", "что есть", "что у вас есть", "ассортимент", "покажи каталог", "покажите каталог", "что продаете", "есть в наличии", "в наличии", "что в наличии", "in stock", "show catalog", "what do you sell", "what do you have", "goods", "products", "shop"}},
	{"cart", []string{"корзина", "cart", "моя корзина", "покажи корзину", "покажите корзину", "my cart", "show cart", "что в корзине", "basket"}},
	{"checkout", []string{"оформить", "оформить заказ", "оформляем", "заказать", "купить", "checkout", "check out", "buy", "order now", "place order"}},
	{"orders", []string{"когда приедет", "заказы", "мои заказы", "orders", "my orders", "история заказов", "order history"}},
	{"pay", []string{"оплатить", "оплатить заказ", "оплата заказа", "хочу оплатить", "хочу оплатить заказ", "ссылка на оплату", "пришлите ссылку на оплату", "как оплатить заказ", "pay", "pay now", "pay for my order", "payment link", "i want to pay"}},
	{"paid", []string{"я оплатил", "я оплатила", "оплатил", "оплатила", "оплачено", "заказ оплачен", "я заплатил", "я заплатила", "проверь оплату", "проверьте оплату", "деньги пришли", "оплата прошла", "i paid", "i have paid", "i ve paid", "paid", "check payment", "check my payment", "check the payment"}},
	{"change", []string{"изменить заказ", "изменить мой заказ", "хочу изменить заказ", "поменять заказ", "поменять адрес", "изменить адрес", "хочу поменять адрес", "поменять размер", "изменить адрес доставки", "change order", "change my order", "change the address", "change my address", "edit my order"}},
	{"return", []string{"вернуть", "возврат", "вернуть товар", "вернуть заказ", "хочу вернуть", "хочу вернуть товар", "хочу вернуть заказ", "оформить возврат", "хочу оформить возврат", "return", "return my order", "return an item", "i want to return", "i want to return my order", "send it back"}},
	{"again", []string{"повторить заказ", "повторить", "повтори заказ", "повторите заказ", "хочу то же самое", "как в прошлый раз", "то же самое", "order again", "repeat my order", "repeat order", "same again", "reorder"}},
	{"mute", []string{"не присылайте уведомления", "не присылай уведомления", "не нужны уведомления", "отключить уведомления", "отключите уведомления", "без уведомлений", "не уведомлять", "mute", "mute notices", "turn off notices", "turn notices off", "no notifications", "turn off notifications"}},
	{"unmute", []string{"включить уведомления", "включите уведомления", "присылайте уведомления", "уведомлять", "unmute", "turn on notices", "turn notices on", "turn on notifications"}},
	{"paysupport", []string{"проблема с оплатой", "проблемы с оплатой", "деньги списались дважды", "списали дважды", "payment problem", "problem with my payment", "i was charged twice"}},
	{"delivery", []string{"доставка", "delivery", "shipping"}},
	{"bot", []string{"вы бот", "ты бот", "это бот", "вы робот", "ты робот", "это робот", "are you a bot", "are you a robot", "are you a human", "are you a human being", "are you human", "are you real", "is this a bot"}},
	{"faq", []string{"вопросы", "faq", "частые вопросы", "questions"}},
	{"human", []string{"человек", "оператор", "менеджер", "консультант", "живой человек", "operator", "human", "manager", "agent", "person"}},
	{"thanks", []string{"спасибо", "благодарю", "спс", "спасибо большое", "большое спасибо", "thanks", "thank you", "thx", "thank you very much"}},
	{"bye", []string{"пока", "до свидания", "до встречи", "всего доброго", "bye", "goodbye", "see you"}},
	{"lang:en", []string{"english", "in english", "speak english", "do you speak english"}},
	{"lang:ru", []string{"русский", "по русски", "говори по русски", "на русском"}},
	{"cancel", []string{"отмена", "отменить", "cancel", "стоп", "stop"}},
})

// phrase is a part of a message that tells what it asks for.
type phrase struct {
	intent string
	most   int // words that the message may have
	parts  []string
}

func (p phrase) in(s string) bool {
	for _, part := range p.parts {
		if strings.Contains(" "+s+" ", " "+part+" ") || (strings.HasSuffix(part, "*") && strings.Contains(" "+s, " "+strings.TrimSuffix(part, "*"))) {
			return true
		}
	}
	return false
}

// contained is looked through in order.
var contained = []phrase{
	{"human", 9, []string{"позовите человека", "позвать человека", "позвать оператора", "позвать менеджера", "позови человека", "позовите оператора", "позови оператора", "нужен человек", "нужен оператор", "живого человека", "живым человеком", "поговорить с человеком", "поговорить с оператором", "поговорить с менеджером", "связаться с", "свяжите", "соедините с", "переключите на", "хочу поговорить с", "talk to a human", "a human", "a real human", "get me a person", "need a person", "need an operator", "call an operator", "talk to a person", "talk to human", "real person", "speak to someone", "speak to a", "human please"}},
	{"human", 3, []string{"с человеком", "с оператором", "с менеджером"}},
	{"orders", 7, []string{"где мой заказ", "где заказ", "статус заказа", "что с заказом", "что с моим заказом", "когда привезут", "когда приедет заказ", "когда приедет мой заказ", "where is my order", "where s my order", "order status", "track my order", "status of my order"}},
	{"cart", 5, []string{"в корзине", "мою корзину", "in my cart"}},
	{"checkout", 4, []string{"оформить заказ", "хочу оформить", "place an order", "place my order"}},
}

// meant is what messages or words of a list mean.
type meant struct {
	intent string
	said   []string
}

// invert finds what each means.
func invert(all []meant) map[string]string {
	out := map[string]string{}
	for _, m := range all {
		for _, s := range m.said {
			out[s] = m.intent
		}
	}
	return out
}

// words answers a typed message when it is a known phrase.
func (t *talk) words(ctx context.Context) (bool, error) {
	if len(fields(t.msg.Text)) == 0 { // a thumb, a smile: nothing to look for
		t.say(txtSmile.In(t.l), t.menuRows(ctx)...)
		return true, nil
	}
	if done, err := t.awaits(ctx); done || err != nil {
		return done, err
	}
	if done, err := t.orderByNumber(ctx, t.msg.Text); done || err != nil {
		return done, err
	}
	in := intentOf(t.msg.Text)
	if swapped, ok := fold.Layout(t.msg.Text); in == "" && ok { // "ghbdtn"
		in = intentOf(swapped)
	}
	switch in {
	case "menu", "hello", "catalog", "cart", "checkout", "orders", "pay", "paid", "change", "return", "again", "mute", "unmute", "paysupport", "delivery", "faq", "human", "lang:en", "lang:ru":
		return true, t.command(ctx, in, "")
	case "bot":
		t.say(txtAutomated.In(t.l), button(btnHuman.In(t.l), actHuman))
		return true, nil
	case "thanks":
		t.say(txtThanks.In(t.l))
		return true, nil
	case "bye":
		t.say(txtBye.In(t.l))
		return true, nil
	case "cancel":
		return true, t.command(ctx, "menu", "")
	}
	return false, nil
}

// questionWords begin or make a question about how the shop works; a bare name of
// goods, with a question mark or without, is a search. What went wrong with a purchase
// and what makes it cheaper are questions too.
var questionWords = invert([]meant{{"?", []string{"как", "сколько", "когда", "где", "можно", "почему", "зачем", "нужно", "могу", "можете", "вы", "каким", "какие", "какой", "делаете", "работаете",
	"разбилась", "разбился", "разбилось", "разбили", "сломалась", "сломался", "сломалось", "порвалась", "порвалось", "порвался", "брак", "браком", "бракованный", "скидка", "скидки", "скидок", "промокод", "акции",
	"broken", "broke", "faulty", "damaged", "defective", "discount", "discounts", "how", "when", "where", "why", "can", "could", "do", "does", "is", "are", "what", "which", "will"}}})

// asks reports whether a message asks how something is done rather than for goods.
func asks(text string) bool {
	words := strings.Join(fields(text), " ")
	for _, have := range []string{"do you have any ", "do you have ", "do you sell ", "are there ", "is there "} {
		words = strings.TrimPrefix(words, have) // what follows is a name of goods
	}
	for _, w := range strings.Fields(words) {
		if questionWords[w] != "" {
			return true
		}
	}
	return false
}
