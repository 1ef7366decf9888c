import type { Lang } from './types';

const ru = {
  messagePlaceholder: 'Напишите сообщение',
  send: 'Отправить',
  online: 'На связи, отвечаем сразу',
  operator: 'Оператор',
  operatorHas: 'Вам отвечает оператор',
  assistant: 'Ассистент',
  assistantNote: 'Отвечает ассистент магазина',
  connecting: 'Подключаемся…',
  offline: 'Нет сети. Сообщения отправятся, когда она появится.',
  typing: 'Печатает…',
  sending: 'Отправляется',
  sent: 'Отправлено',
  failed: 'Не отправлено',
  retry: 'Повторить',
  drop: 'Удалить',
  today: 'Сегодня',
  yesterday: 'Вчера',
  you: 'Вы',
  older: 'Показать раньше',
  newer: 'К новым сообщениям',
  newMessages: 'Новые сообщения',
  greeting: 'Здравствуйте! Помогу выбрать, расскажу о доставке и оформлю заказ — прямо здесь, в чате.',
  welcomeTitle: 'Чем помочь?',
  suggest: 'С чего начнём',
  suggestCatalog: 'Показать каталог',
  suggestAdvice: 'Помогите выбрать подарок',
  suggestDelivery: 'Как быстро привезёте?',
  suggestOrder: 'Где мой заказ?',
  categories: 'Разделы',
  shortcuts: 'Быстрые действия',
  about: 'О магазине',
  openPanel: 'О магазине и разделы',
  close: 'Закрыть',
  language: 'Язык: русский. Переключить на английский',
  themeDark: 'Включить тёмную тему',
  themeLight: 'Включить светлую тему',
  conversation: 'Переписка',
  products: 'Товары',
  picture: 'Увеличить фото: {0}',
  prevPicture: 'Предыдущее фото',
  nextPicture: 'Следующее фото',
  scrollLeft: 'Назад по товарам',
  scrollRight: 'Дальше по товарам',
  wasPrice: 'Старая цена',
  phoneLabel: 'Номер телефона',
  phoneHint: 'Нужен, чтобы подтвердить заказ',
  phoneBad: 'Проверьте номер: в нём от 10 до 15 цифр',
  sendPhone: 'Отправить номер',
  sendPlace: 'Отправить место на карте',
  placeBad: 'Не получилось узнать место. Напишите адрес текстом.',
  tooLong: 'Слишком длинно: не больше 4000 знаков',
  'webchat.too_fast': 'Слишком часто, подождите немного',
  'webchat.text_too_long': 'Слишком длинное сообщение',
  'webchat.phone': 'Проверьте номер телефона',
  serverProblem: 'Не получилось отправить',
  noShop: 'Такого магазина нет или он закрыт',
  loadProblem: 'Не получилось открыть чат',
  again: 'Попробовать ещё раз',
  hours: 'Часы работы',
  address: 'Адрес',
  phone: 'Телефон',
  email: 'Почта',
  site: 'Сайт',
  skip: 'К полю сообщения',
  opensNew: 'откроется в новой вкладке',
};

export type Texts = typeof ru;

const en: Texts = {
  messagePlaceholder: 'Write a message',
  send: 'Send',
  online: 'Online, replies at once',
  operator: 'Operator',
  operatorHas: 'An operator is with you',
  assistant: 'Assistant',
  assistantNote: 'The shop’s assistant answers',
  connecting: 'Connecting…',
  offline: 'You are offline. Messages will be sent once you are back.',
  typing: 'Typing…',
  sending: 'Sending',
  sent: 'Sent',
  failed: 'Not sent',
  retry: 'Try again',
  drop: 'Remove',
  today: 'Today',
  yesterday: 'Yesterday',
  you: 'You',
  older: 'Show earlier',
  newer: 'To the newest messages',
  newMessages: 'New messages',
  greeting: 'Hello! I can help you choose, tell you about delivery and take your order — right here in the chat.',
  welcomeTitle: 'How can I help?',
  suggest: 'Where to begin',
  suggestCatalog: 'Show the catalog',
  suggestAdvice: 'Help me pick a gift',
  suggestDelivery: 'How fast do you deliver?',
  suggestOrder: 'Where is my order?',
  categories: 'Categories',
  shortcuts: 'Shortcuts',
  about: 'About the shop',
  openPanel: 'About the shop and categories',
  close: 'Close',
  language: 'Language: English. Switch to Russian',
  themeDark: 'Switch to the dark theme',
  themeLight: 'Switch to the light theme',
  conversation: 'Conversation',
  products: 'Products',
  picture: 'Enlarge photo: {0}',
  prevPicture: 'Previous photo',
  nextPicture: 'Next photo',
  scrollLeft: 'Back through the products',
  scrollRight: 'On through the products',
  wasPrice: 'Old price',
  phoneLabel: 'Phone number',
  phoneHint: 'We need it to confirm the order',
  phoneBad: 'Check the number: it has 10 to 15 digits',
  sendPhone: 'Send number',
  sendPlace: 'Send my location',
  placeBad: 'Your location could not be found. Type the address instead.',
  tooLong: 'Too long: 4000 characters at most',
  'webchat.too_fast': 'Too fast, please wait a little',
  'webchat.text_too_long': 'The message is too long',
  'webchat.phone': 'Check the phone number',
  serverProblem: 'Could not be sent',
  noShop: 'This shop does not exist or is closed',
  loadProblem: 'The chat could not be opened',
  again: 'Try again',
  hours: 'Opening hours',
  address: 'Address',
  phone: 'Phone',
  email: 'E-mail',
  site: 'Website',
  skip: 'To the message field',
  opensNew: 'opens in a new tab',
};

export const texts: Record<Lang, Texts> = { ru, en };

/** reasonText is the text for a server's code, with a general one for codes that the visitor cannot act on. */
export function reasonText(t: Texts, code: string | undefined): string {
  return (code && (t as Record<string, string>)[code]) || t.serverProblem;
}

/** dayText names a day as a person would. */
export function dayText(t: Texts, lang: Lang, at: string, now: Date): string {
  const day = new Date(at);
  const days = Math.round((midnight(now) - midnight(day)) / 86_400_000);
  if (days === 0) return t.today;
  if (days === 1) return t.yesterday;
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' };
  if (day.getFullYear() !== now.getFullYear()) options.year = 'numeric';
  return new Intl.DateTimeFormat(lang, options).format(day);
}

function midnight(d: Date): number {
  return new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
}

export function timeText(lang: Lang, at: string): string {
  return new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}
