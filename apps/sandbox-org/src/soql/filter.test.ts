import { seededRandom } from '@leadlight/common';
import { beforeAll, describe, expect, it } from 'vitest';
import { TEST_NOW, useTestOrg } from '../testing/index.ts';
import { createConditions, type Row, type TestData, valueAt } from './filter-oracle.fixture.ts';

const FIELDS = {
  texts: (
    'Name LastName Company LeadSource Industry Rating Country State Status Email ' +
    'Owner.Name CreatedBy.Department ConvertedContact.Name ConvertedContact.Account.Name'
  ).split(' '),
  numbers: ['NumberOfEmployees', 'AnnualRevenue', 'Webinar_Minutes__c'],
  booleans: ['IsConverted', 'HasOptedOutOfEmail', 'Owner.IsActive'],
  dates: ['ConvertedDate', 'LastActivityDate'],
  times: ['CreatedDate', 'LastModifiedDate'],
  ids: ['Id', 'OwnerId', 'ConvertedContactId'],
};

const org = useTestOrg({ leads: 300 });
let data: TestData;
beforeAll(async () => {
  const selected = Object.values(FIELDS).flat().join(', ');
  const { records } = await org.connection.query(`SELECT ${selected} FROM Lead`);
  // The org's clock is only seconds later.
  data = { ...FIELDS, rows: records as readonly Row[], now: TEST_NOW };
});

describe('SOQL WHERE', () => {
  it.each([1, 2, 3, 4])(
    'selects the same rows as plain JavaScript, 100 random conditions from seed %i',
    { timeout: 60_000 },
    async (seed) => {
      const condition = createConditions(data, seededRandom(seed));
      for (let count = 0; count < 100; count += 1) {
        const { soql, matches } = condition(4);
        const { records } = await org.connection.query<{ Id: string }>(`SELECT Id FROM Lead WHERE ${soql}`);
        const expected = data.rows.filter(matches).map(({ Id }) => Id);
        expect(new Set(records.map(({ Id }) => Id)), soql).toEqual(new Set(expected));
      }
    },
  );
});

const compare = (a: unknown, b: unknown): number => {
  const [left, right] = [a, b].map((value) => (typeof value === 'string' ? value.toLowerCase() : Number(value)));
  return (left as number) < (right as number) ? -1 : Number((left as number) > (right as number));
};
const isPlain = (path: string): boolean => data.rows.every((row) => /^[ -~]*$/.test(String(valueAt(row, path) ?? '')));

describe('SOQL ORDER BY, LIMIT and OFFSET', () => {
  it.each([1, 2, 3])('select the same rows as sorting in plain JavaScript, seed %i', async (seed) => {
    const random = seededRandom(seed);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
    // Without picklists, which sort by the order of their values, and letters beyond ASCII, which sort by the locale.
    const texts = ['State', 'Country', 'CreatedBy.Department', 'ConvertedContact.Account.Name'].filter(isPlain);
    for (let count = 0; count < 40; count += 1) {
      const keys = [0, 1].map(() => ({
        path: pick([...texts, ...FIELDS.numbers, ...FIELDS.dates, ...FIELDS.times]),
        descending: random() < 0.5,
        nullsLast: random() < 0.5,
      }));
      const [limit, offset] = [1 + Math.floor(random() * 40), Math.floor(random() * 100)];
      const order = keys.map(
        (key) => `${key.path} ${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nullsLast ? 'LAST' : 'FIRST'}`,
      );
      const soql = `SELECT Id FROM Lead ORDER BY ${order.join(', ')}, Id LIMIT ${limit} OFFSET ${offset}`;
      const difference = (a: Row, b: Row): number => {
        for (const { path, descending, nullsLast } of keys) {
          const [left, right] = [valueAt(a, path), valueAt(b, path)];
          if ((left === null) !== (right === null)) return (left === null) === nullsLast ? 1 : -1;
          const sign = left === null ? 0 : compare(left, right);
          if (sign !== 0) return descending ? -sign : sign;
        }
        return String(a.Id) < String(b.Id) ? -1 : 1;
      };
      const expected = data.rows.toSorted(difference).slice(offset, offset + limit);
      const { records } = await org.connection.query<{ Id: string }>(soql);
      expect(
        records.map(({ Id }) => Id),
        soql,
      ).toEqual(expected.map(({ Id }) => Id));
    }
  });
});

describe('SOQL GROUP BY', () => {
  it.each([
    'LeadSource',
    'Rating',
    'IsConverted',
    'Owner.Name',
    'ConvertedDate',
    'CALENDAR_MONTH(CreatedDate)',
    'DAY_ONLY(CreatedDate)',
  ])('aggregates by %s like plain JavaScript', async (group) => {
    const amount = 'NumberOfEmployees';
    const { records } = await org.connection.query(
      `SELECT ${group} g, COUNT(Id) everyone, COUNT(${amount}) filled, COUNT_DISTINCT(Industry) kinds, SUM(${amount}) total, ` +
        `AVG(${amount}) mean, MIN(${amount}) least, MAX(CreatedDate) latest FROM Lead GROUP BY ${group} HAVING COUNT(Id) > 1`,
    );
    const groups = Map.groupBy(data.rows, (row) => {
      const created = String(row.CreatedDate);
      if (group.startsWith('CALENDAR')) return Number(created.slice(5, 7));
      return group.startsWith('DAY_ONLY') ? created.slice(0, 10) : valueAt(row, group);
    });
    const expected = [...groups].flatMap(([g, rows]) => {
      if (rows.length < 2) return [];
      const numbers = rows.flatMap((row) => (row[amount] === null ? [] : [Number(row[amount])]));
      const total = numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0);
      return [
        {
          attributes: { type: 'AggregateResult' },
          g,
          everyone: rows.length,
          filled: numbers.length,
          total,
          kinds: new Set(rows.flatMap(({ Industry }) => (Industry === null ? [] : [Industry]))).size,
          mean: total === null ? null : total / numbers.length,
          least: numbers.length === 0 ? null : Math.min(...numbers),
          latest: rows
            .map(({ CreatedDate }) => String(CreatedDate))
            .toSorted()
            .at(-1),
        },
      ];
    });
    const byGroup = (a: Row, b: Row): number => (String(a.g) < String(b.g) ? -1 : 1);
    expect((records as unknown as Row[]).toSorted(byGroup)).toEqual((expected as Row[]).toSorted(byGroup));
  });
});
