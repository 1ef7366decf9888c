// Asks the database bridge of the edge (args: db.ts, a database URL) what Go relies on.
const { Database } = await import(Deno.args[0]);
const db = new Database(Deno.args[1]);
const ask = async (text, epoch = 0) => read(await db.query(text, epoch));

// read is what parseAnswer of store/edgedb is in Go.
function read(raw) {
  const [epoch, command, count, code, table, constraint, width, ...rest] = raw.split("\0");
  if (code) {
    return { epoch: +epoch, error: { code, ...(table ? { table } : {}), ...(constraint ? { constraint } : {}) } };
  }
  const columns = Array.from({ length: +width }, () => [rest.shift(), +rest.shift()]);
  const rows = [];
  while (rest.length) rows.push(rest.splice(0, +width).map((v) => v === "" ? null : v.slice(1)));
  return { epoch: +epoch, command, count: +count, columns, rows };
}

function equal(what, got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) {
    throw new Error(`${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
  }
}

let a = await ask(`begin; set local datestyle = 'ISO'; set local timezone = 'UTC';
  select 9223372036854775807::bigint as big, '2026-01-02 03:04:05.678901+00'::timestamptz as at, '\\x00ff'::bytea as blob,
    '{"a": 1.10}'::jsonb as doc, true as yes, null::text as none, 1.10::numeric as n`);
equal("values", a.rows, [["9223372036854775807", "2026-01-02 03:04:05.678901+00", "\\x00ff", '{"a": 1.10}', "t", null, "1.10"]]);
equal("types", a.columns, [["big", 20], ["at", 1184], ["blob", 17], ["doc", 3802], ["yes", 16], ["none", 25], ["n", 1700]]);
equal("epoch", a.epoch, 1);
a = await ask("select 1 where false", 1);
equal("no rows", [a.rows, a.count, a.command], [[], 0, "SELECT"]);
a = await ask("create temp table t (x int primary key) on commit drop; insert into t values (1), (2)", 1);
equal("a change", [a.count, a.command, a.columns], [2, "INSERT", []]);
a = await ask("insert into t values (1)", 1);
equal("a refusal leaves the connection", [a.epoch, a.error], [1, { code: "23505", table: "t", constraint: "t_pkey" }]);
a = await ask("commit", 1);
equal("the commit of what failed", a.command, "ROLLBACK");
a = await ask("begin; create temp table u (x int) on commit drop; set local app.shop_id = 'shp_1'; update u set x = 1", 1);
equal("a first statement that changes nothing", [a.count, a.command], [0, "UPDATE"]);
await ask("rollback", 1);

await ask("begin; create temp table v (x int) on commit drop", 1);
a = await ask("insert into v values (1), (2), (3); show role; update v set x = 5 where x < 3", 1);
equal("a count behind what nobody waits for", [a.count, a.command], [2, "UPDATE"]);
a = await ask("delete from v where x = 3; select x from v", 1);
equal("rows behind what nobody waits for", [a.rows, a.columns, a.count], [[["5"], ["5"]], [["x", 23]], 2]);
a = await ask("insert into v values (1); commit", 1);
equal("what travels with its commit", a.command, "COMMIT");
a = await ask("begin; create temp table w (x int) on commit drop; insert into w values (7) returning x; commit", 1);
equal("a unit of one statement", [a.rows, a.command], [[["7"]], "COMMIT"]);
await ask("begin; select 1", 1);
a = await ask("select 1 / 0; commit", 1);
equal("a refusal before the commit", [a.epoch, a.error.code], [1, "22012"]);
a = await ask("rollback", 1);
equal("leaves it open", a.command, "ROLLBACK");

db.post("begin; select 1", 1);
db.post("commit", 1);
a = await ask("begin; select pg_current_xact_id_if_assigned()", 1);
equal("behind what was posted", [a.epoch, a.error], [1, undefined]);
await ask("rollback", 1);

const began = Date.now();
const sleeping = ask("select pg_sleep(20)");
await new Promise((done) => setTimeout(done, 100));
db.close();
a = await sleeping;
if (!a.error || Date.now() - began > 3000) throw new Error(`closing took ${Date.now() - began} ms: ${JSON.stringify(a)}`);
equal("what was closed is refused", await ask("select 1", 1), { epoch: 0, error: { code: "08003" } });
a = await ask("select 2 as two");
equal("a new connection", [a.epoch, a.rows], [2, [["2"]]]);
db.close();
db.close();

const nowhere = new Database("postgres://nobody@127.0.0.1:1/x");
a = read(await nowhere.query("select 1", 0));
equal("no server", a, { epoch: 0, error: { code: "08006" } });
nowhere.close();
