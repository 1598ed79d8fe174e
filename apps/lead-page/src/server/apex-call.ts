import type { OrgConnection } from './leads.ts';
import { labelsFor } from './labels.ts';
import { problemCodeOf, problemDetailsOf, type ScoringApiClient } from './scoring-api-client.ts';

/** The result of an Apex method: the JSON of the contract, or a message for the user. */
export interface ApexResponse {
  readonly status: number;
  readonly body: string;
}

/** What an Apex method works with: the org, the service, and the language of the user. */
export interface ApexContext {
  readonly org: OrgConnection;
  readonly api: ScoringApiClient;
  readonly language: string;
}

/** Labels by problem type, as in the Apex class `ScoringApiClient`. */
const LABEL_BY_PROBLEM: Readonly<Record<string, string>> = {
  'no-active-model': 'NoModel',
  'lead-not-found': 'LeadUnknown',
  unauthenticated: 'Rejected',
  forbidden: 'Rejected',
  'rate-limited': 'Busy',
  overloaded: 'Busy',
  'storage-unavailable': 'Busy',
  'settings-invalid': 'SettingsInvalid',
  'settings-changed-meanwhile': 'SettingsChanged',
  'nothing-to-undo': 'NothingToUndo',
  'org-not-synced': 'NotSynced',
};

/** Calls the service. A failure becomes a message for the user. */
export async function callService(
  context: ApexContext,
  path: string,
  body?: unknown,
  method?: string,
): Promise<ApexResponse> {
  try {
    const response = await context.api.send(path, body, method);
    if (response.status === 200) return response;
    const label = LABEL_BY_PROBLEM[problemCodeOf(response.body) ?? ''] ?? 'Failed';
    return failure(label, context, problemDetailsOf(response.body));
  } catch (error) {
    return failure(error instanceof Error && error.name === 'TimeoutError' ? 'TimedOut' : 'Unreachable', context);
  }
}

export const success = (result: unknown): ApexResponse => ({ status: 200, body: JSON.stringify(result) });

export const failure = (name: string, { language }: ApexContext, details = ''): ApexResponse => ({
  status: 500,
  body: JSON.stringify({ message: labelsFor(language)[`Leadlight_Error_${name}`]?.replace('{0}', details) }),
});
