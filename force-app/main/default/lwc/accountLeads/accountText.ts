import type { AccountConversion } from '@leadlight/contract';
import { featureLabel } from 'c/featureLabels';
import { fill, formatCount, formatShare } from 'c/scoreFormat';
import type { ShownReason } from 'c/storedScore';
import { labels } from './labels';

/** What Apex returns: the contract's answer with names, without people whose leads the user may not read. */
export interface AccountLeads extends Omit<AccountConversion, 'people'> {
  readonly people: readonly (Omit<AccountConversion['people'][number], 'reasons'> & {
    readonly name: string;
    readonly reasons: readonly ShownReason[];
  })[];
  readonly hiddenPeople: number;
}

export interface AccountText {
  readonly probability: string;
  /** Empty where there is nothing to say. */
  readonly basis: string;
  readonly people: readonly {
    readonly leadId: string;
    readonly url: string;
    readonly name: string;
    readonly score: number;
    readonly band: string;
    readonly share: string;
    readonly reasons: string;
  }[];
  readonly hidden: string;
  readonly more: string;
}

export function accountText(found: AccountLeads): AccountText {
  const { probability, horizonDays, peopleCount, people, hiddenPeople } = found;
  const others = peopleCount - people.length - hiddenPeople;
  return {
    probability:
      probability === null
        ? labels.nobody
        : fill(
            peopleCount === 1 ? labels.onePerson : labels.probability,
            formatShare(probability),
            formatCount(horizonDays),
            formatCount(peopleCount),
          ),
    basis: basisText(found),
    people: people.map((person) => ({
      leadId: person.leadId,
      url: `/${person.leadId}`,
      name: person.name,
      score: person.score,
      band: person.band,
      share: fill(labels.person, formatShare(person.probability), formatShare(person.share)),
      reasons: person.reasons.map((reason) => featureLabel(reason)).join(' · '),
    })),
    hidden: hiddenPeople > 0 ? fill(labels.hidden, formatCount(hiddenPeople)) : '',
    more: others > 0 ? fill(labels.more, formatCount(others)) : '',
  };
}

function basisText({ basis, asIfIndependent }: AccountLeads): string {
  if (basis === 'measured') return fill(labels.measured, formatShare(asIfIndependent ?? 0));
  return basis === 'no_dependence' || basis === 'not_measured' ? labels.independent : '';
}
