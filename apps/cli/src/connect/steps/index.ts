import type { ConnectStep } from '../step.ts';
import { checksStep } from './checks.step.ts';
import { doctorStep } from './doctor.step.ts';
import { eventSubscriberStep } from './event-subscriber.step.ts';
import { externalClientAppStep } from './external-client-app.step.ts';
import { firstScoresSteps } from './first-scores.step.ts';
import { hourlyRetryStep } from './hourly-retry.step.ts';
import { integrationUserStep } from './integration-user.step.ts';
import { keysStep } from './keys.step.ts';
import { leadPageStep } from './lead-page.step.ts';
import { packageStep } from './package.step.ts';
import { peopleStep } from './people.step.ts';
import { serviceAddressStep } from './service-address.step.ts';

/** From an org to its first scores, in order. */
export const CONNECT_STEPS: readonly ConnectStep[] = [
  checksStep,
  packageStep,
  integrationUserStep,
  eventSubscriberStep,
  externalClientAppStep,
  keysStep,
  serviceAddressStep,
  peopleStep,
  leadPageStep,
  hourlyRetryStep,
  doctorStep,
  ...firstScoresSteps,
];
