import { mergeConfig } from 'vitest/config';
import shared from '../vitest.shared.mts';

// Some tests set the date of their process.
export default mergeConfig(shared, { test: { isolate: true } });
