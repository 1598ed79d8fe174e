import type { RepAction } from '@leadlight/contract';
import type { Activity, ActivityKind, FieldValue, Instant, LeadHistory } from '@leadlight/lead-features';

/** The history as it would be after the action, done at `at`. */
type Act = (history: LeadHistory, at: Instant) => LeadHistory;

/** Whether a field is known to be empty. One that was never read may be filled in. */
const isEmpty = (value: FieldValue | undefined): boolean => value === null || value === '';

const withActivity =
  (kind: ActivityKind): Act =>
  (history, at) => {
    const activity: Activity = { id: `what-if-${kind}`, kind, createdAt: at, completedAt: at, incoming: false };
    return { ...history, activities: [...history.activities, activity] };
  };

const withField =
  (field: string, value: string): Act =>
  (history) => ({ ...history, fields: { ...history.fields, [field]: value } });

const withCampaign: Act = (history, at) => {
  const latest = history.campaigns.toSorted((a, b) => a.createdAt - b.createdAt).at(-1);
  const membership = {
    id: 'what-if-membership',
    campaignId: 'what-if-campaign',
    campaignType: latest?.campaignType ?? null,
    createdAt: at,
    respondedAt: null,
  };
  return { ...history, campaigns: [...history.campaigns, membership] };
};

/** Any value: the model reads only whether there is one. */
const FILLED_IN: readonly (readonly [RepAction, field: string, value: string])[] = [
  ['add_phone', 'Phone', '+1 555 0100'],
  ['add_mobile', 'MobilePhone', '+1 555 0101'],
  ['add_website', 'Website', 'https://www.example.com'],
];

const CALL = withActivity('call');
const WRITE = withActivity('email');

/** What a rep can do about a lead today. A reply or a response is up to the lead, so it is not an action. */
export function repActionsFor({ fields }: LeadHistory): ReadonlyMap<RepAction, Act> {
  return new Map<RepAction, Act>([
    ...(fields.DoNotCall === true ? [] : [['call', CALL] as const]),
    ...(fields.HasOptedOutOfEmail === true ? [] : [['write', WRITE] as const]),
    ['meet', withActivity('event')],
    ...FILLED_IN.flatMap(([action, field, value]) =>
      isEmpty(fields[field]) ? [[action, withField(field, value)] as const] : [],
    ),
    ['add_to_campaign', withCampaign],
  ]);
}
