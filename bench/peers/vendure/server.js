// A Vendure 3 shop with the least that an order needs; listens on PORT and says so.
process.env.VENDURE_DISABLE_TELEMETRY = 'true'; // it tells its makers nothing
const v = require('@vendure/core');
const u = new URL(process.env.DATABASE_URL);
const config = v.mergeConfig(v.defaultConfig, {
  apiOptions: { port: +process.env.PORT, adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: { tokenMethod: 'bearer', requireVerification: false, superadminCredentials: { identifier: 'superadmin', password: 'superadmin' }, cookieOptions: { secret: 'x' } },
  dbConnectionOptions: { type: 'postgres', host: u.hostname, port: +u.port, username: u.username, database: u.pathname.slice(1), synchronize: true, logging: false, poolSize: 16 },
  paymentOptions: { paymentMethodHandlers: [v.dummyPaymentHandler] },
  logger: new v.DefaultLogger({ level: v.LogLevel.Error }),
  orderOptions: { orderItemsLimit: 999999 },
});
(async () => {
  const app = await v.bootstrap(config);
  const ctx = await app.get(v.RequestContextService).create({ apiType: 'admin' });
  const zone = await app.get(v.ZoneService).create(ctx, { name: 'RU' });
  const country = await app.get(v.CountryService).create(ctx, { code: 'RU', enabled: true, translations: [{ languageCode: 'en', name: 'Russia' }] });
  await app.get(v.ZoneService).addMembersToZone(ctx, { zoneId: zone.id, memberIds: [country.id] });
  const ch = await app.get(v.ChannelService).getDefaultChannel();
  await app.get(v.ChannelService).update(ctx, { id: ch.id, defaultTaxZoneId: zone.id, defaultShippingZoneId: zone.id, pricesIncludeTax: true });
  console.log('listening', app.getHttpServer().address().port);
})().catch(e => { console.error(e); process.exit(1); });
