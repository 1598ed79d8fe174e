import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SALESFORCE_CLI } from '../../../../tools/salesforce-cli.mjs';
import { clientEnvironment, installPackages, run } from './run-client.mjs';

/** Checks with the command line `sf`: signing in, `sf data …`, and a few others. */
export async function runCommandLine(context) {
  const program = join(
    installPackages(context.packages, 'sf', [SALESFORCE_CLI]),
    'node_modules/@salesforce/cli/bin/run.js',
  );
  const cwd = join(context.folder, 'home');
  mkdirSync(cwd, { recursive: true });
  const env = clientEnvironment(context, {
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_TARGET_ORG: 'box',
  });
  const sf = async (...args) => {
    const { stdout, stderr } = await run(process.execPath, [program, ...args, '--json'], {
      cwd,
      env,
      timeout: 120_000,
    });
    const output = JSON.parse(stdout.slice(stdout.indexOf('{')) || '{}');
    if (output.status !== 0) throw new Error(`${output.name}: ${output.message} ${stderr.slice(0, 300)}`);
    return output.result;
  };
  const results = [];
  for (const [name, work] of commandChecks(sf, context, cwd)) {
    const part = name.split(' ').slice(0, 2).join(' ');
    try {
      results.push({ part, name, ok: (await work()) !== false, message: 'another result than expected' });
    } catch (error) {
      results.push({ part, name, ok: false, message: String(error.message) });
    }
  }
  return results;
}

function commandChecks(sf, { org }, cwd) {
  const csv = join(cwd, 'leads.csv');
  writeFileSync(csv, 'LastName,Company\nBulkOne,Acme\nBulkTwo,Acme\n');
  const upsertCsv = join(cwd, 'upsert.csv');
  writeFileSync(upsertCsv, 'ExtId__c,Name\nsf1,one\nsf2,two\n');
  const signIn = ['--client-id', org.clientId, '--jwt-key-file', org.jwtKey, '--username', org.username];
  const query = (soql, ...more) => sf('data', 'query', '--query', soql, ...more);
  let id;
  return [
    [
      'org login jwt',
      async () => {
        const args = [...signIn, '--instance-url', org.listening, '--alias', 'box'];
        return (await sf('org', 'login', 'jwt', ...args)).orgId === org.orgId;
      },
    ],
    ['org display', async () => (await sf('org', 'display')).connectedStatus === 'Connected'],
    [
      'org list limits',
      async () => (await sf('org', 'list', 'limits')).some(({ name }) => name === 'DailyApiRequests'),
    ],
    ['data query', async () => (await query('SELECT Id, Name, Owner.Name FROM Lead LIMIT 3')).totalSize === 3],
    ['data query --all-rows', async () => (await query('SELECT Id FROM Lead', '--all-rows')).totalSize >= 300],
    [
      'data query --use-tooling-api',
      async () => (await query('SELECT QualifiedApiName FROM EntityDefinition', '--use-tooling-api')).totalSize > 5,
    ],
    [
      'data create record',
      async () => {
        const values = 'LastName=Line Company=Acme AnnualRevenue=12345678';
        ({ id } = await sf('data', 'create', 'record', '--sobject', 'Lead', '--values', values));
        return id.startsWith('00Q');
      },
    ],
    [
      'data update record',
      async () => {
        const values = ['--values', 'Title=Changed'];
        return (await sf('data', 'update', 'record', '--sobject', 'Lead', '--record-id', id, ...values)).success;
      },
    ],
    [
      'data get record',
      async () => {
        const lead = await sf('data', 'get', 'record', '--sobject', 'Lead', '--record-id', id);
        return lead.Title === 'Changed' && lead.AnnualRevenue === 12_345_678;
      },
    ],
    [
      'data search',
      async () => 'searchRecords' in (await sf('data', 'search', '--query', 'FIND {Line} RETURNING Lead(Id)')),
    ],
    [
      'data delete record',
      async () => (await sf('data', 'delete', 'record', '--sobject', 'Lead', '--record-id', id)).success,
    ],
    [
      'data import bulk',
      async () =>
        (await sf('data', 'import', 'bulk', '--sobject', 'Lead', '--file', csv, '--wait', '2')).processedRecords === 2,
    ],
    [
      'data upsert bulk',
      async () => {
        const args = ['--sobject', 'UpsertTable__c', '--external-id', 'ExtId__c', '--file', upsertCsv, '--wait', '2'];
        return (await sf('data', 'upsert', 'bulk', ...args)).jobInfo.numberRecordsFailed === 0;
      },
    ],
    [
      'data export bulk',
      async () => {
        const args = ['--query', 'SELECT Id FROM Lead', '--output-file', join(cwd, 'out.csv'), '--wait', '2'];
        const { totalSize } = await query('SELECT COUNT() FROM Lead');
        return (await sf('data', 'export', 'bulk', ...args)).totalSize === totalSize;
      },
    ],
    ['sobject describe', async () => (await sf('sobject', 'describe', '--sobject', 'Lead')).fields.length > 20],
    ['sobject list', async () => (await sf('sobject', 'list')).includes('Lead')],
  ];
}
