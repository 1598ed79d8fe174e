import express, { type Router } from 'express';
import { markDeployed } from '../metadata/deploy/apply-deployment.ts';
import type { StoredComponent } from '../metadata/component-store.ts';
import { childrenOf, isTrue, textOf, type XmlElement } from '../metadata/xml.ts';
import { badRequest, notFound } from '../org/api-error.ts';
import { writeDeployedRecords } from '../org/deployed-records.ts';
import { inTransaction, type Org } from '../org/org.ts';
import type { Json } from '../soql/record-json.ts';
import { Credentials, PRINCIPAL_TYPES } from './credentials.ts';

const parameterOf = ({ body }: StoredComponent, type: string): XmlElement | undefined =>
  childrenOf(body, 'namedCredentialParameters').find((parameter) => textOf(parameter, 'parameterType') === type);

/**
 * Named credentials and their external credentials, with what is configured.
 * @source Connect REST API Developer Guide, Named Credential (58.0) and External Credential
 */
export function namedCredentialRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  const { components } = org;
  const credentials = new Credentials(org.db, components);

  const toNamedCredential = (component: StoredComponent): Json => {
    const external = parameterOf(component, 'Authentication');
    const name = external && textOf(external, 'externalCredential');
    const found = name === undefined ? undefined : components.find('ExternalCredential', name);
    const url = parameterOf(component, 'Url');
    return {
      id: component.id,
      developerName: component.fullName,
      masterLabel: textOf(component.body, 'label') ?? component.fullName,
      type: textOf(component.body, 'namedCredentialType') ?? null,
      calloutUrl: (url && textOf(url, 'parameterValue')) ?? null,
      calloutStatus: textOf(component.body, 'calloutStatus') ?? 'Enabled',
      calloutOptions: {
        allowMergeFieldsInBody: isTrue(component.body, 'allowMergeFieldsInBody'),
        allowMergeFieldsInHeader: isTrue(component.body, 'allowMergeFieldsInHeader'),
        generateAuthorizationHeader: isTrue(component.body, 'generateAuthorizationHeader'),
      },
      customHeaders: [],
      externalCredentials: found ? [toExternalCredential(found)] : [],
    };
  };
  const toExternalCredential = (component: StoredComponent): Json => ({
    id: component.id,
    developerName: component.fullName,
    masterLabel: textOf(component.body, 'label') ?? component.fullName,
    authenticationProtocol: textOf(component.body, 'authenticationProtocol') ?? '',
    principals: childrenOf(component.body, 'externalCredentialParameters')
      .filter((parameter) => PRINCIPAL_TYPES.includes(textOf(parameter, 'parameterType') ?? ''))
      .map((parameter) => {
        const principalName = textOf(parameter, 'parameterName') ?? '';
        const principalType = textOf(parameter, 'parameterType') ?? '';
        const values = credentials.read({ externalCredential: component.fullName, principalName, principalType });
        const authenticationStatus = values.size > 0 ? 'Configured' : 'NotConfigured';
        return { principalName, principalType, authenticationStatus };
      }),
  });
  const find = (type: string, name: string): StoredComponent => {
    const component = components.find(type, name);
    if (!component) throw notFound();
    return component;
  };

  router.get('/external-credentials', (_req, res) => {
    res.json({ externalCredentials: components.ofType('ExternalCredential').map(toExternalCredential) });
  });
  router.get('/external-credentials/:name', (req, res) => {
    res.json(toExternalCredential(find('ExternalCredential', req.params.name)));
  });
  router.get('/named-credential-setup', (_req, res) => {
    res.json({ namedCredentials: components.ofType('NamedCredential').map(toNamedCredential) });
  });
  router.get('/named-credential-setup/:name', (req, res) => {
    res.json(toNamedCredential(find('NamedCredential', req.params.name)));
  });
  // The org supports only the change of the address and the label; the rest must be what it was.
  router.put('/named-credential-setup/:name', (req, res) => {
    const component = find('NamedCredential', req.params.name);
    const changed = changeUrl(component, readInput(req.body, component));
    inTransaction(org.db, () => {
      components.put(changed, new Date(org.now()).toISOString());
      writeDeployedRecords(org.db, org.schema, components);
      markDeployed(org);
    });
    res.json(toNamedCredential(find('NamedCredential', req.params.name)));
  });
  return router;
}

interface Input {
  readonly calloutUrl: string;
  readonly masterLabel: string;
}

/** @throws ApiError */
function readInput(body: unknown, component: StoredComponent): Input {
  const input = (body ?? {}) as Readonly<Record<string, unknown>>;
  for (const name of ['calloutUrl', 'masterLabel', 'type', 'calloutOptions', 'externalCredentials']) {
    if (input[name] === undefined) throw badRequest('MISSING_ARGUMENT', `Missing required argument: ${name}`);
  }
  const { calloutUrl, masterLabel, type, externalCredentials } = input;
  if (typeof calloutUrl !== 'string' || !/^https:\/\/[^\s/]+/.test(calloutUrl)) {
    throw badRequest('INVALID_INPUT', 'calloutUrl must be an address that begins with https://.');
  }
  if (type !== textOf(component.body, 'namedCredentialType')) {
    throw badRequest('INVALID_INPUT', 'The type of a named credential cannot be changed.');
  }
  const authentication = parameterOf(component, 'Authentication');
  const [external] = Array.isArray(externalCredentials) ? (externalCredentials as { developerName?: unknown }[]) : [];
  if (external?.developerName !== (authentication && textOf(authentication, 'externalCredential'))) {
    throw badRequest('INVALID_INPUT', 'This org does not change the external credential of a named credential.');
  }
  return { calloutUrl, masterLabel: String(masterLabel) };
}

const withText = (element: XmlElement, name: string, text: string): XmlElement => ({
  ...element,
  children: element.children.map((child) => (child.name === name ? { ...child, text } : child)),
});

function changeUrl(component: StoredComponent, { calloutUrl, masterLabel }: Input): StoredComponent {
  const url = parameterOf(component, 'Url');
  const body = withText(component.body, 'label', masterLabel);
  const children = body.children.map((child) =>
    child === url ? withText(child, 'parameterValue', calloutUrl) : child,
  );
  return { ...component, body: { ...body, children } };
}
