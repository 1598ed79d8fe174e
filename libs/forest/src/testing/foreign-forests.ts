/** A forest as the snippet in docs/model-format/v1.md writes it from scikit-learn. */
export const sklearn = {
  format: 'leadlight-sklearn-forest-1',
  features: ['budget', 'age'],
  trees: [
    {
      left: [1, -1, 3, -1, -1],
      right: [2, -1, 4, -1, -1],
      feature: [0, -2, 1, -2, -2],
      threshold: [9.5, -2, 4.25, -2, -2],
      value: [0.5, 0.125, 0.75, 0.5, 0.875],
      cover: [200, 100, 100, 40, 60],
    },
    { left: [-1], right: [-1], feature: [-2], threshold: [-2], value: [0.25], cover: [200] },
  ],
};

/** As xgboost's `save_model` writes it. */
export const xgboost = {
  learner: {
    objective: { name: 'binary:logistic' },
    feature_names: ['budget', 'age'],
    learner_model_param: { base_score: '2.5E-1', num_feature: '2' },
    gradient_booster: {
      name: 'gbtree',
      model: {
        trees: [
          {
            left_children: [1, -1, -1],
            right_children: [2, -1, -1],
            split_indices: [1, 0, 0],
            split_conditions: [5, -0.5, 0.75],
            default_left: [1, 0, 0],
            sum_hessian: [50, 30, 20],
            categories_nodes: [],
          },
        ],
      },
    },
  },
};

const leaf = (one: number) => ({ distribution: [[1 - one, one]] });
/** As `JSON.stringify` writes a forest of ml-random-forest. */
export const mlForest = {
  name: 'RFClassifier',
  baseModel: {
    indexes: [[1, 0], [0]],
    estimators: [
      {
        root: {
          splitColumn: 1,
          splitValue: 10,
          left: leaf(0.2),
          right: { splitColumn: 0, splitValue: 3, left: leaf(0.9), right: leaf(0.4) },
        },
      },
      { root: leaf(0.7) },
    ],
  },
};
