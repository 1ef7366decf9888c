package report

import "prilavok/core/lang"

// Definition says what a number of a report is.
type Definition struct {
	ID    string
	Title lang.Phrase
	Text  lang.Phrase
}

// Definitions are those of all numbers, in the order of the reports.
var Definitions = []Definition{
	{"orders", lang.Phrase{RU: "Заказы", EN: "Orders"}, lang.Phrase{
		RU: "Оформленные за период и с тех пор не отменённые. Заказ относится к дню, когда его оформили, по часам магазина. Черновики не считаются, отменённые показаны отдельно.",
		EN: "Placed in the period and not canceled since. An order belongs to the day on which it was placed, by the shop’s clock. Drafts do not count; canceled ones are shown apart."}},
	{"revenue", lang.Phrase{RU: "Выручка", EN: "Revenue"}, lang.Phrase{
		RU: "Сумма этих заказов: товары со скидками и доставка, оплачены они уже или нет. Возвраты не вычтены, они показаны отдельно. Валюты не складываются.",
		EN: "What these orders come to: goods after discounts, and delivery, paid already or not. Returns are not taken off; they are shown apart. Currencies are not added up."}},
	{"average", lang.Phrase{RU: "Средний чек", EN: "Average order"}, lang.Phrase{
		RU: "Выручка, делённая на число заказов, с точностью до копейки.",
		EN: "Revenue divided by the number of orders, to the minor unit."}},
	{"returned", lang.Phrase{RU: "Возвращено", EN: "Returned"}, lang.Phrase{
		RU: "Стоимость товаров, которые покупатели вернули из заказов этого периода, когда бы ни вернули.",
		EN: "Worth of the goods that came back of the period’s orders, whenever they did."}},
	{"canceled", lang.Phrase{RU: "Отменено", EN: "Canceled"}, lang.Phrase{
		RU: "Заказы, которые оформили за период, а потом отменили: вы, покупатель или срок оплаты. В заказы и выручку они не входят.",
		EN: "Orders that were placed in the period and canceled later, by you, by the customer or as the time to pay ran out. They are no part of orders and revenue."}},
	{"before", lang.Phrase{RU: "Прошлый период", EN: "The period before"}, lang.Phrase{
		RU: "Столько же дней прямо перед этим периодом. Если сегодняшний день ещё идёт, прошлый период берётся до того же времени суток.",
		EN: "As many days just before the period. While today is not over it is taken until the same time of the day."}},
	{"sold", lang.Phrase{RU: "Лучшие товары", EN: "Best sellers"}, lang.Phrase{
		RU: "Штуки и сумма по товарам из этих же заказов: со скидками, без доставки, возвраты не вычтены. Варианты одного товара сложены.",
		EN: "Pieces and amounts by product, of the same orders: after discounts, without delivery, before returns. Variants of a product are added up."}},
	{"funnel", lang.Phrase{RU: "Воронка", EN: "Funnel"}, lang.Phrase{
		RU: "Диалоги, в которых покупатель писал за период; из них те, где за период что-то положили в корзину, оформили заказ (и не отменили) и заплатили за него хотя бы часть, даже если деньги потом вернули. Доля — от первого шага. Заказы, которые завели мимо диалога, сюда не входят.",
		EN: "Conversations in which the customer wrote in the period; of these, those in which something was put into the cart in the period, an order was placed (and not canceled), and at least a part of it was paid, even if the money went back later. Shares are of the first step. Orders that came by no conversation are not in it."}},
	{"first_answer", lang.Phrase{RU: "Время первого ответа", EN: "First response time"}, lang.Phrase{
		RU: "Сколько покупатель ждал первого за день ответа в диалоге: от первого сообщения, на которое ещё не ответили, до ответа, по времени самих сообщений. Ассистент и люди считаются отдельно; человек отвечает ещё и на просьбу позвать человека. «Половина» — половина ответов была не медленнее; так же 90 и 95 из 100. День — тот, когда ответили. Нерабочие часы не вычитаются.",
		EN: "How long the customer waited for the first answer of a day in a conversation: from the first message that nobody had answered until the answer, by the times of the messages. The assistant and people count apart; a person also answers the call for a person. “Half” means that half of the answers took no longer; so do 90 and 95 of 100. The day is that of the answer. Hours in which you are closed are not taken off."}},
	{"automation", lang.Phrase{RU: "Автоматизация", EN: "Automation"}, lang.Phrase{
		RU: "Доля диалогов, в которых за период покупатель писал, ассистент отвечал, а люди не написали ни разу. В день и за период диалог считается один раз.",
		EN: "The part of conversations in which, in the period, the customer wrote, the assistant answered and no person of the shop wrote. A conversation counts once in the period."}},
	{"handoffs", lang.Phrase{RU: "Передано людям", EN: "Handed over"}, lang.Phrase{
		RU: "Сколько раз за период диалог перешёл к людям, и почему.",
		EN: "How often in the period a conversation went over to people, and why."}},
	{"handled", lang.Phrase{RU: "Сообщения с ответом", EN: "Messages answered"}, lang.Phrase{
		RU: "Доля сообщений покупателей за период, после которых ассистент или человек уже написал в том же диалоге. Остальные ждут или остались без ответа, как «спасибо» в конце разговора. Уведомления о заказах ответом не считаются.",
		EN: "The part of the customers’ messages of the period after which the assistant or a person has written in the same conversation. The others wait, or were left without an answer, like a “thanks” at the end. Notices of orders are no answers."}},
	{"satisfaction", lang.Phrase{RU: "Удовлетворённость", EN: "Satisfaction"}, lang.Phrase{
		RU: "Доля оценок 4 и 5 среди всех оценок (CSAT). Покупателя просят оценить разговор от 1 до 5, когда сотрудник его завершил или когда после ответа покупатель несколько часов молчит. Оценка относится к дню вопроса. Пока никто не оценил, числа нет.",
		EN: "The part of scores 4 and 5 among all scores (CSAT). Customers are asked to rate a conversation from 1 to 5 once a colleague has ended it, or when they were answered and have been silent for some hours. A score belongs to the day of its question. While nobody has rated there is no number."}},
	{"mean_score", lang.Phrase{RU: "Средняя оценка", EN: "Mean score"}, lang.Phrase{
		RU: "Сумма оценок, делённая на их число, до сотых.",
		EN: "The scores added up and divided by how many there are, to a hundredth."}},
	{"answer_rate", lang.Phrase{RU: "Ответили на вопрос", EN: "Answered the question"}, lang.Phrase{
		RU: "Доля покупателей, которые поставили оценку, среди тех, кого спросили за период. Вопросы, которые мессенджер не доставил, не считаются. Ответить можно неделю, поэтому у последних дней доля ещё растёт.",
		EN: "The part of customers who gave a score among those asked in the period. Questions that the messenger did not deliver do not count. They can answer for a week, so that the last days still grow."}},
	{"rated_alone", lang.Phrase{RU: "Без людей и с людьми", EN: "Without people and with them"}, lang.Phrase{
		RU: "Те же оценки, разделённые по тому, писал ли в разговоре сотрудник с прошлого вопроса, но не раньше чем за неделю.",
		EN: "The same scores, divided by whether a person of the shop wrote in the conversation since the question before, within a week."}},
}
