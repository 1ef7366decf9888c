// Where the page shows a file of a message from. A cookie goes with an address by itself; a token
// does not, so that beside Supabase the file is fetched and shown from a copy.
import { useEffect, useState } from 'react';
import { session } from '../../api/session';
import { source } from '../../ui/Picture';

async function copy(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(source(url), { headers: await session.headers(), signal });
  if (!response.ok) throw new Error(String(response.status));
  return URL.createObjectURL(await response.blob());
}

export interface Place {
  /** at is an address to show; undefined while there is none. */
  at: string | undefined;
  copied: boolean;
  failed: boolean;
  load: () => void;
}

/** useFile answers where a file is shown from; a copy is made at once, or when load asks for it. */
export function useFile(url: string, atOnce: boolean): Place {
  const copied = session.tokens() && url.startsWith('/');
  const [wanted, setWanted] = useState(atOnce);
  const [at, setAt] = useState<string>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!copied || !wanted) return;
    const stop = new AbortController();
    let made = '';
    copy(url, stop.signal).then(
      (blob) => {
        made = blob;
        if (stop.signal.aborted) URL.revokeObjectURL(blob);
        else setAt(blob);
      },
      () => !stop.signal.aborted && setFailed(true),
    );
    return () => {
      stop.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [copied, wanted, url]);
  return { at: copied ? at : source(url), copied, failed, load: () => setWanted(true) };
}
