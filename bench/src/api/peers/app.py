"""Flask with joblib and scikit-learn, as in tutorials: prediction only, no key, no validation, no log."""
import os

import joblib
import numpy
from flask import Flask, jsonify, request

app = Flask(__name__)
model = joblib.load(os.environ["MODEL"])


@app.route("/predict", methods=["POST"])
def predict():
    rows = numpy.array(request.get_json()["rows"])
    return jsonify(probabilities=model.predict_proba(rows)[:, 1].tolist())


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
