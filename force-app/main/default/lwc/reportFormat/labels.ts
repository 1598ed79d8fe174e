import BASE_RATE from '@salesforce/label/c.Leadlight_Learner_BaseRate';
import BOOSTING from '@salesforce/label/c.Leadlight_Learner_Boosting';
import FOREST from '@salesforce/label/c.Leadlight_Learner_Forest';
import LOGISTIC from '@salesforce/label/c.Leadlight_Learner_Logistic';
import NAIVE_BAYES from '@salesforce/label/c.Leadlight_Learner_NaiveBayes';
import PEOPLE from '@salesforce/label/c.Leadlight_Learner_People';
import RULES from '@salesforce/label/c.Leadlight_Learner_Rules';

export const labels = {
  baseRate: BASE_RATE,
  boosting: BOOSTING,
  forest: FOREST,
  logistic: LOGISTIC,
  naiveBayes: NAIVE_BAYES,
  people: PEOPLE,
  rules: RULES,
};
