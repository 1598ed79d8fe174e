import type { ScoringSettingsState } from '@leadlight/contract';
import type { ApexAnswer, ApexContext } from './apex.ts';

type Ask = (context: ApexContext, path: string, body?: unknown, method?: string) => Promise<ApexAnswer>;

/** Stands for `ScoringSettingsController`, by way of `ask`. */
export function settingsMethods(ask: Ask) {
  const answered = async (asked: Promise<ApexAnswer>): Promise<ApexAnswer> => {
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
