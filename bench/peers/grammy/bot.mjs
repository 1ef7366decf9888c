// The peer of bench/shop in Node.js; what it does is in work.mjs.
import { createServer } from "node:http";
import { Bot, webhookCallback } from "grammy";
import postgres from "postgres";
import { work } from "./work.mjs";

const { DATABASE_URL, BOT_API, SECRET } = process.env;
const sql = postgres(DATABASE_URL, { max: 16, onnotice: () => {}, connection: { search_path: "prilavok" } });
const bot = new Bot("42:peer", {
  client: { apiRoot: BOT_API, canUseWebhookReply: () => false },
  botInfo: { id: 42, is_bot: true, first_name: "peer", username: "peer_bot", can_join_groups: false, can_read_all_group_messages: false, supports_inline_queries: false },
});
work(bot, sql, process.env);

const handle = webhookCallback(bot, "http", { secretToken: SECRET });
const server = createServer((req, res) => handle(req, res).catch(() => { res.statusCode = 500; res.end(); }));
server.listen(0, "127.0.0.1", () => console.log("listening " + server.address().port));
