import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { createContext, useContext } from 'react';
import { auth, type Me } from '../api/auth';
import { keys } from '../api/keys';
import { Problem } from '../api/problem';
import { session } from '../api/session';
import { Failed } from '../ui/Failed';
import { Shell } from './Shell';
import { WhichShop } from './WhichShop';
import { Whole } from './Whole';

const Signed = createContext<Me | null>(null);

/** useMe is who is signed in; only below Guard, which waits for it. */
export function useMe(): Me {
  const me = useContext(Signed);
  if (!me) throw new Error('useMe outside of Guard');
  return me;
}

/** useMay tells whether the person may do what a scope allows; the API decides, this only draws. */
export function useMay(scope: string): boolean {
  return useMe().scopes.includes(scope);
}

/** Guard shows the panel to whoever is signed in, and the way in to everybody else. */
export function Guard() {
  const me = useQuery({ queryKey: keys.me, queryFn: auth.me, staleTime: 60_000 });
  if (me.data) {
    return (
      <Signed value={me.data}>
        <Shell />
      </Signed>
    );
  }
  if (me.isPending) return <Whole />;
  if (me.error instanceof Problem && me.error.status === 401) return <Navigate to={'/sign-in' as never} replace />;
  if (me.error instanceof Problem && me.error.code === 'staff.which_shop') {
    const choose = (shop: string) => {
      session.choose(shop);
      void me.refetch();
    };
    return <WhichShop shops={me.error.fields.map((f) => f.message)} choose={choose} />;
  }
  return <Failed error={me.error} again={() => void me.refetch()} />;
}
