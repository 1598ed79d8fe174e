import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, TEST_NOW } from '../testing/sandbox.ts';
import type { TestOrg } from '../testing/sandbox.ts';
import { conditionsOf, randomOf } from '../testing/soql-oracle.ts';
import type { Row, Subject } from '../testing/soql-oracle.ts';

const fields = {
  texts: [
    ...['Name', 'LastName', 'Company', 'LeadSource', 'Industry', 'Rating', 'Country', 'State', 'Status', 'Email'],
    ...['Owner.Name', 'Owner.Department', 'ConvertedContact.Name', 'ConvertedContact.Account.Name'],
  ],
  numbers: ['NumberOfEmployees', 'AnnualRevenue', 'Webinar_Minutes__c'],
  booleans: ['IsConverted', 'HasOptedOutOfEmail', 'Owner.IsActive'],
  dates: ['ConvertedDate', 'LastActivityDate'],
  times: ['CreatedDate', 'LastModifiedDate'],
  ids: ['Id', 'OwnerId', 'ConvertedContactId'],
};

let org: TestOrg;
let subject: Subject;
beforeAll(async () => {
  org = await startTestOrg({ leads: 300 });
  const selected = Object.values(fields).flat().join(', ');
  const { records } = await org.connection.query(`SELECT ${selected} FROM Lead`);
  // The org's clock goes on from here, by seconds.
  subject = { ...fields, rows: records as readonly Row[], now: TEST_NOW };
});
afterAll(() => org.stop());

describe('WHERE', () => {
  it.each([1, 2, 3, 4])('means what it means in plain JavaScript, 150 conditions from seed %i', async (seed) => {
    const condition = conditionsOf(subject, randomOf(seed));
    for (let turn = 0; turn < 150; turn += 1) {
      const { soql, holds } = condition(4);
      const { records } = await org.connection.query<{ Id: string }>(`SELECT Id FROM Lead WHERE ${soql}`);
      const expected = subject.rows.filter(holds).map(({ Id }) => Id);
      expect(new Set(records.map(({ Id }) => Id)), soql).toEqual(new Set(expected));
    }
  });
});
