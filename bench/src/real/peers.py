"""One peer of `npm run bench:real`: python peers.py FOLDER PEER. Reads a split from the folder, writes PEER.f64 with a probability per test row and prints one line of JSON."""
import json
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")

# HistGradientBoosting supports at most this many categories in a column.
HIST_CATEGORIES = 254
FOLDS = 8


def read_split(folder):
    """Returns the training table, its labels and the test table; the categories of a column are those of both tables."""
    columns = json.load(open(f"{folder}/columns.json"))
    rows, tested = columns["rows"], columns["tested"]
    frame = {}
    for at, column in enumerate(columns["columns"]):
        if column["kind"] == "numeric":
            frame[column["name"]] = np.fromfile(f"{folder}/{at}.f64", dtype=np.float64)
        else:
            codes = np.fromfile(f"{folder}/{at}.i32", dtype=np.int32)
            frame[column["name"]] = pd.Categorical.from_codes(codes, categories=column["categories"])
    frame = pd.DataFrame(frame)
    labels = np.fromfile(f"{folder}/labels.u8", dtype=np.uint8).astype(int)
    return frame.iloc[:rows], labels, frame.iloc[rows:rows + tested]


def categorical(frame):
    return [name for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)]


def texts(frame):
    """CatBoost takes categories as texts, of which a missing value is one."""
    frame = frame.copy()
    for name in categorical(frame):
        frame[name] = frame[name].astype(object).where(frame[name].notna(), "missing").astype(str)
    return frame


def catboost(train, y, test):
    from catboost import CatBoostClassifier
    model = CatBoostClassifier(thread_count=1, random_seed=0, verbose=False, allow_writing_files=False)
    model.fit(texts(train), y, cat_features=categorical(train))
    return model.predict_proba(texts(test))[:, 1]


def catboost_bagged(train, y, test):
    """As AutoGluon bags: a model for each of eight folds, which stops early on the fold that it does not learn from."""
    from catboost import CatBoostClassifier
    from sklearn.model_selection import StratifiedKFold
    names = categorical(train)
    x, tested = texts(train), texts(test)
    total = np.zeros(len(test))
    for learned, held in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(x, y):
        model = CatBoostClassifier(thread_count=1, random_seed=0, verbose=False, allow_writing_files=False,
                                   early_stopping_rounds=100)
        model.fit(x.iloc[learned], y[learned], cat_features=names, eval_set=(x.iloc[held], y[held]))
        total += model.predict_proba(tested)[:, 1]
    return total / FOLDS


def lightgbm(train, y, test):
    from lightgbm import LGBMClassifier
    model = LGBMClassifier(n_jobs=1, random_state=0, verbose=-1)
    # It accepts no punctuation of JSON in names.
    plain = [f"column_{at}" for at in range(len(train.columns))]
    return model.fit(train.set_axis(plain, axis=1), y).predict_proba(test.set_axis(plain, axis=1))[:, 1]


def xgboost(train, y, test, **settings):
    from xgboost import XGBClassifier
    model = XGBClassifier(n_jobs=1, random_state=0, tree_method="hist", enable_categorical=True, **settings)
    plain = [f"column_{at}" for at in range(len(train.columns))]
    return model.fit(train.set_axis(plain, axis=1), y).predict_proba(test.set_axis(plain, axis=1))[:, 1]


def hist_gradient_boosting(train, y, test):
    from sklearn.ensemble import HistGradientBoostingClassifier
    train, test = train.copy(), test.copy()
    for name in categorical(train):
        kept = list(train[name].value_counts().index[:HIST_CATEGORIES])
        train[name] = train[name].cat.set_categories(kept)
        test[name] = test[name].cat.set_categories(kept)
    model = HistGradientBoostingClassifier(random_state=0, categorical_features="from_dtype")
    return model.fit(train, y).predict_proba(test)[:, 1]


def logistic_regression(train, y, test):
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler
    names = categorical(train)
    numbers = [name for name in train.columns if name not in names and train[name].notna().any()]
    encoder = OneHotEncoder(min_frequency=10, handle_unknown="infrequent_if_exist")
    inputs = ColumnTransformer([
        ("categories", encoder, names),
        ("numbers", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
    ])
    x, tested = texts(train), texts(test)
    return make_pipeline(inputs, LogisticRegression(max_iter=2000)).fit(x, y).predict_proba(tested)[:, 1]


def flaml(train, y, test):
    from flaml import AutoML
    model = AutoML()
    model.fit(train, y, task="classification", metric="log_loss", time_budget=60, n_jobs=1, seed=0, verbose=0)
    return model.predict_proba(test)[:, 1]


PEERS = {
    "catboost": catboost,
    "catboost-bagged": catboost_bagged,
    "lightgbm": lightgbm,
    "xgboost": lambda *split: xgboost(*split, n_estimators=300, max_depth=4, learning_rate=0.1),
    "xgboost-deep": lambda *split: xgboost(*split, n_estimators=2000, max_depth=8, learning_rate=0.03, subsample=0.8,
                                           colsample_bytree=0.8),
    "hist-gradient-boosting": hist_gradient_boosting,
    "logistic-regression": logistic_regression,
    "flaml": flaml,
}

if __name__ == "__main__":
    _, folder, peer = sys.argv
    split = read_split(folder)
    clock, processor = time.perf_counter(), time.process_time()
    probabilities = np.asarray(PEERS[peer](*split), dtype=np.float64)
    seconds = {"clock": time.perf_counter() - clock, "processor": time.process_time() - processor}
    probabilities.tofile(f"{folder}/{peer}.f64")
    print(json.dumps(seconds))
