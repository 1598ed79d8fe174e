import type { ScoringSettingsState } from '@leadlight/contract';
import type { ApexResponse, ApexContext } from './apex.ts';

type CallService = (context: ApexContext, path: string, body?: unknown, method?: string) => Promise<ApexResponse>;

/** Stands for `ScoringSettingsController`, by way of `ask`. */
export function settingsMethods(ask: CallService) {
  const answered = async (asked: Promise<ApexResponse>): Promise<ApexResponse> => {
    const answer = await asked;
    if (answer.status !== 200) return answer;
    const { revision } = JSON.parse(answer.body) as ScoringSettingsState;
    return { status: 200, body: JSON.stringify({ revision, state: answer.body }) };
  };
  return {
    'ScoringSettingsController.readSettings': (context: ApexContext) => answered(ask(context, '/v1/settings')),
    'ScoringSettingsController.changeSettings': (context: ApexContext, { change }: Readonly<Record<string, unknown>>) =>
      answered(ask(context, '/v1/settings', JSON.parse(String(change)), 'PUT')),
    'ScoringSettingsController.undoSettings': (context: ApexContext) => answered(ask(context, '/v1/settings/undo', {})),
  };
}
