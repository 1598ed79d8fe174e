import { element } from './element.ts';
import { languages, locale, pageText } from './page-texts.ts';

const YEAR_SECONDS = 31_536_000;

/** Offers the languages of the package; a choice is kept in the browser, and the page is told anew. */
export function offerLanguages(select: HTMLSelectElement): void {
  const primary = (tag: string): string => tag.split('-')[0]!;
  select.setAttribute('aria-label', pageText('language'));
  select.append(
    ...languages().map(({ tag, name }) =>
      element('option', { value: tag, lang: tag, selected: primary(tag) === primary(locale()) ? '' : undefined }, name),
    ),
  );
  select.addEventListener('change', () => {
    document.cookie = `language=${select.value};path=/;max-age=${YEAR_SECONDS};samesite=strict`;
    location.reload();
  });
}
