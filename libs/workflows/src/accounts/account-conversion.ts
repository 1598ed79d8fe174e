import { isRecordId, toId18 } from '@leadlight/common';
import {
  AccountConversion,
  MAX_ACCOUNT_LEADS,
  type AccountConversionQuery,
  type AccountPerson,
  type Reason,
} from '@leadlight/contract';
import { anyProbability, INDEPENDENT, sharesOfGroup, type GroupDependence } from '@leadlight/evaluation';
import { companyDomainOf, companyNameOf, DEFAULT_HORIZON_DAYS, groupKeysOf } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import type { AccountKeys, AccountLead, AccountLeadsStore, LeadHistoryStore, ModelStore } from '../ports/index.ts';

export interface AccountConversionPorts {
  readonly accountLeads: AccountLeadsStore;
  readonly leadHistories: Pick<LeadHistoryStore, 'findHistories'>;
  readonly models: Pick<ModelStore, 'findActive'>;
}

/**
 * The open leads of an account as a whole, as last scored: the probability that at least one reaches the goal, and the people. Each
 * person counts once, with the lead that is most likely to.
 * @param accountKey the record id of an account, a mail domain, or a company's name
 * @throws WorkflowError `no_active_model`
 */
export async function accountConversion(
  { accountLeads, leadHistories, models }: AccountConversionPorts,
  orgId: string,
  accountKey: string,
  query: AccountConversionQuery,
): Promise<AccountConversion> {
  const model = await models.findActive(orgId);
  if (!model) throw new WorkflowError('no_active_model', { orgId });
  const keys = accountKeysOf(accountKey, query);
  const found = await accountLeads.find(orgId, keys, MAX_ACCOUNT_LEADS);
  const ranked = found.filter(({ unranked }) => unranked === null);
  const people = await withoutCopies(leadHistories, orgId, ranked);
  const { dependence, horizonDays = DEFAULT_HORIZON_DAYS } = model.report as StoredReport;
  const probabilities = people.map(({ probability }) => probability);
  const isEmpty = people.length === 0;
  return AccountConversion.parse({
    accountKey: keys.accountId ?? accountKey,
    probability: isEmpty ? null : anyProbability(probabilities, dependence ?? INDEPENDENT),
    asIfIndependent: isEmpty ? null : anyProbability(probabilities, INDEPENDENT),
    basis: basisOf(people.length, dependence),
    horizonDays,
    peopleCount: people.length,
    people: peopleOf(people, keys).slice(0, query.limit),
    leftOut: { copies: ranked.length - people.length, unranked: found.length - ranked.length },
    model: {
      ...{ id: model.id, version: model.version, trainedAt: new Date(model.trainedAt).toISOString() },
      ...(model.learner === 'rules' && { byRules: true }),
      ...goalOf(model.report as StoredReport),
    },
  });
}

/** What is stored with a model; members that it does not have were not measured. */
interface StoredReport {
  readonly dependence?: GroupDependence;
  readonly horizonDays?: number;
  readonly goal?: string;
}

const goalOf = ({ goal }: StoredReport) => (goal === undefined || goal === 'converted' ? {} : { goal });

/** @param domains as in the query: web sites and domains, separated by commas */
export function accountKeysOf(
  accountKey: string,
  { name, domains = '' }: Pick<AccountConversionQuery, 'name' | 'domains'>,
): AccountKeys {
  const isId = isRecordId(accountKey) && accountKey.startsWith('001');
  const given = isId ? domains.split(',') : [accountKey, ...domains.split(',')];
  const own = given.map((text) => companyDomainOf(text.trim()));
  const isDomain = !isId && own[0] !== null;
  const names = [name ?? null, isId || isDomain ? null : accountKey].map(companyNameOf);
  const known = (keys: readonly (string | null)[]) => [...new Set(keys.filter((key) => key !== null))];
  return { accountId: isId ? toId18(accountKey) : null, domains: known(own), names: known(names) };
}

function basisOf(people: number, dependence: GroupDependence | undefined): AccountConversion['basis'] {
  if (people < 2) return people === 0 ? 'nobody' : 'one_person';
  if (!dependence) return 'not_measured';
  return dependence.dependence === 0 && dependence.level === 0 ? 'no_dependence' : 'measured';
}

/** The leads with the highest probability of each e-mail address, in the same order. */
async function withoutCopies(
  leadHistories: AccountConversionPorts['leadHistories'],
  orgId: string,
  leads: readonly AccountLead[],
): Promise<readonly AccountLead[]> {
  if (leads.length < 2) return leads;
  const ids = leads.map(({ leadId }) => leadId);
  const histories = await leadHistories.findHistories(orgId, ids);
  const seen = new Set<string>();
  return leads.filter(({ leadId }) => {
    const history = histories.get(leadId);
    const email = history && groupKeysOf(history).email;
    if (!email) return true;
    const isNew = !seen.has(email);
    seen.add(email);
    return isNew;
  });
}

function peopleOf(leads: readonly AccountLead[], keys: AccountKeys): readonly AccountPerson[] {
  const shares = sharesOfGroup(leads.map(({ probability }) => probability));
  return leads.map(({ leadId, score, band, probability, ownerId, scoredAt, reasons, company }, i) => ({
    ...{ leadId, score, band: band as AccountPerson['band'], probability, share: shares[i]!, ownerId },
    foundBy:
      company.accountId !== null && company.accountId === keys.accountId
        ? 'account'
        : company.domain !== null && keys.domains.includes(company.domain)
          ? 'domain'
          : 'name',
    reasons: (JSON.parse(reasons) as { readonly reasons: readonly Reason[] }).reasons.slice(0, MAX_REASONS),
    scoredAt: new Date(scoredAt).toISOString(),
  }));
}

const MAX_REASONS = 3;
