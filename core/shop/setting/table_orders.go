package setting

import (
	"prilavok/core/lang"
	"prilavok/core/shop"
)

// rules are the values of what a person decides or the shop does by itself.
var rules = []Option{
	{string(shop.Refund), lang.Phrase{RU: "вернуть автоматически", EN: "give it back"}},
	{string(shop.Flag), lang.Phrase{RU: "сообщить нам", EN: "tell us"}},
}

// more is the rest of the table: orders, money, notices.
var more = []Setting{
	{Key: "orders.prefix", Group: "orders", Kind: Line, Most: 10,
		Label: lang.Phrase{RU: "Перед номером заказа", EN: "Before an order's number"}, Help: lang.Phrase{RU: "«A-» даёт номера вида A-1042.", EN: "“A-” gives numbers like A-1042."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.Prefix }},
	{Key: "orders.first_number", Group: "orders", Kind: Number, Least: 1, Most: 1_000_000_000, Default: 1001,
		Label: lang.Phrase{RU: "Первый номер", EN: "First number"}, Help: lang.Phrase{RU: "С какого номера считать заказы; действует до первого заказа.", EN: "Where counting begins; it counts until the first order."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.FirstNumber }},
	{Key: "orders.min_total", Group: "orders", Kind: Money, Least: 1, Most: 1_000_000_000_00,
		Label: lang.Phrase{RU: "Наименьшая сумма заказа", EN: "Least total of an order"}, Help: lang.Phrase{RU: "Меньше этой суммы заказ не оформить. 0 — любая.", EN: "Nothing is ordered for less. 0 is any."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.MinTotal }},
	{Key: "orders.reserve_hours", Group: "orders", Kind: Number, Least: 1, Most: 8760, Default: 72, Unit: lang.Phrase{RU: "часов", EN: "hours"},
		Label: lang.Phrase{RU: "Держать товар за заказом", EN: "Hold goods for an order"}, Help: lang.Phrase{RU: "Сколько товар ждёт, если платят при получении.", EN: "How long goods wait where money is paid on delivery."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.ReserveHours }},
	{Key: "orders.pay_minutes", Group: "orders", Kind: Number, Least: 5, Most: 10_080, Default: 60, Unit: lang.Phrase{RU: "минут", EN: "minutes"},
		Label: lang.Phrase{RU: "Ждать предоплату", EN: "Wait for payment beforehand"}, Help: lang.Phrase{RU: "Сколько товар ждёт оплаты по ссылке.", EN: "How long goods wait for a payment link to be paid."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.PayMinutes }},
	{Key: "orders.on_expiry", Group: "orders", Kind: Choice, Options: []Option{{"keep", lang.Phrase{RU: "оставить заказ, товар отпустить", EN: "keep the order, let its goods go"}}},
		Label: lang.Phrase{RU: "Если не оплатили вовремя", EN: "When it was not paid in time"}, Help: lang.Phrase{RU: "Пусто — заказ отменяется сам.", EN: "Empty cancels the order."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.OnExpiry }},
	{Key: "orders.customer_until", Group: "orders", Kind: Choice, Default: "packed", Options: []Option{
		{"paid", lang.Phrase{RU: "до оплаты", EN: "until it is paid"}}, {"packed", lang.Phrase{RU: "до сборки", EN: "until it is packed"}},
		{"shipped", lang.Phrase{RU: "до отправки", EN: "until it is shipped"}}, {"never", lang.Phrase{RU: "никогда", EN: "never"}}},
		Label: lang.Phrase{RU: "Покупатель сам отменяет и меняет заказ", EN: "Customers cancel and change by themselves"}, Help: lang.Phrase{RU: "До какого момента; дальше — через человека.", EN: "Until when; after that a person does it."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.CustomerUntil }},
	{Key: "orders.fee_on_edit", Group: "orders", Kind: Choice, Options: []Option{{"keep", lang.Phrase{RU: "оставить как была", EN: "leave it as it was"}}},
		Label: lang.Phrase{RU: "Доставка при изменении товаров", EN: "Delivery when goods are changed"}, Help: lang.Phrase{RU: "Пусто — пересчитать, но не дороже, чем было.", EN: "Empty reckons it anew, never above what it was."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.FeeOnEdit }},
	{Key: "orders.return_days", Group: "orders", Kind: Number, Least: -1, Most: 365, Default: 14, Unit: lang.Phrase{RU: "дней", EN: "days"},
		Label: lang.Phrase{RU: "Возврат после получения", EN: "Returns after delivery"}, Help: lang.Phrase{RU: "Сколько дней покупатель может вернуть товар; −1 — нельзя.", EN: "For how many days customers may return goods; −1 is never."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.ReturnDays }},
	{Key: "orders.return_auto", Group: "orders", Kind: Switch,
		Label: lang.Phrase{RU: "Принимать возвраты без одобрения", EN: "Take returns without approval"}, Help: lang.Phrase{RU: "Просьба о возврате в срок принимается сама.", EN: "A request within the rules is taken by itself."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.ReturnAuto }},
	{Key: "orders.stages", Group: "orders", Kind: Stages,
		Label: lang.Phrase{RU: "Этапы заказа", EN: "Stages of an order"}, Help: lang.Phrase{RU: "Ваши названия того, где заказ; пусто — обычные статусы.", EN: "Your own names for where an order is; empty shows its statuses."},
		at: func(s *shop.Shop) any { return &s.Settings.Orders.Stages }},

	{Key: "payments.late", Group: "payments", Kind: Choice, Default: "refund", Options: rules,
		Label: lang.Phrase{RU: "Деньги пришли за отменённый или оплаченный заказ", EN: "Money for an order that is canceled or paid"}, Help: lang.Phrase{RU: "Что с ними делать.", EN: "What becomes of it."},
		at: func(s *shop.Shop) any { return &s.Settings.Payments.Late }},
	{Key: "payments.difference", Group: "payments", Kind: Choice, Default: "flag", Options: rules,
		Label: lang.Phrase{RU: "Изменённый заказ стал дешевле", EN: "A changed order costs less"}, Help: lang.Phrase{RU: "Что делать с разницей.", EN: "What becomes of the difference."},
		at: func(s *shop.Shop) any { return &s.Settings.Payments.Difference }},

	{Key: "notices.quiet_from", Group: "notices", Kind: Clock, Default: "22:00", Most: 5,
		Label: lang.Phrase{RU: "Тихие часы с", EN: "Quiet from"}, Help: lang.Phrase{RU: "Ночью покупателям пишут только то, что не ждёт.", EN: "At night customers are told only what cannot wait."},
		at: func(s *shop.Shop) any { return &s.Settings.Notices.QuietFrom }},
	{Key: "notices.quiet_to", Group: "notices", Kind: Clock, Default: "09:00", Most: 5,
		Label: lang.Phrase{RU: "Тихие часы до", EN: "Quiet until"}, Help: lang.Phrase{RU: "Если начало и конец равны, тихих часов нет.", EN: "Where both are equal there are no quiet hours."},
		at: func(s *shop.Shop) any { return &s.Settings.Notices.QuietTo }},
	{Key: "notices.staff_quiet", Group: "notices", Kind: Switch,
		Label: lang.Phrase{RU: "Не беспокоить ночью и сотрудников", EN: "Leave staff alone at night as well"}, Help: lang.Phrase{RU: "Кроме того, что не ждёт.", EN: "But for what cannot wait."},
		at: func(s *shop.Shop) any { return &s.Settings.Notices.Staff }},
	{Key: "notices.staff_account", Group: "staff", Kind: Line, Most: 64,
		Label: lang.Phrase{RU: "Бот в группе сотрудников", EN: "Bot in the staff group"}, Help: lang.Phrase{RU: "Какой бот магазина пишет в группу; его ставит подключение группы.", EN: "Which of the shop’s bots writes there; connecting the group sets it."},
		at: func(s *shop.Shop) any { return &s.Settings.Staff.AccountID }},
	{Key: "notices.staff_chat", Group: "staff", Kind: Line, Most: 40,
		Label: lang.Phrase{RU: "Группа сотрудников в Telegram", EN: "Staff group in Telegram"}, Help: lang.Phrase{RU: "Номер группы, куда бот приносит вопросы и заказы; его ставит подключение группы.", EN: "The number of the group where the bot brings questions and orders; connecting the group sets it."},
		at: func(s *shop.Shop) any { return &s.Settings.Staff.ChatID }},
	{Key: "notices.staff_topics", Group: "staff", Kind: Switch,
		Label: lang.Phrase{RU: "Тема на каждый разговор", EN: "A topic for each conversation"}, Help: lang.Phrase{RU: "В группе с темами у каждого покупателя своя.", EN: "In a group with topics each customer has one."},
		at: func(s *shop.Shop) any { return &s.Settings.Staff.Topics }},

	{Key: "promotions.on", Group: "notices", Kind: Switch,
		Label: lang.Phrase{RU: "Присылать новости и скидки", EN: "Send news and offers"},
		Help:  lang.Phrase{RU: "Только тем, кто сам согласился; «стоп» от покупателя действует сразу. Пока выключено, реклама не уходит никуда.", EN: "Only to those who agreed; a customer's “stop” counts at once. While this is off no advertising goes anywhere."},
		at:    func(s *shop.Shop) any { return &s.Settings.Promotions.On }},
	{Key: "promotions.telegram", Group: "notices", Kind: Switch,
		Label: lang.Phrase{RU: "Новости и скидки в Telegram", EN: "News and offers in Telegram"}, Help: lang.Phrase{RU: "Действует, когда они включены.", EN: "Counts while they are on."},
		at: func(s *shop.Shop) any { return &s.Settings.Promotions.Channels.Telegram }},
	{Key: "promotions.webchat", Group: "notices", Kind: Switch,
		Label: lang.Phrase{RU: "Новости и скидки в чате на сайте", EN: "News and offers in the website's chat"}, Help: lang.Phrase{RU: "Действует, когда они включены.", EN: "Counts while they are on."},
		at: func(s *shop.Shop) any { return &s.Settings.Promotions.Channels.Webchat }},
	{Key: "promotions.instagram", Group: "notices", Kind: Switch,
		Label: lang.Phrase{RU: "Новости и скидки в Instagram", EN: "News and offers on Instagram"},
		Help:  lang.Phrase{RU: "В России реклама в Instagram запрещена законом с 1 сентября 2025 года (38-ФЗ): не включайте, если продаёте в России.", EN: "Advertising on Instagram is banned in Russia by law since September 1, 2025 (38-FZ): leave this off if you sell in Russia."},
		at:    func(s *shop.Shop) any { return &s.Settings.Promotions.Channels.Instagram }},
}
