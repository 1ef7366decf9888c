-- The fence of a job's lease as a statement that fails by itself, so that nobody has to
-- wait for its answer before the unit of work goes on. PV001 is named job.lease_lost.
CREATE FUNCTION prilavok.fence(job text, token text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM prilavok.jobs WHERE id = job AND lease = token FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the lease is lost' USING ERRCODE = 'PV001';
  END IF;
END
$$;
REVOKE ALL ON FUNCTION prilavok.fence(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prilavok.fence(text, text) TO prilavok_bot, prilavok_system;
