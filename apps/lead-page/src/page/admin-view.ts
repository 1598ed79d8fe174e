import { createElement } from 'lwc';
import ConnectionCheck from 'c/connectionCheck';
import DataQuality from 'c/dataQuality';
import ModelHistory from 'c/modelHistory';
import ModelReport from 'c/modelReport';
import ScoreDistribution from 'c/scoreDistribution';
import ScoringSettings from 'c/scoringSettings';
import { element } from './element.ts';
import { pageText } from './page-texts.ts';

const wide = (child: HTMLElement): HTMLElement => element('div', { class: 'wide' }, child);

/** The page of the administrator, with the components of the Lead Scoring app as in Salesforce. */
export function adminView(): HTMLElement[] {
  document.title = `${pageText('adminSection')} · Leadlight`;
  return [
    element('h1', { class: 'slds-assistive-text' }, pageText('adminSection')),
    element(
      'div',
      { class: 'admin' },
      wide(createElement('c-model-report', { is: ModelReport })),
      createElement('c-score-distribution', { is: ScoreDistribution }),
      createElement('c-data-quality', { is: DataQuality }),
      createElement('c-model-history', { is: ModelHistory }),
      wide(createElement('c-scoring-settings', { is: ScoringSettings })),
      createElement('c-connection-check', { is: ConnectionCheck }),
    ),
  ];
}
