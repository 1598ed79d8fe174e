import { elementsOf, fieldsOf, namesOf, valuesOf } from './package.mjs';

const ENDING = '.permissionset-meta.xml';

/** Checks that permission sets name only what exists, and that together they grant access to every field. */
export function checkPermissions(files) {
  const faults = [];
  const fields = fieldsOf(files);
  const classes = new Set(namesOf(files, '.cls'));
  const principals = principalsOf(files);
  const granted = new Set();
  for (const [path, text] of files) {
    if (!path.endsWith(ENDING)) continue;
    for (const field of elementsOf(text, 'fieldPermissions').flatMap((grant) => valuesOf(grant, 'field'))) {
      granted.add(field);
      if (field.endsWith('__c') && !fields.includes(field))
        faults.push(`${path}: the field ${field} is not in the package`);
    }
    for (const name of valuesOf(text, 'apexClass'))
      if (!classes.has(name)) faults.push(`${path}: no Apex class ${name}`);
    for (const name of valuesOf(text, 'externalCredentialPrincipal'))
      if (!principals.has(name)) faults.push(`${path}: no principal ${name}`);
  }
  for (const field of fields.filter((name) => /^(Lead|Leadlight_Score_History__c)\./.test(name)))
    if (!granted.has(field) && !isRequired(files, field))
      faults.push(`${field}: no permission set grants access to it`);
  return { faults, summary: `Permissions: ${namesOf(files, ENDING).join(', ')} name what exists` };
}

/** Every user can read required fields. A permission set that names one cannot be deployed. */
const isRequired = (files, field) => {
  const [object, name] = field.split('.');
  return files.get(`objects/${object}/fields/${name}.field-meta.xml`)?.includes('<required>true</required>') ?? false;
};

const principalsOf = (files) =>
  new Set(
    [...files].flatMap(([path, text]) => {
      const credential = /(\w+)\.externalCredential-meta\.xml$/.exec(path)?.[1];
      if (!credential) return [];
      return elementsOf(text, 'externalCredentialParameters')
        .filter((parameter) => parameter.includes('NamedPrincipal'))
        .flatMap((parameter) => valuesOf(parameter, 'parameterName').map((name) => `${credential}-${name}`));
    }),
  );
