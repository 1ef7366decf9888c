import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

interface Page<T> {
  items: T[] | null;
  /** next is the cursor of the page after; empty at the end. */
  next: string;
}

/** useList reads a keyset list of the API page by page, as far as somebody scrolls. */
export function useList<T>(key: QueryKey, page: (cursor: string | undefined) => Promise<Page<T>>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => page(pageParam || undefined),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: (before) => before,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((p) => p.items ?? []) ?? [], [data]);
  const next = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  return { ...query, rows, more: hasNextPage ? next : undefined };
}
