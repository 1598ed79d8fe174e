import type { CrmPage } from '@leadlight/workflows';

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const recordIds = (pages: readonly CrmPage[]): string[] =>
  pages.flatMap(({ records }) => records.map(({ id }) => id));
