package assistant

import "prilavok/core/lang"

var (
	btnYes         = lang.Phrase{RU: "Да, подтверждаю", EN: "Yes, confirm"}
	btnNo          = lang.Phrase{RU: "Нет, не нужно", EN: "No, thank you"}
	txtLimit       = lang.Phrase{RU: "Вы написали очень много сообщений подряд. Передохнём немного: я снова буду на связи в течение часа.", EN: "You have sent a great many messages. Let us take a short break: I will be back within the hour."}
	txtDeclined    = lang.Phrase{RU: "Хорошо, ничего не меняю.", EN: "All right, I am leaving everything as it is."}
	txtExpired     = lang.Phrase{RU: "Это предложение уже неактуально. Напишите, и я подготовлю его заново.", EN: "That offer is no longer valid. Write to me and I will prepare it again."}
	txtSettled     = lang.Phrase{RU: "Это уже сделано.", EN: "That is already done."}
	txtHandoff     = lang.Phrase{RU: "Зову человека. Он ответит здесь же, как только освободится.", EN: "I am calling a person. They will answer right here as soon as they are free."}
	txtLost        = lang.Phrase{RU: "Не хочу вас запутать, поэтому зову человека из магазина. Он ответит здесь же.", EN: "I would rather not mislead you, so I am calling a person from the shop. They will answer right here."}
	txtCartChanged = lang.Phrase{RU: "Готово, корзина обновлена.", EN: "Done, your cart is updated."}
)
