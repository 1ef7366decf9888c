// The peer of bench/shop: a Telegram shop bot written the usual way, with grammY's
// webhook and postgres.js, doing the same durable work on the same tables.
//
// Both sides: an update is known or stored once, with its contact, conversation, sequence
// number and job, before it is answered 200; with TURNS=1 up to 16 jobs at a time answer,
// one of a conversation at a time and in order, under a lease that another process takes
// over after a crash: unanswered messages, shop, contact, a catalog search, then in one
// transaction that proves the lease the reply's messages, their deliveries and the end of
// the job; each message is sent and noted as sent, in one transaction with the end of its
// delivery. Workers are woken after a commit and look every second besides.
//
// Only ours: receives that come together share a commit; an operator's silence is checked
// again before each message; messages per contact and hour are counted; a checkout under
// way is looked for; the turn is recorded; the search knows word forms, typos and other
// alphabets. Only here: the search is one ILIKE over titles.
import { randomBytes } from "node:crypto";

const id = (prefix) => prefix + "_" + Date.now().toString(36) + randomBytes(10).toString("hex");
const lease = 15000;

// work lets a bot do all that on a database. later is told of what goes on after an answer.
export function work(bot, sql, { SHOP, ACCOUNT, TURNS }, later = () => {}) {
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
    later(wake());
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
    return sql`UPDATE jobs SET status = 'running', lease = ${id("l")}, lease_until = ${new Date(Date.now() + lease)}, attempts = attempts + 1
      WHERE id IN (SELECT j.id FROM jobs j WHERE (j.status = 'ready' AND j.run_at <= ${now} OR j.status = 'running' AND j.lease_until < ${now})
        AND NOT EXISTS (SELECT 1 FROM jobs k WHERE k.lane = j.lane AND k.status <> 'dead' AND (k.seq < j.seq OR k.seq = j.seq AND k.id < j.id))
        ORDER BY j.run_at LIMIT ${n} FOR UPDATE SKIP LOCKED) RETURNING id, kind, lease, payload`;
  }

  async function turn(job) {
    const c = job.payload.c;
    const [conv] = await sql`SELECT key, contact_id, answered_to FROM conversations WHERE shop_id = ${SHOP} AND id = ${c}`;
    const [news] = await Promise.all([
      sql`SELECT seq, text FROM messages WHERE shop_id = ${SHOP} AND conversation_id = ${c} AND seq > ${conv.answered_to} AND author = 'contact' ORDER BY seq`,
      sql`SELECT settings FROM shops WHERE shop_id = ${SHOP}`,
      sql`SELECT name, lang FROM contacts WHERE shop_id = ${SHOP} AND id = ${conv.contact_id}`,
    ]);
    if (!news.length) return sql`DELETE FROM jobs WHERE id = ${job.id}`;
    const upTo = news[news.length - 1].seq;
    const word = "%" + news[news.length - 1].text.split(" ").pop() + "%";
    const goods = await sql`SELECT p.id, p.title, p.price_min FROM products p WHERE p.shop_id = ${SHOP} AND p.status = 'active' AND p.title->>'ru' ILIKE ${word} ORDER BY p.position LIMIT 5`;
    // As ours: a line of text, and a card for each product, each a message of its own.
    const texts = goods.length ? ["Вот что нашлось:", ...goods.map((g) => `${g.title.ru} — ${g.price_min / 100} ₽`)] : ["Такого у нас нет."];
    const parts = await sql.begin(async (tx) => {
      const now = new Date(), until = new Date(Date.now() + lease), token = id("l");
      const [row] = await tx`UPDATE conversations SET last_seq = last_seq + ${texts.length}, answered_to = ${upTo}, updated_at = ${now} WHERE shop_id = ${SHOP} AND id = ${c} RETURNING last_seq`;
      const list = texts.map((text, i) => ({ text, seq: Number(row.last_seq) - texts.length + 1 + i, job: id("job"), lease: token }));
      const [, , ended] = await Promise.all([
        tx`INSERT INTO messages ${tx(list.map((p) => ({ shop_id: SHOP, conversation_id: c, seq: p.seq, account_id: ACCOUNT, author: "assistant", kind: "text", text: p.text, out: { text: p.text }, state: "queued", created_at: now })))}`,
        tx`INSERT INTO jobs ${tx(list.map((p) => ({ shop_id: SHOP, id: p.job, kind: "deliver", lane: "deliver:" + c, seq: p.seq, payload: { c, s: p.seq }, status: "running", lease: token, lease_until: until, attempts: 1, run_at: now, created_at: now })))}`,
        tx`DELETE FROM jobs WHERE id = ${job.id} AND lease = ${job.lease}`,
      ]);
      if (ended.count !== 1) throw new Error("the lease is lost");
      return list;
    });
    for (const p of parts) await send(c, conv.key, p);
  }

  async function deliver(job) {
    const { c, s } = job.payload;
    const [m] = await sql`SELECT m.text, m.state, v.key FROM messages m JOIN conversations v ON v.shop_id = m.shop_id AND v.id = m.conversation_id WHERE m.shop_id = ${SHOP} AND m.conversation_id = ${c} AND m.seq = ${s}`;
    if (m.state === "queued") await send(c, m.key, { text: m.text, seq: s, job: job.id, lease: job.lease });
  }

  async function send(c, key, p) {
    const sent = await bot.api.sendMessage(key, p.text);
    await sql.begin((tx) => [
      tx`UPDATE messages SET state = 'sent', external_id = ${String(sent.message_id)}, sent_at = ${new Date()} WHERE shop_id = ${SHOP} AND conversation_id = ${c} AND seq = ${p.seq}`,
      tx`DELETE FROM jobs WHERE id = ${p.job} AND lease = ${p.lease}`,
    ]);
  }

  let free = 16, awake = false, again = false;

  // wake starts as many jobs as there is room for; one claim at a time.
  async function wake() {
    if (!TURNS) return;
    again = true;
    if (awake) return;
    awake = true;
    while (again && free > 0) {
      again = false;
      const jobs = await claim(free);
      free -= jobs.length;
      for (const job of jobs) {
        later((job.kind === "turn" ? turn(job) : deliver(job)).catch((err) => console.error(String(err))).finally(() => { free++; later(wake()); }));
      }
    }
    awake = false;
  }
  if (TURNS) setInterval(wake, 1000);
}
