/** Standard fields that the package's SOQL reads, by object: a name that is in neither list nor package is a slip. */
const STANDARD = {
  ApexClass: ['Id', 'Name'],
  CronTrigger: ['Id', 'CronExpression', 'CronJobDetail.Name', 'NextFireTime'],
  Lead: [
    ...['Id', 'AnnualRevenue', 'Company', 'Country', 'CreatedDate', 'Email', 'Industry', 'IsConverted', 'LeadSource'],
    ...['MobilePhone', 'Name', 'NumberOfEmployees', 'OwnerId', 'Phone', 'State', 'SystemModstamp', 'Title', 'Website'],
  ],
  LeadStatus: ['Id', 'IsConverted', 'MasterLabel'],
  ObjectPermissions: [
    ...['Parent.IsOwnedByProfile', 'Parent.Profile.CreatedDate', 'Parent.Profile.UserLicense.LicenseDefinitionKey'],
    ...['Parent.Profile.UserType', 'Parent.ProfileId', 'PermissionsRead', 'PermissionsViewAllRecords', 'SobjectType'],
  ],
  PermissionSet: ['Id', 'Name'],
  Profile: ['Id', 'Name'],
  SetupEntityAccess: ['Id', 'Parent.Name', 'SetupEntityId'],
  StaticResource: ['Id', 'Body', 'Name'],
};

const QUERY = /\[\s*SELECT\b([\s\S]*?)\bFROM\s+(\w+)((?:[^[\]]|\[[^[\]]*\])*)\]/gi;
const AGGREGATE = /\b(?:COUNT|SUM|AVG|MIN|MAX)\s*\(\s*([\w.]*)\s*\)(?:\s+\w+)?/gi;
const COMPARED = /([\w.]+)\s*(?:!=|<=|>=|=|<|>|\bNOT\s+IN\b|\bIN\b|\bLIKE\b)/gi;
const LISTED = /\b(?:GROUP|ORDER)\s+BY\s+([\s\S]*?)(?=\b(?:ORDER|LIMIT|OFFSET|WITH|HAVING)\b|$)/gi;
const DIRECTION = /\s+(?:ASC|DESC|NULLS\s+(?:FIRST|LAST))\b/gi;

/** From API 67 on a query or a statement that names no mode runs in the user's, in a test in that of whoever deploys. */
const MODE = /\bWITH\s+(?:USER|SYSTEM)_MODE\b/i;
const WITHOUT_MODE = /^\s*(?:insert|update|upsert|delete|undelete)\s+(?!as\s+(?:user|system)\b)[\w[].*;/gim;

/** Every field that SOQL selects, compares, groups or orders by stands on its object: apex-ls does not look into queries. */
export function checkSoql(files) {
  const faults = [];
  const ofPackage = new Set();
  for (const path of files.keys()) {
    const [, object, field] = /^objects\/(\w+)\/fields\/(\w+)\.field-meta\.xml$/.exec(path) ?? [];
    if (field) ofPackage.add(`${object}.${field}`.toLowerCase());
  }
  let queries = 0;
  for (const [path, text] of files) {
    if (!path.endsWith('.cls')) continue;
    for (const [statement] of text.matchAll(WITHOUT_MODE))
      faults.push(`${path}: "${statement.trim()}" says neither "as user" nor "as system"`);
    for (const [, selected, object, rest] of text.matchAll(QUERY)) {
      queries += 1;
      if (!MODE.test(rest)) faults.push(`${path}: SOQL on ${object} names neither USER_MODE nor SYSTEM_MODE`);
      const standard = (STANDARD[object] ?? []).map((name) => name.toLowerCase());
      for (const name of fieldsIn(selected, rest)) {
        const known = standard.includes(name.toLowerCase()) || ofPackage.has(`${object}.${name}`.toLowerCase());
        if (!known) faults.push(`${path}: SOQL reads ${object}.${name}, which is no field that is known`);
      }
    }
  }
  return { faults, summary: `SOQL: ${queries} queries read only fields that their objects have` };
}

function fieldsIn(selected, rest) {
  const aggregated = [...selected.matchAll(AGGREGATE)].map(([, field]) => field);
  const plain = selected.replace(AGGREGATE, '').split(',');
  const compared = [...rest.matchAll(COMPARED)].map(([, field]) => field);
  const listed = [...rest.matchAll(LISTED)].flatMap(([, names]) => names.replace(DIRECTION, '').split(','));
  return [...aggregated, ...plain.map((each) => each.trim().split(/\s+/)[0]), ...compared, ...listed]
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
