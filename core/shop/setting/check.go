package setting

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/zone"
)

// kindWords say what a value of each kind looks like.
var kindWords = lang.Table[Kind]{
	{Line, lang.Phrase{RU: "нужна строка", EN: "it must be a line of text"}},
	{Text, lang.Phrase{RU: "нужен текст", EN: "it must be a text"}},
	{Texts, lang.Phrase{RU: "нужен текст по языкам: ru и en", EN: "it must be a text by language: ru and en"}},
	{LongTexts, lang.Phrase{RU: "нужен текст по языкам: ru и en", EN: "it must be a text by language: ru and en"}},
	{Languages, lang.Phrase{RU: "нужен список из ru и en, сначала основной", EN: "it must be a list of ru and en, the default first"}},
	{Choice, lang.Phrase{RU: "выберите одно из перечисленного", EN: "choose one of those listed"}},
	{Number, lang.Phrase{RU: "нужно целое число", EN: "it must be a whole number"}},
	{Decimal, lang.Phrase{RU: "нужно число", EN: "it must be a number"}},
	{Money, lang.Phrase{RU: "нужна сумма", EN: "it must be an amount"}},
	{Switch, lang.Phrase{RU: "нужно true или false", EN: "it must be true or false"}},
	{Clock, lang.Phrase{RU: "нужно время вида 22:00", EN: "it must be a time like 22:00"}},
	{Zone, lang.Phrase{RU: "нужен часовой пояс вида Europe/Moscow", EN: "it must be a time zone like Europe/Moscow"}},
	{Stages, lang.Phrase{RU: "нужен список этапов", EN: "it must be a list of stages"}},
}

var (
	empty  = lang.Phrase{RU: "не может быть пустым", EN: "it may not be empty"}
	twice  = lang.Phrase{RU: "одно значение названо дважды", EN: "a value is named twice"}
	clocks = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
	keys   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)
)

// checked returns a value as it is kept, or says what is wrong with it.
func (s Setting) checked(v any) (any, lang.Phrase) {
	switch v := v.(type) {
	case string:
		return s.text(v)
	case shop.Rule:
		text, wrong := s.text(string(v))
		return shop.Rule(text), wrong
	case lang.Texts:
		return s.texts(v)
	case []lang.Lang:
		return v, languages(v)
	case int64:
		return v, s.bounds(float64(v))
	case int:
		return v, s.bounds(float64(v))
	case float64:
		return v, s.bounds(v)
	case []shop.Stage:
		return stages(v)
	}
	return v, lang.Phrase{}
}

func (s Setting) text(v string) (string, lang.Phrase) {
	v = strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n"))
	wrong := lang.Phrase{}
	switch {
	case v == "" && s.Required:
		wrong = empty
	case v == "":
	case s.Kind == Choice && !slices.ContainsFunc(s.Options, func(o Option) bool { return o.Value == v }),
		s.Kind == Clock && !clocks.MatchString(v), s.Kind == Zone && !knownZone(v):
		wrong = kindWords.Of(s.Kind)
	default:
		wrong = s.fits(v, s.Kind == Text)
	}
	return v, wrong
}

func knownZone(name string) bool {
	_, err := zone.Load(name)
	return err == nil
}

// fits says what is wrong with the characters of a text.
func (s Setting) fits(v string, lines bool) lang.Phrase {
	if n := int64(utf8.RuneCountInString(v)); n > s.Most && s.Most > 0 {
		most := strconv.FormatInt(s.Most, 10)
		return lang.Phrase{RU: "символов не больше " + most, EN: "it has at most " + most + " characters"}
	}
	if strings.ContainsFunc(v, func(r rune) bool { return unicode.IsControl(r) && !(lines && (r == '\n' || r == '\t')) }) {
		return lang.Phrase{RU: "в одну строку и без управляющих символов", EN: "one line, without control characters"}
	}
	return lang.Phrase{}
}

func (s Setting) texts(v lang.Texts) (lang.Texts, lang.Phrase) {
	out := lang.Texts{}
	for l, text := range v {
		if l != lang.RU && l != lang.EN {
			return nil, kindWords.Of(s.Kind)
		}
		if text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")); text == "" {
			continue
		}
		if wrong := s.fits(text, s.Kind == LongTexts); wrong != (lang.Phrase{}) {
			return nil, wrong
		}
		out[l] = text
	}
	if len(out) == 0 && s.Required {
		return nil, empty
	}
	return out, lang.Phrase{}
}

func languages(v []lang.Lang) lang.Phrase {
	for i, l := range v {
		if l != lang.RU && l != lang.EN {
			return kindWords.Of(Languages)
		}
		if slices.Contains(v[:i], l) {
			return twice
		}
	}
	if len(v) == 0 {
		return empty
	}
	return lang.Phrase{}
}

// bounds says what is wrong with a number; 0 is always the default.
func (s Setting) bounds(v float64) lang.Phrase {
	if v == 0 && !s.Required || v >= float64(s.Least) && v <= float64(s.Most) {
		return lang.Phrase{}
	}
	least, most := strconv.FormatInt(s.Least, 10), strconv.FormatInt(s.Most, 10)
	return lang.Phrase{RU: "от " + least + " до " + most, EN: "from " + least + " to " + most}
}

// The statuses that stages may name; core/order's, which stands above. A test compares them.
var (
	StatusWords      = []string{"draft", "placed", "completed", "canceled"}
	PaymentWords     = []string{"not_paid", "awaiting", "authorized", "partially_captured", "captured", "partially_refunded", "refunded", "canceled"}
	FulfillmentWords = []string{"not_fulfilled", "partially_fulfilled", "fulfilled", "shipped", "delivered", "partially_returned", "returned"}
)

// mostStages is more than anybody's board has columns.
const mostStages = 20

func stages(v []shop.Stage) ([]shop.Stage, lang.Phrase) {
	if len(v) > mostStages {
		return nil, lang.Phrase{RU: "этапов не больше 20", EN: "there are at most 20 stages"}
	}
	title := Setting{Kind: Texts, Required: true, Most: 60}
	for i := range v {
		g := &v[i]
		if !keys.MatchString(g.Key) {
			return nil, lang.Phrase{RU: "ключ этапа: от 1 до 32 строчных латинских букв, цифр и _", EN: "a stage's key has 1 to 32 of a–z, 0–9 and _"}
		}
		if slices.ContainsFunc(v[:i], func(o shop.Stage) bool { return o.Key == g.Key }) {
			return nil, lang.Phrase{RU: "два этапа с ключом " + g.Key, EN: "two stages have the key " + g.Key}
		}
		texts, wrong := title.texts(g.Title)
		if wrong != (lang.Phrase{}) {
			return nil, lang.Phrase{RU: "название этапа " + g.Key + ": " + wrong.RU, EN: "the title of " + g.Key + ": " + wrong.EN}
		}
		g.Title = texts
		if !within(g.Status, StatusWords) || !within(g.Payment, PaymentWords) || !within(g.Fulfillment, FulfillmentWords) {
			return nil, lang.Phrase{RU: "у этапа " + g.Key + " неизвестный статус", EN: g.Key + " names a status that there is not"}
		}
		if g.ByHand && len(g.Status)+len(g.Payment)+len(g.Fulfillment) > 0 {
			return nil, lang.Phrase{RU: "этап " + g.Key + " ставят вручную: статусов у него нет", EN: g.Key + " is set by hand and has no statuses"}
		}
	}
	return v, lang.Phrase{}
}

func within(list, all []string) bool {
	return !slices.ContainsFunc(list, func(x string) bool { return !slices.Contains(all, x) })
}
