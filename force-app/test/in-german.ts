import { speak } from './speak';

/** Import it before any component. */
speak('de', 'de-DE');
