import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 120 });
const newLead = async (fields: object = {}): Promise<string> => {
  const { id } = await org.connection.sobject('Lead').create({ LastName: 'Doe', Company: 'Acme', ...fields });
  return id ?? '';
};

describe('REST versions and describe', () => {
  it('lists the versions without sign-in and rejects others', async () => {
    const versions = (await (await fetch(`${org.server.listening}/services/data`)).json()) as {
      version: string;
      label: string;
    }[];
    expect(versions).toContainEqual({ label: "Winter '21", url: '/services/data/v50.0', version: '50.0' });
    expect(versions.at(-1)).toMatchObject({ version: '68.0', label: "Winter '27" });
    expect((await org.request('GET', '/services/data/v30.0/limits')).status).toBe(410);
    expect((await org.request('GET', '/services/data/v99.0/limits')).status).toBe(404);
    expect((await org.request('GET', '/services/data/v50.0/limits')).status).toBe(200);
  });

  it('describes standard fields and the package’s fields', async () => {
    const { fields, childRelationships } = await org.connection.describe('Lead');
    const named = (name: string) => fields.find((field) => field.name === name);
    expect(named('Leadlight_Score__c')).toMatchObject({ type: 'double', custom: true, nillable: true });
    expect(named('Company')).toMatchObject({ type: 'string', length: 255, nillable: false, createable: true });
    expect(named('IsConverted')).toMatchObject({ updateable: false, defaultedOnCreate: true });
    expect(childRelationships).toContainEqual(
      expect.objectContaining({ childSObject: 'Task', relationshipName: 'Tasks' }),
    );
    const history = await org.connection.describe('Leadlight_Score_History__c');
    expect(history.fields.find(({ name }) => name === 'Key__c')).toMatchObject({ externalId: true, unique: true });
  });

  it('lists every object and none of the internal tables', async () => {
    const { sobjects } = await org.connection.describeGlobal();
    const names = sobjects.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Lead', 'LeadHistory', 'Task', 'Leadlight_Score_History__c']));
    expect(names.filter((name) => /sandbox|truth/.test(name))).toEqual([]);
  });

  it('counts API calls in Sforce-Limit-Info and limits', async () => {
    const { headers, body } = await org.request('GET', `/limits`);
    const [, used] = /^api-usage=(\d+)\/100000$/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
    expect(body).toMatchObject({ DailyApiRequests: { Max: 100_000, Remaining: 100_000 - Number(used) } });
    expect((await org.request('GET', `/limits`)).headers.get('sforce-limit-info')).toBe(
      `api-usage=${Number(used) + 1}/100000`,
    );
  });
});

describe('compound field', () => {
  it('is returned whole, described with its parts and read-only', async () => {
    const id = await newLead({ Street: 'Main 1', City: 'Bonn', Country: 'Germany' });
    const address = { street: 'Main 1', city: 'Bonn', state: null, postalCode: null, country: 'Germany' };
    const { records } = await org.connection.query(`SELECT Address FROM Lead WHERE Id = '${id}'`);
    expect(records[0]?.Address).toMatchObject(address);
    expect((await org.connection.sobject('Lead').retrieve(id)).Address).toMatchObject(address);
    const bare = await org.connection.sobject('Lead').retrieve(await newLead());
    expect(bare.Address).toBeNull();
    const { fields } = await org.connection.describe('Lead');
    expect(fields.find(({ name }) => name === 'City')?.compoundFieldName).toBe('Address');
    expect(fields.find(({ name }) => name === 'FirstName')?.compoundFieldName).toBe('Name');
    expect(fields.find(({ name }) => name === 'Address')).toMatchObject({ type: 'address', createable: false });
    const rejected = await org.request('PATCH', `/sobjects/Lead/${id}`, { Address: 'x' });
    expect(rejected.body).toMatchObject([{ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' }]);
  });
});

describe('REST record', () => {
  it('is created, read, changed and deleted', async () => {
    const id = await newLead({ NumberOfEmployees: 12 });
    expect(id).toMatch(/^00Q\w{15}$/);
    const sobject = org.connection.sobject('Lead');
    await sobject.update({ Id: id, NumberOfEmployees: 40, Leadlight_Score__c: 71 });
    expect(await sobject.retrieve(id)).toMatchObject({
      Name: 'Doe',
      NumberOfEmployees: 40,
      Leadlight_Score__c: 71,
      IsDeleted: false,
    });
    expect((await org.request('GET', `/sobjects/Lead/${id}?fields=Name,Company`)).body).toEqual({
      attributes: { type: 'Lead', url: `/services/data/v62.0/sobjects/Lead/${id}` },
      Name: 'Doe',
      Company: 'Acme',
    });
    await sobject.destroy(id);
    expect(await org.request('GET', `/sobjects/Lead/${id}`)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'ENTITY_IS_DELETED' }],
    });
  });

  it('writes history of tracked fields, two rows for an owner, and SystemModstamp', async () => {
    const id = await newLead();
    const [user] = (await org.connection.query<{ Id: string }>("SELECT Id FROM User WHERE Name = 'Amelia Stone'"))
      .records;
    const before = await org.connection.sobject('Lead').retrieve(id);
    await org.connection
      .sobject('Lead')
      .update({ Id: id, Rating: 'Hot', NumberOfEmployees: 9, OwnerId: user?.Id, Description: 'x' });
    const after = await org.connection.sobject('Lead').retrieve(id);
    // Whole seconds.
    expect(String(after.SystemModstamp) >= String(before.SystemModstamp)).toBe(true);
    expect(after.SystemModstamp).toMatch(/:\d\d\.000\+0000$/);
    const history = await org.connection.query(
      `SELECT Field, OldValue, NewValue FROM LeadHistory WHERE LeadId = '${id}' ORDER BY Id`,
    );
    expect(history.records.map(({ Field, OldValue, NewValue }) => [Field, OldValue, NewValue])).toEqual([
      ['created', null, null],
      ['Rating', null, 'Hot'],
      ['NumberOfEmployees', null, 9],
      ['Owner', before.OwnerId, user?.Id],
      ['Owner', 'Integration User', 'Amelia Stone'],
    ]);
  });

  it.each([
    [{ Company: 'Acme' }, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]'],
    [{ LastName: 'a', Company: 'b', Nope: 1 }, 'INVALID_FIELD', "No such column 'Nope' on sobject of type Lead"],
    [{ LastName: 'a', Company: 'b', Email: 'x' }, 'INVALID_EMAIL_ADDRESS', 'Email: invalid email address: x'],
    [
      { LastName: 'a'.repeat(81), Company: 'b' },
      'STRING_TOO_LONG',
      /^Last Name: data value too large: a+ \(max length=80\)$/,
    ],
    [
      { LastName: 'a', Company: 'b', IsConverted: true },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      /^Unable to create\/update fields: IsConverted\./,
    ],
    [
      { LastName: 'a', Company: 'b', NumberOfEmployees: 'many' },
      'JSON_PARSER_ERROR',
      /int from VALUE_STRING value many/,
    ],
    [{ LastName: 'a', Company: 'b', DoNotCall: 'yes' }, 'JSON_PARSER_ERROR', /boolean/],
    [{ LastName: 'a', Company: 'b', OwnerId: 'x' }, 'MALFORMED_ID', 'Owner ID: id value of incorrect type: x'],
    [
      { LastName: 'a', Company: 'b', OwnerId: '005Lw000000zzzzzzz' },
      'INVALID_CROSS_REFERENCE_KEY',
      'invalid cross reference id',
    ],
    [
      { LastName: 'a', Company: 'b', Leadlight_Band__c: 'Z' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      /bad value for restricted picklist field: Z$/,
    ],
    [
      { LastName: 'a', Company: 'b', Leadlight_Score__c: 10_000 },
      'NUMBER_OUTSIDE_VALID_RANGE',
      /value outside of valid range/,
    ],
  ])('is rejected with the platform’s error: %j', async (fields, errorCode, message) => {
    const { status, body } = await org.request('POST', `/sobjects/Lead`, fields);
    expect(status).toBe(400);
    expect(body).toMatchObject([
      { errorCode, message: typeof message === 'string' ? message : expect.stringMatching(message) },
    ]);
  });

  it('cannot be changed after the lead was converted', async () => {
    const [lead] = (await org.connection.query<{ Id: string }>('SELECT Id FROM Lead WHERE IsConverted = true LIMIT 1'))
      .records;
    const { status, body } = await org.request('PATCH', `/sobjects/Lead/${lead?.Id}`, { Rating: 'Hot' });
    expect({ status, body }).toMatchObject({ status: 400, body: [{ errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD' }] });
  });

  it('needs a JSON body', async () => {
    const broken = await org.call(`/sobjects/Lead`, { method: 'POST', body: '{"LastName":' });
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }]);
    expect((await org.request('POST', `/sobjects/Lead`, [1])).body).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }]);
  });

  it('is not found for an unknown object or path', async () => {
    for (const path of ['/sobjects/Nope', '/sobjects/Nope/describe', '/nope']) {
      expect(await org.request('GET', `${path}`)).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
    }
  });
});

describe('sObject Collections', () => {
  const lead = (fields: object) => ({ attributes: { type: 'Lead' }, ...fields });

  it('save valid records and return the errors of the others', async () => {
    const ids = [await newLead(), await newLead()];
    const { status, body } = await org.request('PATCH', `/composite/sobjects`, {
      allOrNone: false,
      records: [
        lead({ id: ids[0], Rating: 'Hot' }),
        lead({ id: ids[1], Leadlight_Band__c: 'Z' }),
        lead({ id: '00QLw00000zzzzz', Rating: 'Hot' }),
        lead({ Rating: 'Hot' }),
      ],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { id: ids[0], success: true, errors: [] },
      {
        success: false,
        errors: [{ statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['Leadlight_Band__c'] }],
      },
      { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] },
      { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    ]);
    expect(await org.connection.sobject('Lead').retrieve(ids[0] as string)).toMatchObject({ Rating: 'Hot' });
  });

  it('roll back all records after one failure with allOrNone', async () => {
    const before = await org.connection.query('SELECT COUNT() FROM Lead');
    const { body } = await org.request('POST', `/composite/sobjects`, {
      allOrNone: true,
      records: [lead({ LastName: 'One', Company: 'C' }), lead({ LastName: 'Two' })],
    });
    expect(body).toMatchObject([
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Company'] }] },
    ]);
    expect((await org.connection.query('SELECT COUNT() FROM Lead')).totalSize).toBe(before.totalSize);
  });

  it('create and delete at most 200 records through jsforce', async () => {
    const records = Array.from({ length: 200 }, (_, index) => ({ LastName: `L${index}`, Company: 'Bulk' }));
    const created = await org.connection.sobject('Lead').create(records);
    expect(created.every(({ success }) => success)).toBe(true);
    const ids = created.map(({ id }) => id ?? '');
    const removed = await org.connection.sobject('Lead').destroy(ids);
    expect(removed.every(({ success }) => success)).toBe(true);
    const tooMany = await org.request('POST', `/composite/sobjects`, {
      records: [...records, records[0]].map((each) => lead(each ?? {})),
    });
    expect(tooMany).toMatchObject({ status: 400, body: [{ errorCode: 'EXCEEDED_ID_LIMIT' }] });
  });
});
