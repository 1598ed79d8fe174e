import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { apiUser } from './api-user.ts';
import { COMPONENT_TYPES, packageTypeOf } from './component-types.ts';
import { readDeployOptions } from './deploy/deploy-options.ts';
import { toDeployResult } from './deploy/deploy-result.ts';
import type { Deployments } from './deploy/deployments.ts';
import { fileProperties } from './retrieve/file-properties.ts';
import type { Retrievals } from './retrieve/retrievals.ts';
import { childrenOf, isTrue, textOf, type XmlContent, type XmlElement } from './xml.ts';

/** Answers a call with its results. @throws ApiError */
type SoapCall = (call: XmlElement, version: number) => XmlContent | readonly XmlContent[] | undefined;

function required(call: XmlElement, name: string): string {
  const text = textOf(call, name);
  if (text === undefined || text === '') throw new ApiError(500, 'MISSING_ARGUMENT', `${name} is missing.`);
  return text;
}

/** Options as texts by name; `runTests` repeats. */
function optionsOf(element: XmlElement | undefined): Record<string, unknown> {
  const children = element?.children ?? [];
  const texts = Object.fromEntries(children.map(({ name, text }) => [name, text]));
  const runTests = children.filter(({ name }) => name === 'runTests').map(({ text }) => text);
  return { ...texts, runTests };
}

/** The calls that this org supports, by name. */
export function soapCalls(org: Org, deployments: Deployments, retrievals: Retrievals): ReadonlyMap<string, SoapCall> {
  const deployResult = (id: string, includeDetails: boolean): XmlContent =>
    toDeployResult(deployments.state(id), apiUser(org), includeDetails) as unknown as XmlContent;
  return new Map<string, SoapCall>([
    [
      'deploy',
      (call, version) => {
        const zip = Buffer.from(required(call, 'ZipFile'), 'base64');
        const options = readDeployOptions(optionsOf(childrenOf(call, 'DeployOptions')[0]), version);
        const id = deployments.start(zip, options);
        return { done: false, id, state: 'Queued' };
      },
    ],
    ['checkDeployStatus', (call) => deployResult(required(call, 'asyncProcessId'), isTrue(call, 'includeDetails'))],
    [
      'cancelDeploy',
      (call) => {
        const id = required(call, textOf(call, 'String') === undefined ? 'id' : 'String');
        return { done: deployments.cancel(id), id };
      },
    ],
    ['deployRecentValidation', (call) => deployments.startValidated(required(call, 'validationId'))],
    ['describeMetadata', () => describeMetadata()],
    [
      'listMetadata',
      (call) =>
        childrenOf(call, 'queries').flatMap((query) => {
          const type = required(query, 'type');
          return org.components
            .all()
            .filter((component) => packageTypeOf(component.type) === type)
            .map((component) => fileProperties(component, apiUser(org)));
        }),
    ],
    [
      'retrieve',
      (call) => ({
        done: false,
        id: retrievals.start(childrenOf(call, 'retrieveRequest')[0] ?? childrenOf(call, 'request')[0] ?? call),
        state: 'Queued',
      }),
    ],
    ['checkRetrieveStatus', (call) => retrievals.result(required(call, 'asyncProcessId'))],
  ]);
}

/** The DescribeMetadataResult. */
function describeMetadata(): XmlContent {
  return {
    metadataObjects: COMPONENT_TYPES.filter(({ name }) => packageTypeOf(name) === name).map(
      ({ name, folder, suffix, shape, children = {} }) => ({
        childXmlNames: Object.values(children),
        directoryName: folder,
        inFolder: shape === 'in-folder',
        metaFile: shape === 'content',
        ...(suffix === '' ? {} : { suffix }),
        xmlName: name,
      }),
    ),
    organizationNamespace: '',
    partialSaveAllowed: true,
    testRequired: false,
  };
}
