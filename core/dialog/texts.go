package dialog

import (
	"prilavok/core/dialog/label"
	"prilavok/core/lang"
)

// p makes a phrase: Russian, then English.
func p(ru, en string) lang.Phrase { return lang.Phrase{RU: ru, EN: en} }

// Buttons.
var (
	btnCatalog  = p("🛍 Каталог", "🛍 Catalog")
	btnCart     = label.Cart
	btnCartN    = p("🛒 Корзина · %d", "🛒 Cart · %d")
	btnOrders   = label.MyOrders
	btnDelivery = p("🚚 Доставка", "🚚 Delivery")
	btnFAQ      = p("❓ Вопросы", "❓ Questions")
	btnHuman    = label.Human
	btnMenu     = label.Menu
	btnBack     = p("‹ Назад", "‹ Back")
	btnMore     = p("Показать ещё", "Show more")
	btnDetails  = p("Подробнее", "Details")
	btnAdd      = p("В корзину", "Add to cart")
	btnChoose   = p("Выбрать", "Choose")
	btnCheckout = label.CheckOut
	btnAgain    = p("Проверить заказ", "Check the order")
	btnClear    = p("Очистить", "Empty the cart")
	btnKeepShop = p("Ещё товары", "Keep shopping")
	btnYesClear = p("Да, очистить", "Yes, empty it")
	btnRU       = p("Русский", "Русский")
	btnEN       = p("English", "English")
)

// Greeting and menu.
var (
	txtHello = p("Здравствуйте! Это %s.\n\nНапишите, что ищете, своими словами: «платье до 5000», «кружка в подарок». Или загляните в каталог.",
		"Hello! This is %s.\n\nTell me what you are looking for in your own words: “a dress under 5000”, “a mug as a gift”. Or browse the catalog.")
	txtAutomated = p("Вам отвечает виртуальный помощник. Человека можно позвать в любой момент.",
		"A virtual assistant is answering you. You can ask for a person at any time.")
	txtMenu = p("Чем помочь?", "How can I help?")
	txtHelp = p("Я помогу найти товар, оформить заказ и узнать, где он.\n\n• Напишите, что ищете: «кроссовки 42», «чай до 800»\n• /catalog — каталог\n• /cart — корзина\n• /orders — ваши заказы\n• /delivery — доставка и оплата\n• /paysupport — вопросы по оплате\n• /mute — не уведомлять о ходе заказа\n• /human — позвать человека\n• /lang — язык",
		"I can find goods, take your order and tell you where it is.\n\n• Write what you need: “sneakers 42”, “tea under 800”\n• /catalog — the catalog\n• /cart — your cart\n• /orders — your orders\n• /delivery — delivery and payment\n• /paysupport — questions about a payment\n• /mute — no notices of how an order comes along\n• /human — talk to a person\n• /lang — language")
	txtLang     = p("На каком языке отвечать?", "Which language shall I use?")
	txtLangSet  = p("Хорошо, дальше по-русски.", "All right, English from now on.")
	txtThanks   = p("Пожалуйста! Если что-то понадобится, пишите.", "You are welcome! Write any time.")
	txtBye      = p("До встречи! Будем рады видеть вас снова.", "See you! We will be glad to have you back.")
	txtUnclear  = p("Не совсем понял. Напишите, что ищете, или выберите ниже.", "I did not quite get that. Tell me what you are looking for, or choose below.")
	txtNoVoice  = p("Голосовые я пока не разбираю. Напишите, пожалуйста, словами.", "I cannot listen to voice messages yet. Please write it in words.")
	txtNoPhoto  = p("Вижу картинку, но разобрать её пока не могу. Напишите, пожалуйста, что ищете.", "I can see there is a picture, but I cannot read it yet. Please tell me in words what you need.")
	txtTooBig   = p("Этот файл слишком большой, я не могу его открыть. Напишите, пожалуйста, словами.", "This file is too large for me to open. Please tell me in words.")
	txtNoFile   = p("Такое сообщение я не умею читать. Напишите, пожалуйста, словами.", "I cannot read this kind of message. Please write it in words.")
	txtLocation = p("Спасибо за адрес. Он пригодится при оформлении заказа.", "Thank you for the place. It will be useful when you check out.")
	txtContact  = p("Спасибо, номер записал.", "Thank you, I have noted the number.")
	txtForeign  = p("Это чужая визитка. Чтобы оставить свой номер, нажмите кнопку «Отправить номер» или напишите его.", "This card is not yours. To leave your own number, press the button or type it.")
	txtOld      = p("Эта кнопка устарела. Вот актуальное меню.", "This button is out of date. Here is the current menu.")
)

// Catalog.
var (
	txtCategories = p("Что посмотрим?", "What shall we look at?")
	txtEmptyShop  = p("Каталог пока пуст. Загляните чуть позже или позовите человека.", "The catalog is empty so far. Come back a little later or ask for a person.")
	txtNoGoods    = p("В этом разделе пока ничего нет.", "There is nothing in this section yet.")
	txtFound      = p("Вот что нашлось:", "Here is what I found:")
	txtFoundAs    = p("Вот что нашлось по запросу «%s»:", "Here is what I found for “%s”:")
	txtNearest    = p("Точно такого нет. Ближе всего вот это:", "We do not have exactly that. This is the closest:")
	txtNothing    = p("Такого у нас нет. Попробуйте другими словами или посмотрите каталог.", "We do not have that. Try other words or have a look at the catalog.")
	txtNoAnswer   = p("Готового ответа на это нет. Спросите другими словами или позовите человека: он ответит здесь же.", "I have no ready answer to this. Ask in other words, or ask for a person: they will answer right here.")
	txtOut        = p("нет в наличии", "out of stock")
	txtLast       = p("осталось %d", "%d left")
	txtFrom       = p("от %s", "from %s")
	txtGone       = p("Этого товара больше нет в продаже.", "This product is no longer sold.")
)

// Cart.
var (
	txtCartEmpty = p("Корзина пуста.", "Your cart is empty.")
	txtAdded     = p("Добавил: %s", "Added: %s")
	txtCartTitle = p("Корзина", "Your cart")
	txtTotal     = label.Total
	txtItems     = label.Goods
	txtShipping  = label.Delivery
	txtFree      = label.Free
	txtDiscount  = label.Discount
	txtSoldOut   = p("К сожалению, закончилось.", "Sorry, it has sold out.")
	txtFull      = p("В корзине уже много разных товаров. Оформите эти или уберите лишнее.", "There are many different goods in the cart already. Order these first or remove some.")
	txtPieces    = p("%d шт.", "%d pcs")
	txtCleared   = p("Корзина пуста. Начнём сначала?", "The cart is empty. Shall we start again?")
	txtSureClear = p("Убрать всё из корзины?", "Remove everything from the cart?")
	txtPriceNow  = p("цена изменилась, было %s", "the price has changed, it was %s")
	txtShortNow  = p("осталось %d", "only %d left")
	txtOutNow    = p("закончилось", "sold out")
	txtGoneNow   = p("больше не продаётся", "no longer sold")
	txtFixCart   = p("Сначала поправьте корзину: часть товаров недоступна.", "Please put the cart right first: some goods are not available.")
	txtMinTotal  = p("Заказы принимаем от %s. Добавьте ещё что-нибудь.", "We take orders from %s. Please add something.")
)

// People and languages.
var (
	txtHuman   = p("Зову человека. Он увидит нашу переписку и ответит здесь.", "I am calling a person. They will see our conversation and answer here.")
	txtRefused = p("Сейчас так сделать не получится. Посмотрите, что можно:", "That cannot be done now. Here is what can:")
)

// refusals puts fault codes into words.
var refusals = map[string]lang.Phrase{
	"cart.out_of_stock":     txtSoldOut,
	"catalog.out_of_stock":  txtSoldOut,
	"cart.not_for_sale":     txtGone,
	"catalog.not_found":     txtGone,
	"catalog.in_stock":      txtHaveIt,
	"cart.no_line":          p("Этого товара уже нет в корзине.", "This item is no longer in the cart."),
	"cart.full":             txtFull,
	"cart.empty":            txtCartEmpty,
	"cart.too_many":         p("В одной строке от 1 до 99 штук. Для опта позовите человека.", "One line holds 1 to 99 pieces. For wholesale, ask for a person."),
	"cart.no_checkout":      p("Оформление уже закончено или отменено.", "This checkout has already ended."),
	"cart.checkout_changed": p("Не успел: попробуйте ещё раз.", "That was too quick: please try again."),
	"contact.postal":        p("Адрес слишком длинный: напишите его одной строкой и покороче.", "That address is too long: please write it in one line and shorter."),
	"order.slot_taken":      p("Пока вы оформляли, это время заняли. Выберите другое: корзина и ответы на месте.", "That time was taken while you were checking out. Choose another: your cart and answers are still here."),
	"delivery.slot_full":    p("Это время уже заняли. Выберите другое.", "That time has been taken. Please choose another."),
	"cart.no_method":        p("Этот способ доставки больше не предлагается. Выберите другой.", "This way of delivery is no longer offered. Please choose another."),
	"contact.not_found":     txtRefused,
	"knowledge.not_found":   p("Этого ответа больше нет. Вот что можно посмотреть:", "This answer is gone. Here is what there is:"),
	"order.price_changed":   p("Пока вы оформляли, сумма изменилась. Проверьте заказ ещё раз и подтвердите.", "The total has changed meanwhile. Please check the order again and confirm."),
	"order.out_of_stock":    p("Пока вы оформляли, часть товаров разобрали. Посмотрите корзину: там отмечено, что осталось.", "Some of the goods were taken meanwhile. Have a look at the cart: it shows what is left."),
	"order.cart_not_ready":  txtFixCart,
	"order.details":         p("Для заказа нужны имя, телефон и адрес. Проверьте, всё ли указано.", "An order needs a name, a phone and an address. Please check that all are there."),
	"order.price_override":  txtRefused,
}

// Checkout.
var (
	txtAskName     = p("Как вас зовут?", "What is your name?")
	txtAskPhone    = p("Ваш телефон? Он нужен только для доставки этого заказа.", "Your phone number? It is used only to deliver this order.")
	txtAskDelivery = p("Как получите заказ?", "How would you like to get it?")
	txtAskCity     = p("В какой город доставить?", "Which city shall we deliver to?")
	txtAskPoint    = p("Откуда удобнее забрать?", "Where would you like to pick it up?")
	txtAskSlot     = p("Когда привезти? Выберите время или напишите, например, «завтра после 18».", "When shall we bring it? Choose a time or write something like “tomorrow after 18”.")
	txtAskSlotNone = p("Свободного времени у этой доставки сейчас нет. Вернитесь и выберите другой способ или позовите человека.", "This delivery has no free time right now. Go back and choose another way, or ask for a person.")
	txtByWeight    = p("по весу посылки, %s–%s", "by weight, %s–%s")
	txtAskAddress  = p("Куда привезти? Напишите улицу, дом и квартиру.", "Where shall we bring it? Write street, house and flat.")
	txtAskComment  = p("Есть пожелания к заказу? Например, когда удобнее позвонить.", "Any wishes for this order? For example, when it is best to call.")
	txtSummary     = p("Проверьте, всё ли верно", "Please check that all is right")
	txtCheckoutOff = p("Хорошо, заказ не оформляю. Корзина осталась на месте.", "All right, I will not place the order. Your cart is still here.")
	txtPlaced      = p("Спасибо! Заказ %s принят.", "Thank you! Order %s is placed.")
	txtPays        = p("Оплата: %s.", "Payment: %s.")
	txtAskPayment  = p("Как вам удобнее заплатить?", "How would you like to pay?")
	txtPlacedNext  = p("Товары отложены для вас. Спросить о заказе можно в любой момент: напишите «где мой заказ».", "The goods are set aside for you. You can ask about the order any time: write “where is my order”.")
	txtFreeFrom    = label.FreeFrom
	txtDays        = label.Takes
	txtDaysTo      = label.TakesTo
	txtInCart      = p("В корзине %d %s на %s.", "Your cart: %d %s for %s.")
	lblName        = p("Имя", "Name")
	lblPhone       = p("Телефон", "Phone")
	lblDelivery    = p("Доставка", "Delivery")
	lblPickup      = p("Забрать", "Pick up at")
	lblCity        = p("Город", "City")
	lblSlot        = p("Время", "Time")
	btnLater       = p("Позже →", "Later →")
	btnEarlier     = p("← Раньше", "← Earlier")
	lblAddress     = label.Address
	lblComment     = p("Комментарий", "Comment")
	lblPayment     = p("Оплата", "Payment")
	btnConfirm     = p("✓ Подтвердить · %s", "✓ Confirm · %s")
	btnStop        = p("Отменить оформление", "Stop checkout")
	btnSkip        = p("Пропустить", "Skip")
	btnNone        = p("Без комментария", "No comment")
	btnFixCart     = p("Поправить корзину", "Put the cart right")
	btnThisOrder   = label.ThisOrder
)

// Words that follow a number.
var (
	wordGood = [3]lang.Phrase{p("товар", "item"), p("товара", "items"), p("товаров", "items")}
	wordDay  = label.Day
)

// Orders and questions.
var (
	txtQuestions     = p("О чём спрашивают чаще всего:", "What people ask most often:")
	txtNoQuestions   = p("Готовых ответов пока нет. Напишите вопрос или позовите человека.", "There are no ready answers yet. Write your question or ask for a person.")
	txtDeliveryTitle = p("Доставка и оплата", "Delivery and payment")
	txtNoDelivery    = p("Способы доставки пока не настроены. Позовите человека, он подскажет.", "No ways of delivery are set up yet. Ask for a person, they will tell you.")
)
