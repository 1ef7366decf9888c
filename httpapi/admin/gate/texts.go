package gate

import (
	"strings"

	"prilavok/core/fault"
	"prilavok/core/lang"
)

// titles say what kind of refusal it is.
var titles = map[fault.Kind]lang.Phrase{
	fault.Internal:     {RU: "Ошибка у нас", EN: "An error of ours"},
	fault.Invalid:      {RU: "Запрос составлен неверно", EN: "The request is not as it must be"},
	fault.NotFound:     {RU: "Не найдено", EN: "Not found"},
	fault.Conflict:     {RU: "Сейчас так нельзя", EN: "Not possible as things are"},
	fault.Unauthorized: {RU: "Нужен вход или ключ API", EN: "Sign in, or send an API key"},
	fault.Forbidden:    {RU: "Нет права", EN: "Not allowed"},
	fault.TooMany:      {RU: "Слишком часто", EN: "Too many requests"},
	fault.Unavailable:  {RU: "Временно недоступно", EN: "Out of reach for the moment"},
	fault.Unsupported:  {RU: "Так не умеем", EN: "Not supported"},
}

// advice says what to do.
var advice = map[fault.Kind]lang.Phrase{
	fault.Internal:     {RU: "Повторите запрос с тем же Idempotency-Key. Если не поможет, сообщите магазину request_id.", EN: "Repeat the request with the same Idempotency-Key. If that does not help, tell the shop the request_id."},
	fault.Invalid:      {RU: "Исправьте запрос и отправьте его снова.", EN: "Mend the request and send it again."},
	fault.NotFound:     {RU: "Проверьте адрес и идентификатор: они должны быть из этого магазина.", EN: "Check the path and the id: they must be this shop's."},
	fault.Conflict:     {RU: "Прочитайте, что есть сейчас, и решите заново.", EN: "Read how things are now and decide anew."},
	fault.Unauthorized: {RU: "Войдите заново или передайте действующий ключ в заголовке Authorization: Bearer. Новый ключ выдаёт prilavok keys add.", EN: "Sign in again, or send a good key in the header Authorization: Bearer. prilavok keys add makes a new one."},
	fault.Forbidden:    {RU: "Нужен ключ с этим правом (prilavok keys add) или другая роль в магазине (prilavok staff add).", EN: "It takes a key with the scope that is needed (prilavok keys add), or another role in the shop (prilavok staff add)."},
	fault.TooMany:      {RU: "Подождите столько секунд, сколько сказано в Retry-After.", EN: "Wait as many seconds as Retry-After says."},
	fault.Unavailable:  {RU: "Повторите запрос позже с тем же Idempotency-Key.", EN: "Repeat the request later with the same Idempotency-Key."},
	fault.Unsupported:  {RU: "Выберите другой способ.", EN: "Choose another way."},
}

// specialAdvice is for answers with a status of their own.
var specialAdvice = map[int]lang.Phrase{
	400: {RU: "Прочитайте описание в /api/v1/openapi.json и отправьте запрос заново.", EN: "Read the description in /api/v1/openapi.json and send the request anew."},
	412: {RU: "Прочитайте объект ещё раз и решите заново.", EN: "Read the object again and decide anew."},
	413: {RU: "Разделите запрос на несколько.", EN: "Split the request."},
	422: {RU: "Для другой операции возьмите новый Idempotency-Key.", EN: "Take a new Idempotency-Key for another operation."},
	428: {RU: "Прочитайте объект и передайте его ETag в заголовке If-Match.", EN: "Read the object and send its ETag in the header If-Match."},
}

// wrong are the sentences about fields, by how the English ones begin.
var wrong = []struct{ begins, ru string }{
	{"unexpected property", "такого поля нет"},
	{"unknown query parameter", "такого параметра нет"},
	{"expected required property ", "нет обязательного поля "},
	{"required ", "обязательный параметр не передан"},
	{"expected string to be RFC 3339", "нужны дата и время вида 2026-01-31T12:00:00Z"},
	{"expected value to be one of ", "допустимо только одно из: "},
	{"expected number >= ", "число должно быть не меньше "},
	{"expected number > ", "число должно быть больше "},
	{"expected number <= ", "число должно быть не больше "},
	{"expected number < ", "число должно быть меньше "},
	{"expected length >= ", "символов должно быть не меньше "},
	{"expected length <= ", "символов должно быть не больше "},
	{"expected array length >= ", "строк должно быть не меньше "},
	{"expected array length <= ", "строк должно быть не больше "},
	{"expected string to match pattern ", "значение должно быть вида "},
	{"expected boolean", "нужно true или false"},
	{"expected integer", "нужно целое число"},
	{"expected number", "нужно число"},
	{"expected string", "нужна строка"},
	{"expected array", "нужен список"},
	{"expected object", "нужен объект"},
	{"invalid ", "значение не читается"},
}

// fieldText is what is wrong with a field, in a language.
func fieldText(l lang.Lang, english string) string {
	if l != lang.RU {
		return english
	}
	for _, w := range wrong {
		rest, ok := strings.CutPrefix(english, w.begins)
		switch {
		case !ok:
		case strings.HasSuffix(w.ru, " "):
			return w.ru + strings.TrimSuffix(rest, " to be present")
		default:
			return w.ru
		}
	}
	return english
}
