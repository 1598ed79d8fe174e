"""The model of the Python peers, as in tutorials: 200 trees of depth 8 on 10,000 rows of 20 numbers, in a joblib file."""
import sys

import joblib
import numpy
from sklearn.ensemble import RandomForestClassifier

rng = numpy.random.default_rng(1)
rows = rng.random((10_000, 20))
chance = 1 / (1 + numpy.exp(-(6 * rows[:, 0] + 3 * rows[:, 1] - 6.5)))
labels = rng.random(10_000) < chance
joblib.dump(RandomForestClassifier(n_estimators=200, max_depth=8, random_state=1).fit(rows, labels), sys.argv[1])
