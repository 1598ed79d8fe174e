"""Trains xgboost on a Spark cluster on snapshots that `leadlight export` wrote, for `leadlight models import`.

spark-submit train.py --snapshots WAREHOUSE/snapshots/org=ORG_ID --out FOLDER

Writes FOLDER/model.json, which is xgboost's own format, and FOLDER/training.json: until when the model learned, its horizon, and the
number of each category. The newest snapshots are left out, because Leadlight calibrates and measures the model on them.
"""

import argparse
import json
import math
import os
from datetime import datetime, timedelta, timezone

from py4j.protocol import Py4JJavaError
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType
from xgboost.spark import SparkXGBClassifier

PREFIX = "feature_"
# A category with fewer training rows counts as missing: its rate says little.
MIN_ROWS_PER_CATEGORY = 10
# The newest of the rows that are learned from, whose log loss decides when training stops.
VALIDATED_SHARE = 0.2
EARLY_STOPPING_ROUNDS = 30
# Trainings until one is not interrupted by the loss of a worker.
ATTEMPTS = 4
# Rows at the average rate that are added to each category.
SMOOTHING_ROWS = 20


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--snapshots", required=True, help="folder of the exported snapshots of one org")
    parser.add_argument("--out", required=True, help="folder for model.json and training.json")
    parser.add_argument("--held-back", type=float, default=0.3, help="share of the newest snapshots that is left out (0.3)")
    parser.add_argument("--workers", type=int, default=2, help="Spark tasks that train together (2)")
    parser.add_argument("--rounds", type=int, default=1000, help="at most; fewer where newer rows are not predicted better (1000)")
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--learning-rate", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def read_snapshots(spark: SparkSession, folder: str) -> DataFrame:
    """The settled snapshots of leads that are not junk."""
    rows = spark.read.option("mergeSchema", "true").parquet(folder)
    return rows.where(F.col("label").isNotNull() & ~F.coalesce(F.col("is_junk"), F.lit(False))).cache()


def newest(rows: DataFrame, share: float) -> datetime:
    """The instant since which this share of the snapshots was taken."""
    seconds = rows.select(F.col("as_of").cast("double").alias("as_of"))
    return datetime.fromtimestamp(seconds.approxQuantile("as_of", [1 - share], 0)[0], timezone.utc)


def only_horizon(rows: DataFrame) -> int:
    horizons = sorted(row[0] for row in rows.select("horizon_days").distinct().collect())
    if len(horizons) != 1:
        raise SystemExit(f"The snapshots have {len(horizons)} horizons, {horizons}: export them again with one model active.")
    return horizons[0]


def categories_of(train: DataFrame, columns: list[str], rate: float) -> dict[str, dict[str, float]]:
    """By feature, the smoothed rate of each category that is frequent enough."""
    values = [F.struct(F.lit(name.removeprefix(PREFIX)).alias("feature"), F.col(f"`{name}`").alias("category")) for name in columns]
    categories: dict[str, dict[str, float]] = {name.removeprefix(PREFIX): {} for name in columns}
    if not values:
        return categories
    one_each = train.select("label", F.explode(F.array(*values)).alias("value")).where(F.col("value.category").isNotNull())
    counts = one_each.groupBy("value.feature", "value.category").agg(F.count("*").alias("rows"), F.sum("label").alias("positive"))
    for row in counts.where(F.col("rows") >= MIN_ROWS_PER_CATEGORY).collect():
        categories[row["feature"]][row["category"]] = (row["positive"] + SMOOTHING_ROWS * rate) / (row["rows"] + SMOOTHING_ROWS)
    return categories


def encode(rows: DataFrame, features: list[str], categories: dict[str, dict[str, float]]) -> DataFrame:
    """Numbers for all features; NaN where a value is missing."""
    missing = F.lit(math.nan)
    columns = []
    for feature in features:
        value = F.col(f"`{PREFIX}{feature}`")
        if feature in categories:
            pairs = [F.lit(each) for pair in categories[feature].items() for each in pair]
            value = F.create_map(*pairs)[value] if pairs else missing
        columns.append(F.coalesce(value.cast("double"), missing).alias(feature))
    return rows.select(F.col("label").cast("double").alias("label"), F.col("validated"), *columns)


def fit(classifier: SparkXGBClassifier, rows: DataFrame):
    """Trains, again from the start if a worker is lost: Spark gives up a job whose tasks train together when one of them fails."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return classifier.fit(rows)
        except Py4JJavaError as error:
            if attempt == ATTEMPTS or "barrier" not in str(error):
                raise
            print(f"A worker was lost; the training starts again (attempt {attempt + 1} of {ATTEMPTS})", flush=True)


def main():
    options = parse_arguments()
    # There is a small file for each day. By default Spark counts each as 4 MB, and would start a task for a few of them.
    spark = SparkSession.builder.appName("leadlight").config("spark.sql.files.openCostInBytes", 64 * 1024).getOrCreate()
    rows = read_snapshots(spark, options.snapshots)
    horizon_days = only_horizon(rows)
    until = newest(rows, options.held_back)
    # Only outcomes that had settled by then.
    last_settled = F.lit(until - timedelta(days=horizon_days))
    train = rows.where(F.col("as_of") <= last_settled)
    train = train.withColumn("validated", F.col("as_of") >= F.lit(newest(train, VALIDATED_SHARE))).cache()
    counted = train.agg(F.count("*"), F.sum("label")).first()
    count, positive = counted[0], counted[1] or 0
    print(f"{count} snapshots until {until:%Y-%m-%d}, {positive} of which reached the goal within {horizon_days} days", flush=True)
    if min(positive, count - positive) < 20:
        raise SystemExit("Too few outcomes to learn from: at least 20 of each kind are needed.")

    fields = [field for field in train.schema.fields if field.name.startswith(PREFIX)]
    features = [field.name.removeprefix(PREFIX) for field in fields]
    texts = [field.name for field in fields if isinstance(field.dataType, StringType)]
    categories = categories_of(train, texts, positive / count)

    classifier = SparkXGBClassifier(
        features_col=features,
        label_col="label",
        num_workers=options.workers,
        missing=math.nan,
        n_estimators=options.rounds,
        max_depth=options.depth,
        learning_rate=options.learning_rate,
        min_child_weight=5,
        subsample=0.7,
        colsample_bytree=0.7,
        early_stopping_rounds=EARLY_STOPPING_ROUNDS,
        validation_indicator_col="validated",
        eval_metric="logloss",
        tree_method="hist",
        random_state=options.seed,
        verbose=False,
    )
    booster = fit(classifier, encode(train, features, categories).repartition(options.workers)).get_booster()
    booster.feature_names = features
    # Predictions after early stopping use the trees up to the best one, so only these are written.
    booster = booster[: booster.best_iteration + 1]
    os.makedirs(options.out, exist_ok=True)
    booster.save_model(os.path.join(options.out, "model.json"))
    training = {
        "format": "leadlight-training-1",
        "trainedUntil": until.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "horizonDays": horizon_days,
        "categories": categories,
    }
    with open(os.path.join(options.out, "training.json"), "w", encoding="utf-8") as file:
        json.dump(training, file, ensure_ascii=False, indent=1)
    print(f"Wrote {options.out}/model.json and training.json. Next: leadlight models import {options.out}/model.json "
          f"--format xgboost --training {options.out}/training.json", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
