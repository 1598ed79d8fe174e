/** The standard fields that queries of the package use, by object; custom objects have others. Any other field must be in the package. */
const STANDARD = {
  Account: ['Id', 'CreatedDate', 'Name', 'Website'],
  ApexClass: ['Id', 'Name'],
  Contact: ['Id', 'AccountId', 'CreatedDate', 'Email'],
  CronTrigger: ['Id', 'CronExpression', 'CronJobDetail.Name', 'NextFireTime'],
  Lead: [
    ...[
      'Id',
      'AnnualRevenue',
      'Company',
      'Country',
      'CreatedDate',
      'Email',
      'Industry',
      'IsConverted',
      'LastActivityDate',
    ],
    ...['LeadSource', 'MobilePhone', 'Name', 'NumberOfEmployees', 'Owner.Name', 'OwnerId', 'Phone', 'State', 'Status'],
    ...['SystemModstamp', 'Title', 'Website'],
  ],
  Campaign: ['Id', 'CreatedDate', 'Name'],
  Group: ['Id', 'DeveloperName', 'Name', 'Type'],
  LeadStatus: ['Id', 'IsConverted', 'MasterLabel'],
  User: ['Id', 'IsActive', 'Name'],
  FieldDefinition: ['EntityDefinition.QualifiedApiName', 'IsFieldHistoryTracked'],
  Organization: ['Id', 'DefaultLeadAccess', 'OrganizationType'],
  PermissionSet: ['Id', 'Name'],
  PermissionSetAssignment: ['Id', 'Assignee.IsActive', 'PermissionSet.Name'],
  PermissionSetLicense: ['Id', 'DeveloperName', 'TotalLicenses', 'UsedLicenses'],
  Profile: [
    ...['Id', 'Name', 'PermissionsModifyAllData', 'PermissionsViewAllData', 'UserLicense.LicenseDefinitionKey'],
    'UserType',
  ],
  SetupEntityAccess: ['Id', 'Parent.Name', 'SetupEntityId'],
  StaticResource: ['Id', 'Body', 'Name'],
  UserLicense: ['Id', 'Name', 'TotalLicenses', 'UsedLicenses'],
};

const QUERY = /\[\s*SELECT\b([\s\S]*?)\bFROM\s+(\w+)((?:[^[\]]|\[[^[\]]*\])*)\]/gi;
const AGGREGATE = /\b(?:COUNT|SUM|AVG|MIN|MAX)\s*\(\s*([\w.]*)\s*\)(?:\s+\w+)?/gi;
const COMPARED = /([\w.]+)\s*(?:!=|<=|>=|=|<|>|\bNOT\s+IN\b|\bIN\b|\bLIKE\b)/gi;
const LISTED = /\b(?:GROUP|ORDER)\s+BY\s+([\s\S]*?)(?=\b(?:ORDER|LIMIT|OFFSET|WITH|HAVING|FOR)\b|$)/gi;
const DIRECTION = /\s+(?:ASC|DESC|NULLS\s+(?:FIRST|LAST))\b/gi;

/** Since API 67, a query or statement without a mode runs in user mode, and in tests in that of the user who deploys. */
const MODE = /\bWITH\s+(?:USER|SYSTEM)_MODE\b/i;
const WITHOUT_MODE = /^\s*(?:insert|update|upsert|delete|undelete)\s+(?!as\s+(?:user|system)\b)[\w[].*;/gim;

/** Checks that the fields in queries exist and that queries and statements have a mode. apex-ls does not check queries. */
export function checkSoql(files) {
  const faults = [];
  const packageFields = new Set();
  for (const path of files.keys()) {
    const [, object, field] = /^objects\/(\w+)\/fields\/(\w+)\.field-meta\.xml$/.exec(path) ?? [];
    if (field) packageFields.add(`${object}.${field}`.toLowerCase());
  }
  let queries = 0;
  for (const [path, text] of files) {
    if (!path.endsWith('.cls')) continue;
    for (const [statement] of text.matchAll(WITHOUT_MODE))
      faults.push(`${path}: "${statement.trim()}" has neither "as user" nor "as system"`);
    for (const [, selected, object, rest] of text.matchAll(QUERY)) {
      queries += 1;
      if (!MODE.test(rest)) faults.push(`${path}: SOQL on ${object} has neither USER_MODE nor SYSTEM_MODE`);
      const standard = (STANDARD[object] ?? ['Id', 'CreatedDate']).map((name) => name.toLowerCase());
      for (const name of fieldsIn(selected, rest)) {
        const isKnown = standard.includes(name.toLowerCase()) || packageFields.has(`${object}.${name}`.toLowerCase());
        if (!isKnown) faults.push(`${path}: SOQL reads ${object}.${name}, an unknown field`);
      }
    }
  }
  return { faults, summary: `SOQL: ${queries} queries use only existing fields` };
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
