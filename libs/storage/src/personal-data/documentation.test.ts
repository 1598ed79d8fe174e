import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { migrations } from '../database/migrations.ts';

test('docs/personal-data.md has a line for every table, and for no other', () => {
  const statements = migrations.map((migration) => migration.statements).join('\n');
  const tables = [...statements.matchAll(/create table (\w+)/g)].map(([, table]) => table);
  const page = readFileSync(new URL('../../../../docs/personal-data.md', import.meta.url), 'utf8');
  const documented = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, table]) => table);
  expect(documented.toSorted()).toEqual([...tables, 'migration'].sort());
});
