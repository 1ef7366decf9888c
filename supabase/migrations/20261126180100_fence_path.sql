-- The fence names everything in full: what the caller's search path says does not matter.
ALTER FUNCTION prilavok.fence(text, text) SET search_path = '';
