-- Tells listeners of the private topic prilavok:SHOP_ID that an event was recorded: its name
-- and ids, no content. Who may listen is said by policies on realtime.messages.
CREATE OR REPLACE FUNCTION prilavok.tell_realtime() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  BEGIN
    PERFORM realtime.send(pg_catalog.jsonb_build_object('id', NEW.id, 'name', NEW.name, 'subject_id', NEW.subject_id),
      NEW.name, 'prilavok:' || NEW.shop_id, true);
  EXCEPTION WHEN OTHERS THEN
    NULL; -- an order is not lost because nobody could be told of it
  END;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION prilavok.tell_realtime() FROM PUBLIC;
DROP TRIGGER IF EXISTS tell_realtime ON prilavok.events;
CREATE TRIGGER tell_realtime AFTER INSERT ON prilavok.events FOR EACH ROW EXECUTE FUNCTION prilavok.tell_realtime();
