package dialog

import "testing"

func TestIntentOf(t *testing.T) {
	for want, list := range map[string][]string{
		"menu":     {"меню", "Меню!", "START", "помощь", "что ты умеешь?"},
		"hello":    {"Привет", "здравствуйте!", "Добрый день", "hi", "Hello.", "hi there"},
		"catalog":  {"каталог", "Что у вас есть?", "в наличии", "покажите каталог", "what do you sell?", "in stock"},
		"cart":     {"корзина", "что в корзине?", "покажи мою корзину", "что у меня в корзине", "my cart", "what is in my cart"},
		"checkout": {"оформить заказ", "купить", "хочу оформить заказ", "checkout", "I place an order"},
		"orders":   {"мои заказы", "Где мой заказ?", "скажите где мой заказ", "когда приедет", "когда приедет мой заказ", "where's my order", "order status please"},
		"delivery": {"доставка", "shipping"},
		"faq":      {"частые вопросы", "FAQ"},
		"human":    {"оператор", "позовите человека пожалуйста", "хочу поговорить с живым человеком", "I want to talk to a human", "real person please", "Please get me a human", "I need a human"},
		"thanks":   {"спасибо", "СПС", "thank you!"},
		"bye":      {"до свидания", "bye"},
		"bot":      {"Вы бот?", "are you a bot?", "Are you a human?"},
		"lang:en":  {"English", "do you speak English?"},
		"lang:ru":  {"по-русски", "на русском"},
		"cancel":   {"отмена", "stop"},
		"": {"", "👍", "Корзинкина", "Анна Корзинкина", "Человекова Мария", "хочу заказать кружку с оператором мечты", "кружка", "плетёная корзина", "корзина плетёная большая",
			"купить кружку", "доставка в Москву", "доставьте до двери", "вопросы есть по размеру", "привет из Костромы", "книга заказов", "человек-паук", "спасибо не надо",
			"когда приедет курьер", "order of the phoenix", "human hair wig", "shop apron", "picnic basket", "a cart for a child", "stop motion camera", "good morning coffee",
			"расскажите пожалуйста подробно про всё что лежит у меня в корзине сейчас и почему"},
	} {
		for _, text := range list {
			if got := intentOf(text); got != want {
				t.Errorf("intentOf(%q) = %q, want %q", text, got, want)
			}
		}
	}
}

func TestAsks(t *testing.T) {
	for want, list := range map[bool][]string{
		true:  {"как вернуть?", "сколько стоит доставка", "можно ли постирать", "где вы", "разбилась кружка", "есть скидки?", "how do I pay", "do you ship to Moscow", "can I return it", "any discount?"},
		false: {"кружка", "кружка?", "есть плед?", "do you have sneakers size 42?", "do you sell tea", "are there any wool socks", "подарок маме", "", "Howard mug", "какао"},
	} {
		for _, text := range list {
			if got := asks(text); got != want {
				t.Errorf("asks(%q) = %v", text, got)
			}
		}
	}
}
