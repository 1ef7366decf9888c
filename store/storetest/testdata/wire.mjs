// Lends the edge's database client (argument: the folder of the functions) to tests: paths
// are /NUMBER/open (body: a database URL), /NUMBER/query and /NUMBER/post (body: text, header
// x-epoch) and /NUMBER/close. A post is answered when it has been sent.
const { Database } = await import(`file://${Deno.args[0]}/_shared/db.ts`);
const open = new Map();

Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(`listening ${port}`) }, async (req) => {
  const [, number, what] = new URL(req.url).pathname.split("/");
  const text = await req.text();
  const epoch = Number(req.headers.get("x-epoch"));
  if (what === "open") open.set(number, new Database(text));
  if (what === "query") return new Response(await open.get(number).query(text, epoch));
  if (what === "post") open.get(number).post(text, epoch);
  if (what === "close") open.get(number).close();
  return new Response();
});
