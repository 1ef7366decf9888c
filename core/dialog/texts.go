package dialog

import (
	"prilavok/core/dialog/label"
	"prilavok/core/lang"
)

// Buttons.
var (
	btnCatalog  = lang.Phrase{RU: "🛍 Каталог", EN: "🛍 Catalog"}
	btnCart     = label.Cart
	btnCartN    = lang.Phrase{RU: "🛒 Корзина · %d", EN: "🛒 Cart · %d"}
	btnOrders   = label.MyOrders
	btnDelivery = lang.Phrase{RU: "🚚 Доставка", EN: "🚚 Delivery"}
	btnFAQ      = lang.Phrase{RU: "❓ Вопросы", EN: "❓ Questions"}
	btnHuman    = label.Human
	btnMenu     = label.Menu
	btnBack     = lang.Phrase{RU: "‹ Назад", EN: "‹ Back"}
	btnMore     = lang.Phrase{RU: "Показать ещё", EN: "Show more"}
	btnDetails  = lang.Phrase{RU: "Подробнее", EN: "Details"}
	btnAdd      = lang.Phrase{RU: "В корзину", EN: "Add to cart"}
	btnChoose   = lang.Phrase{RU: "Выбрать", EN: "Choose"}
	btnCheckout = label.CheckOut
	btnAgain    = lang.Phrase{RU: "Проверить заказ", EN: "Check the order"}
	btnClear    = lang.Phrase{RU: "Очистить", EN: "Empty the cart"}
	btnKeepShop = lang.Phrase{RU: "Ещё товары", EN: "Keep shopping"}
	btnYesClear = lang.Phrase{RU: "Да, очистить", EN: "Yes, empty it"}
	btnRU       = lang.Phrase{RU: "Русский", EN: "Русский"}
	btnEN       = lang.Phrase{RU: "English", EN: "English"}
)

// Greeting and menu.
var (
	txtHello = lang.Phrase{RU: "Здравствуйте! Это %s.\n\nНапишите, что ищете, своими словами: «платье до 5000», «кружка в подарок». Или загляните в каталог.",
		EN: "Hello! This is %s.\n\nTell me what you are looking for in your own words: “a dress under 5000”, “a mug as a gift”. Or browse the catalog."}
	txtAutomated = lang.Phrase{RU: "Вам отвечает виртуальный помощник. Человека можно позвать в любой момент.",
		EN: "A virtual assistant is answering you. You can ask for a person at any time."}
	txtMenu = lang.Phrase{RU: "Чем помочь?", EN: "How can I help?"}
	txtHelp = lang.Phrase{RU: "Я помогу найти товар, оформить заказ и узнать, где он.\n\n• Напишите, что ищете: «кроссовки 42», «чай до 800»\n• /catalog — каталог\n• /cart — корзина\n• /orders — ваши заказы\n• /delivery — доставка и оплата\n• /paysupport — вопросы по оплате\n• /mute — не уведомлять о ходе заказа\n• /human — позвать человека\n• /lang — язык",
		EN: "I can find goods, take your order and tell you where it is.\n\n• Write what you need: “sneakers 42”, “tea under 800”\n• /catalog — the catalog\n• /cart — your cart\n• /orders — your orders\n• /delivery — delivery and payment\n• /paysupport — questions about a payment\n• /mute — no notices of how an order comes along\n• /human — talk to a person\n• /lang — language"}
	txtLang     = lang.Phrase{RU: "На каком языке отвечать?", EN: "Which language shall I use?"}
	txtLangSet  = lang.Phrase{RU: "Хорошо, дальше по-русски.", EN: "All right, English from now on."}
	txtThanks   = lang.Phrase{RU: "Пожалуйста! Если что-то понадобится, пишите.", EN: "You are welcome! Write any time."}
	txtBye      = lang.Phrase{RU: "До встречи! Будем рады видеть вас снова.", EN: "See you! We will be glad to have you back."}
	txtUnclear  = lang.Phrase{RU: "Не совсем понял. Напишите, что ищете, или выберите ниже.", EN: "I did not quite get that. Tell me what you are looking for, or choose below."}
	txtNoVoice  = lang.Phrase{RU: "Голосовые я пока не разбираю. Напишите, пожалуйста, словами.", EN: "I cannot listen to voice messages yet. Please write it in words."}
	txtNoPhoto  = lang.Phrase{RU: "Вижу картинку, но разобрать её пока не могу. Напишите, пожалуйста, что ищете.", EN: "I can see there is a picture, but I cannot read it yet. Please tell me in words what you need."}
	txtTooBig   = lang.Phrase{RU: "Этот файл слишком большой, я не могу его открыть. Напишите, пожалуйста, словами.", EN: "This file is too large for me to open. Please tell me in words."}
	txtNoFile   = lang.Phrase{RU: "Такое сообщение я не умею читать. Напишите, пожалуйста, словами.", EN: "I cannot read this kind of message. Please write it in words."}
	txtLocation = lang.Phrase{RU: "Спасибо за адрес. Он пригодится при оформлении заказа.", EN: "Thank you for the place. It will be useful when you check out."}
	txtContact  = lang.Phrase{RU: "Спасибо, номер записал.", EN: "Thank you, I have noted the number."}
	txtForeign  = lang.Phrase{RU: "Это чужая визитка. Чтобы оставить свой номер, нажмите кнопку «Отправить номер» или напишите его.", EN: "This card is not yours. To leave your own number, press the button or type it."}
	txtOld      = lang.Phrase{RU: "Эта кнопка устарела. Вот актуальное меню.", EN: "This button is out of date. Here is the current menu."}
)

// Catalog.
var (
	txtCategories = lang.Phrase{RU: "Что посмотрим?", EN: "What shall we look at?"}
	txtEmptyShop  = lang.Phrase{RU: "Каталог пока пуст. Загляните чуть позже или позовите человека.", EN: "The catalog is empty so far. Come back a little later or ask for a person."}
	txtNoGoods    = lang.Phrase{RU: "В этом разделе пока ничего нет.", EN: "There is nothing in this section yet."}
	txtFound      = lang.Phrase{RU: "Вот что нашлось:", EN: "Here is what I found:"}
	txtFoundAs    = lang.Phrase{RU: "Вот что нашлось по запросу «%s»:", EN: "Here is what I found for “%s”:"}
	txtNearest    = lang.Phrase{RU: "Точно такого нет. Ближе всего вот это:", EN: "We do not have exactly that. This is the closest:"}
	txtNothing    = lang.Phrase{RU: "Такого у нас нет. Попробуйте другими словами или посмотрите каталог.", EN: "We do not have that. Try other words or have a look at the catalog."}
	txtNoAnswer   = lang.Phrase{RU: "Готового ответа на это нет. Спросите другими словами или позовите человека: он ответит здесь же.", EN: "I have no ready answer to this. Ask in other words, or ask for a person: they will answer right here."}
	txtOut        = lang.Phrase{RU: "нет в наличии", EN: "out of stock"}
	txtLast       = lang.Phrase{RU: "осталось %d", EN: "%d left"}
	txtFrom       = lang.Phrase{RU: "от %s", EN: "from %s"}
	txtGone       = lang.Phrase{RU: "Этого товара больше нет в продаже.", EN: "This product is no longer sold."}
)

// Cart.
var (
	txtCartEmpty = lang.Phrase{RU: "Корзина пуста.", EN: "Your cart is empty."}
	txtAdded     = lang.Phrase{RU: "Добавил: %s", EN: "Added: %s"}
	txtCartTitle = lang.Phrase{RU: "Корзина", EN: "Your cart"}
	txtTotal     = label.Total
	txtItems     = label.Goods
	txtShipping  = label.Delivery
	txtFree      = label.Free
	txtDiscount  = label.Discount
	txtSoldOut   = lang.Phrase{RU: "К сожалению, закончилось.", EN: "Sorry, it has sold out."}
	txtFull      = lang.Phrase{RU: "В корзине уже много разных товаров. Оформите эти или уберите лишнее.", EN: "There are many different goods in the cart already. Order these first or remove some."}
	txtPieces    = lang.Phrase{RU: "%d шт.", EN: "%d pcs"}
	txtCleared   = lang.Phrase{RU: "Корзина пуста. Начнём сначала?", EN: "The cart is empty. Shall we start again?"}
	txtSureClear = lang.Phrase{RU: "Убрать всё из корзины?", EN: "Remove everything from the cart?"}
	txtPriceNow  = lang.Phrase{RU: "цена изменилась, было %s", EN: "the price has changed, it was %s"}
	txtShortNow  = lang.Phrase{RU: "осталось %d", EN: "only %d left"}
	txtOutNow    = lang.Phrase{RU: "закончилось", EN: "sold out"}
	txtGoneNow   = lang.Phrase{RU: "больше не продаётся", EN: "no longer sold"}
	txtFixCart   = lang.Phrase{RU: "Сначала поправьте корзину: часть товаров недоступна.", EN: "Please put the cart right first: some goods are not available."}
	txtMinTotal  = lang.Phrase{RU: "Заказы принимаем от %s. Добавьте ещё что-нибудь.", EN: "We take orders from %s. Please add something."}
)

// People and languages.
var (
	txtHuman   = lang.Phrase{RU: "Зову человека. Он увидит нашу переписку и ответит здесь.", EN: "I am calling a person. They will see our conversation and answer here."}
	txtRefused = lang.Phrase{RU: "Сейчас так сделать не получится. Посмотрите, что можно:", EN: "That cannot be done now. Here is what can:"}
)

// refusals puts fault codes into words.
var refusals = lang.Table[string]{
	{"cart.out_of_stock", txtSoldOut},
	{"catalog.out_of_stock", txtSoldOut},
	{"cart.not_for_sale", txtGone},
	{"catalog.not_found", txtGone},
	{"catalog.in_stock", txtHaveIt},
	{"cart.no_line", lang.Phrase{RU: "Этого товара уже нет в корзине.", EN: "This item is no longer in the cart."}},
	{"cart.full", txtFull},
	{"cart.empty", txtCartEmpty},
	{"cart.too_many", lang.Phrase{RU: "В одной строке от 1 до 99 штук. Для опта позовите человека.", EN: "One line holds 1 to 99 pieces. For wholesale, ask for a person."}},
	{"cart.no_checkout", lang.Phrase{RU: "Оформление уже закончено или отменено.", EN: "This checkout has already ended."}},
	{"cart.checkout_changed", lang.Phrase{RU: "Не успел: попробуйте ещё раз.", EN: "That was too quick: please try again."}},
	{"contact.postal", lang.Phrase{RU: "Адрес слишком длинный: напишите его одной строкой и покороче.", EN: "That address is too long: please write it in one line and shorter."}},
	{"order.slot_taken", lang.Phrase{RU: "Пока вы оформляли, это время заняли. Выберите другое: корзина и ответы на месте.", EN: "That time was taken while you were checking out. Choose another: your cart and answers are still here."}},
	{"delivery.slot_full", lang.Phrase{RU: "Это время уже заняли. Выберите другое.", EN: "That time has been taken. Please choose another."}},
	{"cart.no_method", lang.Phrase{RU: "Этот способ доставки больше не предлагается. Выберите другой.", EN: "This way of delivery is no longer offered. Please choose another."}},
	{"contact.not_found", txtRefused},
	{"knowledge.not_found", lang.Phrase{RU: "Этого ответа больше нет. Вот что можно посмотреть:", EN: "This answer is gone. Here is what there is:"}},
	{"order.price_changed", lang.Phrase{RU: "Пока вы оформляли, сумма изменилась. Проверьте заказ ещё раз и подтвердите.", EN: "The total has changed meanwhile. Please check the order again and confirm."}},
	{"order.out_of_stock", lang.Phrase{RU: "Пока вы оформляли, часть товаров разобрали. Посмотрите корзину: там отмечено, что осталось.", EN: "Some of the goods were taken meanwhile. Have a look at the cart: it shows what is left."}},
	{"order.cart_not_ready", txtFixCart},
	{"order.details", lang.Phrase{RU: "Для заказа нужны имя, телефон и адрес. Проверьте, всё ли указано.", EN: "An order needs a name, a phone and an address. Please check that all are there."}},
	{"order.price_override", txtRefused},
}

// Checkout.
var (
	txtAskName     = lang.Phrase{RU: "Как вас зовут?", EN: "What is your name?"}
	txtAskPhone    = lang.Phrase{RU: "Ваш телефон? Он нужен только для доставки этого заказа.", EN: "Your phone number? It is used only to deliver this order."}
	txtAskDelivery = lang.Phrase{RU: "Как получите заказ?", EN: "How would you like to get it?"}
	txtAskCity     = lang.Phrase{RU: "В какой город доставить?", EN: "Which city shall we deliver to?"}
	txtAskPoint    = lang.Phrase{RU: "Откуда удобнее забрать?", EN: "Where would you like to pick it up?"}
	txtAskSlot     = lang.Phrase{RU: "Когда привезти? Выберите время или напишите, например, «завтра после 18».", EN: "When shall we bring it? Choose a time or write something like “tomorrow after 18”."}
	txtAskSlotNone = lang.Phrase{RU: "Свободного времени у этой доставки сейчас нет. Вернитесь и выберите другой способ или позовите человека.", EN: "This delivery has no free time right now. Go back and choose another way, or ask for a person."}
	txtByWeight    = lang.Phrase{RU: "по весу посылки, %s–%s", EN: "by weight, %s–%s"}
	txtAskAddress  = lang.Phrase{RU: "Куда привезти? Напишите улицу, дом и квартиру.", EN: "Where shall we bring it? Write street, house and flat."}
	txtAskComment  = lang.Phrase{RU: "Есть пожелания к заказу? Например, когда удобнее позвонить.", EN: "Any wishes for this order? For example, when it is best to call."}
	txtSummary     = lang.Phrase{RU: "Проверьте, всё ли верно", EN: "Please check that all is right"}
	txtCheckoutOff = lang.Phrase{RU: "Хорошо, заказ не оформляю. Корзина осталась на месте.", EN: "All right, I will not place the order. Your cart is still here."}
	txtPlaced      = lang.Phrase{RU: "Спасибо! Заказ %s принят.", EN: "Thank you! Order %s is placed."}
	txtPays        = lang.Phrase{RU: "Оплата: %s.", EN: "Payment: %s."}
	txtAskPayment  = lang.Phrase{RU: "Как вам удобнее заплатить?", EN: "How would you like to pay?"}
	txtPlacedNext  = lang.Phrase{RU: "Товары отложены для вас. Спросить о заказе можно в любой момент: напишите «где мой заказ».", EN: "The goods are set aside for you. You can ask about the order any time: write “where is my order”."}
	txtFreeFrom    = label.FreeFrom
	txtDays        = label.Takes
	txtDaysTo      = label.TakesTo
	txtInCart      = lang.Phrase{RU: "В корзине %d %s на %s.", EN: "Your cart: %d %s for %s."}
	lblName        = lang.Phrase{RU: "Имя", EN: "Name"}
	lblPhone       = lang.Phrase{RU: "Телефон", EN: "Phone"}
	lblDelivery    = lang.Phrase{RU: "Доставка", EN: "Delivery"}
	lblPickup      = lang.Phrase{RU: "Забрать", EN: "Pick up at"}
	lblCity        = lang.Phrase{RU: "Город", EN: "City"}
	lblSlot        = lang.Phrase{RU: "Время", EN: "Time"}
	btnLater       = lang.Phrase{RU: "Позже →", EN: "Later →"}
	btnEarlier     = lang.Phrase{RU: "← Раньше", EN: "← Earlier"}
	lblAddress     = label.Address
	lblComment     = lang.Phrase{RU: "Комментарий", EN: "Comment"}
	lblPayment     = lang.Phrase{RU: "Оплата", EN: "Payment"}
	btnConfirm     = lang.Phrase{RU: "✓ Подтвердить · %s", EN: "✓ Confirm · %s"}
	btnStop        = lang.Phrase{RU: "Отменить оформление", EN: "Stop checkout"}
	btnSkip        = lang.Phrase{RU: "Пропустить", EN: "Skip"}
	btnNone        = lang.Phrase{RU: "Без комментария", EN: "No comment"}
	btnFixCart     = lang.Phrase{RU: "Поправить корзину", EN: "Put the cart right"}
	btnThisOrder   = label.ThisOrder
)

// Words that follow a number.
var (
	wordGood = [3]lang.Phrase{lang.Phrase{RU: "товар", EN: "item"}, lang.Phrase{RU: "товара", EN: "items"}, lang.Phrase{RU: "товаров", EN: "items"}}
	wordDay  = label.Day
)

// Orders and questions.
var (
	txtQuestions     = lang.Phrase{RU: "О чём спрашивают чаще всего:", EN: "What people ask most often:"}
	txtNoQuestions   = lang.Phrase{RU: "Готовых ответов пока нет. Напишите вопрос или позовите человека.", EN: "There are no ready answers yet. Write your question or ask for a person."}
	txtDeliveryTitle = lang.Phrase{RU: "Доставка и оплата", EN: "Delivery and payment"}
	txtNoDelivery    = lang.Phrase{RU: "Способы доставки пока не настроены. Позовите человека, он подскажет.", EN: "No ways of delivery are set up yet. Ask for a person, they will tell you."}
)
