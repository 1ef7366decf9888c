-- What the webhooks of a shop bring is stored by a function: its plan is kept by the database's
-- session, also where a pooler lets no client keep a statement, and making it anew took longer
-- than running it. Every list has a value for each arrival. What is answered are the places of
-- those that were not stored: known ones, and fresh ones that have no conversation yet.
--
-- Its plan is kept and must not grow old: what is looked up in a table is looked up row by
-- row in a LIMIT 1, which is an index probe whatever the planner believes of the table's
-- size, because a plan made for a young shop's tables meets them grown. For the same
-- reason the batch pretends to be of a hundred rows (json_array_elements, which adds none): of
-- the ten that unnest is taken for, rows are joined each with each.
--
-- What is known is left out before anything is counted; what another transaction stores at
-- this very moment fails the statement, and the next try leaves it out.
CREATE FUNCTION prilavok.store_arrivals(shop text, accounts text[], keys text[], deliveries text[], kinds text[], texts text[], payloads text[], externals text[], albums text[], raws text[], turns text[], times bigint[], dues bigint[], sents bigint[], asks bigint[])
RETURNS TABLE (place bigint, stranger boolean)
LANGUAGE plpgsql SET search_path = '' SET plan_cache_mode = force_generic_plan ROWS 10 AS $$
BEGIN
  RETURN QUERY
  WITH input AS MATERIALIZED (
    SELECT x.account_id, x.key, x.delivery_key, x.kind, x.text, x.payload, NULLIF(x.external_id, '') AS external_id, NULLIF(x.group_key, '') AS group_key,
      x.raw, x.job_id, timestamptz 'epoch' + x.at * interval '1 microsecond' AS at, timestamptz 'epoch' + x.run_at * interval '1 microsecond' AS run_at,
      CASE WHEN x.sent_at <> 0 THEN timestamptz 'epoch' + x.sent_at * interval '1 microsecond' END AS sent_at,
      CASE WHEN x.asked <> 0 THEN timestamptz 'epoch' + x.asked * interval '1 microsecond' END AS asked, x.n
    FROM ROWS FROM (unnest(accounts, keys, deliveries, kinds, texts, payloads, externals, albums, raws, turns,
      times, dues, sents, asks), json_array_elements('[]')) WITH ORDINALITY
      AS x(account_id, key, delivery_key, kind, text, payload, external_id, group_key, raw, job_id, at, run_at, sent_at, asked, none, n)
  ), fresh AS MATERIALIZED (
    SELECT i.* FROM input i
    WHERE COALESCE((SELECT FALSE FROM prilavok.messages m WHERE m.account_id = i.account_id AND m.delivery_key = i.delivery_key LIMIT 1), TRUE)
      AND (i.group_key IS NULL OR COALESCE((SELECT FALSE FROM prilavok.intake k WHERE k.account_id = i.account_id AND k.delivery_key = i.delivery_key LIMIT 1), TRUE))
  ), placed AS MATERIALIZED (
    SELECT f.*, c.id AS conversation_id, row_number() OVER (PARTITION BY c.id ORDER BY f.n) AS k, count(*) OVER (PARTITION BY c.id) AS total,
      max(f.asked) OVER (PARTITION BY c.id) AS opened
    FROM fresh f CROSS JOIN LATERAL (SELECT c.id FROM prilavok.conversations c WHERE c.shop_id = shop AND c.account_id = f.account_id AND c.key = f.key LIMIT 1) c
  ), bumped AS (
    UPDATE prilavok.conversations c SET last_seq = c.last_seq + p.total, asked_seq = c.last_seq + p.total, updated_at = p.at, active_at = p.at,
      asked_at = CASE WHEN p.opened IS NULL OR c.asked_at > p.opened THEN c.asked_at ELSE p.opened END,
      status = CASE c.status WHEN 'resolved' THEN 'pending' WHEN 'snoozed' THEN 'open' ELSE c.status END
    FROM (SELECT conversation_id, total, at, opened, job_id, run_at FROM placed WHERE k = total ORDER BY conversation_id) p
    WHERE c.shop_id = shop AND c.id = p.conversation_id
    RETURNING c.id, c.last_seq - p.total AS base, c.route, p.job_id, p.run_at, p.at
  ), stored AS (
    INSERT INTO prilavok.messages (shop_id, conversation_id, seq, account_id, author, kind, text, payload, external_id, group_key, delivery_key, state, raw, sent_at, created_at)
    SELECT shop, p.conversation_id, b.base + p.k, p.account_id, 'contact', p.kind, p.text, p.payload::jsonb, p.external_id, p.group_key, p.delivery_key, 'received', p.raw, p.sent_at, p.at
    FROM placed p JOIN bumped b ON b.id = p.conversation_id
  ), turns AS (
    INSERT INTO prilavok.jobs (shop_id, id, kind, lane, seq, payload, status, run_at, created_at)
    SELECT shop, b.job_id, 'turn', 'turn:' || b.id, b.base + 1, jsonb_build_object('c', b.id), 'ready', b.run_at, b.at
    FROM bumped b WHERE b.route = 'ours'
    ON CONFLICT (lane) WHERE kind = 'turn' AND status = 'ready' DO NOTHING
  )
  SELECT i.n, (f.n IS NOT NULL)
  FROM input i LEFT JOIN fresh f ON f.n = i.n LEFT JOIN placed p ON p.n = i.n WHERE p.n IS NULL;
END
$$;
REVOKE ALL ON FUNCTION prilavok.store_arrivals(text, text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], bigint[], bigint[], bigint[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prilavok.store_arrivals(text, text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], bigint[], bigint[], bigint[], bigint[]) TO prilavok_bot;
