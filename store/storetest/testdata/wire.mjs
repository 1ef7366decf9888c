// Lends the edge's database client (argument: the folder of the functions) to tests: paths
// are /NUMBER/open (body: a database URL), /NUMBER/query and /NUMBER/post (body: a packet,
// header x-epoch, here and in the answer) and /NUMBER/close. A post is answered when it has
// been sent.
const { Database } = await import(`file://${Deno.args[0]}/_shared/db.ts`);
const open = new Map();

Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(`listening ${port}`) }, async (req) => {
  const [, number, what] = new URL(req.url).pathname.split("/");
  const body = new Uint8Array(await req.arrayBuffer());
  const epoch = Number(req.headers.get("x-epoch"));
  if (what === "open") open.set(number, new Database(new TextDecoder().decode(body)));
  if (what === "query") {
    const [at, answer] = await open.get(number).query(body, epoch);
    return new Response(answer, { headers: { "x-epoch": String(at) } });
  }
  if (what === "post") open.get(number).post(body, epoch);
  if (what === "close") open.get(number).close();
  return new Response();
});
