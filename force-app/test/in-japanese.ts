import { speak } from './speak';

/** Import it before any component. */
speak('ja', 'ja-JP');
