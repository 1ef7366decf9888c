// Serves fixtures with aimock on a free loopback port, prints its address as one line
// of JSON, and ends when its standard input does, so that no test leaves it behind.
import { LLMock } from "@copilotkit/aimock";

const mock = new LLMock({ host: "127.0.0.1", port: 0, strict: true, logLevel: "silent" });
for (const path of process.argv.slice(2)) mock.loadFixtureFile(path);
await mock.start();
process.stdout.write(JSON.stringify({ url: mock.url }) + "\n");
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
