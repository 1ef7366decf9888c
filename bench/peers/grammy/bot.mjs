// The peer of bench/shop: a Telegram shop bot written the usual way, with grammY's
// webhook and postgres.js, doing the same durable work on the same tables: an update
// is known or stored with its contact, conversation, sequence number and job before it
// is answered 200; with TURNS=1 a loop then answers it: unanswered messages, a catalog
// search, the reply and its delivery stored, sent to the Bot API, noted as sent.
import { createServer } from "node:http";
import { randomBytes } from "node:crypto";
import { Bot, webhookCallback } from "grammy";
import postgres from "postgres";

const { DATABASE_URL, BOT_API, SHOP, ACCOUNT, SECRET, TURNS } = process.env;
const sql = postgres(DATABASE_URL, { max: 16, onnotice: () => {}, connection: { search_path: "prilavok" } });
const bot = new Bot("42:peer", {
  client: { apiRoot: BOT_API, canUseWebhookReply: () => false },
  botInfo: { id: 42, is_bot: true, first_name: "peer", username: "peer_bot", can_join_groups: false, can_read_all_group_messages: false, supports_inline_queries: false },
});
const id = (prefix) => prefix + "_" + Date.now().toString(36) + randomBytes(10).toString("hex");

bot.on("message", async (ctx) => {
  const m = ctx.message;
  const now = new Date();
  await sql.begin(async (tx) => {
    const known = await tx`SELECT 1 FROM messages WHERE account_id = ${ACCOUNT} AND delivery_key = ${String(ctx.update.update_id)}`;
    if (known.length) return;
    const key = String(m.chat.id);
    let [conv] = await tx`UPDATE conversations SET last_seq = last_seq + 1, asked_at = ${now}, updated_at = ${now} WHERE shop_id = ${SHOP} AND account_id = ${ACCOUNT} AND key = ${key} RETURNING id, last_seq`;
    if (!conv) conv = await open(tx, m, key, now);
    await tx`INSERT INTO messages (shop_id, conversation_id, seq, account_id, author, kind, text, payload, external_id, delivery_key, state, raw, sent_at, created_at)
      VALUES (${SHOP}, ${conv.id}, ${conv.last_seq}, ${ACCOUNT}, 'contact', 'text', ${m.text}, '{}', ${String(m.message_id)}, ${String(ctx.update.update_id)}, 'received', ${JSON.stringify(ctx.update)}, ${new Date(m.date * 1000)}, ${now})
      ON CONFLICT DO NOTHING`;
    await tx`INSERT INTO jobs (shop_id, id, kind, lane, seq, payload, status, run_at, created_at)
      VALUES (${SHOP}, ${id("job")}, 'turn', ${"turn:" + conv.id}, ${conv.last_seq}, ${tx.json({ c: conv.id })}, 'ready', ${now}, ${now})
      ON CONFLICT (lane) WHERE kind = 'turn' AND status = 'ready' DO NOTHING`;
  });
});

async function open(tx, m, key, now) {
  const contact = id("con"), address = id("adr"), conv = id("cnv");
  await tx`INSERT INTO contacts (shop_id, id, name, lang, created_at, updated_at) VALUES (${SHOP}, ${contact}, ${m.from.first_name}, 'ru', ${now}, ${now})`;
  await tx`INSERT INTO addresses (shop_id, id, contact_id, account_id, channel, external_id, created_at, updated_at) VALUES (${SHOP}, ${address}, ${contact}, ${ACCOUNT}, 'telegram', ${String(m.from.id)}, ${now}, ${now})`;
  const [row] = await tx`INSERT INTO conversations (shop_id, id, account_id, channel, key, contact_id, address_id, status, route, lang, last_seq, created_at, updated_at)
    VALUES (${SHOP}, ${conv}, ${ACCOUNT}, 'telegram', ${key}, ${contact}, ${address}, 'pending', 'ours', 'ru', 1, ${now}, ${now}) RETURNING id, last_seq`;
  return row;
}

async function claim(n) {
  const now = new Date();
  return sql`UPDATE jobs SET status = 'running', lease = ${id("l")}, lease_until = ${new Date(Date.now() + 30000)}, attempts = attempts + 1
    WHERE id IN (SELECT id FROM jobs WHERE status = 'ready' AND run_at <= ${now} ORDER BY run_at LIMIT ${n} FOR UPDATE SKIP LOCKED) RETURNING id, payload`;
}

async function turn(job) {
  const c = job.payload.c;
  const [conv] = await sql`SELECT key, contact_id, answered_to FROM conversations WHERE shop_id = ${SHOP} AND id = ${c}`;
  const news = await sql`SELECT seq, text FROM messages WHERE shop_id = ${SHOP} AND conversation_id = ${c} AND seq > ${conv.answered_to} AND author = 'contact' ORDER BY seq`;
  if (!news.length) return sql`DELETE FROM jobs WHERE id = ${job.id}`;
  await sql`SELECT settings FROM shops WHERE shop_id = ${SHOP}`;
  await sql`SELECT name, lang FROM contacts WHERE shop_id = ${SHOP} AND id = ${conv.contact_id}`;
  const word = "%" + news[news.length - 1].text.split(" ").pop() + "%";
  const goods = await sql`SELECT p.id, p.title, p.price_min FROM products p WHERE p.shop_id = ${SHOP} AND p.status = 'active' AND p.title->>'ru' ILIKE ${word} ORDER BY p.position LIMIT 5`;
  // As ours: a line of text, and a card for each product, each a message of its own.
  const texts = goods.length ? ["Вот что нашлось:", ...goods.map((g) => `${g.title.ru} — ${g.price_min / 100} ₽`)] : ["Такого у нас нет."];
  const last = await sql.begin(async (tx) => {
    const now = new Date();
    const [row] = await tx`UPDATE conversations SET last_seq = last_seq + ${texts.length}, answered_to = ${news[news.length - 1].seq}, updated_at = ${now} WHERE shop_id = ${SHOP} AND id = ${c} RETURNING last_seq`;
    for (const [i, text] of texts.entries()) {
      const seq = Number(row.last_seq) - texts.length + 1 + i;
      await tx`INSERT INTO messages (shop_id, conversation_id, seq, account_id, author, kind, text, out, state, created_at) VALUES (${SHOP}, ${c}, ${seq}, ${ACCOUNT}, 'assistant', 'text', ${text}, ${tx.json({ text })}, 'queued', ${now})`;
      await tx`INSERT INTO jobs (shop_id, id, kind, lane, seq, payload, status, run_at, created_at) VALUES (${SHOP}, ${id("job")}, 'deliver', ${"deliver:" + c}, ${seq}, ${tx.json({ c })}, 'running', ${now}, ${now})`;
    }
    await tx`DELETE FROM jobs WHERE id = ${job.id}`;
    return Number(row.last_seq);
  });
  for (const [i, text] of texts.entries()) {
    const seq = last - texts.length + 1 + i;
    const sent = await bot.api.sendMessage(conv.key, text);
    await sql.begin(async (tx) => {
      await tx`UPDATE messages SET state = 'sent', external_id = ${String(sent.message_id)}, sent_at = ${new Date()} WHERE shop_id = ${SHOP} AND conversation_id = ${c} AND seq = ${seq}`;
      await tx`DELETE FROM jobs WHERE lane = ${"deliver:" + c} AND seq = ${seq}`;
    });
  }
}

async function work() {
  for (;;) {
    const jobs = await claim(16);
    if (!jobs.length) await new Promise((r) => setTimeout(r, 5));
    await Promise.all(jobs.map(turn));
  }
}
if (TURNS) work();

const handle = webhookCallback(bot, "http", { secretToken: SECRET });
const server = createServer((req, res) => handle(req, res).catch(() => { res.statusCode = 500; res.end(); }));
server.listen(0, "127.0.0.1", () => console.log("listening " + server.address().port));
