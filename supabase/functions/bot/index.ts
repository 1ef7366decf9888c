// The bot on Supabase Edge Functions. No rule of the shop lives here; the bot itself is
// cmd/edge, compiled to bot.wasm by scripts/edge.
import { serve } from "../_shared/serve.ts";

serve("bot", new URL("./bot.wasm", import.meta.url), [
  "PRILAVOK_SECRET_KEY",
  "PRILAVOK_TICK_SECRET",
  "PRILAVOK_LOG_LEVEL",
  "PRILAVOK_TELEGRAM_API_URL",
  "PRILAVOK_PUBLIC_URL",
]);
