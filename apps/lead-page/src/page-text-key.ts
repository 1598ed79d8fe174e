/** The key of a text on the page around the components. */
export type PageTextKey =
  | 'leadsSection'
  | 'adminSection'
  | 'leads'
  | 'search'
  | 'more'
  | 'none'
  | 'noScore'
  | 'choose'
  | 'chooseMore'
  | 'details'
  | 'back'
  | 'fault'
  | 'score'
  | 'loading'
  | 'language';
