import { findListViews, findRecordPages, LEAD_PAGE, leadPageFiles } from '@leadlight/salesforce';
import type { ConnectStep, LeftToPerson } from '../step.ts';

/** The metadata of a list view has no sort order. */
const LISTS_ARE_THERE =
  'the three lists of leads are there; each user sorts them once, by a click on the column Lead Score';
const LISTS = ['Leadlight_Leads_By_Score', 'Leadlight_Call_Today', 'Leadlight_Not_Scored'];

export const leadPageStep: ConnectStep = {
  id: 'lead page',
  needs: ['package'],
  byHand:
    'Setup, Lightning App Builder: activate Leadlight Lead Record Page, or add the component Lead Score to your own lead page.',
  untried: 'that the page becomes the org default by deploying an action override of Lead',
  async inspect({ org, journal, sf }) {
    const lists = await findListViews(org, 'Lead');
    const missing = LISTS.filter((name) => !lists.includes(name));
    const found = missing.length === 0 ? [LISTS_ARE_THERE] : [];
    const left: LeftToPerson[] =
      missing.length === 0 ? [] : [{ what: `You do not see the lists ${missing.join(', ')}.`, blocks: false }];
    if (journal.made('lead page').activated && journal.stateOf('lead page') === 'done') {
      return { found: [...found, 'the lead page is active'], actions: [], left };
    }
    const ownPages = (await findRecordPages(org, 'Lead')).filter((name) => name !== LEAD_PAGE);
    if (ownPages.length > 0) {
      const what =
        `The org has lead pages of its own (${ownPages.join(', ')}), which stay active: add the component Lead Score to them in ` +
        'Setup, Lightning App Builder.';
      return { found, actions: [], left: [...left, { what, blocks: false }] };
    }
    const run = async (): Promise<void> => {
      journal.enter('lead page', { activated: true });
      await sf.deploy(leadPageFiles(true));
    };
    return { found, actions: [{ what: `make ${LEAD_PAGE} the lead page for everybody`, run }], left };
  },
  async undo({ sf }) {
    await sf.deploy(leadPageFiles(false));
    return ["Salesforce's own lead page is active again."];
  },
};
