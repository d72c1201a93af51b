"""What is fitted: the log of the price."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tasador.training.fitting.atlas import Floats


def target(rows: pd.DataFrame) -> Floats:
    logs: Floats = np.log(rows["price"].to_numpy(float))
    return logs
