import { useLanguage } from './use-language';

// Must be imported before any component.
useLanguage('ja', 'ja-JP');
