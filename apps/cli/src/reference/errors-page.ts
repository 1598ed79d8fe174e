import { environmentErrors, type ErrorDefinition, type ErrorDefinitions } from '@leadlight/common';
import { problemTypes } from '@leadlight/contract';
import { evaluationErrors } from '@leadlight/evaluation';
import { forestErrors } from '@leadlight/forest';
import { leadFeaturesErrors } from '@leadlight/lead-features';
import { leadTableErrors } from '@leadlight/lead-table';
import { salesforceErrors } from '@leadlight/salesforce';
import { storageErrors } from '@leadlight/storage';
import { workflowErrors } from '@leadlight/workflows';
import { cliErrors } from '../errors.ts';
import { code, page, table } from './markdown.ts';

export interface ErrorCatalogue {
  readonly title: string;
  readonly definitions: ErrorDefinitions;
}

/** @param serviceErrors errors of the scoring API as a process: an app that this app must not import */
export const errorCatalogues = (serviceErrors: ErrorDefinitions): readonly ErrorCatalogue[] => [
  { title: 'Commands', definitions: { ...cliErrors, ...environmentErrors } },
  { title: 'Salesforce', definitions: salesforceErrors },
  { title: 'Training, scoring and administration', definitions: workflowErrors },
  { title: 'Leads, columns and features', definitions: { ...leadFeaturesErrors, ...leadTableErrors } },
  { title: 'Forest and model file', definitions: forestErrors },
  { title: 'Evaluation', definitions: evaluationErrors },
  { title: 'Storage', definitions: storageErrors },
  { title: 'Start of the scoring API', definitions: serviceErrors },
];

const PROBLEMS = `## Responses of the scoring API

Every response other than a success is \`application/problem+json\` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)):

\`\`\`json
{
  "type": "/problems/invalid-request",
  "title": "The request does not follow the contract",
  "status": 400,
  "detail": "The body violates the contract in 1 place.",
  "remedy": "Correct the places that \`errors\` points at; the contract is at /openapi.json.",
  "requestId": "0193a1c2-7f4e-7d7c-9f5e-2f1f0a6c1b7d",
  "errors": [{ "pointer": "#/leads/0/leadId", "detail": "Invalid input: expected string, received number" }]
}
\`\`\`

- \`type\` never changes within v1, so match on it. It is a path of the service, where the problem is explained.
- \`requestId\` is in the log of the service and in the \`X-Request-Id\` header. A caller may send its own.
- \`errors\` is present in \`invalid-request\` (JSON pointers into the body, or names of parameters) and in \`settings-invalid\` (JSON pointers into the settings).
- Responses 429 and 503 have a \`Retry-After\` header in seconds. Repeat a scoring request under the same \`Idempotency-Key\`, and it counts once.
- A problem never repeats the request (of settings, it names fields), and reveals nothing about the inside of the service.

In a scoring response, a lead without a score is listed under \`problems\` with the type \`lead-not-found\`; the other leads
have their scores.

The token endpoint \`/oauth/token\` has errors of its own, in the form of
[RFC 6749](https://www.rfc-editor.org/rfc/rfc6749#section-5.2): \`invalid_request\`, \`invalid_client\`, \`invalid_grant\`,
\`invalid_scope\`, \`unsupported_grant_type\`.`;

export const errorsPage = (serviceErrors: ErrorDefinitions): string =>
  page(
    'Errors',
    'Every error that Leadlight raises on purpose, with its remedy. A command prints the message and its place on this page; ' +
      'with `--json` it writes `{ "error": { "code", "message", "remedy", "docs" } }`. Any other error is a defect: please ' +
      'report it.',
    [
      `${PROBLEMS}\n\n${table(
        ['type', 'status', 'title', 'remedy'],
        Object.entries(problemTypes).map(([type, { status, title, remedy }]) => [
          code(type),
          String(status),
          title,
          remedy,
        ]),
      )}`,
      ...errorCatalogues(serviceErrors).map(
        ({ title, definitions }) => `## ${title}\n\n${Object.entries(definitions).map(errorSection).join('\n\n')}`,
      ),
    ],
  );

function errorSection([name, definition]: [string, ErrorDefinition<object>]): string {
  const { reason, remedy, example } = definition;
  const remedyText = typeof remedy === 'string' ? remedy : remedy(example);
  return `### ${name}\n\n> ${reason(example).trim().replaceAll('\n', '\n> ')}\n\n${remedyText}`;
}
