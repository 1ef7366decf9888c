import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Problem } from '../api/problem';
import { router } from './router';
import css from './Shell.module.css';
import { theme, variables } from './theme';

/** again tells whether a failed read is tried once more: only where the next try may differ. */
function again(count: number, error: unknown): boolean {
  return count < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 500);
}

const client = new QueryClient({
  defaultOptions: { queries: { staleTime: 10_000, retry: again }, mutations: { retry: false } },
});

export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
        <QueryClientProvider client={client}>
          <Notifications position="bottom-left" className={css.notices} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  );
}
