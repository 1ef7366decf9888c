import type { Vault } from './api';

/** storageVault keeps the token in this page's storage, or nowhere. */
function storageVault(storage: Storage | null): Vault {
  const named = (account: string): string => `prilavok.token.${account}`;
  return {
    get: async (account) => storage?.getItem(named(account)) ?? '',
    set: (account, token) => storage?.setItem(named(account), token),
  };
}

/**
 * makeVault keeps the token in this page's storage. In a foreign frame a browser may
 * forbid that (private windows do); then the widget around keeps it for us.
 */
export async function makeVault(storage: Storage | null, embedded: boolean): Promise<Vault> {
  if (storage || !embedded || parent === window) return storageVault(storage);
  return (await import('./around')).aroundVault();
}
