package reports

import "prilavok/core/lang"

// Words of tables.
var (
	wordDay           = lang.Phrase{RU: "День", EN: "Day"}
	wordOrders        = lang.Phrase{RU: "Заказы", EN: "Orders"}
	wordRevenue       = lang.Phrase{RU: "Выручка", EN: "Revenue"}
	wordAverage       = lang.Phrase{RU: "Средний чек", EN: "Average order"}
	wordReturned      = lang.Phrase{RU: "Возвращено", EN: "Returned"}
	wordCanceled      = lang.Phrase{RU: "Отменено заказов", EN: "Orders canceled"}
	wordCurrency      = lang.Phrase{RU: "Валюта", EN: "Currency"}
	wordProduct       = lang.Phrase{RU: "Товар", EN: "Product"}
	wordPieces        = lang.Phrase{RU: "Штук", EN: "Pieces"}
	wordStep          = lang.Phrase{RU: "Шаг", EN: "Step"}
	wordConversations = lang.Phrase{RU: "Диалоги", EN: "Conversations"}
	wordPercent       = lang.Phrase{RU: "Доля, %", EN: "Share, %"}
	wordWho           = lang.Phrase{RU: "Кто ответил", EN: "Who answered"}
	wordAnswers       = lang.Phrase{RU: "Первых ответов", EN: "First answers"}
	wordHalf          = lang.Phrase{RU: "Половина не дольше, с", EN: "Half no longer than, s"}
	word90            = lang.Phrase{RU: "90 из 100 не дольше, с", EN: "90 of 100 no longer than, s"}
	word95            = lang.Phrase{RU: "95 из 100 не дольше, с", EN: "95 of 100 no longer than, s"}
	wordAssistant     = lang.Phrase{RU: "Ассистент", EN: "Assistant"}
	wordPeople        = lang.Phrase{RU: "Люди", EN: "People"}
	wordWhat          = lang.Phrase{RU: "Показатель", EN: "Figure"}
	wordTimes         = lang.Phrase{RU: "Сколько", EN: "Number"}
	wordAlone         = lang.Phrase{RU: "Ответил только ассистент", EN: "Answered by the assistant alone"}
	wordHelped        = lang.Phrase{RU: "Писал человек", EN: "A person wrote"}
	wordMessages      = lang.Phrase{RU: "Сообщения покупателей", EN: "Messages of customers"}
	wordHandled       = lang.Phrase{RU: "Сообщения с ответом", EN: "Messages answered"}
	wordAsked         = lang.Phrase{RU: "Спросили", EN: "Asked"}
	wordRated         = lang.Phrase{RU: "Оценили", EN: "Rated"}
	wordAnswered      = lang.Phrase{RU: "Ответили, %", EN: "Answered, %"}
	wordCSAT          = lang.Phrase{RU: "Оценки 4 и 5, %", EN: "Scores 4 and 5, %"}
	wordMean          = lang.Phrase{RU: "Средняя оценка", EN: "Mean score"}
	wordAll           = lang.Phrase{RU: "Все", EN: "All"}
	wordBefore        = lang.Phrase{RU: "Прошлый период", EN: "The period before"}
	wordHandoffs      = lang.Phrase{RU: "Передано людям", EN: "Handed over"}

	wordSteps = map[string]lang.Phrase{
		"talked":  {RU: "Написали", EN: "Wrote"},
		"carted":  {RU: "Положили в корзину", EN: "Put into the cart"},
		"ordered": {RU: "Оформили заказ", EN: "Placed an order"},
		"paid":    {RU: "Заплатили", EN: "Paid"},
	}
)
