import '@lwc/synthetic-shadow';
import { startPage } from './lead-page.ts';

startPage(document);
