// The peer of the edge bot, as an edge function with grammY and postgres.js is written:
// webhookCallback for Deno's requests, and queries that are not prepared, because a pooler
// gives every transaction another connection.
//
// ONLY=insert keeps the update and no more, in one INSERT with a unique key that has
// committed before the 200. Else it does the same durable work as the peer in Node.js
// (../grammy/work.mjs), and with TURNS=1 answers customers after the 200.
import { Bot, webhookCallback } from "grammy";
import postgres from "postgres";
import { work } from "../grammy/work.mjs";

const { DATABASE_URL, BOT_API, SECRET, ACCOUNT, ONLY } = process.env;
const sql = postgres(DATABASE_URL, { max: 16, prepare: false, onnotice: () => {} });
const bot = new Bot("42:peer", {
  // Deno's own fetch, as grammY's edition for Deno has it; the signals of its edition for
  // Node.js are not Deno's.
  client: { apiRoot: BOT_API, canUseWebhookReply: () => false, fetch: (url, { signal: _, ...init }) => fetch(url, init) },
  botInfo: { id: 42, is_bot: true, first_name: "peer", username: "peer_bot", can_join_groups: false, can_read_all_group_messages: false, supports_inline_queries: false },
});
if (ONLY === "insert") {
  bot.on("message", (ctx) => sql`INSERT INTO updates (account, id, raw, at) VALUES (${ACCOUNT}, ${ctx.update.update_id}, ${JSON.stringify(ctx.update)}, ${new Date()}) ON CONFLICT DO NOTHING`);
} else {
  work(bot, sql, process.env, (p) => EdgeRuntime.waitUntil(p));
}
Deno.serve(webhookCallback(bot, "std/http", { secretToken: SECRET }));
