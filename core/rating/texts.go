package rating

import "prilavok/core/lang"

var (
	txtAsk     = lang.Phrase{RU: "Как мы справились? Поставьте оценку от 1 до 5: 1 — плохо, 5 — отлично.", EN: "How did we do? Give us a score from 1 to 5: 1 is poor, 5 is excellent."}
	txtThanks  = lang.Phrase{RU: "Спасибо за оценку!", EN: "Thank you for the score!"}
	txtMiddle  = lang.Phrase{RU: "Спасибо за оценку! Если есть что исправить, напишите: прочитаем.", EN: "Thank you for the score! If there is something to put right, write to us: we do read it."}
	txtWhy     = lang.Phrase{RU: "Спасибо за честную оценку. Жаль, что вышло не так, как вы ждали.\n\nЧто пошло не так? Напишите одним сообщением: передадим тому, кто сможет помочь.", EN: "Thank you for being honest. We are sorry that it went that way.\n\nWhat went wrong? Tell us in one message: it goes to somebody who can help."}
	txtChanged = lang.Phrase{RU: "Исправили: теперь %d из 5.", EN: "Changed: it is %d of 5 now."}
	txtSame    = lang.Phrase{RU: "Ваша оценка уже у нас: %d из 5. Спасибо!", EN: "We have your score already: %d of 5. Thank you!"}
	txtClosed  = lang.Phrase{RU: "Эту оценку уже не изменить. Если что-то не так, просто напишите сюда: поможем.", EN: "This score cannot be changed any more. If something is wrong, just write here: we will help."}
	txtHeard   = lang.Phrase{RU: "Спасибо, что рассказали. Передали ваши слова сотруднику: он ответит вам здесь.", EN: "Thank you for telling us. A colleague has your words and will answer you here."}
	txtSummary = lang.Phrase{RU: "Оценка %d из 5: %s", EN: "Rated %d of 5: %s"}
	txtNoWords = lang.Phrase{RU: "без слов, см. сообщение", EN: "without words, see the message"}
)
