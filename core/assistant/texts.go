package assistant

import "prilavok/core/lang"

// p makes a phrase: Russian, then English.
func p(ru, en string) lang.Phrase { return lang.Phrase{RU: ru, EN: en} }

var (
	btnYes         = p("Да, подтверждаю", "Yes, confirm")
	btnNo          = p("Нет, не нужно", "No, thank you")
	txtLimit       = p("Вы написали очень много сообщений подряд. Передохнём немного: я снова буду на связи в течение часа.", "You have sent a great many messages. Let us take a short break: I will be back within the hour.")
	txtDeclined    = p("Хорошо, ничего не меняю.", "All right, I am leaving everything as it is.")
	txtExpired     = p("Это предложение уже неактуально. Напишите, и я подготовлю его заново.", "That offer is no longer valid. Write to me and I will prepare it again.")
	txtSettled     = p("Это уже сделано.", "That is already done.")
	txtHandoff     = p("Зову человека. Он ответит здесь же, как только освободится.", "I am calling a person. They will answer right here as soon as they are free.")
	txtLost        = p("Не хочу вас запутать, поэтому зову человека из магазина. Он ответит здесь же.", "I would rather not mislead you, so I am calling a person from the shop. They will answer right here.")
	txtCartChanged = p("Готово, корзина обновлена.", "Done, your cart is updated.")
)
