import type { ScoringSettingsState } from '@leadlight/contract';
import { callService, success, type ApexContext, type ApexResponse } from './apex-call.ts';

type ApexParameters = Readonly<Record<string, unknown>>;

/** Simulates the Apex class `ScoringSettingsController`. */
export const settingsMethods = {
  'ScoringSettingsController.readSettings': (context: ApexContext) => callSettings(context, '/v1/settings'),
  'ScoringSettingsController.changeSettings': (context: ApexContext, { change }: ApexParameters) =>
    callSettings(context, '/v1/settings', JSON.parse(String(change)), 'PUT'),
  'ScoringSettingsController.undoSettings': (context: ApexContext) => callSettings(context, '/v1/settings/undo', {}),
};

async function callSettings(...call: Parameters<typeof callService>): Promise<ApexResponse> {
  const response = await callService(...call);
  if (response.status !== 200) return response;
  const { revision } = JSON.parse(response.body) as ScoringSettingsState;
  return success({ revision, state: response.body });
}
