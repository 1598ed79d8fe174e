import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { CampaignMember } from '../ports/index.ts';
import type { AudienceMember } from './audience.ts';
import { planMembers } from './plan-members.ts';

const added = (leadId: string): AudienceMember => ({
  leadId,
  state: 'added',
  campaignMemberId: `00v${leadId}`,
  since: 0,
});
const present = (leadId: string, given: Partial<CampaignMember> = {}): CampaignMember => ({
  id: `00v${leadId}`,
  leadId,
  hasResponded: false,
  ...given,
});

describe('plan of campaign members', () => {
  it('adds who is missing and removes who has left', () => {
    expect(planMembers(['a', 'b'], [added('b'), added('c')], [present('b'), present('c')])).toEqual({
      add: ['a'],
      remove: [{ leadId: 'c', campaignMemberId: '00vc' }],
      keptForResponse: [],
      alreadyThere: [],
      removedByOthers: [],
    });
  });

  it('never removes a member that somebody else has added', () => {
    const plan = planMembers(['a'], [], [present('a'), present('b')]);
    expect(plan).toMatchObject({ add: [], remove: [], alreadyThere: ['a'] });
    const addedAgain = planMembers([], [added('a')], [present('a', { id: '00vother' })]);
    expect(addedAgain.remove).toEqual([]);
  });

  it('keeps who has responded', () => {
    const plan = planMembers([], [added('a')], [present('a', { hasResponded: true })]);
    expect(plan).toMatchObject({ remove: [], keptForResponse: ['a'] });
  });

  it('does not add again whom somebody has removed', () => {
    expect(planMembers(['a'], [added('a')], [])).toMatchObject({ add: [], removedByOthers: ['a'] });
  });

  it('adds again who had left and is back', () => {
    const left: AudienceMember = { leadId: 'a', state: 'left', campaignMemberId: null, since: 0 };
    expect(planMembers(['a'], [left], []).add).toEqual(['a']);
  });

  it('plans nothing more once its plan is carried out', () => {
    const random = seededRandom(1);
    for (let round = 0; round < 200; round++) {
      const some = (share: number) =>
        Array.from({ length: 30 }, (_, index) => String(index)).filter(() => random() < share);
      const wanted = some(0.5);
      const known = some(0.4).map(added);
      const members = [...known.filter(() => random() < 0.9).map(({ leadId }) => present(leadId)), present('other')];
      const plan = planMembers(wanted, known, members);
      const removed = new Set(plan.remove.map(({ leadId }) => leadId));
      const after = planMembers(
        wanted,
        [
          ...known.map((member): AudienceMember =>
            removed.has(member.leadId) ? { ...member, state: 'left' } : member,
          ),
          ...plan.add.map(added),
        ],
        [...members.filter(({ leadId }) => !removed.has(leadId)), ...plan.add.map((leadId) => present(leadId))],
      );
      expect({ add: after.add, remove: after.remove }, `round ${round}`).toEqual({ add: [], remove: [] });
    }
  });
});
