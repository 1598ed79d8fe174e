import type { AlertRouteName, Alerts, ChangeAlertsRequest } from '@leadlight/contract';

/** What is entered, as texts and choices; an empty text turns a rule off. */
export interface AlertDraft {
  readonly bands: readonly string[];
  readonly jump: string;
  readonly untouched: string;
  readonly routes: readonly string[];
  readonly digest: string;
  readonly digestHour: string;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly weekends: boolean;
  readonly perPerson: string;
  readonly namesOutside: boolean;
}

export const BANDS = ['A', 'B', 'C'] as const;
export const LEAD_ROUTES = ['salesforce', 'task', 'slack', 'webhook'] as const satisfies readonly AlertRouteName[];

const DIGEST_HOUR = 8;
const text = (value: number | null | undefined): string => (value === null || value === undefined ? '' : String(value));

export const draftOf = ({ settings }: Alerts): AlertDraft => ({
  bands: settings.bands,
  jump: text(settings.jumpPoints),
  untouched: text(settings.untouchedHours),
  routes: settings.routes,
  digest: settings.digest?.recipients ?? '',
  digestHour: text(settings.digest?.hour ?? DIGEST_HOUR),
  quietFrom: text(settings.quietHours?.startHour),
  quietTo: text(settings.quietHours?.endHour),
  weekends: settings.quietHours?.weekends ?? false,
  perPerson: text(settings.perPersonAndDay),
  namesOutside: settings.namesOutside,
});

const numberOrNull = (entered: string): number | null => (entered.trim() === '' ? null : Number(entered));

/** What is sent to the service. */
export function changeOf(draft: AlertDraft): ChangeAlertsRequest {
  const from = numberOrNull(draft.quietFrom);
  const to = numberOrNull(draft.quietTo);
  return {
    bands: BANDS.filter((band) => draft.bands.includes(band)),
    jumpPoints: numberOrNull(draft.jump),
    untouchedHours: numberOrNull(draft.untouched),
    routes: LEAD_ROUTES.filter((route) => draft.routes.includes(route)),
    digest:
      draft.digest === 'owners' || draft.digest === 'managers'
        ? { recipients: draft.digest, hour: Number(draft.digestHour) }
        : null,
    quietHours: from === null || to === null ? null : { startHour: from, endHour: to, weekends: draft.weekends },
    perPersonAndDay: Number(draft.perPerson),
    namesOutside: draft.namesOutside,
  };
}
