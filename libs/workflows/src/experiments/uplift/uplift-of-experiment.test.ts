import { DAY_MS, MINUTE_MS, seededRandom } from '@leadlight/common';
import type { LeadHistory } from '@leadlight/lead-features';
import { beforeAll, describe, expect, it } from 'vitest';
import { noProgress, type EnrolledLead, type ExperimentEntry } from '../../ports/index.ts';
import { histories, inMemoryOrg, NOW } from '../../training/org.fixture.ts';
import { trainOnOrg } from '../../training/train-and-publish.ts';
import { upliftOfExperiment, type ExperimentUpliftPorts } from './uplift-of-experiment.ts';

const HORIZON_DAYS = 30;
const random = seededRandom(4);
const plan = { design: 'lead', horizonDays: HORIZON_DAYS, goal: { kind: 'converted' } };

/** Calls that the score suggests win leads from the web, and lose referrals, which convert more often. */
const enrolled: EnrolledLead[] = [];
const leads = histories(1_400, 0.1).map((lead): LeadHistory => {
  const arm = random() < 0.05 ? 'exploration' : random() < 0.5 ? 'shown' : 'hidden';
  const enrolledAt = lead.createdAt + MINUTE_MS;
  enrolled.push({ leadId: lead.leadId, arm, band: 'B', repId: '005A', fortnight: 0, enrolledAt, viewedAt: null });
  const isReferral = lead.fields.LeadSource === 'Referral';
  const rate = (isReferral ? 0.6 : 0.15) + (arm === 'shown' ? (isReferral ? -0.15 : 0.35) : 0);
  const convertedAt = enrolledAt + 10 * DAY_MS;
  return { ...lead, convertedAt: random() < rate && convertedAt < NOW ? convertedAt : null };
});
const erasedId = leads.at(-1)!.leadId;
const known = new Map(
  leads.map((lead) => [lead.leadId, lead]).filter(([id]) => id !== erasedId) as [string, LeadHistory][],
);

const entry = (state: ExperimentEntry['state']) =>
  ({
    id: 'exp_1',
    state,
    plan,
    startedAt: 0,
    startedBy: 'cli',
    stoppedAt: state === 'running' ? null : NOW,
  }) as unknown as ExperimentEntry;

const org = inMemoryOrg(() => leads);
const portsOf = (experiments: readonly ExperimentEntry[]) =>
  ({
    ...org.ports,
    leadHistories: {
      findHistories: () => Promise.resolve(known),
      async *readHistories() {
        yield await Promise.resolve(leads.filter(({ convertedAt }) => convertedAt === null));
      },
    },
    experiments: {
      list: () => Promise.resolve(experiments),
      async *readLeads() {
        yield await Promise.resolve(enrolled);
      },
    },
  }) as unknown as ExperimentUpliftPorts;

beforeAll(async () => {
  const settings = { learner: 'logistic', horizonDays: HORIZON_DAYS, snapshotAgesDays: [0] } as const;
  await trainOnOrg(org.ports, 'org', { settings }, noProgress);
});

describe('upliftOfExperiment', () => {
  it('ranks open leads by what showing their score gains, learned from the settled leads of both arms', async () => {
    const found = await upliftOfExperiment(portsOf([entry('ended')]), 'org', 1, noProgress);
    expect(found.offered).not.toBeNull();
    expect(found.erased).toBe(enrolled.at(-1)!.arm === 'exploration' ? 0 : 1);
    const isSettled = ({ arm, enrolledAt }: EnrolledLead) =>
      arm !== 'exploration' && enrolledAt + HORIZON_DAYS * DAY_MS <= NOW;
    expect(found.settled + found.erased).toBe(enrolled.filter(isSettled).length);
    expect(found.treated.rows + found.untreated.rows).toBe(found.settled);
    const sources = found.openLeads.map(
      ({ leadId }) => leads.find((lead) => lead.leadId === leadId)!.fields.LeadSource,
    );
    const first = sources.slice(0, 200);
    expect(first.filter((source) => source === 'Web').length).toBeGreaterThan(190);
  });

  it('rejects an experiment that still runs, and an org without one', async () => {
    for (const experiments of [[entry('running')], []]) {
      await expect(upliftOfExperiment(portsOf(experiments), 'org', 1, noProgress)).rejects.toMatchObject({
        code: 'no_finished_experiment',
      });
    }
  });
});
