import { createElement } from 'lwc';
import ConnectionCheck from 'c/connectionCheck';
import DataQuality from 'c/dataQuality';
import ModelHistory from 'c/modelHistory';
import ModelReport from 'c/modelReport';
import ModelTraining from 'c/modelTraining';
import ScoreDistribution from 'c/scoreDistribution';
import ScoringSettings from 'c/scoringSettings';
import { element } from './element.ts';
import { pageText } from './page-texts.ts';

const wide = (child: HTMLElement): HTMLElement => element('div', { class: 'wide' }, child);

/** The page of the administrator, with the components of the Lead Scoring app as in Salesforce. */
export function adminView(): HTMLElement[] {
  const report = createElement('c-model-report', { is: ModelReport });
  const history = createElement('c-model-history', { is: ModelHistory });
  const training = createElement('c-model-training', { is: ModelTraining });
  // In Salesforce the administrator reloads the page.
  training.addEventListener('trained', () => {
    for (const shown of [report, history]) (shown as HTMLElement & { refresh(): void }).refresh();
  });
  document.title = `${pageText('adminSection')} · Leadlight`;
  return [
    element('h1', { class: 'slds-assistive-text' }, pageText('adminSection')),
    element(
      'div',
      { class: 'admin' },
      createElement('c-connection-check', { is: ConnectionCheck }),
      training,
      wide(report),
      createElement('c-score-distribution', { is: ScoreDistribution }),
      createElement('c-data-quality', { is: DataQuality }),
      history,
      wide(createElement('c-scoring-settings', { is: ScoringSettings })),
    ),
  ];
}
