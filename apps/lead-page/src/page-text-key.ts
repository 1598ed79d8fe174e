/** A place for words on the page around the component. */
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
