import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 400, faults: true });
interface Row {
  readonly [name: string]: unknown;
}
const query = async (soql: string): Promise<readonly Row[]> =>
  (await org.connection.query(soql)).records as readonly Row[];
const count = async (condition: string): Promise<number> =>
  (await org.connection.query(`SELECT COUNT() FROM Lead WHERE ${condition}`)).totalSize;
const queryError = async (soql: string) => {
  const { status, body } = await org.request<{ errorCode: string; message: string }[]>(
    'GET',
    `/query?q=${encodeURIComponent(soql)}`,
  );
  return { status, ...body[0] };
};

describe('SOQL WHERE', () => {
  it('follows parentheses', async () => {
    const rows = await query('SELECT LeadSource, IsConverted, Country FROM Lead');
    const expected = rows.filter(
      (row) => (row.LeadSource === 'Web' && row.IsConverted === true) || row.Country === 'Germany',
    );
    const other = rows.filter(
      (row) => row.LeadSource === 'Web' && (row.IsConverted === true || row.Country === 'Germany'),
    );
    expect(expected.length).not.toBe(other.length);
    expect(await count("(LeadSource = 'Web' AND IsConverted = true) OR Country = 'Germany'")).toBe(expected.length);
  });

  it('accepts long and deeply nested conditions', async () => {
    const total = await count('Id != null');
    const long = (word: string, one: string) => Array.from({ length: 700 }, () => one).join(word);
    expect(await count(long(' OR ', 'Name=null'))).toBe(0);
    expect(await count(long(' AND ', 'Id!=null'))).toBe(total);
    expect(await count(`Rating NOT IN (${long(',', "'x'")})`)).toBe(total);
    expect(await count(`${'NOT ('.repeat(90)}Id = null${')'.repeat(90)}`)).toBe(0);
    expect(await queryError(`SELECT Id FROM Lead WHERE ${'('.repeat(300)}Id = null${')'.repeat(300)}`)).toMatchObject({
      status: 400,
      errorCode: 'MALFORMED_QUERY',
    });
    const names = Array.from({ length: 4_000 }, (_, index) => `Name = 'n${index}'`).join(' OR ');
    const { body } = await org.request<{ id: string }>('POST', '/jobs/query', {
      operation: 'query',
      query: `SELECT Id FROM Lead WHERE ${names}`,
    });
    const state = async () => (await org.request<{ state: string }>('GET', `/jobs/query/${body.id}`)).body.state;
    await expect.poll(state, { timeout: 60_000 }).toBe('JobComplete');
  });

  it('treats an empty field as different in !=, NOT IN and NOT', async () => {
    const total = (await query('SELECT Id FROM Lead')).length;
    const equal = await count("Industry = 'Technology'");
    expect(await count('Industry = null')).toBeGreaterThan(0);
    expect(await count("Industry != 'Technology'")).toBe(total - equal);
    expect(await count("Industry NOT IN ('Technology')")).toBe(total - equal);
    expect(await count("NOT Industry = 'Technology'")).toBe(total - equal);
    expect(await count('NOT NumberOfEmployees > 100')).toBe(total - (await count('NumberOfEmployees > 100')));
  });

  it('compares text case-insensitively, also beyond ASCII, and ids exactly', async () => {
    expect(await count("Country = 'GERMANY'")).toBe(await count("Country = 'Germany'"));
    expect(await count("Name LIKE '%MÜLLER'")).toBe(await count("LastName = 'Müller'"));
    expect(await count("LastName = 'mÜLLER'")).toBeGreaterThan(0);
    const [first] = await query('SELECT Id FROM Lead LIMIT 1');
    expect(await count(`Id = '${String(first?.Id).slice(0, 15)}'`)).toBe(1);
  });

  it('matches escaped quotes, percent signs and underscores in LIKE literally', async () => {
    expect(await count("LastName LIKE 'O\\'B_ien'")).toBe(await count("LastName = 'O\\'Brien'"));
    expect(await count("LastName = 'O\\'Brien'")).toBeGreaterThan(0);
    expect(await count("Name LIKE '100\\%'")).toBe(0);
    expect(await count("Name LIKE '\\_%'")).toBe(0);
  });

  it('compares dates, times and date literals', async () => {
    const total = await count("Name != ''");
    expect(await count('CreatedDate < 2026-06-01T00:00:00Z')).toBe(
      total - (await count('CreatedDate >= 2026-06-01T00:00:00Z')),
    );
    expect(await count('CreatedDate = LAST_N_DAYS:30')).toBe(
      await count('CreatedDate >= LAST_N_DAYS:30 AND CreatedDate <= TODAY'),
    );
    expect(await count('CreatedDate = THIS_YEAR OR CreatedDate = LAST_YEAR')).toBe(total);
    expect(await count('CALENDAR_YEAR(CreatedDate) = 2026')).toBe(await count('CreatedDate = THIS_YEAR'));
  });

  it('filters by parent fields and by inner queries', async () => {
    expect(await count("Owner.Name = 'Amelia Stone'")).toBeGreaterThan(0);
    const members = await query("SELECT Campaign.Type FROM CampaignMember WHERE Campaign.Type = 'Webinar'");
    expect(members.length).toBeGreaterThan(0);
    expect(members.every(({ Campaign }) => (Campaign as Row).Type === 'Webinar')).toBe(true);
    // Campaign members that are leads have no contact; in SQL that null would make NOT IN match nothing.
    expect(
      (await query('SELECT Id FROM Contact WHERE Id NOT IN (SELECT ContactId FROM CampaignMember)')).length,
    ).toBeGreaterThan(0);
    const inner = await count("Id IN (SELECT LeadId FROM CampaignMember WHERE Status = 'Responded')");
    const all = await count("Id NOT IN (SELECT LeadId FROM CampaignMember WHERE Status = 'Responded')");
    expect(inner).toBeGreaterThan(0);
    expect(inner + all).toBe(await count("Name != ''"));
  });
});

describe('SOQL INCLUDES and EXCLUDES', () => {
  it('match any of the values, `a;b` both', async () => {
    await org.sandbox('POST', '/fields', { object: 'Account', name: 'Colours__c', type: 'multipicklist' });
    const accounts = ['Red', 'Red;Blue', 'Reddish', null].map((colours) => ({
      Name: `C ${colours}`,
      Colours__c: colours,
    }));
    const created = await org.connection.sobject('Account').create(accounts);
    const ids = created.map(({ id }) => id ?? '');
    const found = async (condition: string) =>
      (await query(`SELECT Name FROM Account WHERE Name LIKE 'C %' AND Colours__c ${condition} ORDER BY Name`)).map(
        ({ Name }) => Name,
      );
    expect(await found("INCLUDES ('red')")).toEqual(['C Red', 'C Red;Blue']);
    expect(await found("INCLUDES ('Red;Blue', 'Reddish')")).toEqual(['C Red;Blue', 'C Reddish']);
    expect(await found("EXCLUDES ('Red')")).toEqual(['C null', 'C Reddish']);
    expect(await found("= 'Red'")).toEqual(['C Red']);
    expect(await queryError("SELECT Id FROM Account WHERE Colours__c LIKE 'R%'")).toMatchObject({
      status: 400,
      errorCode: 'INVALID_QUERY_FILTER_OPERATOR',
      message: expect.stringContaining('invalid operator on multipicklist field'),
    });
    await org.connection.sobject('Account').destroy(ids);
  });
});

describe('SOQL polymorphic relationship', () => {
  it('has the type and name of a record of any object', async () => {
    const rows = await query('SELECT WhoId, Who.Type, Who.Name, Who.Id FROM Task');
    const types = new Set(rows.map(({ Who }) => (Who as Row).Type));
    expect(types).toEqual(new Set(['Lead', 'Contact']));
    const [first] = rows;
    const object = String((first?.Who as Row).Type);
    expect(first?.Who).toMatchObject({
      attributes: { type: 'Name', url: `/services/data/v62.0/sobjects/${object}/${String(first?.WhoId)}` },
      Id: first?.WhoId,
      Name: (await query(`SELECT Name FROM ${object} WHERE Id = '${String(first?.WhoId)}'`))[0]?.Name,
    });
    const contacts = await query("SELECT Id FROM Task WHERE Who.Type = 'Contact'");
    expect(contacts).toHaveLength((await query('SELECT Id FROM Task WHERE WhoId IN (SELECT Id FROM Contact)')).length);
    expect(contacts.length).toBeGreaterThan(0);
  });

  it('selects fields by object in TYPEOF', async () => {
    const rows = await query(
      'SELECT WhoId, TYPEOF Who WHEN Lead THEN Company, IsConverted WHEN Contact THEN AccountId END, TYPEOF What WHEN Account THEN Phone ELSE Name END FROM Task',
    );
    const lead = rows.find(({ WhoId }) => String(WhoId).startsWith('00Q'));
    expect(lead?.Who).toEqual({
      attributes: { type: 'Lead', url: `/services/data/v62.0/sobjects/Lead/${String(lead?.WhoId)}` },
      Company: expect.any(String),
      IsConverted: false,
    });
    const contact = rows.find(({ WhoId }) => String(WhoId).startsWith('003'));
    expect(contact).toMatchObject({ Who: { attributes: { type: 'Contact' }, AccountId: expect.any(String) } });
    expect(rows.find(({ What }) => What !== null)?.What).toMatchObject({
      attributes: { type: 'Opportunity' },
      Name: expect.any(String),
    });
  });

  it('has no fields that only one of the objects has', async () => {
    expect(await queryError('SELECT Who.Company FROM Task')).toMatchObject({ status: 400, errorCode: 'INVALID_FIELD' });
    expect(await queryError('SELECT Who.Owner.Name FROM Task')).toMatchObject({
      status: 400,
      errorCode: 'INVALID_FIELD',
    });
  });
});

describe('SOQL result', () => {
  it('nests parents and children, null if there are none', async () => {
    const rows = await query(
      'SELECT Id, ConvertedContact.Name, (SELECT Id, Subject FROM Tasks ORDER BY CreatedDate LIMIT 2) FROM Lead',
    );
    const converted = rows.find(({ ConvertedContact }) => ConvertedContact !== null);
    expect(converted?.ConvertedContact).toMatchObject({ attributes: { type: 'Contact' }, Name: expect.any(String) });
    // Conversion moved its tasks to the contact.
    expect(converted?.Tasks).toBeNull();
    expect(rows.some(({ Tasks }) => (Tasks as { totalSize: number } | null)?.totalSize === 2)).toBe(true);
  });

  it('sorts a picklist in the order of its values and returns their labels', async () => {
    const { fields } = await org.connection.describe('Lead');
    const order = fields.find(({ name }) => name === 'Status')?.picklistValues?.map(({ value }) => value) ?? [];
    const seen = (await query('SELECT toLabel(Status) FROM Lead ORDER BY Status')).map(({ Status }) => String(Status));
    expect([...new Set(seen)]).toEqual(order.filter((value) => seen.includes(value)));
    const groups = await query('SELECT Status, COUNT(Id) FROM Lead GROUP BY Status ORDER BY Status DESC');
    expect(groups.map(({ Status }) => Status)).toEqual([...new Set(seen)].reverse());
  });

  it('contains only the user’s records with USING SCOPE mine', async () => {
    const { id } = await org.connection.sobject('Account').create({ Name: 'Mine' });
    const all = await query('SELECT Id FROM Account');
    const mine = await query('SELECT Id, Owner.Username FROM Account USING SCOPE mine');
    expect(mine.map(({ Id }) => Id)).toContain(id);
    expect(mine.length).toBeLessThan(all.length);
    expect(new Set(mine.map(({ Owner }) => (Owner as Row).Username)).size).toBe(1);
  });

  it('sorts empty values first by default, and applies LIMIT and OFFSET', async () => {
    const first = await query('SELECT NumberOfEmployees FROM Lead ORDER BY NumberOfEmployees LIMIT 1');
    expect(first[0]?.NumberOfEmployees).toBeNull();
    const rows = await query('SELECT NumberOfEmployees FROM Lead ORDER BY NumberOfEmployees DESC NULLS LAST LIMIT 20');
    const values = rows.map(({ NumberOfEmployees }) => Number(NumberOfEmployees));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    const skipped = await query(
      'SELECT NumberOfEmployees FROM Lead ORDER BY NumberOfEmployees DESC NULLS LAST LIMIT 5 OFFSET 3',
    );
    expect(skipped.map(({ NumberOfEmployees }) => NumberOfEmployees)).toEqual(values.slice(3, 8));
  });

  it('groups, filters groups by HAVING and names unnamed columns expr0', async () => {
    const rows = await query(
      'SELECT LeadSource, COUNT(Id), MAX(CreatedDate) latest FROM Lead GROUP BY LeadSource HAVING COUNT(Id) > 20 ORDER BY COUNT(Id) DESC',
    );
    expect(rows[0]).toMatchObject({
      LeadSource: 'Web',
      expr0: expect.any(Number),
      latest: expect.stringMatching(/\+0000$/),
    });
    expect(rows.every(({ expr0 }) => Number(expr0) > 20)).toBe(true);
    const days = await query(
      'SELECT DAY_ONLY(CreatedDate) day, COUNT(Id) leads FROM Lead GROUP BY DAY_ONLY(CreatedDate)',
    );
    const total = days.reduce((sum, { leads }) => sum + Number(leads), 0);
    expect(total).toBe((await query('SELECT Id FROM Lead')).length);
    expect(days[0]?.day).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('limits COUNT() by LIMIT', async () => {
    expect((await org.connection.query('SELECT COUNT() FROM Lead LIMIT 5')).totalSize).toBe(5);
  });

  it('lists the fields with history tracking', async () => {
    const rows = await query(
      "SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Lead' AND IsFieldHistoryTracked = true",
    );
    const names = rows.map(({ QualifiedApiName }) => QualifiedApiName);
    expect(names).toContain('NumberOfEmployees');
    expect(names).not.toContain('Budget_Confirmed__c');
  });

  it('contains deleted records in queryAll only', async () => {
    const seen = await org.connection.query('SELECT COUNT() FROM Lead');
    const all = await org.connection.query('SELECT COUNT() FROM Lead', { scanAll: true });
    expect(all.totalSize).toBe(400);
    expect(seen.totalSize).toBeLessThan(400);
  });
});

describe('SOQL query locator', () => {
  it('pages by 2,000 records and returns each record once while the org changes', async () => {
    const first = await org.connection.query<{ Id: string }>('SELECT Id FROM Task ORDER BY CreatedDate');
    expect(first.records).toHaveLength(2_000);
    expect(first.done).toBe(false);
    await org.connection.sobject('Task').create({ Subject: 'New', Status: 'Completed' });
    const ids = new Set(first.records.map(({ Id }) => Id));
    for (let page = first; !page.done;) {
      page = await org.connection.queryMore<{ Id: string }>(page.nextRecordsUrl ?? '');
      for (const { Id } of page.records) ids.add(Id ?? '');
    }
    expect(ids.size).toBe(first.totalSize);
  });

  it('is rejected when unknown', async () => {
    expect(await org.request('GET', '/query/01gxxxxxxxxxxxxxxx-2000')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }],
    });
  });
});

describe('SOQL error', () => {
  it.each([
    ['SELECT Nope FROM Lead', 'INVALID_FIELD'],
    ['SELECT Id FROM Nope', 'INVALID_TYPE'],
    ['SELECT Id FROM Lead WHERE Nope = 1', 'INVALID_FIELD'],
    ['SELECT Id, Nope.Name FROM Lead', 'INVALID_FIELD'],
    ['SELECT Id, (SELECT Id FROM Nopes) FROM Lead', 'INVALID_TYPE'],
    ["SELECT Id FROM Lead WHERE NumberOfEmployees = '12'", 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WHERE Company = 12', 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WHERE IsConverted = 1', 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WHERE CreatedDate = 2026-01-01', 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Description = 'x'", 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Id = 'x'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ['SELECT Id FROM Lead WHERE IsConverted = true AND Name = null OR Name = null', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['SELECT Id, COUNT(Id) FROM Lead', 'MALFORMED_QUERY'],
    ['SELECT Company, COUNT(Id) FROM Lead GROUP BY LeadSource', 'MALFORMED_QUERY'],
    ['SELECT LeadSource, COUNT(Id) FROM Lead GROUP BY ROLLUP(LeadSource)', 'MALFORMED_QUERY'],
    ['SELECT COUNT(Id) FROM Lead GROUP BY LeadSource ORDER BY Company', 'MALFORMED_QUERY'],
    ["SELECT COUNT(Id) FROM Lead GROUP BY LeadSource HAVING Company = 'x'", 'MALFORMED_QUERY'],
    ['SELECT COUNT(Id) FROM Lead GROUP BY CreatedDate', 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WITH SECURITY_ENFORCED', 'MALFORMED_QUERY'],
    ['SELECT FIELDS(ALL) FROM Lead', 'MALFORMED_QUERY'],
    ['SELECT Id, Id FROM Lead', 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Industry INCLUDES ('a')", 'INVALID_QUERY_FILTER_OPERATOR'],
    ['SELECT Id FROM Lead WHERE Id IN (SELECT Status FROM CampaignMember)', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead USING SCOPE Team', 'INVALID_QUERY_SCOPE'],
    ["SELECT Id FROM Lead WHERE Id LIKE '00Q%'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ['SELECT Id FROM Lead WHERE IsConverted > true', 'INVALID_QUERY_FILTER_OPERATOR'],
    ['SELECT Id FROM Lead WHERE NumberOfEmployees > 5.5', 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WHERE ConvertedDate = 2026-02-31', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE Name = '\\x'", 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead WHERE Id IN (SELECT Id FROM Lead)', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead WHERE Id IN (SELECT WhoId FROM Task)', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead WHERE Id IN (SELECT CampaignId FROM CampaignMember)', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE Name = 'a' OR Id IN (SELECT LeadId FROM CampaignMember)", 'MALFORMED_QUERY'],
    ['SELECT COUNT(Id) FROM Lead LIMIT 5', 'MALFORMED_QUERY'],
    ['SELECT COUNT() FROM Lead GROUP BY LeadSource', 'MALFORMED_QUERY'],
    ['SELECT Id, (SELECT Nope FROM Tasks) FROM Lead', 'INVALID_FIELD'],
    ['SELECT TYPEOF CreatedBy WHEN User THEN Name END FROM Lead', 'INVALID_FIELD'],
    ['SELECT TYPEOF Who WHEN Account THEN Name END FROM Task', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead WHERE AnnualRevenue > USD500', 'INVALID_FIELD'],
    ['SELECT', 'MALFORMED_QUERY'],
    ['', 'MALFORMED_QUERY'],
  ])('%s fails with %s', async (soql, errorCode) => {
    expect(await queryError(soql)).toMatchObject({ status: 400, errorCode });
  });
});

describe('SOQL error message', () => {
  it('shows the position in the query', async () => {
    expect((await queryError('SELECT Id,\n  Nope FROM Lead')).message).toMatch(
      /^\n {2}Nope FROM Lead\n {2}\^\nERROR at Row:2:Column:3\nNo such column 'Nope' on entity 'Lead'\. /,
    );
    expect((await queryError('SELECT Id, FROM Lead')).message).toBe(
      "\nSELECT Id, FROM Lead\n           ^\nERROR at Row:1:Column:12\nunexpected token: 'FROM'",
    );
    const long =
      "SELECT Id, LastName, FirstName FROM Lead WHERE Company LIKE '%' AND Id LIKE '00Q%' AND Country != null";
    expect((await queryError(long)).message).toBe(
      "\nFROM Lead WHERE Company LIKE '%' AND Id LIKE '00Q%' AND Country != null\n                                     ^\n" +
        'ERROR at Row:1:Column:69\ninvalid operator on id field',
    );
  });
});

describe('SQL injection by SOQL', () => {
  it.each([
    "SELECT Id FROM Lead WHERE Name = 'x\\' OR 1=1; DROP TABLE \"Lead\"; --'",
    "SELECT Id FROM Lead WHERE Name LIKE '%\\'; DELETE FROM \"Lead\"; --%'",
    "SELECT Id FROM Lead WHERE Name IN ('\\') OR 1=1 --', '\"')",
  ])('treats a value as data: %s', async (soql) => {
    expect(await query(soql)).toHaveLength(0);
    expect(await count("Name != ''")).toBeGreaterThan(300);
  });

  it.each([
    'SELECT Id FROM "Lead"; DROP TABLE "Lead"',
    'SELECT Id, "sandbox.session" FROM Lead',
    'SELECT Id FROM sandbox.session',
    'SELECT Id FROM sqlite_master',
    'SELECT rowid FROM Lead',
    'SELECT Id FROM Lead ORDER BY random()',
    "SELECT Id FROM Lead WHERE sqlite_version() = '3'",
    'SELECT COUNT(Id) "x; DROP" FROM Lead',
    'SELECT Id FROM lead_truth',
  ])('rejects an unknown name: %s', async (soql) => {
    expect((await queryError(soql)).status).toBe(400);
    expect(await count("Name != ''")).toBeGreaterThan(300);
  });
});
