import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

const isList = (name) => ['complexType', 'simpleType', 'element', 'enumeration'].includes(name);
const parser = new XMLParser({ ignoreAttributes: false, removeNSPrefix: true, isArray: isList });
const metadataParser = new XMLParser({ ignoreAttributes: false, removeNSPrefix: true, parseTagValue: false });

/** What the Metadata API has received since version 47, of which jsforce has the WSDL (Metadata API Developer Guide). */
const ADDED = {
  CustomMetadata: { description: 'string' },
  CustomPermission: { isLicensed: 'boolean' },
  ExternalCredential: {
    authenticationProtocol: 'ExternalCredentialProtocol',
    description: 'string',
    externalCredentialParameters: 'ExternalCredentialParameter',
    label: 'string',
  },
  ExternalCredentialParameter: {
    description: 'string',
    parameterGroup: 'string',
    parameterName: 'string',
    parameterType: 'ExternalCredentialParameterType',
    parameterValue: 'string',
    sequenceNumber: 'int',
  },
  FlexiPageRegion: { itemInstances: 'ItemInstance' },
  ItemInstance: { componentInstance: 'ComponentInstance', fieldInstance: 'FieldInstance' },
  ComponentInstance: { identifier: 'string' },
  LightningComponentBundle: { isExplicitImport: 'boolean' },
  NamedCredential: {
    calloutStatus: 'CalloutStatus',
    namedCredentialParameters: 'NamedCredentialParameter',
    namedCredentialType: 'NamedCredentialType',
  },
  NamedCredentialParameter: {
    description: 'string',
    externalCredential: 'string',
    parameterName: 'string',
    parameterType: 'NamedCredentialParameterType',
    parameterValue: 'string',
    sequenceNumber: 'int',
  },
  PermissionSet: {
    externalCredentialPrincipalAccesses: 'PermissionSetExternalCredentialPrincipalAccess',
    userPermissions: 'PermissionSetUserPermission',
  },
  PermissionSetExternalCredentialPrincipalAccess: { enabled: 'boolean', externalCredentialPrincipal: 'string' },
  PermissionSetObjectPermissions: { viewAllFields: 'boolean' },
};

/** Elements that the WSDL of version 47 requires and later versions do not. */
const NO_LONGER_REQUIRED = new Set(['NamedCredential.principalType', 'NamedCredential.protocol']);

const ADDED_VALUES = {
  CalloutStatus: ['Enabled', 'Disabled'],
  ExternalCredentialProtocol: ['AwsSv4', 'Basic', 'Custom', 'Jwt', 'NoAuthentication', 'Oauth'],
  ExternalCredentialParameterType: ['AuthHeader', 'AuthParameter', 'NamedPrincipal', 'PerUserPrincipal'],
  NamedCredentialParameterType: ['Authentication', 'ClientCertificate', 'HttpHeader', 'Url'],
  NamedCredentialType: ['Legacy', 'PrivateEndpoint', 'SecuredEndpoint'],
};

/** Elements whose content depends on the org, and types whose metadata another check compares with its source. */
const FREE = new Set(['CustomMetadataValue.value', 'LightningComponentBundle.targetConfigs']);

const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const local = (name) => name.replace(/^\w+:/, '');

/** The types of the Metadata API by name: elements with their types, enumerations with their values. */
export function readWsdl() {
  const entry = createRequire(import.meta.url).resolve('jsforce/package.json');
  const text = readFileSync(join(entry, '../src/api/metadata/wsdl.xml'), 'utf8');
  const { schema } = parser.parse(text).definitions.types;
  const complex = new Map();
  for (const { '@_name': name, ...body } of schema.complexType) {
    const { extension } = body.complexContent ?? {};
    const elements = list((extension ?? body).sequence?.element);
    const own = elements.map((element) => [
      element['@_name'],
      {
        type: local(element['@_type'] ?? 'anyType'),
        isRequired: element['@_minOccurs'] !== '0' && !NO_LONGER_REQUIRED.has(`${name}.${element['@_name']}`),
      },
    ]);
    complex.set(name, { base: extension ? local(extension['@_base']) : undefined, elements: new Map(own) });
  }
  for (const [name, elements] of Object.entries(ADDED)) {
    const known = complex.get(name) ?? { base: 'Metadata', elements: new Map() };
    for (const [element, type] of Object.entries(elements)) known.elements.set(element, { type, isRequired: false });
    complex.set(name, known);
  }
  const values = new Map(
    schema.simpleType.map((type) => [
      type['@_name'],
      list(type.restriction?.enumeration).map((value) => value['@_value']),
    ]),
  );
  for (const [name, added] of Object.entries(ADDED_VALUES)) values.set(name, [...(values.get(name) ?? []), ...added]);
  return { complex, values };
}

const elementsOf = ({ complex }, name) => {
  const type = complex.get(name);
  if (!type) return new Map();
  return new Map([...(type.base ? elementsOf({ complex }, type.base) : []), ...type.elements]);
};

/** Checks the names, values and required elements of all metadata against the Metadata API's WSDL. */
export function checkWsdl(files, wsdl = readWsdl()) {
  const faults = [];
  let values = 0;
  const check = (path, content, typeName) => {
    const elements = elementsOf(wsdl, typeName);
    if (typeof content !== 'object' || content === null) return;
    for (const [name, given] of Object.entries(content)) {
      if (name.startsWith('@_') || name === '#text') continue;
      const element = elements.get(name);
      if (!element) faults.push(`${path}: ${typeName} has no element ${name}`);
      else if (!FREE.has(`${typeName}.${name}`))
        for (const value of list(given)) checkValue(path, `${typeName}.${name}`, value, element.type);
    }
    for (const [name, { isRequired }] of elements)
      if (isRequired && content[name] === undefined) faults.push(`${path}: ${typeName} needs the element ${name}`);
  };
  const checkValue = (path, place, value, type) => {
    const allowed = wsdl.values.get(type) ?? [];
    const text = typeof value === 'object' && value !== null ? value['#text'] : value;
    if (wsdl.complex.has(type)) check(path, value, type);
    else if (type === 'boolean' && !['true', 'false'].includes(text))
      faults.push(`${path}: "${text}" is not true or false (${place})`);
    else if (type === 'int' && !/^-?\d+$/.test(text))
      faults.push(`${path}: "${text}" is not a whole number (${place})`);
    else if (allowed.length > 0) {
      values += 1;
      if (!allowed.includes(text)) faults.push(`${path}: "${text}" is no value of ${type} (${place})`);
    }
  };
  for (const [path, text] of files) {
    if (!path.endsWith('-meta.xml')) continue;
    const [name, content] = Object.entries(metadataParser.parse(text)).find(([key]) => key !== '?xml');
    if (wsdl.complex.has(name)) check(path, content, name);
    else faults.push(`${path}: the Metadata API has no type ${name}`);
  }
  return {
    faults,
    summary: `Metadata API: ${values} values of enumerations, all names and required elements are known`,
  };
}
