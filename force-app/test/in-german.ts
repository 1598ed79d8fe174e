import { useLanguage } from './use-language';

// Must be imported before any component.
useLanguage('de', 'de-DE');
