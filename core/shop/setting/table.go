package setting

import (
	"slices"

	"prilavok/core/lang"
	"prilavok/core/shop"
)

// Groups are the pages, in the order in which people see them.
var Groups = []Group{
	{"shop", lang.Phrase{RU: "Магазин", EN: "Shop"}, lang.Phrase{RU: "Название, языки, контакты и часы работы", EN: "Name, languages, contacts and working hours"}},
	{"assistant", lang.Phrase{RU: "Ассистент", EN: "Assistant"}, lang.Phrase{RU: "Как он говорит, чего придерживается и сколько тратит", EN: "How it talks, what it keeps to and what it spends"}},
	{"orders", lang.Phrase{RU: "Заказы", EN: "Orders"}, lang.Phrase{RU: "Номера, резерв, отмены, возвраты и этапы", EN: "Numbers, holding of goods, cancellations, returns and stages"}},
	{"payments", lang.Phrase{RU: "Деньги", EN: "Money"}, lang.Phrase{RU: "Что делать с лишними деньгами", EN: "What becomes of money that an order does not need"}},
	{"notices", lang.Phrase{RU: "Уведомления", EN: "Notices"}, lang.Phrase{RU: "Тихие часы; тексты — на отдельной странице", EN: "Quiet hours; the texts have a page of their own"}},
	{"ratings", lang.Phrase{RU: "Оценки", EN: "Ratings"}, lang.Phrase{RU: "Спрашивать ли покупателей, как им помогли", EN: "Whether customers are asked how they were served"}},
	{"staff", lang.Phrase{RU: "Чат сотрудников", EN: "Staff chat"}, lang.Phrase{RU: "Группа в Telegram, где отвечают клиентам", EN: "The group in Telegram where customers are answered"}},
}

var tokens = lang.Phrase{RU: "токенов", EN: "tokens"}

// All is the table.
var All = slices.Concat(base, more)

// base is its beginning: the shop and its assistant.
var base = []Setting{
	{Key: "shop.name", Group: "shop", Kind: Texts, Required: true, Most: 100,
		Label: lang.Phrase{RU: "Название", EN: "Name"}, Help: lang.Phrase{RU: "Как магазин называется для покупателей.", EN: "What customers know the shop as."},
		at: func(s *shop.Shop) any { return &s.Name }},
	{Key: "shop.languages", Group: "shop", Kind: Languages, Required: true,
		Label: lang.Phrase{RU: "Языки", EN: "Languages"}, Help: lang.Phrase{RU: "На каких языках магазин отвечает; первый — основной.", EN: "The languages that the shop answers in; the first is the default."},
		at: func(s *shop.Shop) any { return &s.Languages }},
	{Key: "shop.time_zone", Group: "shop", Kind: Zone, Required: true, Most: 60,
		Label: lang.Phrase{RU: "Часовой пояс", EN: "Time zone"}, Help: lang.Phrase{RU: "По нему считаются дни, сроки и тихие часы.", EN: "Days, dates and quiet hours are reckoned in it."},
		at: func(s *shop.Shop) any { return &s.TimeZone }},
	{Key: "shop.greeting", Group: "shop", Kind: LongTexts, Most: 1000,
		Label: lang.Phrase{RU: "Приветствие", EN: "Greeting"}, Help: lang.Phrase{RU: "Первое, что видит новый покупатель. Пусто — встроенное приветствие.", EN: "The first thing a new customer sees. Empty is the built-in greeting."},
		at: func(s *shop.Shop) any { return &s.Settings.Greeting }},
	{Key: "contact.hours", Group: "shop", Kind: Texts, Most: 300,
		Label: lang.Phrase{RU: "Часы работы", EN: "Working hours"}, Help: lang.Phrase{RU: "Что ассистент отвечает на вопрос, когда вы работаете: «пн–пт 10:00–19:00».", EN: "What the assistant says when asked when you are open: “Mon–Fri 10:00–19:00”."},
		at: func(s *shop.Shop) any { return &s.Settings.Contact.Hours }},
	{Key: "contact.phone", Group: "shop", Kind: Line, Most: 40,
		Label: lang.Phrase{RU: "Телефон", EN: "Phone"}, Help: lang.Phrase{RU: "Телефон, который ассистент даёт покупателям.", EN: "The phone number that the assistant gives to customers."},
		at: func(s *shop.Shop) any { return &s.Settings.Contact.Phone }},
	{Key: "contact.email", Group: "shop", Kind: Line, Most: 254,
		Label: lang.Phrase{RU: "Почта", EN: "E-mail"}, Help: lang.Phrase{RU: "Почта для покупателей.", EN: "The e-mail address for customers."},
		at: func(s *shop.Shop) any { return &s.Settings.Contact.Email }},
	{Key: "contact.site", Group: "shop", Kind: Line, Most: 300,
		Label: lang.Phrase{RU: "Сайт", EN: "Website"}, Help: lang.Phrase{RU: "Адрес вашего сайта.", EN: "The address of your website."},
		at: func(s *shop.Shop) any { return &s.Settings.Contact.Site }},
	{Key: "contact.address", Group: "shop", Kind: Texts, Most: 300,
		Label: lang.Phrase{RU: "Адрес", EN: "Address"}, Help: lang.Phrase{RU: "Где вас найти, если у вас есть магазин или пункт выдачи.", EN: "Where you are, if people can come to you."},
		at: func(s *shop.Shop) any { return &s.Settings.Contact.Address }},

	{Key: "assistant.persona", Group: "assistant", Kind: Text, Most: 4000,
		Label: lang.Phrase{RU: "Характер и указания", EN: "Manner and instructions"}, Help: lang.Phrase{RU: "Как ассистенту говорить и о чём помнить: «обращайся на вы, к свечам предлагай подсвечник».", EN: "How the assistant talks and what it minds: “be brief; with candles, offer a holder”."},
		at: func(s *shop.Shop) any { return &s.Settings.Assistant.Persona }},
	{Key: "assistant.mode", Group: "assistant", Kind: Choice, Default: "answer", Options: []Option{
		{"answer", lang.Phrase{RU: "ассистент отвечает сам", EN: "the assistant answers"}},
		{"draft", lang.Phrase{RU: "ассистент предлагает, отвечает человек", EN: "the assistant proposes, a person answers"}},
		{"off", lang.Phrase{RU: "отвечает человек", EN: "a person answers"}}},
		Label: lang.Phrase{RU: "Кто отвечает покупателям", EN: "Who answers customers"}, Help: lang.Phrase{RU: "Кнопки, меню и оформление заказа работают сразу при любом выборе. В отдельном диалоге можно решить иначе.", EN: "Buttons, the menu and the checkout work at once whatever you choose. One conversation can be set otherwise."},
		at: func(s *shop.Shop) any { return &s.Settings.Assistant.Mode }},
	{Key: "assistant.say_automated", Group: "assistant", Kind: Switch,
		Label: lang.Phrase{RU: "Предупреждать, что отвечает программа", EN: "Say that a program answers"}, Help: lang.Phrase{RU: "В начале разговора ассистент говорит, что он не человек.", EN: "At the start of a conversation the assistant says that it is no person."},
		at: func(s *shop.Shop) any { return &s.Settings.Assistant.Automated }},
	{Key: "assistant.off", Group: "assistant", Kind: Switch,
		Label: lang.Phrase{RU: "Отвечать без модели", EN: "Answer without the model"}, Help: lang.Phrase{RU: "Языковая модель выключена: работают кнопки, поиск и оформление заказа.", EN: "The language model is off: buttons, search and checkout go on."},
		at: func(s *shop.Shop) any { return &s.Settings.Assistant.Off }},
	{Key: "assistant.model", Group: "assistant", Kind: Line, Most: 100,
		Label: lang.Phrase{RU: "Модель", EN: "Model"}, Help: lang.Phrase{RU: "Название модели у поставщика. Пусто — та, что задана на сервере.", EN: "The model's name at its provider. Empty is the server's."},
		at: func(s *shop.Shop) any { return &s.Settings.Assistant.Model }},
	{Key: "assistant.temperature", Group: "assistant", Kind: Decimal, Least: 0, Most: 2, Default: 0.2,
		Label: lang.Phrase{RU: "Свобода речи", EN: "Freedom of speech"}, Help: lang.Phrase{RU: "От 0 до 2: чем больше, тем разнообразнее ответы.", EN: "From 0 to 2: the more, the more varied the answers."},
		at: func(s *shop.Shop) any { return &s.Settings.Assistant.Temperature }},
	{Key: "assistant.daily_tokens", Group: "assistant", Kind: Number, Least: 1000, Most: 1_000_000_000, Default: 5_000_000, Unit: tokens,
		Label: lang.Phrase{RU: "Бюджет магазина на день", EN: "The shop's budget for a day"}, Help: lang.Phrase{RU: "Когда он исчерпан, до полуночи отвечают кнопки и поиск.", EN: "Once it is spent, buttons and search answer until midnight."},
		at: func(s *shop.Shop) any { return &s.Settings.Assistant.DailyTokens }},
	{Key: "assistant.contact_tokens", Group: "assistant", Kind: Number, Least: 1000, Most: 100_000_000, Default: 200_000, Unit: tokens,
		Label: lang.Phrase{RU: "Бюджет одного покупателя на день", EN: "One customer's budget for a day"}, Help: lang.Phrase{RU: "Чтобы один разговор не истратил всё.", EN: "So that one conversation does not spend everything."},
		at: func(s *shop.Shop) any { return &s.Settings.Assistant.ContactTokens }},
	{Key: "assistant.turn_tokens", Group: "assistant", Kind: Number, Least: 1000, Most: 10_000_000, Default: 40_000, Unit: tokens,
		Label: lang.Phrase{RU: "Бюджет одного ответа", EN: "Budget of one answer"}, Help: lang.Phrase{RU: "Сколько может стоить один ответ вместе с поиском по товарам.", EN: "What one answer may cost, its searches included."},
		at: func(s *shop.Shop) any { return &s.Settings.Assistant.TurnTokens }},
	{Key: "assistant.contact_per_hour", Group: "assistant", Kind: Number, Least: 1, Most: 10_000, Default: 120, Unit: lang.Phrase{RU: "сообщений", EN: "messages"},
		Label: lang.Phrase{RU: "Сообщений покупателя в час", EN: "A customer's messages in an hour"}, Help: lang.Phrase{RU: "Кто пишет больше, тому отвечают через час.", EN: "Whoever writes more is answered an hour later."},
		at: func(s *shop.Shop) any { return &s.Settings.Assistant.ContactPerHour }},
	{Key: "assistant.no_pictures", Group: "assistant", Kind: Switch,
		Label: lang.Phrase{RU: "Не показывать модели картинки покупателей", EN: "Keep customers' pictures from the model"}, Help: lang.Phrase{RU: "Модель видит только слова.", EN: "The model sees words only."},
		at: func(s *shop.Shop) any { return &s.Settings.Shown.NoPictures }},
	{Key: "assistant.thank_mentions", Group: "assistant", Kind: Switch,
		Label: lang.Phrase{RU: "Благодарить за упоминание в сторис", EN: "Thank for mentions in stories"}, Help: lang.Phrase{RU: "Кто упомянул магазин в сторис, тому говорят спасибо, один раз.", EN: "Who mentions the shop in a story is thanked, once."},
		at: func(s *shop.Shop) any { return &s.Settings.Shown.Thank }},
}
