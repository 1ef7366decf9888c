// Asks the database bridge of the edge (args: db.ts, a database URL) what Go relies on.
import { equal, packet, read } from "./packets.mjs";
const { Database } = await import(Deno.args[0]);
const db = new Database(Deno.args[1]);
const ask = async (epoch, ...statements) => {
  const [at, raw] = await db.query(packet(...statements), epoch);
  const { all, error } = read(raw);
  return { epoch: at, all, last: all.at(-1), error };
};

let a = await ask(
  0,
  "begin",
  "select set_config('datestyle', 'ISO', true), set_config('timezone', 'UTC', true)",
  `select 9223372036854775807::bigint as big, '2026-01-02 03:04:05.678901+00'::timestamptz as at, '\\x00ff'::bytea as blob,
    '{"a": 1.10}'::jsonb as doc, true as yes, null::text as none, 1.10::numeric as n`,
);
equal("values", a.last.rows, [["9223372036854775807", "2026-01-02 03:04:05.678901+00", "\\x00ff", '{"a": 1.10}', "t", null, "1.10"]]);
equal("types", a.last.columns, [["big", 20], ["at", 1184], ["blob", 17], ["doc", 3802], ["yes", 16], ["none", 25], ["n", 1700]]);
equal("epoch", a.epoch, 1);
a = await ask(1, "select 1 where false");
equal("no rows", [a.last.rows, a.last.tag], [[], "SELECT 0"]);
a = await ask(1, "create temp table t (x int primary key) on commit drop", "insert into t values (1), (2)", "select x from t");
equal("each its answer", a.all.map((one) => [one.tag, one.rows]), [["CREATE TABLE", []], ["INSERT 0 2", []], ["SELECT 2", [["1"], ["2"]]]]);
a = await ask(1, "insert into t values (3)", "insert into t values (1)", "commit");
equal("a refusal leaves the connection", [a.epoch, a.error], [1, { code: "23505", table: "t", constraint: "t_pkey" }]);
equal("and what is behind it undone", a.all.map((one) => one.tag), ["INSERT 0 1"]);
a = await ask(1, "commit");
equal("the commit of what failed", a.last.tag, "ROLLBACK");
a = await ask(1, "begin", "create temp table w (x int) on commit drop", "insert into w values (7) returning x", "commit");
equal("a unit of one round trip", a.all.map((one) => [one.tag, one.rows]).slice(2), [["INSERT 0 1", [["7"]]], ["COMMIT", []]]);

db.post(packet("begin", "select 1"), 1);
db.post(packet("commit"), 1);
a = await ask(1, "begin", "select pg_current_xact_id_if_assigned()");
equal("behind what was posted", [a.epoch, a.error], [1, undefined]);
await ask(1, "rollback");
const many = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(1, `select ${i}`)));
equal("first in, first out", many.map((one) => one.last.rows[0][0]), Array.from({ length: 50 }, (_, i) => String(i)));
a = await ask(1, "select repeat('ж', 3000000), 1");
equal("a large row", [a.last.rows[0][0].length, a.last.rows[0][1]], [3000000, "1"]);
a = await ask(1, "do $$ begin raise notice 'хм'; end $$", "set application_name = 'other'", "select 2");
equal("notices and settings in between", [a.error, a.last.rows], [undefined, [["2"]]]);

const began = Date.now();
const sleeping = ask(0, "select pg_sleep(20)");
await new Promise((done) => setTimeout(done, 100));
db.close();
a = await sleeping;
if (!a.error || Date.now() - began > 3000) throw new Error(`closing took ${Date.now() - began} ms: ${JSON.stringify(a)}`);
a = await ask(1, "select 1");
equal("what was closed is refused", [a.epoch, a.error], [0, { code: "08003" }]);
a = await ask(0, "select 2 as two");
equal("a new connection", [a.epoch, a.last.rows], [2, [["2"]]]);
a = await ask(0, "copy (select 1) from stdin"); // no statement of ours; it is refused by its form
equal("a wrong statement", [a.epoch, a.error], [2, { code: "42601" }]);
db.close();
db.close();

for (const url of ["postgres://nobody@127.0.0.1:1/x", "", "nonsense"]) {
  const nowhere = new Database(url);
  const [at, raw] = await nowhere.query(packet("select 1"), 0);
  equal("no server at " + url, [at, read(raw).error], [0, { code: "08006" }]);
  nowhere.close();
}
