"""The peers of `npm run bench:forest`: reads one JSON command per line and prints one line of JSON for each."""
import json
import sys
import time

import numpy as np
import sklearn
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier

tables = {}
models = {}


def load(name, folder, rows, columns):
    values = np.fromfile(f"{folder}/{name}.f64", dtype=np.float64).reshape(rows, columns)
    labels = np.fromfile(f"{folder}/{name}.u8", dtype=np.uint8)
    tables[name] = {"x": values, "y": labels}


def make(kind, p):
    if kind == "rf":
        return RandomForestClassifier(
            n_estimators=p["trees"], max_depth=p["depth"], min_samples_leaf=p["leaf"],
            max_features=p["features"], n_jobs=p.get("jobs", 1), random_state=p.get("seed", 0))
    if kind == "hgb":
        return HistGradientBoostingClassifier(
            max_iter=p["trees"], max_depth=p["depth"], learning_rate=0.1, early_stopping=False,
            random_state=p.get("seed", 0))
    return xgboost.XGBClassifier(
        n_estimators=p["trees"], max_depth=p["depth"], learning_rate=p.get("eta", 0.1), tree_method="hist",
        subsample=p.get("rows", 1.0), colsample_bytree=p.get("columns", 1.0), n_jobs=p.get("jobs", 1),
        random_state=p.get("seed", 0), eval_metric="logloss")


def prepared(kind, x):
    """This version of the forest does not support missing values; a split can separate -1e6 from all others."""
    return np.where(np.isnan(x), -1e6, x) if kind == "rf" else x


def timed(action, repeat):
    times = []
    for _ in range(repeat):
        start = time.process_time()
        action()
        times.append((time.process_time() - start) * 1000)
    return sorted(times)[len(times) // 2]


def run(c):
    op = c["op"]
    if op == "versions":
        return {"python": sys.version.split()[0], "sklearn": sklearn.__version__, "xgboost": xgboost.__version__,
                "numpy": np.__version__}
    if op == "load":
        return load(c["name"], c["folder"], c["rows"], c["columns"])
    if op == "train":
        model = make(c["kind"], c["params"])
        x, y = prepared(c["kind"], tables[c["table"]]["x"]), tables[c["table"]]["y"]
        start = time.process_time()
        model.fit(x, y)
        models[c["kind"]] = model
        return {"ms": (time.process_time() - start) * 1000}
    kind = c["kind"]
    model, x = models[kind], tables[c["table"]]["x"]
    if op == "probabilities":
        return {"values": model.predict_proba(prepared(kind, x))[:, 1].tolist()}
    if op == "batch":
        return {"ms": timed(lambda: model.predict_proba(prepared(kind, x)), c["repeat"])}
    if op == "one":
        return {"ms": timed(lambda: model.predict_proba(prepared(kind, x[:1])), c["repeat"])}
    booster = model.get_booster()
    booster.set_param({"nthread": 1})
    one = xgboost.DMatrix(x[:1])
    return {"ms": timed(lambda: booster.predict(one, pred_contribs=True), c["repeat"])}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line)) or {}), flush=True)
