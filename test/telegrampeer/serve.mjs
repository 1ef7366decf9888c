// Serves telegram-test-api on a free loopback port, prints its address as one line of
// JSON, and ends when its standard input does, so that no test leaves it behind.
import { createServer } from "node:net";
import TelegramServer from "telegram-test-api";

const probe = createServer();
await new Promise((done) => probe.listen(0, "127.0.0.1", done));
const { port } = probe.address();
await new Promise((done) => probe.close(done));

const Server = TelegramServer.default ?? TelegramServer;
const peer = new Server({ host: "127.0.0.1", port });
await peer.start();
process.stdout.write(JSON.stringify({ url: peer.config.apiURL }) + "\n");
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
