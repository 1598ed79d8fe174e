import { element } from './element.ts';
import { fillText, pageText } from './page-texts.ts';

/** A link that calls the number. @param who whom, for people who do not see where the link is */
export function callLink(phone: string, who: string): HTMLElement {
  const number = phone.replace(/(?:x|ext).*$/i, '').replace(/[^+\d]/g, '');
  return element(
    'a',
    {
      href: `tel:${number}`,
      class: 'slds-button slds-button_neutral contact',
      'data-call': phone,
      'aria-label': fillText('callLead', who),
      title: phone,
    },
    pageText('call'),
  );
}

export const writeLink = (email: string): HTMLElement =>
  element(
    'a',
    { href: `mailto:${encodeURIComponent(email)}`, class: 'slds-button slds-button_neutral contact', title: email },
    pageText('write'),
  );
