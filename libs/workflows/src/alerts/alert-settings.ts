import type { AlertSettings } from '../ports/index.ts';

/** The band whose leads must not wait. */
export const HOT_BAND = 'A';

export const DEFAULT_ALERT_SETTINGS: AlertSettings = {
  isOn: false,
  bands: [HOT_BAND],
  jumpPoints: 25,
  untouchedHours: 24,
  routes: ['salesforce'],
  digest: null,
  quietHours: { startHour: 19, endHour: 7, weekends: true },
  perPersonAndDay: 10,
  perChannelAndDay: 50,
  namesOutside: false,
  slack: null,
  webhook: null,
  email: null,
};
