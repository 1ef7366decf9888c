package desk

import (
	"prilavok/core/handoff"
	"prilavok/core/lang"
)

// reasons say why people have a conversation, and what is to be done first.
var reasons = map[handoff.Reason]struct{ why, next lang.Phrase }{
	handoff.Asked:     {lang.Phrase{RU: "Покупатель попросил человека.", EN: "The customer asked for a person."}, lang.Phrase{RU: "Поздороваться и ответить на вопрос.", EN: "Greet them and answer the question."}},
	handoff.Clarify:   {lang.Phrase{RU: "Ассистент дважды не понял, что нужно.", EN: "The assistant failed twice to make out what is wanted."}, lang.Phrase{RU: "Уточнить, что именно нужно, и предложить товар.", EN: "Ask what exactly is wanted, and offer a product."}},
	handoff.Complaint: {lang.Phrase{RU: "Покупатель недоволен.", EN: "The customer is unhappy."}, lang.Phrase{RU: "Извиниться, посмотреть заказ и предложить решение.", EN: "Apologize, look at the order, and offer a way out."}},
	handoff.Payment:   {lang.Phrase{RU: "Вопрос о деньгах.", EN: "A question about money."}, lang.Phrase{RU: "Сверить оплату заказа и ответить.", EN: "Check the order's payment, and answer."}},
	handoff.Guard:     {lang.Phrase{RU: "Ассистент не был уверен в ответе и ничего не сказал.", EN: "The assistant was not sure of its answer and said nothing."}, lang.Phrase{RU: "Ответить самому: фактов в каталоге не хватило.", EN: "Answer yourself: the catalog did not prove it."}},
	handoff.Model:     {lang.Phrase{RU: "Ассистент не работал.", EN: "The assistant was out of order."}, lang.Phrase{RU: "Ответить самому и проверить модель в настройках.", EN: "Answer yourself, and check the model in the settings."}},
	handoff.Manual:    {lang.Phrase{RU: "Разговор взял оператор.", EN: "An operator took over."}, lang.Phrase{RU: "Договорить и вернуть разговор ассистенту.", EN: "Finish it, and hand it back to the assistant."}},
}

// tools tell what the assistant did, by the names that the model knows.
var tools = lang.Table[string]{
	{"search_products", lang.Phrase{RU: "Искал товары", EN: "Looked for products"}},
	{"get_product", lang.Phrase{RU: "Смотрел товар", EN: "Looked at a product"}},
	{"check_stock", lang.Phrase{RU: "Проверял наличие", EN: "Checked the stock"}},
	{"faq", lang.Phrase{RU: "Искал в статьях магазина", EN: "Looked into the shop's articles"}},
	{"view_cart", lang.Phrase{RU: "Смотрел корзину", EN: "Looked at the cart"}},
	{"add_to_cart", lang.Phrase{RU: "Клал в корзину", EN: "Put into the cart"}},
	{"remove_from_cart", lang.Phrase{RU: "Убирал из корзины", EN: "Took out of the cart"}},
	{"start_checkout", lang.Phrase{RU: "Начал оформление", EN: "Began the checkout"}},
	{"delivery_options", lang.Phrase{RU: "Смотрел доставку", EN: "Looked at delivery"}},
	{"delivery_times", lang.Phrase{RU: "Смотрел время доставки", EN: "Looked at times of delivery"}},
	{"quote_cart", lang.Phrase{RU: "Считал корзину с доставкой", EN: "Counted the cart with delivery"}},
	{"order_status", lang.Phrase{RU: "Смотрел заказ", EN: "Looked at an order"}},
	{"order_history", lang.Phrase{RU: "Смотрел историю заказа", EN: "Looked at an order's history"}},
	{"repeat_order", lang.Phrase{RU: "Повторял заказ", EN: "Repeated an order"}},
	{"payment_link", lang.Phrase{RU: "Давал ссылку на оплату", EN: "Gave a payment link"}},
	{"apply_code", lang.Phrase{RU: "Вводил промокод", EN: "Entered a promo code"}},
	{"remove_code", lang.Phrase{RU: "Убирал промокод", EN: "Removed the promo code"}},
	{"handoff_to_human", lang.Phrase{RU: "Позвал человека", EN: "Called a person"}},
}

var failed = lang.Phrase{RU: " — не вышло", EN: " — it did not work"}
