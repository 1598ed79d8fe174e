import { elementsOf, fieldsOf, namesOf, valuesOf } from './package.mjs';

const APEX_METHOD = /@AuraEnabled[^;{]*?\bstatic\s+[\w<>, .]+\s+(\w+)\s*\(([^)]*)\)/g;

/** Checks that all labels, custom names, Apex methods and components that are used exist, and that every label is used. */
export function checkNames(files) {
  const faults = [];
  const labels = new Set(namesOfLabels(files));
  const known = customNames(files);
  const methods = apexMethods(files);
  const bundles = new Set(namesOf(files, '.js-meta.xml'));
  const usedLabels = new Set();
  const use = (path, what, name, exists) => {
    if (!exists) faults.push(`${path}: the ${what} ${name} is not in the package`);
  };
  for (const [path, text] of files) {
    for (const label of labelsIn(path, text)) {
      usedLabels.add(label);
      use(path, 'label', label, labels.has(label));
    }
    if (/\.(cls|trigger|ts|xml)$/.test(path))
      for (const [name] of withoutComments(text).matchAll(/\b\w+__(?:c|mdt|e|r)\b/gi))
        use(path, 'custom name', name, known.has(name.toLowerCase()));
    for (const [, method] of text.matchAll(/@salesforce\/apex\/([\w.]+)/g))
      use(path, 'Apex method', method, methods.has(method));
    for (const [, field] of text.matchAll(/@salesforce\/schema\/(\w+\.\w+__c)/g))
      use(path, 'field', field, fieldsOf(files).includes(field));
    if (path.endsWith('.html'))
      for (const [, tag] of text.matchAll(/<c-([\w-]+)/g)) use(path, 'component', camel(tag), bundles.has(camel(tag)));
    if (path.endsWith('.flexipage-meta.xml'))
      for (const name of valuesOf(text, 'componentName'))
        if (!name.includes(':')) use(path, 'component', name, bundles.has(name));
  }
  for (const label of labels) if (!usedLabels.has(label)) faults.push(`labels: ${label} is not used`);
  return {
    faults,
    summary: `Names: ${labels.size} labels, ${known.size} custom names, ${methods.size} Apex methods for components`,
  };
}

const namesOfLabels = (files) =>
  elementsOf(files.get('labels/CustomLabels.labels-meta.xml') ?? '', 'labels').flatMap((label) =>
    valuesOf(label, 'fullName'),
  );

function labelsIn(path, text) {
  if (path.endsWith('.cls')) return [...text.matchAll(/\bLabel\.(?!get\()(\w+)/g)].map(([, name]) => name);
  return [...text.matchAll(/@salesforce\/label\/c\.(\w+)/g)].map(([, name]) => name);
}

/** Fields, relationships, objects and events in lower case, because Apex ignores case. */
function customNames(files) {
  const names = new Set();
  for (const path of files.keys()) {
    const object = /^objects\/(\w+__\w+)\//.exec(path)?.[1];
    if (object) names.add(object.toLowerCase());
  }
  for (const text of files.values())
    for (const name of valuesOf(text, 'relationshipName')) names.add(`${name}__r`.toLowerCase());
  for (const field of fieldsOf(files)) {
    const name = field.split('.')[1].toLowerCase();
    names.add(name).add(name.replace(/__c$/, '__r'));
  }
  return names;
}

const apexMethods = (files) =>
  new Set(
    [...files].flatMap(([path, text]) => {
      const className = /(\w+)\.cls$/.exec(path)?.[1];
      return className ? [...text.matchAll(APEX_METHOD)].map(([, method]) => `${className}.${method}`) : [];
    }),
  );

const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
const camel = (tag) => tag.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
