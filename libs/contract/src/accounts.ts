import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { Band, LeadId, ModelStamp, Reason } from './score-leads.ts';

const Count = z.int().min(0);
const Probability = z.number().min(0).max(1);

/** Open leads of an account that are counted at most: those with the highest probabilities. */
export const MAX_ACCOUNT_LEADS = 500;
export const MAX_ACCOUNT_PEOPLE = 50;
export const DEFAULT_ACCOUNT_PEOPLE = 10;
const MAX_DOMAINS = 50;

export const AccountKey = z.string().trim().min(1).max(255).meta({
  id: 'AccountKey',
  description: 'The record id of an account, a mail domain, or the name of a company.',
  example: '0015g00000KpXcEAAV',
});

/** Query of `GET /v1/accounts/{accountKey}/conversion`, as text. */
export const AccountConversionQuery = z.strictObject({
  name: z.string().max(255).optional().meta({
    description: 'The name of the account. Leads of it are found by their company, without its legal form.',
  }),
  domains: z
    .string()
    .max(4_000)
    .optional()
    .refine((text) => (text?.split(',').length ?? 0) <= MAX_DOMAINS, `expected at most ${MAX_DOMAINS} domains`)
    .meta({
      description:
        'Its web site and the mail domains of its contacts, separated by commas. Free mail is ignored, because it says nothing about a company.',
    }),
  limit: z.coerce.number().int().min(1).max(MAX_ACCOUNT_PEOPLE).default(DEFAULT_ACCOUNT_PEOPLE),
});
export type AccountConversionQuery = DeepReadonly<z.infer<typeof AccountConversionQuery>>;

export const AccountPerson = z
  .object({
    leadId: LeadId,
    score: z.int().min(1).max(99),
    band: Band,
    probability: Probability,
    share: Probability.meta({ description: 'What the person contributes; the shares of all people add up to 1.' }),
    foundBy: z.enum(['account', 'domain', 'name']).meta({
      description: 'The lookup to the account, the mail domain, or the company’s name alone.',
    }),
    ownerId: z.string().nullable().meta({ description: 'A user or a queue; null where the org does not say.' }),
    reasons: z.array(Reason).meta({ description: 'The strongest first.' }),
    scoredAt: z.iso.datetime(),
  })
  .meta({ id: 'AccountPerson', description: 'An open lead of the account, as last scored.' });
export type AccountPerson = DeepReadonly<z.infer<typeof AccountPerson>>;

export const AccountConversion = z
  .object({
    accountKey: z.string(),
    probability: Probability.nullable().meta({
      description: 'That at least one of the people reaches the goal within the horizon; null = there is nobody.',
    }),
    asIfIndependent: Probability.nullable().meta({
      description: 'The same if the outcomes of people of one company did not depend on each other.',
    }),
    basis: z.enum(['nobody', 'one_person', 'measured', 'no_dependence', 'not_measured']).meta({
      description:
        '`measured`: with the dependence measured on leads of one company. `no_dependence`: none was found beyond chance. `not_measured`: there were too few companies with several leads. The last two are as if independent.',
    }),
    horizonDays: z.number().min(0),
    peopleCount: Count.meta({
      description: `Of more than ${MAX_ACCOUNT_LEADS} open leads, only those with the highest probabilities are counted.`,
    }),
    people: z.array(AccountPerson).meta({ description: 'The highest share first, up to the limit.' }),
    leftOut: z
      .object({
        copies: Count.meta({ description: 'Further leads with the e-mail address of somebody who is counted.' }),
        unranked: Count.meta({
          description: 'Leads that lists by score leave out, such as those with a closed status.',
        }),
      })
      .meta({ id: 'AccountLeadsLeftOut', description: 'Open leads of the account that are not counted.' }),
    model: ModelStamp,
  })
  .meta({ id: 'AccountConversion', description: 'The open leads of an account as a whole.' });
export type AccountConversion = DeepReadonly<z.infer<typeof AccountConversion>>;
