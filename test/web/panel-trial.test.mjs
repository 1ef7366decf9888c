import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { model } from './model.mjs';
import { looks, narrow, panel } from './panel.mjs';

const peer = await model((text, role) => {
  if (role === 'tool') return 'Советую кружку. Положить её?';
  return /посоветуйте|advise/.test(text) ? { tool: 'add_to_cart', args: { variant_id: 'var_none', quantity: 1 } } : 'Хорошо!';
});
after(() => peer.stop());
const s = panel(async () => peer.settings);

const w = {
  ru: { field: 'Ваше сообщение', send: 'Отправить', would: /В настоящем разговоре он ещё: Положить в корзину/, tokens: /Токенов модели: \d/, told: 'Что ему сказано' },
  en: { field: 'Your message', send: 'Send', would: /In a real talk it would also: Put into the cart/, tokens: /Tokens of the model: \d/, told: 'What it is told' },
};

for (const look of looks) {
  const name = `panel-trial-${look.shape}-${look.lang}`;
  test(`${name}: a talk on trial asks the model, and the owner reads what it is told`, async () => {
    const t = w[look.lang];
    const v = await s.signIn(look, '/settings/assistant?tab=trial');
    await v.page.getByLabel(t.field).fill(look.lang === 'ru' ? 'посоветуйте подарок другу' : 'please advise me on something unusual');
    await v.page.getByRole('button', { name: t.send }).click();
    await v.page.getByText('Советую кружку').waitFor();
    await v.page.getByText(t.would).waitFor();
    await v.page.getByText(t.tokens).waitFor();
    await accessible(v.page, name);
    await narrow(v.page);
    await shot(v.page, name);
    await v.page.getByRole('tab', { name: t.told }).click();
    await v.page.getByText('You are the sales assistant').waitFor();
    assert.equal(await v.page.getByText('cnr-').count(), 0, 'the marker stays with the server');
    await accessible(v.page, `${name} told`);
    await narrow(v.page);
    await shot(v.page, `${name}-told`);
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
