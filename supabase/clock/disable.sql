-- Takes back what `prilavok supabase enable` has made, whether all of it is there or not.
-- Extensions stay: others may use them.
DO $$
BEGIN
  IF to_regclass('cron.job') IS NOT NULL THEN
    PERFORM cron.unschedule(jobid) FROM cron.job WHERE jobname IN ('prilavok-tick', 'prilavok-tick-history');
  END IF;
  IF to_regclass('vault.secrets') IS NOT NULL THEN
    DELETE FROM vault.secrets WHERE name IN ('prilavok_function_url', 'prilavok_tick_secret');
  END IF;
  IF to_regclass('prilavok.events') IS NOT NULL THEN
    DROP TRIGGER IF EXISTS tell_realtime ON prilavok.events;
  END IF;
  IF to_regnamespace('prilavok') IS NOT NULL THEN
    DROP FUNCTION IF EXISTS prilavok.tell_realtime(), prilavok.tick(), prilavok.tick_due(timestamptz);
  END IF;
END
$$;
