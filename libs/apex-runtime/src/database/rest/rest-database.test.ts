import { describe, expect, it } from 'vitest';
import { createOrg, NO_RULES, PROFILES, schemaOf } from '../../apex-tests/org-shape.ts';
import { Program } from '../../compile/program.ts';
import { parseUnit } from '../../parse/parse.ts';
import { Vm } from '../../run/vm.ts';
import { METADATA } from '../../testing/run-apex.ts';
import { Thrown } from '../../values/values.ts';
import type { MemoryDatabase } from '../memory/memory-database.ts';
import { labelsOf } from '../labels.ts';
import { RestDatabase, type RecordSharing, type RestRequest, type RestResponse } from './rest-database.ts';

const LEAD = '00Q5g0000000001EAA';
const NOW = Date.UTC(2026, 10, 23, 9, 30);
const EMPTY: RestResponse = { status: 200, body: { records: [], totalSize: 0, done: true } };

/** A user with this profile and no permission set. */
function useUserOf(setup: MemoryDatabase, profile: string): void {
  const row = [...setup.store.rows('Profile')].find(({ fields }) => fields.get('name') === profile);
  setup.useUser(setup.seed('User', { LastName: 'A', Username: 'a@example.com', ProfileId: row!.id }));
}

type Respond = (request: RestRequest) => RestResponse;

/** Runs statements over an org that responds to its REST API. @returns what System.debug wrote */
function run(
  body: string,
  respond: Respond,
  sharing?: RecordSharing,
  { keyword = 'with sharing', profile = 'Standard User' } = {},
): { log: string[]; requests: RestRequest[]; failure: string | null } {
  const org = { name: 'test', metadata: METADATA, rules: NO_RULES, profiles: PROFILES };
  const source = `public ${keyword} class Main { public static void main() {\n${body}\n} }`;
  const program = new Program([{ file: 'Main.cls', node: parseUnit(source, 'Main.cls') }], schemaOf(org));
  const requests: RestRequest[] = [];
  const setup = createOrg(org, program.schema, () => NOW);
  if (sharing) useUserOf(setup, profile);
  const database = new RestDatabase({
    setup,
    ...(sharing ? { sharing: { Lead: sharing } } : {}),
    settings: { language: 'de', locale: 'de-DE', timeZone: 'Europe/Berlin' },
    withoutRecords: new Set(),
    send: (request) => {
      requests.push(request);
      return respond(request);
    },
  });
  const vm = new Vm(program, {
    schema: program.schema,
    database,
    clock: { now: () => NOW },
    random: { next: () => 0.5 },
    labels: labelsOf(METADATA),
    callouts: { send: () => ({ status: 200, statusText: 'OK', headers: {}, body: '' }) },
  });
  const before = database.savepoint();
  try {
    program.findClass('Main')?.type.findMethods('main')[0]?.invoke(vm, null, []);
    return { log: vm.log, requests, failure: null };
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    database.rollback(before);
    return { log: vm.log, requests, failure: thrown.message };
  }
}

const soqlIn = ({ path }: RestRequest): string => new URLSearchParams(path.split('?')[1]).get('q') ?? '';
const OWNER = '0055g0000000001EAA';
const queryOf = (body: string): string => soqlIn(run(body, () => EMPTY).requests[0] as RestRequest);

describe('soqlOf', () => {
  it.each([
    [
      "List<Lead> l = [SELECT Id, Owner.Name FROM Lead WHERE Company = 'O\\'Hara' AND IsConverted = FALSE ORDER BY Name DESC LIMIT 5];",
      "SELECT Id, Owner.Name FROM Lead WHERE (Company = 'O\\'Hara' AND IsConverted = false) ORDER BY Name DESC NULLS FIRST LIMIT 5",
    ],
    [
      'Set<Id> ids = new Set<Id>(); List<Lead> l = [SELECT Id FROM Lead WHERE Id IN :ids];',
      'SELECT Id FROM Lead WHERE (Id = null)',
    ],
    [
      'List<String> n = new List<String>(); List<Lead> l = [SELECT Id FROM Lead WHERE Status NOT IN :n];',
      'SELECT Id FROM Lead WHERE Status != null',
    ],
    [
      'List<Lead> l = [SELECT Id FROM Lead WHERE NOT (CreatedDate < 2026-11-01T00:00:00Z OR NumberOfEmployees >= 10)];',
      'SELECT Id FROM Lead WHERE (NOT (CreatedDate < 2026-11-01T00:00:00.000Z OR NumberOfEmployees >= 10))',
    ],
    [
      'List<AggregateResult> r = [SELECT Status s, COUNT(Id) n FROM Lead GROUP BY Status];',
      'SELECT Status s, COUNT(Id) n FROM Lead GROUP BY Status',
    ],
    ['Integer n = [SELECT COUNT() FROM Lead];', 'SELECT COUNT() FROM Lead'],
  ])('writes %s', (body, soql) => {
    expect(queryOf(body)).toBe(soql);
  });
});

describe('RestDatabase', () => {
  it('reads rows with lookups and types, and follows pages', () => {
    const rows = [
      {
        attributes: { type: 'Lead' },
        Id: LEAD,
        NumberOfEmployees: 480,
        Owner: { Name: 'Mia Park' },
        LastActivityDate: '2026-11-03',
      },
      { Id: '00Q5g0000000002EAA', NumberOfEmployees: null, Owner: null, LastActivityDate: null },
    ];
    const { log } = run(
      `for (Lead l : [SELECT Id, NumberOfEmployees, Owner.Name, LastActivityDate FROM Lead])
         System.debug(l.NumberOfEmployees + ' ' + l.Owner?.Name + ' ' + (l.LastActivityDate == Date.newInstance(2026, 11, 3)));`,
      ({ path }) =>
        path.startsWith('/query/01g')
          ? { status: 200, body: { records: [rows[1]], done: true } }
          : {
              status: 200,
              body: { records: [rows[0]], nextRecordsUrl: '/services/data/v68.0/query/01g-2000', done: false },
            },
    );
    expect(log).toEqual(['480 Mia Park true', 'null null false']);
  });

  it('reads counts and groups', () => {
    const { log } = run(
      `System.debug([SELECT COUNT() FROM Lead]);
       for (AggregateResult r : [SELECT Status s, COUNT(Id), MAX(CreatedDate) newest FROM Lead GROUP BY Status])
         System.debug((String) r.get('s') + ' ' + ((Integer) r.get('expr0') + 1) + ' ' + ((Datetime) r.get('newest') == Datetime.newInstanceGmt(2026, 11, 2, 10, 0, 0)));`,
      (request) =>
        soqlIn(request).includes('COUNT()')
          ? { status: 200, body: { totalSize: 7, records: [] } }
          : { status: 200, body: { records: [{ s: 'Open', expr0: 3, newest: '2026-11-02T10:00:00.000+0000' }] } },
    );
    expect(log).toEqual(['7', 'Open 4 true']);
  });

  it('makes a rejected query a QueryException', () => {
    const respond = () => ({ status: 400, body: [{ errorCode: 'INVALID_FIELD', message: "No such column 'Title'" }] });
    expect(run('List<Lead> l = [SELECT Title FROM Lead];', respond).failure).toBe(
      "QueryException: No such column 'Title'",
    );
  });

  it('takes custom metadata from the org, and that of the package where the org returns none', () => {
    const body = "System.debug(Limit__mdt.getInstance('Default').Maximum__c);";
    const own = { status: 200, body: { records: [{ DeveloperName: 'Default', Maximum__c: 9 }] } };
    expect(run(body, () => own).log).toEqual(['9']);
    const none = { status: 400, body: [{ errorCode: 'INVALID_TYPE', message: 'not supported' }] };
    expect(run(body, () => none).log).toEqual(['7']);
  });

  it('saves, and passes on what the org rejects', () => {
    const locked = [{ status: 400, body: [{ errorCode: 'DELETE_FAILED', message: 'It is locked.' }] }];
    const { requests, failure } = run(
      `Lead l = new Lead(LastName = 'Okafor', Company = 'O', NumberOfEmployees = 4);
       insert as system l; l.Company = 'P'; update as system l; delete as system l;`,
      ({ method }) =>
        method === 'POST'
          ? { status: 201, body: { id: LEAD, success: true } }
          : method === 'GET'
            ? { status: 200, body: { Id: LEAD, Company: 'O' } }
            : method === 'PATCH'
              ? { status: 204, body: null }
              : (locked.pop() ?? { status: 204, body: null }),
    );
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([
      { method: 'POST', path: '/sobjects/Lead', body: { LastName: 'Okafor', Company: 'O', NumberOfEmployees: 4 } },
      expect.objectContaining({
        method: 'PATCH',
        path: `/sobjects/Lead/${LEAD}`,
        body: expect.objectContaining({ Company: 'P' }),
      }),
      { method: 'DELETE', path: `/sobjects/Lead/${LEAD}` },
      // The exception reverts what was saved, the newest first.
      expect.objectContaining({ method: 'PATCH', body: expect.objectContaining({ Company: 'O' }) }),
      { method: 'DELETE', path: `/sobjects/Lead/${LEAD}` },
    ]);
    expect(failure).toContain('DELETE_FAILED, It is locked.');
  });

  it('says which changes stay in the org after all others are reverted', () => {
    const kept = LEAD.replace('1EAA', '2EAA');
    const ids = [LEAD, kept];
    const deleted: string[] = [];
    const insertTwoAndFail = () =>
      run(
        `insert as system new Lead(LastName = 'Okafor', Company = 'O');
         insert as system new Lead(LastName = 'Reyes', Company = 'R'); String text; text.length();`,
        ({ method, path }) => {
          if (method === 'POST') return { status: 201, body: { id: ids.shift(), success: true } };
          if (method === 'GET') return { status: 200, body: { Id: LEAD } };
          deleted.push(path);
          if (!path.endsWith(kept)) return { status: 204, body: null };
          return { status: 400, body: [{ errorCode: 'DELETE_FAILED', message: 'It is locked.' }] };
        },
      );
    expect(insertTwoAndFail).toThrow(
      `Changes of a transaction that failed stay in the org: DELETE /sobjects/Lead/${kept}: It is locked.`,
    );
    expect(deleted).toEqual([`/sobjects/Lead/${kept}`, `/sobjects/Lead/${LEAD}`]);
  });

  it('cannot revert a deletion, and says so', () => {
    const deleteAndFail = () =>
      run(`delete as system new Lead(Id = '${LEAD}'); String text; text.length();`, ({ method }) =>
        method === 'GET' ? { status: 200, body: { Id: LEAD } } : { status: 204, body: null },
      );
    expect(deleteAndFail).toThrow(`stay in the org: Lead ${LEAD} was deleted.`);
  });

  it('reads the limits and the setup of the org', () => {
    const body = `OrgLimit calls = OrgLimits.getMap().get('DailyApiRequests');
       System.debug(calls == null ? 'none' : calls.getLimit() + ' ' + calls.getValue());
       for (FieldDefinition f : [SELECT IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Lead'])
         System.debug(f.IsFieldHistoryTracked);
       for (UserLicense l : [SELECT TotalLicenses FROM UserLicense WHERE Name = 'Salesforce'])
         System.debug(l.TotalLicenses);`;
    const respond: Respond = (request) => {
      if (request.path === '/limits') return { status: 200, body: { DailyApiRequests: { Max: 100, Remaining: 40 } } };
      const isField = soqlIn(request).includes("FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Lead'");
      return { status: 200, body: { records: [isField ? { IsFieldHistoryTracked: true } : { TotalLicenses: 12 }] } };
    };
    expect(run(body, respond).log).toEqual(['100 60', 'true', '12']);
    const denied: Respond = (request) => (request.path === '/limits' ? { status: 403, body: [] } : EMPTY);
    expect(run(body, denied).log).toEqual(['none']);
  });

  it('has the language, locale and time zone of the user', () => {
    const { log } = run(
      `System.debug(UserInfo.getLanguage() + ' ' + UserInfo.getLocale());
       System.debug(Datetime.newInstanceGmt(2026, 11, 22, 23, 30, 0).format('dd.MM. HH:mm'));
       System.debug(System.Label.Greeting);`,
      () => EMPTY,
    );
    expect(log).toEqual(['de de_DE', '23.11. 00:30', 'Hallo, {0}']);
  });
});

describe('sharing of an org', () => {
  const READ = "List<Lead> l = [SELECT Id FROM Lead WHERE Company = 'A' WITH SYSTEM_MODE];";
  const sent = (body: string, sharing: RecordSharing, more?: { keyword?: string; profile?: string }): string[] =>
    run(body, () => EMPTY, sharing, more).requests.map(soqlIn);

  it('shows only own records of a private object, in rows, counts and groups', () => {
    const hidden = { others: 'hidden', ownerId: OWNER } as const;
    const body = `${READ} Integer n = [SELECT COUNT() FROM Lead WITH SYSTEM_MODE];
      List<AggregateResult> r = [SELECT Status s, COUNT(Id) n FROM Lead WITH SYSTEM_MODE GROUP BY Status];`;
    expect(sent(body, hidden)).toEqual([
      `SELECT Id FROM Lead WHERE (OwnerId = '${OWNER}' AND Company = 'A')`,
      `SELECT COUNT() FROM Lead WHERE OwnerId = '${OWNER}'`,
      `SELECT Status s, COUNT(Id) n FROM Lead WHERE OwnerId = '${OWNER}' GROUP BY Status`,
    ]);
  });

  it('shows nothing to a user who owns nothing', () => {
    expect(sent(READ, { others: 'hidden', ownerId: null })).toEqual([
      "SELECT Id FROM Lead WHERE ((Id = null) AND Company = 'A')",
    ]);
  });

  it('restricts neither a class without sharing, nor reading where others may read', () => {
    const all = ["SELECT Id FROM Lead WHERE Company = 'A'"];
    expect(sent(READ, { others: 'hidden', ownerId: OWNER }, { keyword: 'without sharing' })).toEqual(all);
    expect(sent(READ, { others: 'read', ownerId: OWNER })).toEqual(all);
  });

  it('restricts no user who sees all data', () => {
    const read = "List<Lead> l = [SELECT Id FROM Lead WHERE Company = 'A' WITH USER_MODE];";
    expect(sent(read, { others: 'hidden', ownerId: OWNER }, { profile: 'System Administrator' })).toEqual([
      "SELECT Id FROM Lead WHERE Company = 'A'",
    ]);
  });

  it.each(['hidden', 'read'] as const)('refuses to change records of others (%s) and changes own ones', (others) => {
    const update = `update as system new Lead(Id = '${LEAD}', Company = 'B');`;
    const ownedBy = (owner: string) =>
      run(
        update,
        ({ method }) =>
          method === 'GET' ? { status: 200, body: { Id: LEAD, OwnerId: owner } } : { status: 204, body: null },
        { others, ownerId: OWNER },
      );
    expect(ownedBy('0055g0000000002EAA').failure).toMatch(/INSUFFICIENT_ACCESS_OR_READONLY/);
    const own = ownedBy(OWNER);
    expect([own.failure, own.requests.map(({ method }) => method)]).toEqual([null, expect.arrayContaining(['PATCH'])]);
  });
});

describe('what a REST API gives in parts or not at all', () => {
  it('reads custom metadata beyond the first page', () => {
    const row = (name: string) => ({ DeveloperName: name, MasterLabel: name, Maximum__c: 1 });
    const { log } = run('System.debug(Limit__mdt.getAll().size());', ({ path }) =>
      path.startsWith('/query/next')
        ? { status: 200, body: { records: [row('Second')], done: true } }
        : {
            status: 200,
            body: { records: [row('First')], done: false, nextRecordsUrl: '/services/data/v68.0/query/next-2000' },
          },
    );
    expect(log).toEqual(['2']);
  });

  it('says that the recycle bin was not emptied', () => {
    const body = `List<Database.EmptyRecycleBinResult> r = Database.emptyRecycleBin(new List<Lead>{ new Lead(Id = '${LEAD}') });
      System.debug(r[0].isSuccess() + ' ' + r[0].getErrors()[0].getMessage());`;
    expect(run(body, () => EMPTY).log).toEqual(['false The recycle bin cannot be emptied here.']);
  });
});
