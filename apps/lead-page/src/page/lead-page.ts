import { LeadList } from './lead-list.ts';
import { adminView } from './admin-view.ts';
import { bestLeadView, LeadView } from './lead-view.ts';
import { byId } from './element.ts';
import { offerLanguages } from './language-choice.ts';
import type { PageTextKey } from '../page-text-key.ts';
import { pageText } from './page-texts.ts';
import type { ListedLead } from './records.ts';
import { recordView } from './record-view.ts';
import { chooseUser } from './running-user.ts';

const leadIdIn = (path: string): string | undefined => /^\/leads\/(\w+)$/.exec(path)?.[1];

const recordIdIn = (path: string): string | undefined => /^\/records\/(\w+)$/.exec(path)?.[1];

/** Connects the list with the view of a lead. The URL names the lead, so that every lead has a link. */
export function startPage(page: Document): void {
  chooseUser();
  for (const target of page.querySelectorAll<HTMLElement>('[data-text]'))
    target.textContent = pageText(target.dataset.text as PageTextKey);
  offerLanguages(byId('language') as HTMLSelectElement);
  byId('search').setAttribute('placeholder', pageText('search'));

  const view = new LeadView();
  let best: ListedLead | undefined;
  const open = (leadId: string) => {
    history.pushState(null, '', `/leads/${leadId}`);
    show();
  };
  const list = new LeadList(open, (first) => {
    best = first;
    if (location.pathname === '/') show();
  });
  const show = () => {
    const leadId = leadIdIn(location.pathname);
    const section = location.pathname === '/admin' ? 'admin' : 'leads';
    for (const link of byId('sections').querySelectorAll<HTMLElement>('a'))
      link.toggleAttribute('aria-current', link.dataset.section === section);
    list.mark(leadId);
    const recordId = recordIdIn(location.pathname);
    if (section === 'admin') view.showInstead('admin', ...adminView());
    else if (recordId) view.showInstead('record', recordView(recordId));
    else if (leadId) void view.show(leadId);
    else view.showInstead('list', bestLeadView(best, open));
  };
  byId('back').addEventListener('click', (event) => {
    event.preventDefault();
    history.pushState(null, '', '/');
    show();
  });
  addEventListener('popstate', show);
  void list.load();
  show();
}
