// 16 customers order at the same moment, each a cart of two products; prints what it measured.
const base = process.env.BASE, rivals = 16, seconds = +(process.env.SECONDS || 10);
const call = async (api, query, variables, token) => {
  const r = await fetch(`${base}/${api}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(token.t ? { authorization: 'Bearer ' + token.t } : {}) }, body: JSON.stringify({ query, variables }) });
  const t = r.headers.get('vendure-auth-token'); if (t) token.t = t;
  const j = await r.json();
  if (j.errors) throw new Error(JSON.stringify(j.errors).slice(0, 600));
  const d = Object.values(j.data)[0];
  if (d && d.errorCode) throw new Error(JSON.stringify(d));
  return d;
};
const admin = {}, A = (q, v) => call('admin-api', q, v, admin);
await A(`mutation{login(username:"superadmin",password:"superadmin"){... on CurrentUser{id} ... on ErrorResult{errorCode message}}}`);
const tax = await A(`mutation{createTaxCategory(input:{name:"std",isDefault:true}){id}}`);
const zones = await A(`query{zones{items{id}}}`);
await A(`mutation($i:CreateTaxRateInput!){createTaxRate(input:$i){id}}`, { i: { name: 'r', enabled: true, value: 20, categoryId: tax.id, zoneId: zones.items[0].id } });
const ship = await A(`mutation($i:CreateShippingMethodInput!){createShippingMethod(input:$i){id}}`, { i: { code: 's', fulfillmentHandler: 'manual-fulfillment', translations: [{ languageCode: 'en', name: 's', description: '' }],
  checker: { code: 'default-shipping-eligibility-checker', arguments: [{ name: 'orderMinimum', value: '0' }] }, calculator: { code: 'default-shipping-calculator', arguments: [{ name: 'rate', value: '0' }, { name: 'includesTax', value: 'auto' }, { name: 'taxRate', value: '0' }] } } });
await A(`mutation($i:CreatePaymentMethodInput!){createPaymentMethod(input:$i){id}}`, { i: { code: 'pay', enabled: true, handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'false' }] }, translations: [{ languageCode: 'en', name: 'p', description: '' }] } });
const variants = [];
for (let k = 0; k < 30; k++) {
  const p = await A(`mutation($i:CreateProductInput!){createProduct(input:$i){id}}`, { i: { enabled: true, translations: [{ languageCode: 'en', name: 'p' + k, slug: 'p' + k, description: '' }] } });
  const v = await A(`mutation($i:[CreateProductVariantInput!]!){createProductVariants(input:$i){id}}`, { i: [{ productId: p.id, sku: 's' + k, price: 30000, stockOnHand: 1000000, trackInventory: 'TRUE', taxCategoryId: tax.id, translations: [{ languageCode: 'en', name: 'v' + k }] }] });
  variants.push(v[0].id);
}
let n = 0;
const gone = 'on Order{id state} ... on ErrorResult{errorCode message}';
const order = async i => {
  const t = {}, S = (q, v) => call('shop-api', q, v, t);
  for (const k of [i % 30, (i * 7 + 15) % 30]) await S(`mutation($v:ID!){addItemToOrder(productVariantId:$v,quantity:1){... ${gone}}}`, { v: variants[k] });
  const start = performance.now(); // the cart is full
  await S(`mutation($i:CreateCustomerInput!){setCustomerForOrder(input:$i){... ${gone}}}`, { i: { emailAddress: `c${i}@example.com`, firstName: 'a', lastName: 'b' } });
  await S(`mutation{setOrderShippingAddress(input:{fullName:"a",streetLine1:"b",city:"c",postalCode:"1",countryCode:"RU"}){... ${gone}}}`);
  await S(`mutation($s:[ID!]!){setOrderShippingMethod(shippingMethodId:$s){... ${gone}}}`, { s: [ship.id] });
  await S(`mutation{transitionOrderToState(state:"ArrangingPayment"){... ${gone}}}`);
  const o = await S(`mutation{addPaymentToOrder(input:{method:"pay",metadata:{}}){... ${gone}}}`);
  if (o.state !== 'PaymentAuthorized') throw new Error('state ' + o.state);
  return performance.now() - start;
};
await order(n++);
// The rate counts from the full cart on: filling it is not part of what is compared.
const run = async s => {
  const end = performance.now() + s * 1000, all = [];
  await Promise.all(Array.from({ length: rivals }, async () => { while (performance.now() < end) all.push(await order(n++)); }));
  all.sort((a, b) => a - b);
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  return { orders: all.length, perSecond: rivals / (mean / 1000), p50: all[all.length >> 1], p95: all[Math.floor(all.length * 0.95)], p99: all[Math.floor(all.length * 0.99)] };
};
await run(3);
console.log(JSON.stringify(await run(seconds)));
