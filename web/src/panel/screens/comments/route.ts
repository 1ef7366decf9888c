import { createRoute } from '@tanstack/react-router';
import { shell } from '../../app/root';
import { area } from '../settings/route';

/** Seen is which part of the screen, and which comments of the ledger, are looked at. */
export interface Seen {
  tab?: 'ledger' | undefined;
  state?: 'open' | 'done' | 'failed' | 'skipped' | undefined;
  reason?: string | undefined;
  rule_id?: string | undefined;
}

const states = ['open', 'done', 'failed', 'skipped'] as const;
const text = (v: unknown): string | undefined => (typeof v === 'string' && v ? v : undefined);

export const comments = [
  createRoute({
    getParentRoute: () => shell,
    path: '/settings/comments',
    validateSearch: (s: Record<string, unknown>): Seen => {
      const found = { tab: s.tab === 'ledger' ? 'ledger' : undefined, state: states.find((x) => x === s.state), reason: text(s.reason), rule_id: text(s.rule_id) };
      return Object.fromEntries(Object.entries(found).filter(([, v]) => v)) as Seen;
    },
    component: area('comments', () => import('./Comments'), 'Comments'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/settings/posts',
    validateSearch: (s: Record<string, unknown>): { linked?: true } => (s.linked ? { linked: true } : {}),
    component: area('comments', () => import('./Posts'), 'Posts'),
  }),
];
